/** The count of a text while it is typed: an edit splits again only the two or three pieces that it can have changed. */
import { LONGEST_PIECE, type TokenCounter } from './counter.ts';
import { isBlank } from './split.ts';

/**
 * Exact because the patterns have no look-behind: the end of a piece depends only on the text from its start on. What a
 * piece looks at beyond its own end is one more piece at most, or the rest of a run of blanks; so splitting starts that
 * far before the edit, and stops at the first boundary after it that was a boundary before.
 */
export class LiveCount {
  readonly #counter: TokenCounter;
  #text: string;
  #ends: number[] = [];
  #tokens: number[] = [];
  #total = 0;
  #resplitPieces = 0;

  constructor(counter: TokenCounter, text = '') {
    this.#counter = counter;
    this.#text = text;
    this.#resplit(0, 0, text.length, 0);
  }

  get text(): string {
    return this.#text;
  }

  /** Tokens of the whole text. */
  get total(): number {
    return this.#total;
  }

  /** Ends of the pieces, in UTF-16 units. */
  get ends(): readonly number[] {
    return this.#ends;
  }

  /** How many pieces the last edit split again. */
  get resplitPieces(): number {
    return this.#resplitPieces;
  }

  /** False when a run without a boundary was too long to be counted whole. */
  get exact(): boolean {
    return this.#text.length <= LONGEST_PIECE || !this.#ends.some((end, i) => end - (this.#ends[i - 1] ?? 0) > LONGEST_PIECE);
  }

  /** Replaces `text[offset, offset + removed)` by `inserted`, all in UTF-16 units; returns the new total. */
  edit(offset: number, removed: number, inserted: string): number {
    // Half a surrogate pair before the edit: the whole pair belongs to it.
    if (offset > 0 && (this.#text.charCodeAt(offset - 1) & 0xfc00) === 0xd800)
      return this.edit(offset - 1, removed + 1, this.#text.charAt(offset - 1) + inserted);
    this.#text = this.#text.slice(0, offset) + inserted + this.#text.slice(offset + removed);
    let first = Math.max(0, this.#pieceEndingAt(offset) - 1);
    while (first > 0 && isBlank(this.#text, (this.#ends[first - 1] as number) - 1)) first--;
    return this.#resplit(first, first > 0 ? (this.#ends[first - 1] as number) : 0, offset + inserted.length, inserted.length - removed);
  }

  /** The first piece that ends at `offset` or after it. */
  #pieceEndingAt(offset: number): number {
    let low = 0;
    let high = this.#ends.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((this.#ends[middle] as number) < offset) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  /** Splits from the start of piece `first` until a boundary at or after `editEnd` is an old one, moved by `shift`. */
  #resplit(first: number, start: number, editEnd: number, shift: number): number {
    const counter = this.#counter;
    const text = this.#text;
    const ends = this.#ends;
    const n = text.length;
    const newEnds: number[] = [];
    const newTokens: number[] = [];
    // Pieces [first, last) are replaced.
    let last = first;
    let met = false;
    for (let i = start; i < n && !met; ) {
      const end = counter.pieceEnd(text, i, n);
      const tokens = counter.countPiece(text, i, end);
      newEnds.push(end);
      newTokens.push(tokens);
      this.#total += tokens;
      i = end;
      if (end < editEnd) continue;
      while (last < ends.length && (ends[last] as number) + shift < end) last++;
      met = last < ends.length && (ends[last] as number) + shift === end;
    }
    last = met ? last + 1 : ends.length;
    for (let p = first; p < last; p++) this.#total -= this.#tokens[p] as number;
    if (shift !== 0) for (let p = last; p < ends.length; p++) ends[p] = (ends[p] as number) + shift;
    this.#ends = replaced(ends, first, last, newEnds);
    this.#tokens = replaced(this.#tokens, first, last, newTokens);
    this.#resplitPieces = newEnds.length;
    return this.#total;
  }
}

/** Not `splice(…items)`: a large paste has more pieces than a call takes arguments. */
function replaced(list: number[], from: number, to: number, items: readonly number[]): number[] {
  if (items.length !== to - from) return list.slice(0, from).concat(items, list.slice(to));
  for (let i = 0; i < items.length; i++) list[from + i] = items[i] as number;
  return list;
}
