/** The report page as one file: the report, the models that a question may name, and the built page. */
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { Scenario } from '../core/economics/scenario.ts';
import { bookOf } from '../core/prices/shipped.ts';
import type { Diff } from '../core/report/diff.ts';
import { html, type PageAssets } from '../core/report/formats/html.ts';
import { pageData } from '../core/report/page-data.ts';
import { ASSETS } from '../node/host.ts';
import type { Run } from './run-scan.ts';

/** What the page begins with: a question, and a change. */
export interface PageStart {
  readonly scenario?: Scenario;
  readonly diff?: Diff | null;
}

export function pageText({ report, target }: Run, { scenario = {}, diff = null }: PageStart = {}): string {
  const { config, prices, root } = target;
  const folders = target.foldersOf?.(report.sites.map((site) => site.path)) ?? [];
  const data = pageData({ report, config, folders, book: bookOf(config, prices), scenario, diff, title: path.basename(root) });
  return html(data, assets());
}

function assets(): PageAssets {
  const [script, style] = ['report.js', 'report-style.css'].map((name) => readFileSync(path.join(ASSETS, name), 'utf8')) as [
    string,
    string,
  ];
  return { script, style, scriptHash: hashOf(script), styleHash: hashOf(style) };
}

const hashOf = (text: string): string => createHash('sha256').update(text).digest('base64');
