/** Text → facts in every language: parses, lowers the statements that are new, and takes over the facts of the others. */
import type { FileFacts } from '../facts/facts.ts';
import { differenceOf, type Range, type TextEdit } from '../text/range.ts';
import type { Gathering } from './gathering.ts';
import type { Parsed, ParserFor, Part, Syntax } from './grammar.ts';
import { type LanguageId, type Lowered, type LowerOptions, unreadFacts } from './language.ts';

/** What a language adds: how one statement is lowered. */
export interface Statements<G extends Gathering> {
  readonly id: LanguageId;
  begin(syntax: Syntax): G;
  /** Lowers a node at the top of the syntax. */
  lower(gathering: G, node: number): void;
}

interface Kept {
  readonly parser: ParserFor;
  readonly parsed: Parsed;
  readonly parts: readonly Part[];
  readonly gathering: Gathering;
}

const keptOf = new WeakMap<Lowered, Kept>();

/** Lowers a text. `program` is what the parser reads of it: as long as the text, and the text itself in most files. */
export function lowerProgram<G extends Gathering>(
  statements: Statements<G>,
  parser: ParserFor,
  text: string,
  program: string,
  { previous, keep, deadline = 2000 }: LowerOptions,
): Lowered {
  const kept = previous && keptOf.get(previous);
  const before = kept?.parser === parser ? kept : undefined;
  const edit = before && differenceOf(before.parsed.text, program);
  const parsed = parser.parse(program, edit ? { deadline, previous: { parsed: before.parsed, edit } } : { deadline });
  const { id } = statements;
  if (!parsed) return { text, facts: unreadFacts(id, text, `This file could not be parsed within ${deadline} ms.`), release() {} };

  const parts = keep || before ? parsed.parts() : [];
  const change = edit && changeBetween(before, edit, parts);
  const syntax = parsed.syntax(change?.now);
  const gathering = statements.begin(syntax);
  if (change) gathering.takeBefore(before.gathering, change.before.start);
  for (let node = syntax.first[0] as number; node >= 0; node = syntax.next[node] as number) {
    gathering.mark(syntax.start[node] as number);
    statements.lower(gathering, node);
  }
  if (change) gathering.takeAfter(before.gathering, change.before.end, change.now.end - change.before.end);
  const facts = withMissing(gathering.finish(id, parsed.commentsWith('costlint-')), parsed);
  const lowered: Lowered = { text, facts, release: parsed.release };
  if (keep) keptOf.set(lowered, { parser, parsed, parts, gathering });
  else parsed.release();
  return lowered;
}

/** The parser goes on as if a token stood there that somebody has yet to type, and may read the rest as something else. */
function withMissing(facts: FileFacts, parsed: Parsed): FileFacts {
  const at = facts.problems.length === 0 ? parsed.missing() : undefined;
  return at === undefined ? facts : { ...facts, problems: [{ start: at, end: at, message: 'Something is missing here.' }] };
}

/** The stretch of statements outside of which two programs say the same. */
interface Change {
  readonly before: Range;
  readonly now: Range;
}

/**
 * A statement is the same when neither it nor what stands between it and the statement above has changed, and the parser
 * makes a part of the same kind and extent of it, far from damage.
 */
function changeBetween({ parsed, parts: old }: Kept, { range, newText }: TextEdit, parts: readonly Part[]): Change {
  const by = newText.length - (range.end - range.start);
  const isSame = (was: Part | undefined, is: Part | undefined, moved: number) =>
    was?.settled && is?.settled && was.type === is.type && was.start + moved === is.start && was.end + moved === is.end;

  let first = 0;
  while ((old[first]?.end ?? Infinity) <= range.start && isSame(old[first], parts[first], 0)) first++;
  const start = old[first - 1]?.end ?? 0;

  let oldEnd = parsed.text.length;
  for (let i = old.length - 1, j = parts.length - 1; i >= first && j >= first && isSame(old[i], parts[j], by); i--, j--) {
    const above = old[i - 1]?.end ?? 0;
    if (above < range.end || (parts[j - 1]?.end ?? 0) !== above + by) break;
    oldEnd = (old[i] as Part).start;
  }
  return { before: { start, end: oldEnd }, now: { start, end: oldEnd + by } };
}
