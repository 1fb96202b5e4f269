/** TypeScript and JavaScript with JSX, also inside Vue, Svelte and Astro files: text in, facts out. */
import type { Comment, FileFacts } from '../../facts/facts.ts';
import { type Parsed, type ParserFor, parserFor } from '../grammar.ts';
import { type Language, type Lowered, type LowerOptions, unreadFacts } from '../language.ts';
import { scriptOf } from '../markup.ts';
import { Draft } from './draft.ts';
import { kinds } from './kind.ts';
import { lowerBlock } from './statements.ts';

const typescript = 'tree-sitter-typescript.wasm';
/** Reads JavaScript too: JSX is allowed there, and what TypeScript adds does no harm. */
const tsx = 'tree-sitter-tsx.wasm';

/** What an incremental parse of the next text needs. */
interface Kept {
  readonly parsed: Parsed;
  readonly grammar: string;
}

/** The language over its two grammars; `startParser` must have been awaited. */
export async function ecmascript(asset: (name: string) => Promise<Uint8Array>): Promise<Language> {
  const parserOf = async (grammar: string) => parserFor(await asset(grammar), kinds);
  const parsers: Readonly<Record<string, ParserFor>> = { [typescript]: await parserOf(typescript), [tsx]: await parserOf(tsx) };
  const keptOf = new WeakMap<Lowered, Kept>();

  function lower(text: string, { path, previous, edits, keep, deadline = 2000 }: LowerOptions): Lowered {
    const { script, extension } = scriptOf(path, text);
    const grammar = grammarOf(extension);
    const before = previous && keptOf.get(previous);
    // What is blank in a component may change with an edit outside of its scripts, so it is always parsed afresh.
    const canReuse = before?.grammar === grammar && edits !== undefined && script === text;
    const parser = parsers[grammar] as ParserFor;
    const parsed = parser.parse(script, canReuse ? { deadline, previous: before.parsed, edits } : { deadline });
    if (!parsed)
      return { text, facts: unreadFacts('ecmascript', text, `This file could not be parsed within ${deadline} ms.`), release() {} };
    const lowered: Lowered = { text, facts: factsOf(parsed), release: parsed.release };
    if (keep) keptOf.set(lowered, { parsed, grammar });
    else parsed.release();
    return lowered;
  }

  return {
    id: 'ecmascript',
    extensions: ['.ts', '.tsx', '.js', '.jsx', '.mts', '.cts', '.mjs', '.cjs', '.vue', '.svelte', '.astro'],
    editorIds: ['typescript', 'typescriptreact', 'javascript', 'javascriptreact', 'vue', 'svelte', 'astro'],
    grammarFor: (path) => grammarOf(extensionOf(path)),
    lower,
  };
}

const extensionOf = (path: string) => path.slice(path.lastIndexOf('.')).toLowerCase();

const grammarOf = (extension: string) => (extension === '.ts' || extension === '.mts' || extension === '.cts' ? typescript : tsx);

function factsOf(parsed: Parsed): FileFacts {
  const draft = new Draft(parsed.syntax, lowerBlock);
  lowerBlock(draft, 0);
  return draft.finish(directivesIn(parsed));
}

/** Comments are asked for only where the text mentions a directive: few files do, and their nodes would cost all. */
function directivesIn({ text, tree }: Parsed): readonly Comment[] {
  if (!text.includes('costlint-')) return [];
  return tree.rootNode
    .descendantsOfType(['comment', 'html_comment'])
    .map(({ startIndex: start, endIndex: end }) => ({ text: text.slice(start, end), start, end }))
    .filter((comment) => comment.text.includes('costlint-'));
}
