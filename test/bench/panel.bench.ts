/** Measures the report page in its panel of a real VS Code; see test/vscode/panel.suite.ts, which prints the figures. */
import { execFileSync } from 'node:child_process';

export async function bench(print: (line: string) => void): Promise<void> {
  const said = execFileSync(process.execPath, ['test/run-in-vscode.mjs', '--scenario', 'panel'], { encoding: 'utf8' });
  for (const line of said.split('\n')) if (line.includes(' calls in the panel: ')) print(`   ${line.trim()}`);
}
