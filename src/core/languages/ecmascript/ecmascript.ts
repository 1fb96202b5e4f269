/** TypeScript and JavaScript with JSX, also inside Vue, Svelte and Astro files: text in, facts out. */
import { type ParserFor, parserFor } from '../grammar.ts';
import type { Language } from '../language.ts';
import { lowerProgram, type Statements } from '../lowering.ts';
import { scriptOf } from '../markup.ts';
import { Draft } from './draft.ts';
import { Kind, kinds } from './kind.ts';
import { lowerBlock, lowerStatement } from './statements.ts';

const typescript = 'tree-sitter-typescript.wasm';
/** Reads JavaScript too: JSX is allowed there, and what TypeScript adds does no harm. */
const tsx = 'tree-sitter-tsx.wasm';

const statements: Statements<Draft> = {
  id: 'ecmascript',
  begin: (syntax) => new Draft(syntax, lowerBlock),
  lower(draft, node) {
    if (draft.kind(node) === Kind.ERROR) draft.damage(node);
    else lowerStatement(draft, node);
    draft.settle();
  },
};

/** The language over its two grammars; `startParser` must have been awaited. */
export async function ecmascript(asset: (name: string) => Promise<Uint8Array>): Promise<Language> {
  const parserOf = async (grammar: string) => parserFor(await asset(grammar), kinds);
  const parsers: Readonly<Record<string, ParserFor>> = { [typescript]: await parserOf(typescript), [tsx]: await parserOf(tsx) };
  return {
    id: 'ecmascript',
    extensions: ['.ts', '.tsx', '.js', '.jsx', '.mts', '.cts', '.mjs', '.cjs', '.vue', '.svelte', '.astro'],
    editorIds: ['typescript', 'typescriptreact', 'javascript', 'javascriptreact', 'vue', 'svelte', 'astro'],
    grammarFor: (path) => grammarOf(extensionOf(path)),
    lower(text, options) {
      const { script, extension } = scriptOf(options.path, text);
      return lowerProgram(statements, parsers[grammarOf(extension)] as ParserFor, text, script, options);
    },
  };
}

const extensionOf = (path: string) => path.slice(path.lastIndexOf('.')).toLowerCase();

const grammarOf = (extension: string) => (extension === '.ts' || extension === '.mts' || extension === '.cts' ? typescript : tsx);
