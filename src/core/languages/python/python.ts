/** Python: text in, facts out. */
import type { Comment, FileFacts } from '../../facts/facts.ts';
import { type Parsed, parserFor, type Syntax } from '../grammar.ts';
import { type Language, type Lowered, unreadFacts } from '../language.ts';
import { Builder } from './builder.ts';
import { Kind, kindNames } from './kinds.ts';
import { block, damaged } from './statements.ts';

const grammarFile = 'tree-sitter-python.wasm';
/** A file in another syntax is all damage; a few places say enough. */
const mostProblems = 20;

/** The language over its grammar; `startParser` must have been awaited. */
export async function python(asset: (name: string) => Promise<Uint8Array>): Promise<Language> {
  const parser = await parserFor(await asset(grammarFile), kindNames);
  const trees = new WeakMap<Lowered, Parsed>();
  return {
    id: 'python',
    extensions: ['.py', '.pyi', '.pyw'],
    editorIds: ['python'],
    grammarFor: () => grammarFile,
    lower(text, { previous, edits, keep, deadline = 2000 }) {
      const before = previous && trees.get(previous);
      const parsed = parser.parse(text, before && edits ? { deadline, previous: before, edits } : { deadline });
      if (!parsed) return { text, facts: unreadFacts('python', text, `Could not be parsed within ${deadline} ms`), release() {} };
      const { release } = parsed;
      const lowered: Lowered = { text, facts: factsOf(parsed.syntax), release };
      if (keep) trees.set(lowered, parsed);
      else release();
      return lowered;
    },
  };
}

/** The facts of a parsed text. */
export function factsOf(syntax: Syntax): FileFacts {
  const b = new Builder(syntax, damaged);
  block(b, 0);
  const { scopes, functions, classes, calls, loops, branches, stores, reexports, texts } = b;
  return {
    language: 'python',
    scopes,
    functions,
    classes,
    calls,
    loops,
    branches,
    stores,
    exports: new Map(),
    reexports,
    texts,
    directives: directives(syntax),
    problems: syntax.hasError ? [...b.problems, ...damage(syntax)] : b.problems,
  };
}

function damage(syntax: Syntax): { start: number; end: number; message: string }[] {
  const problems = [];
  let covered = -1;
  for (let node = 1; node < syntax.kindOf.length && problems.length < mostProblems; node++) {
    if (syntax.kindOf[node] !== Kind.ERROR || (syntax.start[node] as number) < covered) continue;
    covered = syntax.end[node] as number;
    problems.push({ start: syntax.start[node] as number, end: covered, message: 'Not valid Python' });
  }
  return problems;
}

/** Comments are rare among what is asked of the parser, so the few with a directive are found in the text. */
function directives(syntax: Syntax): Comment[] {
  const { text } = syntax;
  const found: Comment[] = [];
  for (let mention = text.indexOf('costlint-'); mention >= 0; ) {
    const line = text.lastIndexOf('\n', mention) + 1;
    const lineEnd = text.indexOf('\n', mention);
    const end = lineEnd < 0 ? text.length : text.charAt(lineEnd - 1) === '\r' ? lineEnd - 1 : lineEnd;
    let start = text.indexOf('#', line);
    while (start >= 0 && start < mention && inString(syntax, start)) start = text.indexOf('#', start + 1);
    const isComment = start >= 0 && start < mention;
    if (isComment) found.push({ text: text.slice(start, end), start, end });
    mention = text.indexOf('costlint-', isComment ? end : mention + 1);
  }
  return found;
}

function inString({ kindOf, start, end }: Syntax, offset: number): boolean {
  for (let node = 1; node < kindOf.length && (start[node] as number) <= offset; node++) {
    if (kindOf[node] === Kind.string && offset < (end[node] as number)) return true;
  }
  return false;
}
