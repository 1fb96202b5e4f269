/** The lines of a prompt that change with every request, put behind those that stay: what the prompt is then, and the edits for it. */
import type { Hole, Piece, Place, PromptPart, TextPiece } from '../analysis/analysis.ts';
import { writers } from '../languages/write.ts';
import type { Range } from '../text/range.ts';
import { isHole, textOf } from './parts.ts';
import type { PlacedEdit } from './rule.ts';

export interface MovedLast {
  readonly part: PromptPart;
  readonly edits: readonly PlacedEdit[];
}

/** Characters of lines with a changing value beyond which they say more than this value. */
const LONGEST = 300;

/**
 * Moves the first line with such a hole, and those like it right behind, to the end of the literal that the part is. Undefined where
 * the part is no single literal, or where the lines of the text are not those of the code.
 */
export function moveLast(
  part: PromptPart,
  isVolatile: (hole: Hole) => boolean,
  sourceOf: (path: string) => string | undefined,
): MovedLast | undefined {
  const place = part.literal ?? part.place;
  const literal = literalAt(place, sourceOf(place.path));
  const lines = volatileLines(part.pieces, isVolatile);
  if (!literal || !lines || lines.end - lines.start > LONGEST) return undefined;
  const { source, content } = literal;
  const before = lines.start === 0 ? { start: content.start, end: content.start } : breakAt(part.pieces, lines.start - 1, literal);
  const behind = breakAt(part.pieces, lines.end, literal);
  if (!before || !behind) return undefined;
  const moved = source.slice(before.end, behind.start);
  const end = endOf(part.pieces, literal);
  if (!isBalanced(moved) || end.code <= behind.end || end.text <= lines.end + 1) return undefined;
  const { path } = place;
  return {
    part: {
      ...part,
      pieces: [
        ...piecesBetween(part.pieces, 0, lines.start),
        ...piecesBetween(part.pieces, lines.end + 1, end.text),
        { text: '\n', place: part.place },
        ...piecesBetween(part.pieces, lines.start, lines.end),
        ...piecesBetween(part.pieces, end.text, Number.POSITIVE_INFINITY),
      ],
    },
    edits: [
      { path, range: { start: before.end, end: behind.end }, newText: '' },
      { path, range: { start: end.code, end: end.code }, newText: source.slice(behind.start, behind.end) + moved },
    ],
  };
}

interface Literal {
  readonly place: Place;
  readonly source: string;
  /** What stands between its quotes. */
  readonly content: Range;
}

/** The literal that a place is as a whole. */
function literalAt(place: Place, source: string | undefined): Literal | undefined {
  const [opening, quote] = /^[A-Za-z]{0,2}("""|'''|["'`])/.exec(source?.slice(place.start, place.start + 5) ?? '') ?? [];
  if (source === undefined || opening === undefined || quote === undefined) return undefined;
  const at = place.start + opening.length - quote.length;
  if (!Object.values(writers).some((writer) => writer.textAt(source, at) === place.end)) return undefined;
  return { place, source, content: { start: place.start + opening.length, end: place.end - quote.length } };
}

/** The lines, as offsets into the text, a hole being one character; without the line end behind them, which they must have. */
function volatileLines(pieces: readonly Piece[], isVolatile: (hole: Hole) => boolean): Range | undefined {
  const text = textOf(pieces);
  let offset = 0;
  let lines: Range | undefined;
  for (const piece of pieces) {
    const lineStart = offset === 0 ? 0 : text.lastIndexOf('\n', offset - 1) + 1;
    if (isHole(piece) && isVolatile(piece) && (!lines || lineStart <= lines.end + 1)) {
      lines = { start: lines?.start ?? lineStart, end: text.indexOf('\n', offset) };
      if (lines.end < 0) return undefined;
    }
    offset += lengthOf(piece);
  }
  return lines;
}

const lengthOf = (piece: Piece): number => (isHole(piece) ? 1 : piece.text.length);

/** Where the code has the line end that the text has at an offset: as such, or escaped. */
function breakAt(pieces: readonly Piece[], offset: number, literal: Literal): Range | undefined {
  let from = 0;
  for (const piece of pieces) {
    const at = offset - from;
    from += lengthOf(piece);
    if (offset >= from) continue;
    if (isHole(piece) || !isWrittenIn(piece, literal)) return undefined;
    const breaks = breaksIn(literal.source.slice(piece.place.start, piece.place.end), piece.place.start);
    return breaks.length === feedsIn(piece.text) ? breaks[feedsIn(piece.text.slice(0, at))] : undefined;
  }
  return undefined;
}

const feedsIn = (text: string): number => text.split('\n').length - 1;

/** A part of the template itself, not of one that is interpolated. */
const isWrittenIn = ({ place }: TextPiece, { place: { path }, source, content }: Literal): boolean =>
  place.path === path &&
  (place.start === content.start || (place.start > content.start && source.charAt(place.start - 1) === '}')) &&
  place.end <= content.end;

function breaksIn(code: string, start: number): readonly Range[] {
  return [...code.matchAll(/\\n|\r?\n|\\(?:\r\n|[\s\S])/g)]
    .filter(([sign]) => sign === '\\n' || !sign.startsWith('\\'))
    .map(({ 0: sign, index }) => ({ start: start + index, end: start + index + sign.length }));
}

/** Where the last line ends: in the text, and in the code. */
function endOf(pieces: readonly Piece[], literal: Literal): { readonly text: number; readonly code: number } {
  const { source, content } = literal;
  const last = pieces.at(-1);
  const length = pieces.reduce((sum, piece) => sum + lengthOf(piece), 0);
  if (!last || isHole(last) || !isWrittenIn(last, literal) || last.place.end !== content.end) return { text: length, code: content.end };
  const blank = /\s*$/.exec(last.text)?.[0] ?? '';
  const written = /(?:(?<!\\)\\n|\s)*$/.exec(source.slice(last.place.start, last.place.end))?.[0] ?? '';
  return feedsIn(blank) === breaksIn(written, 0).length
    ? { text: length - blank.length, code: content.end - written.length }
    : { text: length, code: content.end };
}

/** Interpolations are whole, and no template stands in one. */
function isBalanced(code: string): boolean {
  let depth = 0;
  for (const sign of code) {
    if (sign === '`') return false;
    if (sign === '{') depth++;
    else if (sign === '}' && --depth < 0) return false;
  }
  return depth === 0;
}

function piecesBetween(pieces: readonly Piece[], start: number, end: number): readonly Piece[] {
  let from = 0;
  return pieces.flatMap((piece): readonly Piece[] => {
    const at = from;
    from += lengthOf(piece);
    if (at >= end || from <= start) return [];
    return isHole(piece) ? [piece] : [{ ...piece, text: piece.text.slice(Math.max(0, start - at), end - at) }];
  });
}
