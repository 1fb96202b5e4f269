/** Python: text in, facts out. */
import { parserFor } from '../grammar.ts';
import type { Language } from '../language.ts';
import { lowerProgram, type Statements } from '../lowering.ts';
import { Builder } from './builder.ts';
import { Kind, kindNames } from './kinds.ts';
import { damaged, statement } from './statements.ts';

const grammarFile = 'tree-sitter-python.wasm';

const statements: Statements<Builder> = {
  id: 'python',
  begin: (syntax) => new Builder(syntax, damaged),
  lower(builder, node) {
    statement(builder, node);
    if (builder.syntax.hasError) noteDamage(builder, node);
  },
};

/** The language over its grammar; `startParser` must have been awaited. */
export async function python(asset: (name: string) => Promise<Uint8Array>): Promise<Language> {
  const parser = await parserFor(await asset(grammarFile), kindNames);
  return {
    id: 'python',
    extensions: ['.py', '.pyi', '.pyw'],
    editorIds: ['python'],
    grammarFor: () => grammarFile,
    lower: (text, options) => lowerProgram(statements, parser, text, text, options),
  };
}

/** Notes what the parser could not fit into a statement, outermost damage only. */
function noteDamage({ syntax, problems }: Builder, top: number): void {
  const { kindOf, start, end } = syntax;
  const after = end[top] as number;
  let covered = -1;
  for (let node = top; node < kindOf.length && (start[node] as number) < after; node++) {
    if (kindOf[node] !== Kind.ERROR || (start[node] as number) < covered) continue;
    covered = end[node] as number;
    problems.push({ start: start[node] as number, end: covered, message: 'This part could not be parsed.' });
  }
}
