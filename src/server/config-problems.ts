/** Problems of configuration files, as the client shows them: beside the file, whether it is open or not. */
import type { Diagnostic } from 'vscode-languageserver';
import { DiagnosticSeverity } from 'vscode-languageserver';
import type { ConfigProblem } from '../core/config/parse.ts';
import { counted } from '../core/report/words.ts';
import { type Encoding, positionsIn } from './convert.ts';
import type { Folder } from './folder.ts';
import type { Configured } from './host.ts';

/** By URI. A file that speaks for several folders has each of its problems once. */
export function configDiagnostics(folders: Iterable<Folder>, encoding: Encoding): ReadonlyMap<string, readonly Diagnostic[]> {
  const found = new Map<string, Map<string, Diagnostic>>();
  for (const folder of folders) {
    const { files, problems, notes = [] } = folder.configuration.latest;
    const add = (problem: ConfigProblem, severity: DiagnosticSeverity) => {
      const uri = new URL(problem.path, `${folder.uri}/`).href;
      const text = files.find(({ path }) => path === problem.path)?.text ?? '';
      const own = found.get(uri) ?? new Map<string, Diagnostic>();
      const diagnostic = toDiagnostic(problem, severity, text, encoding);
      found.set(uri, own.set(JSON.stringify(diagnostic), diagnostic));
    };
    for (const problem of inFiles(problems)) add(problem, DiagnosticSeverity.Error);
    for (const note of inFiles(notes)) add(note, DiagnosticSeverity.Warning);
  }
  return new Map([...found].map(([uri, own]) => [uri, [...own.values()]]));
}

/** The first problem in a sentence; undefined when there is none. */
export function problemWords({ problems }: Configured): string | undefined {
  const [first, ...others] = inFiles(problems);
  if (!first) return undefined;
  const more = others.length > 0 ? `, and ${counted(others.length, 'more problem')}` : '';
  return `${first.path}:${first.line}: ${first.message.replace(/\.$/, '')}${more}. The last good configuration goes on.`;
}

/** What the editor's settings are called among configuration files. */
export const SETTINGS = 'settings';

/** The editor checks its settings itself. */
export const inFiles = (problems: readonly ConfigProblem[]): readonly ConfigProblem[] => problems.filter(({ path }) => path !== SETTINGS);

/** From where the problem is to the end of the key or value there. */
function toDiagnostic(
  { line, column, message }: ConfigProblem,
  severity: DiagnosticSeverity,
  text: string,
  encoding: Encoding,
): Diagnostic {
  const rest = (text.split(/\r\n|\r|\n/)[line - 1] ?? '').slice(column - 1);
  const [word = ''] = /^(?:"(?:\\.|[^"\\])*"?|[\w.+-]+|\S)/.exec(rest) ?? [];
  const range = { start: { line, column }, end: { line, column: column + word.length } };
  return { range: positionsIn(text, encoding).range(range), severity, source: 'costlint', code: 'configuration', message };
}
