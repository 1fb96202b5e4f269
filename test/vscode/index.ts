/** Entry inside the extension host: runs the suites of this folder that the scenario names, and writes what came out. */
import { appendFileSync, existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { format } from 'node:util';
import Mocha from 'mocha';
import { look } from './look.ts';

interface Results {
  readonly stats: { passes: number; failures: number; pending: number };
  readonly failures: { readonly fullTitle: string; readonly err: { readonly message: string; readonly stack?: string } }[];
}

/**
 * Called by VS Code, which takes a rejection for a failed run. Where a scenario goes on after a reload of the window, the window is
 * reloaded as a user does it, and VS Code calls this once more: what was written then tells the two apart.
 */
export async function run(): Promise<void> {
  const { VSCODE_TEST_RESULTS: file, VSCODE_TEST_SUITES: suites = '.*', VSCODE_TEST_AFTER_RELOAD: later } = process.env;
  const isReloaded = file !== undefined && existsSync(file);
  const results: Results = isReloaded
    ? JSON.parse(readFileSync(file, 'utf8'))
    : { stats: { passes: 0, failures: 0, pending: 0 }, failures: [] };
  await runSuites(isReloaded && later ? later : suites, results);
  if (file) writeFileSync(file, JSON.stringify(results));
  if (later && !isReloaded) {
    void look('reload');
    return new Promise(() => undefined); // This host ends with its window.
  }
  if (results.stats.failures > 0) throw new Error(`${results.stats.failures} tests failed`);
}

/** Runs the suites whose names match, and adds what came out. */
function runSuites(names: string, { stats, failures }: Results): Promise<void> {
  const wanted = new RegExp(`^(?:${names})\\.suite\\.cjs$`);
  // Waiting ends with what is waited for: the time is for busy machines.
  const mocha = new Mocha({ ui: 'bdd', timeout: 90_000, color: false, reporter: 'spec' });
  for (const file of readdirSync(__dirname).sort()) if (wanted.test(file)) mocha.addFile(path.join(__dirname, file));

  if (process.env.VSCODE_TEST_GREP) mocha.grep(new RegExp(process.env.VSCODE_TEST_GREP));
  // In the extension host console.log goes to the window's log, so what mocha prints is written to a file as well.
  const print = Mocha.reporters.Base.consoleLog;
  Mocha.reporters.Base.consoleLog = (...words: unknown[]) => {
    const progress = process.env.VSCODE_TEST_PROGRESS;
    if (progress) appendFileSync(progress, `${format(...words)}\n`);
    print(...words);
  };
  return new Promise((resolve) => {
    mocha
      .run(() => resolve())
      .on('pass', () => stats.passes++)
      .on('pending', () => stats.pending++)
      .on('fail', (test, error) => {
        stats.failures++;
        failures.push({ fullTitle: test.fullTitle(), err: { message: String(error?.message ?? error), stack: error?.stack } });
      });
  });
}
