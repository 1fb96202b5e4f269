/** Measures the extension in a real VS Code, and what people download; the suites `activation` and `panel` print the figures. */
import { execFileSync } from 'node:child_process';

export async function bench(print: (line: string) => void): Promise<void> {
  for (const line of said('test/run-in-vscode.mjs', '--scenario', 'quiet')) if (/^\d+ activations: /.test(line)) print(line);
  for (const line of said('test/package.mjs')) if (line.includes('.vsix: ')) print(`${line} (demand 4)`);
  for (const line of said('test/run-in-vscode.mjs', '--scenario', 'panel')) if (line.includes(' calls in the panel: ')) print(`   ${line}`);
}

const said = (...args: readonly string[]): readonly string[] =>
  execFileSync(process.execPath, args, { encoding: 'utf8' })
    .split('\n')
    .map((line) => line.trim());
