/** Text without the indentation of the code around it, and the edits that take it off where the text is written. */
import type { Place, PromptPart } from '../analysis/analysis.ts';
import { isHole, textOf } from './parts.ts';
import type { PlacedEdit } from './rule.ts';

/** The text without the blanks that all its lines begin with. The first line begins behind a quote: it need not have them. */
export function dedented(text: string): string {
  const margin = marginOf(text);
  if (margin === '') return text;
  return text
    .split('\n')
    .map((line, at) => (line.trim() === '' && at > 0 ? '' : line.startsWith(margin) ? line.slice(margin.length) : line))
    .join('\n');
}

/**
 * Takes the same blanks off the lines of the literals that a part is written in. Undefined where a line of the text is no line of
 * the code: line ends that are escaped, texts that were repeated, joined or made otherwise.
 */
export function dedentEdits(part: PromptPart, sourceOf: (path: string) => string | undefined): readonly PlacedEdit[] | undefined {
  const margin = marginOf(textOf(part.pieces));
  const groups = writtenIn(part);
  const edits: PlacedEdit[] = [];
  for (const [at, { place, text }] of groups.entries()) {
    const written = contentOf(sourceOf(place.path) ?? '', place);
    if (!hasLinesOf(written.text, text)) return undefined;
    edits.push(...withoutMargin(written, { margin, path: place.path, first: at === 0, last: at === groups.length - 1 }));
  }
  return margin === '' || edits.length === 0 ? undefined : edits;
}

/** Blanks that every line but the first begins with; lines without text do not count. */
function marginOf(text: string): string {
  const [, ...lines] = text.split('\n');
  let margin: string | undefined;
  for (const line of lines) {
    if (line.trim() === '') continue;
    const own = indentOf(line);
    let same = 0;
    while (same < own.length && (margin === undefined || own[same] === margin[same])) same++;
    margin = own.slice(0, same);
  }
  return margin ?? '';
}

const indentOf = (line: string): string => /^[ \t]*/.exec(line)?.[0] ?? '';

/** The places that the static text of a part comes from, each with the text that stands between its first and its last piece. */
function writtenIn({ pieces }: PromptPart): readonly { readonly place: Place; readonly text: string }[] {
  const places = new Map<string, { readonly place: Place; readonly from: number; to: number }>();
  for (const [at, piece] of pieces.entries()) {
    if (isHole(piece)) continue;
    const { path, start, end } = piece.place;
    const key = `${path}:${start}:${end}`;
    const known = places.get(key);
    if (known) known.to = at;
    else places.set(key, { place: piece.place, from: at, to: at });
  }
  return [...places.values()].map(({ place, from, to }) => ({ place, text: textOf(pieces.slice(from, to + 1)) }));
}

interface Written {
  readonly text: string;
  /** Where it begins in the file. */
  readonly start: number;
}

/** What stands between the quotes of a literal; a part of a template has none. A line end that is escaped right behind them goes with them. */
function contentOf(source: string, { start, end }: Place): Written {
  const whole = source.slice(start, end);
  const quotes = /^[A-Za-z]{0,2}("""|'''|["'`])/.exec(whole);
  const quoted = quotes !== null && whole.length >= quotes[0].length + (quotes[1] as string).length && whole.endsWith(quotes[1] as string);
  const text = quoted ? whole.slice(quotes[0].length, -(quotes[1] as string).length) : whole;
  const skipped = /^\\\r?\n/.exec(text)?.[0].length ?? 0;
  return { text: text.slice(skipped), start: start + (quoted ? quotes[0].length : 0) + skipped };
}

/** The code has the same lines as the text, though it may have been trimmed since. */
const hasLinesOf = (code: string, text: string): boolean => {
  const wanted = indents(text);
  return [code, code.trimStart(), code.trimEnd(), code.trim()].some((one) => indents(one) === wanted);
};

/** The blanks that the lines behind the first begin with, as far as they have text. */
const indents = (text: string): string =>
  text
    .split('\n')
    .slice(1)
    .map((line) => (line.trim() === '' ? '' : indentOf(line)))
    .join('\n');

interface Margin {
  readonly margin: string;
  readonly path: string;
  /** The text of the part begins, or ends, with it. */
  readonly first: boolean;
  readonly last: boolean;
}

function* withoutMargin({ text, start }: Written, { margin, path, first, last }: Margin): Generator<PlacedEdit> {
  const lines = text.split('\n');
  let from = start;
  for (const [at, line] of lines.entries()) {
    const begins = at > 0 || first;
    const empty = line.trim() === '' && at > 0 && (at < lines.length - 1 || last);
    const length = empty ? indentOf(line).length : begins && line.startsWith(margin) ? margin.length : 0;
    if (length > 0) yield { path, range: { start: from, end: from + length }, newText: '' };
    from += line.length + 1;
  }
}
