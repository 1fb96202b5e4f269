/** What the tests of the page share: a browser, reports as files, and the numbers that the command line says of them. */
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { DEFAULT_CONFIG } from '../../src/core/config/defaults.ts';
import type { Economy } from '../../src/core/economics/economy.ts';
import { bookOf } from '../../src/core/prices/shipped.ts';
import { html } from '../../src/core/report/formats/html.ts';
import { pageData } from '../../src/core/report/page-data.ts';
import type { Report } from '../../src/core/report/report.ts';
import { type Browser, openBrowser, type Page } from '../host/browser.mjs';

export type { Page };

export const SAMPLE = path.resolve('test/projects/support-desk');
const DAY = ['--as-of', '2026-11-21'];

export type Theme = 'light' | 'dark' | 'forced';

/** One browser and one folder for a suite. */
export class Pages {
  readonly #browser: Browser;
  readonly #folder: string;
  #files = 0;

  private constructor(browser: Browser, folder: string) {
    this.#browser = browser;
    this.#folder = folder;
  }

  static async open(): Promise<Pages> {
    const folder = mkdtempSync(path.join(tmpdir(), 'costlint-page-'));
    return new Pages(await openBrowser(process.env.VSCODE_HOST_DIR ?? path.resolve('.vscode-test/host'), folder), folder);
  }

  async close(): Promise<void> {
    await this.#browser.close();
    rmSync(this.#folder, { recursive: true, force: true });
  }

  #file(): string {
    return path.join(this.#folder, `${this.#files++}.html`);
  }

  /** The page of a project, as the built command line writes it. */
  ofProject(project: string, ...args: string[]): string {
    const file = this.#file();
    execFileSync(process.execPath, [path.resolve('dist/cli.js'), 'report', ...DAY, '--format', `html:${file}`, ...args], { cwd: project });
    return file;
  }

  /** The page of a report that no project is needed for. */
  ofReport(report: Report): string {
    const [script, style] = ['report.js', 'report-style.css'].map((name) => readFileSync(path.join('dist/assets', name), 'utf8')) as [
      string,
      string,
    ];
    const hashOf = (text: string) => createHash('sha256').update(text).digest('base64');
    const data = pageData({ report, config: DEFAULT_CONFIG, book: bookOf(DEFAULT_CONFIG), scenario: {}, diff: null, title: 'desk' });
    const file = this.#file();
    writeFileSync(file, html(data, { script, style, scriptHash: hashOf(script), styleHash: hashOf(style) }));
    return file;
  }

  /** Opens a file from disk; `run` gets the page. Fails when the page complained: a blocked script or style, an exception, a dialog. */
  async look<T>(file: string, run: (page: Page) => Promise<T>, theme: Theme = 'light'): Promise<T> {
    const page = await this.#browser.newPage({
      viewport: { width: 1200, height: 900 },
      colorScheme: theme === 'dark' ? 'dark' : 'light',
      ...(theme === 'forced' && { forcedColors: 'active' }),
    });
    const complaints: string[] = [];
    page.on('console', (message) => complaints.push(`${message.type()}: ${message.text()}`));
    page.on('pageerror', (error) => complaints.push(error.message));
    page.on('request', (request) => {
      if (!/^(?:file|data):/.test(request.url())) complaints.push(`asked for ${request.url()}`);
    });
    page.on('dialog', (dialog) => {
      complaints.push(`dialog: ${dialog.message()}`);
      void dialog.dismiss();
    });
    try {
      await page.goto(pathToFileURL(file).href);
      await page.waitForSelector('main:not([aria-busy="true"])');
      const result = await run(page);
      assert.deepEqual(complaints, []);
      return result;
    } finally {
      await page.close();
    }
  }
}

/** The report of a project with its economy, as the command line says them under a question. */
export const asked = (project: string, ...args: string[]): Report & { readonly economy: Economy } =>
  JSON.parse(
    execFileSync(process.execPath, [path.resolve('dist/cli.js'), 'report', ...DAY, '--format', 'json', '--by', 'feature', ...args], {
      cwd: project,
      encoding: 'utf8',
      maxBuffer: 2 ** 28,
    }),
  );

/** The cells of a table's body by rows, as they are read. */
export const cellsOf = (page: Page, table: string): Promise<string[][]> =>
  page
    .locator(`${table} tbody tr:not(.gap)`)
    .evaluateAll((rows) =>
      rows.map((row) => [...row.children].map((cell) => (cell.textContent ?? '').replace(/\s+/g, ' ').trim())),
    ) as Promise<string[][]>;
