/** Exact token counts of whole texts: pieces from the scanner, their counts from a bounded table of pieces met before. */
import { Ranks } from './bpe.ts';
import { type Encoding, type PieceEnd, pieceEnds } from './split.ts';

/** UTF-16 units: a longer run without a boundary is cut here, so that hostile text cannot hold the editor up. Its count is an estimate. */
export const LONGEST_PIECE = 1 << 18;

/** UTF-16 units of the longest piece worth keeping in the table. */
const LONGEST_KEPT = 256;

export class TokenCounter {
  readonly encoding: Encoding;
  readonly pieceEnd: PieceEnd;
  readonly #ranks: Ranks;
  readonly #table = new PieceTable();
  #buffer = new Uint8Array(4096);

  private constructor(encoding: Encoding, ranks: Ranks) {
    this.encoding = encoding;
    this.pieceEnd = pieceEnds[encoding];
    this.#ranks = ranks;
  }

  /** `asset` is the table asset of the encoding (see `packTable`); `undefined` when it is damaged. */
  static open(encoding: Encoding, asset: Uint8Array): TokenCounter | undefined {
    const ranks = Ranks.open(asset);
    return ranks && new TokenCounter(encoding, ranks);
  }

  /**
   * Tokens of a text as ordinary text: spellings of special tokens such as `<|endoftext|>` count as the characters they
   * are, a lone surrogate counts as U+FFFD. Exact unless `isCut(text)`.
   */
  count(text: string): number {
    const n = text.length;
    let tokens = 0;
    for (let i = 0; i < n; ) {
      const end = this.pieceEnd(text, i, n);
      tokens += this.countPiece(text, i, end);
      i = end;
    }
    return tokens;
  }

  /** True when a run without a boundary was too long to be counted whole. */
  isCut(text: string): boolean {
    const n = text.length;
    if (n <= LONGEST_PIECE) return false;
    for (let i = 0; i < n; ) {
      const end = this.pieceEnd(text, i, n);
      if (end - i > LONGEST_PIECE) return true;
      i = end;
    }
    return false;
  }

  /** Tokens of the piece `text[start, end)`. */
  countPiece(text: string, start: number, end: number): number {
    if (end - start > LONGEST_KEPT) return this.#mergeLong(text, start, end);
    const table = this.#table;
    const slot = table.slotOf(text, start, end);
    const known = table.tokensAt(slot);
    if (known > 0) return known;
    const tokens = this.#merge(text, start, end);
    table.add(slot, text, start, end, tokens);
    return tokens;
  }

  /** Forgets the pieces met before; only measurements need it. */
  forget(): void {
    this.#table.clear();
  }

  #mergeLong(text: string, start: number, end: number): number {
    let tokens = 0;
    for (let from = start; from < end; from += LONGEST_PIECE) tokens += this.#merge(text, from, Math.min(end, from + LONGEST_PIECE));
    return tokens;
  }

  #merge(text: string, start: number, end: number): number {
    if (this.#buffer.length < (end - start) * 3) this.#buffer = new Uint8Array((end - start) * 3);
    return this.#ranks.count(this.#buffer, encodeUtf8(text, start, end, this.#buffer));
  }
}

/** Writes `text[start, end)` as UTF-8 to the beginning of `bytes`, which must hold three bytes a unit; returns the bytes written. */
function encodeUtf8(text: string, start: number, end: number, bytes: Uint8Array): number {
  let n = 0;
  for (let i = start; i < end; i++) {
    let code = text.charCodeAt(i);
    if (code < 0x80) {
      bytes[n++] = code;
      continue;
    }
    if (code < 0x800) {
      bytes[n++] = 0xc0 | (code >> 6);
      bytes[n++] = 0x80 | (code & 63);
      continue;
    }
    if ((code & 0xf800) === 0xd800) {
      const low = code < 0xdc00 && i + 1 < end ? text.charCodeAt(i + 1) : 0;
      if ((low & 0xfc00) === 0xdc00) {
        i++;
        code = ((code - 0xd800) << 10) + (low - 0xdc00) + 0x10000;
        bytes[n++] = 0xf0 | (code >> 18);
        bytes[n++] = 0x80 | ((code >> 12) & 63);
        bytes[n++] = 0x80 | ((code >> 6) & 63);
        bytes[n++] = 0x80 | (code & 63);
        continue;
      }
      code = 0xfffd;
    }
    bytes[n++] = 0xe0 | (code >> 12);
    bytes[n++] = 0x80 | ((code >> 6) & 63);
    bytes[n++] = 0x80 | (code & 63);
  }
  return n;
}

const PIECES = 1 << 16;
const UNITS = 1 << 20;
const SLOT_MASK = (1 << 17) - 1;

/** Piece of text → tokens, compared in place so that a hit makes no substring. Emptied when full; about 3 MB. */
class PieceTable {
  /** Piece number; 0 is a free slot. */
  readonly #slots = new Int32Array(SLOT_MASK + 1);
  readonly #units = new Uint16Array(UNITS);
  readonly #start = new Int32Array(PIECES);
  readonly #length = new Uint16Array(PIECES);
  readonly #tokens = new Uint16Array(PIECES);
  #pieces = 1;
  #used = 0;

  clear(): void {
    this.#slots.fill(0);
    this.#pieces = 1;
    this.#used = 0;
  }

  /** The slot that holds `text[start, end)`, or the free one where it belongs. */
  slotOf(text: string, start: number, end: number): number {
    const size = end - start;
    const units = this.#units;
    let hash = size;
    for (let i = start; i < end; i++) hash = Math.imul(hash, 0x01000193) ^ text.charCodeAt(i);
    hash = Math.imul(hash ^ (hash >>> 15), 0x2c1b3c6d);
    hash ^= hash >>> 13;
    for (let slot = hash & SLOT_MASK; ; slot = (slot + 1) & SLOT_MASK) {
      const piece = this.#slots[slot] as number;
      if (piece === 0) return slot;
      if (this.#length[piece] !== size) continue;
      const shift = (this.#start[piece] as number) - start;
      let i = start;
      while (i < end && units[shift + i] === text.charCodeAt(i)) i++;
      if (i === end) return slot;
    }
  }

  /** Tokens of the piece in a slot; 0 when it is free. */
  tokensAt(slot: number): number {
    const piece = this.#slots[slot] as number;
    return piece === 0 ? 0 : (this.#tokens[piece] as number);
  }

  add(slot: number, text: string, start: number, end: number, tokens: number): void {
    if (this.#pieces === PIECES || this.#used + end - start > UNITS) {
      this.clear();
      return;
    }
    const piece = this.#pieces++;
    this.#slots[slot] = piece;
    this.#start[piece] = this.#used;
    this.#length[piece] = end - start;
    this.#tokens[piece] = tokens;
    for (let i = start; i < end; i++) this.#units[this.#used++] = text.charCodeAt(i);
  }
}
