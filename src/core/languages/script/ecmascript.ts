/** TypeScript, TSX, JavaScript and JSX, and the scripts of component files: text → facts. */
import type { FileFacts } from '../../facts/facts.ts';
import { type ParserFor, type Parsed, parserFor, type Syntax } from '../grammar.ts';
import type { Language, Lowered, LowerOptions } from '../language.ts';
import { scriptOf } from '../markup.ts';
import { Builder } from './builder.ts';
import { kinds } from './kind.ts';
import { lowerBlock } from './statements.ts';

const EXTENSIONS = ['.ts', '.tsx', '.mts', '.cts', '.js', '.jsx', '.mjs', '.cjs', '.vue', '.svelte', '.astro'];
/** Types in angle brackets and JSX exclude each other: these have the former. */
const PLAIN = new Set(['.ts', '.mts', '.cts']);

export async function ecmascript(asset: (name: string) => Promise<Uint8Array>): Promise<Language> {
  const [typescript, tsx] = await Promise.all(['tree-sitter-typescript.wasm', 'tree-sitter-tsx.wasm'].map(async (name) => parserFor(await asset(name), kinds)));
  const grammarFor = (path: string): string => (PLAIN.has(extensionOf(path)) ? 'tree-sitter-typescript.wasm' : 'tree-sitter-tsx.wasm');
  const kept = new WeakMap<Lowered, { parsed: Parsed; script: string }>();
  return {
    id: 'ecmascript',
    extensions: EXTENSIONS,
    editorIds: ['typescript', 'typescriptreact', 'javascript', 'javascriptreact', 'vue', 'svelte', 'astro'],
    grammarFor,
    lower(text, options) {
      const { script, extension } = scriptOf(options.path, text);
      const parser = (PLAIN.has(extension) ? typescript : tsx) as ParserFor;
      const before = options.previous && kept.get(options.previous);
      // Blanking a component's markup moves with its edits: only plain scripts are parsed again in part.
      const reuse = before && options.edits && script === text && before.script === options.previous?.text;
      const parsed = parser.parse(script, { ...limits(options), ...(reuse ? { previous: before.parsed, edits: options.edits } : {}) });
      if (!parsed) return { text, facts: nothing('Took too long to parse'), release: () => undefined };
      const lowered: Lowered = { text, facts: factsOf(parsed.syntax), release: () => parsed.release() };
      if (options.keep) kept.set(lowered, { parsed, script });
      else parsed.release();
      return lowered;
    },
  };
}

const limits = ({ deadline }: LowerOptions) => (deadline === undefined ? {} : { deadline });
const extensionOf = (path: string) => path.slice(path.lastIndexOf('.')).toLowerCase();

/** The facts of a parsed file. */
export function factsOf(syntax: Syntax): FileFacts {
  const b = new Builder(syntax);
  lowerBlock(b, 0, false);
  return {
    language: 'ecmascript', scopes: b.scopes, functions: b.functions, classes: b.classes, calls: b.calls, loops: b.loops, branches: b.branches, stores: b.stores,
    exports: b.exports, reexports: b.reexports, texts: b.texts, directives: directives(syntax.text), problems: b.problems,
  };
}

const nothing = (message: string): FileFacts => ({
  language: 'ecmascript', scopes: [{ kind: 'module', parent: -1, owner: -1, bindings: new Map() }], functions: [], classes: [], calls: [], loops: [], branches: [],
  stores: [], exports: new Map(), reexports: [], texts: [], directives: [], problems: [{ start: 0, end: 0, message }],
});

function directives(text: string): FileFacts['directives'] {
  if (!text.includes('costlint-')) return [];
  return [...text.matchAll(/\/\/[^\n]*|\/\*[\s\S]*?\*\/|<!--[\s\S]*?-->/g)]
    .filter((match) => match[0].includes('costlint-'))
    .map((match) => ({ text: match[0], start: match.index, end: match.index + match[0].length }));
}
