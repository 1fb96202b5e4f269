/** Where a piece of text ends: hand-written equivalents of both pre-token patterns, three times as fast as the RegExp. */
import { classAt, LOWER, MARK, NEWLINE, NUMBER, OTHER_LETTER, REST, SPACE, UPPER, widthOf } from './classes.ts';

export type Encoding = 'o200k_base' | 'cl100k_base';

/** The end of the piece of `text[0, n)` that starts at `i`; offsets in UTF-16 units. It depends on the text from `i` on only. */
export type PieceEnd = (text: string, i: number, n: number) => number;

const LETTER = UPPER | LOWER | OTHER_LETTER;
const HEAD = UPPER | OTHER_LETTER | MARK; // [\p{Lu}\p{Lt}\p{Lm}\p{Lo}\p{M}]
const BODY = LOWER | OTHER_LETTER | MARK; // [\p{Ll}\p{Lm}\p{Lo}\p{M}]
const PUNCTUATION = MARK | REST; // [^\s\p{L}\p{N}]
const BLANK = SPACE | NEWLINE;

export const pieceEnds: Readonly<Record<Encoding, PieceEnd>> = { o200k_base: endO200k, cl100k_base: endCl100k };

export const isBlank = (text: string, i: number): boolean => (classAt(text, i) & BLANK) !== 0;

function endO200k(text: string, i: number, n: number): number {
  const cls = classAt(text, i);
  if (!(cls & (NEWLINE | NUMBER))) {
    // A mark may be the optional first character or the head of the word: the end is the same.
    const from = cls & (LETTER | MARK) ? i : i + widthOf(cls);
    const end = wordEnd(text, from, n);
    if (end > from) return contractionEnd(text, end, n);
  }
  return restEnd(text, i, n, true);
}

function endCl100k(text: string, i: number, n: number): number {
  const contraction = contractionEnd(text, i, n);
  if (contraction > i) return contraction;
  const cls = classAt(text, i);
  if (!(cls & (NEWLINE | NUMBER))) {
    const from = cls & LETTER ? i : i + widthOf(cls);
    const end = runEnd(text, from, n, LETTER);
    if (end > from) return end;
  }
  return restEnd(text, i, n, false);
}

function runEnd(text: string, i: number, n: number, classes: number): number {
  while (i < n) {
    const cls = classAt(text, i);
    if (!(cls & classes)) break;
    i += widthOf(cls);
  }
  return i;
}

/** [HEAD]*[BODY]+, else [HEAD]+, from `i`; `i` itself where neither matches. */
function wordEnd(text: string, i: number, n: number): number {
  // Without a lower-case letter after it, the head gives back all after its last letter that has no case.
  let backtrack = -1;
  while (i < n) {
    const cls = classAt(text, i);
    if (!(cls & HEAD)) {
      if (cls & LOWER) return runEnd(text, i, n, BODY);
      break;
    }
    i += widthOf(cls);
    if (cls & BODY) backtrack = i;
  }
  return backtrack >= 0 ? backtrack : i;
}

const APOSTROPHE = 39;
const [D, E, L, M, R, S, T, V] = [100, 101, 108, 109, 114, 115, 116, 118] as const;

/** Past 's 't 'm 'd 're 've 'll in either case, else `i`. */
function contractionEnd(text: string, i: number, n: number): number {
  if (i + 1 >= n || text.charCodeAt(i) !== APOSTROPHE) return i;
  const a = lowerAscii(text.charCodeAt(i + 1));
  if (a === S || a === T || a === M || a === D) return i + 2;
  if (i + 2 >= n) return i;
  const b = lowerAscii(text.charCodeAt(i + 2));
  return ((a === R || a === V) && b === E) || (a === L && b === L) ? i + 3 : i;
}

/** Setting the bit makes capital letters small and no other ASCII character a small letter; beyond ASCII it must not reach one. */
const lowerAscii = (unit: number): number => (unit < 128 ? unit | 32 : 0);

/** What both patterns share: \p{N}{1,3} | ?[^\s\p{L}\p{N}]+[\r\n/]* |\s*[\r\n]+|\s+(?!\S)|\s+ (cl100k_base without the slash). */
function restEnd(text: string, i: number, n: number, slash: boolean): number {
  if (classAt(text, i) & NUMBER) return numberEnd(text, i, n);
  const from = text.charCodeAt(i) === 32 ? i + 1 : i;
  let end = runEnd(text, from, n, PUNCTUATION);
  if (end > from) {
    for (; end < n; end++) {
      const unit = text.charCodeAt(end);
      if (unit !== 10 && unit !== 13 && !(slash && unit === 47)) break;
    }
    return end;
  }
  let afterNewline = -1;
  // Every character of White_Space is one unit.
  for (end = i; end < n; end++) {
    const cls = classAt(text, end);
    if (!(cls & BLANK)) break;
    if (cls & NEWLINE) afterNewline = end + 1;
  }
  if (afterNewline >= 0) return afterNewline;
  // One blank is left to the word that follows.
  return end === n || end - i === 1 ? end : end - 1;
}

function numberEnd(text: string, i: number, n: number): number {
  for (let digits = 0; digits < 3 && i < n; digits++) {
    const cls = classAt(text, i);
    if (!(cls & NUMBER)) break;
    i += widthOf(cls);
  }
  return i;
}
