/** Entry inside the extension host: runs the suites of this folder that the scenario names, and writes what came out. */
import { appendFileSync, readdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { format } from 'node:util';
import Mocha from 'mocha';

/** Called by VS Code, which takes a rejection for a failed run. */
export async function run(): Promise<void> {
  const wanted = new RegExp(`^(?:${process.env.VSCODE_TEST_SUITES ?? '.*'})\\.suite\\.cjs$`);
  const mocha = new Mocha({ ui: 'bdd', timeout: 30_000, color: false, reporter: 'spec' });
  for (const file of readdirSync(__dirname).sort()) if (wanted.test(file)) mocha.addFile(path.join(__dirname, file));

  if (process.env.VSCODE_TEST_GREP) mocha.grep(new RegExp(process.env.VSCODE_TEST_GREP));
  // In the extension host console.log goes to the window's log, so what mocha prints is written to a file as well.
  const print = Mocha.reporters.Base.consoleLog;
  Mocha.reporters.Base.consoleLog = (...words: unknown[]) => {
    const progress = process.env.VSCODE_TEST_PROGRESS;
    if (progress) appendFileSync(progress, `${format(...words)}\n`);
    print(...words);
  };
  const failures: { fullTitle: string; err: { message: string; stack?: string } }[] = [];
  const stats = { passes: 0, failures: 0, pending: 0 };
  await new Promise<void>((resolve) => {
    mocha
      .run(() => resolve())
      .on('pass', () => stats.passes++)
      .on('pending', () => stats.pending++)
      .on('fail', (test, error) => {
        stats.failures++;
        failures.push({ fullTitle: test.fullTitle(), err: { message: String(error?.message ?? error), stack: error?.stack } });
      });
  });
  const results = process.env.VSCODE_TEST_RESULTS;
  if (results) writeFileSync(results, JSON.stringify({ stats, failures }));
  if (stats.failures > 0) throw new Error(`${stats.failures} tests failed`);
}
