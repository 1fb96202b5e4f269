/** How many tokens one piece of text becomes: the rank of every byte sequence of a vocabulary, and the byte-pair merge over it. */

/** "Not in the vocabulary"; above every rank. */
const NONE = 0x7fffffff;
/** Bytes: from here on the heap wins, and only the heap stays linear. */
const SCAN_BELOW = 64;
/** A key of the heap is rank × 2^25 + start. Ranks stay below 2^18, so a double holds it exactly. */
const STARTS = 2 ** 25;
const FNV_START = 0x811c9dc5;
const FNV_PRIME = 0x01000193;
/** Bytes before the arrays of a table asset. */
const HEADER = 12;
const MAGIC = 0x324c5443;
/** An entry of a bucket is a rank and, above it, bits of the hash: most other sequences are told apart without a look at their bytes. */
const RANK_BITS = 18;
const RANK = 2 ** RANK_BITS - 1;

/**
 * The table asset of a vocabulary: header (magic, number of entries, bytes of all entries), the length of each entry, and the bytes of
 * all entries, in the order of their ranks, which count up from 0. Neither ranks nor a place by hash are stored: they do not compress.
 */
export function packTable(entries: readonly Uint8Array[]): Uint8Array {
  const size = entries.reduce((sum, { length }) => sum + length, 0);
  const asset = new Uint8Array(HEADER + entries.length + size);
  const view = new DataView(asset.buffer);
  for (const [i, value] of [MAGIC, entries.length, size].entries()) view.setUint32(i * 4, value, true);
  let end = HEADER + entries.length;
  for (const [rank, bytes] of entries.entries()) {
    asset[HEADER + rank] = bytes.length;
    asset.set(bytes, end);
    end += bytes.length;
  }
  return asset;
}

/** Byte sequence → rank, in typed arrays over a table asset: no string and no object per token. */
export class Ranks {
  readonly #bytes: Uint8Array;
  /** Where the bytes of a rank begin; one more at the end. */
  readonly #offset: Int32Array;
  /** Grouped by bucket: the upper bits of a hash are its bucket, the lower ones stand above the rank. */
  readonly #entry: Uint32Array;
  /** Entry number at which a bucket begins; one more at the end. */
  readonly #bucket: Int32Array;
  readonly #shift: number;
  readonly #longest: number;

  private constructor(bytes: Uint8Array, lengths: Uint8Array) {
    const count = lengths.length;
    const shift = 32 - Math.max(1, Math.floor(Math.log2(Math.max(count, 2))));
    const offset = new Int32Array(count + 1);
    this.#longest = prefixSums(lengths, offset);
    const hashes = new Int32Array(count);
    const bucket = new Int32Array(2 ** (32 - shift) + 1);
    for (let rank = 0; rank < count; rank++) {
      const hash = hashOf(bytes, offset[rank] as number, offset[rank + 1] as number);
      hashes[rank] = hash;
      (bucket[hash >>> shift] as number)++;
    }
    // Buckets are filled from their ends, and by falling ranks: each then begins where its number says.
    for (let i = 1; i < bucket.length; i++) bucket[i] = (bucket[i] as number) + (bucket[i - 1] as number);
    const entry = new Uint32Array(count);
    for (let rank = count - 1; rank >= 0; rank--) {
      const hash = hashes[rank] as number;
      const at = (bucket[hash >>> shift] as number) - 1;
      bucket[hash >>> shift] = at;
      entry[at] = (hash << RANK_BITS) | rank;
    }
    this.#bytes = bytes;
    this.#offset = offset;
    this.#entry = entry;
    this.#bucket = bucket;
    this.#shift = shift;
  }

  /** `undefined` when the bytes are no whole table asset. */
  static open(asset: Uint8Array): Ranks | undefined {
    if (asset.length < HEADER) return undefined;
    const view = new DataView(asset.buffer, asset.byteOffset, asset.byteLength);
    const entries = view.getUint32(4, true);
    const size = view.getUint32(8, true);
    if (view.getUint32(0, true) !== MAGIC || entries > RANK || asset.length !== HEADER + entries + size) return undefined;
    const lengths = asset.subarray(HEADER, HEADER + entries);
    if (lengths.reduce((sum, length) => sum + length, 0) !== size) return undefined;
    // A copy, and not by `slice`: a Node Buffer's is a view.
    return new Ranks(new Uint8Array(asset.subarray(HEADER + entries)), lengths);
  }

  /** Rank of `bytes[start, end)`, or `NONE`. */
  rankOf(bytes: Uint8Array, start: number, end: number): number {
    const size = end - start;
    if (size > this.#longest) return NONE;
    const own = this.#bytes;
    const offset = this.#offset;
    const hash = hashOf(bytes, start, end);
    const bucket = hash >>> this.#shift;
    const last = this.#bucket[bucket + 1] as number;
    for (let at = this.#bucket[bucket] as number; at < last; at++) {
      const entry = this.#entry[at] as number;
      // Different in a bit above the rank.
      if ((entry ^ (hash << RANK_BITS)) >>> RANK_BITS !== 0) continue;
      const rank = entry & RANK;
      const from = offset[rank] as number;
      if ((offset[rank + 1] as number) - from !== size) continue;
      const shift = from - start;
      let i = start;
      while (i < end && own[shift + i] === bytes[i]) i++;
      if (i === end) return rank;
    }
    return NONE;
  }

  /** Tokens of the piece `bytes[0, n)`. */
  count(bytes: Uint8Array, n: number): number {
    if (n <= 1 || this.rankOf(bytes, 0, n) !== NONE) return Math.min(n, 1);
    return n < SCAN_BELOW ? mergeByScan(this, bytes, n) : mergeByHeap(this, bytes, n);
  }
}

/** Fills `sums[i + 1]` with the sum up to and with `sizes[i]`; returns the largest size. */
function prefixSums(sizes: Uint8Array, sums: Int32Array): number {
  let sum = 0;
  let largest = 0;
  for (let i = 0; i < sizes.length; i++) {
    const size = sizes[i] as number;
    if (size > largest) largest = size;
    sum += size;
    sums[i + 1] = sum;
  }
  return largest;
}

/** FNV-1a with a last mix, because buckets are taken from the upper bits. */
function hashOf(bytes: Uint8Array, start: number, end: number): number {
  let hash = FNV_START;
  for (let i = start; i < end; i++) hash = Math.imul(hash ^ (bytes[i] as number), FNV_PRIME);
  return Math.imul(hash ^ (hash >>> 15), 0x2c1b3c6d);
}

// Both merges join the neighbouring pair of lowest rank, the leftmost of equals, until no pair is in the vocabulary.

const partStart = new Int32Array(SCAN_BELOW + 1);
const pairRank = new Int32Array(SCAN_BELOW + 1);

function mergeByScan(ranks: Ranks, bytes: Uint8Array, n: number): number {
  for (let i = 0; i <= n; i++) {
    partStart[i] = i;
    pairRank[i] = i < n - 1 ? ranks.rankOf(bytes, i, i + 2) : NONE;
  }
  let parts = n;
  const rankOfPair = (p: number) => (p + 2 <= parts ? ranks.rankOf(bytes, partStart[p] as number, partStart[p + 2] as number) : NONE);
  for (;;) {
    let best = 0;
    for (let p = 1; p < parts - 1; p++) if ((pairRank[p] as number) < (pairRank[best] as number)) best = p;
    if (parts < 2 || pairRank[best] === NONE) return parts;
    partStart.copyWithin(best + 1, best + 2, parts + 1);
    pairRank.copyWithin(best + 1, best + 2, parts + 1);
    parts--;
    pairRank[best] = rankOfPair(best);
    if (best > 0) pairRank[best - 1] = rankOfPair(best - 1);
  }
}

/** O(n log n): the parts are a doubly linked list; entries of the heap whose pair has changed since are skipped. */
function mergeByHeap(ranks: Ranks, bytes: Uint8Array, n: number): number {
  const next = new Int32Array(n + 1);
  const previous = new Int32Array(n + 1);
  const current = new Int32Array(n + 1).fill(NONE);
  const heap = new MinHeap(2 * n);
  const setPair = (start: number, end: number) => {
    const rank = ranks.rankOf(bytes, start, end);
    current[start] = rank;
    if (rank !== NONE) heap.push(rank * STARTS + start);
  };
  for (let i = 0; i <= n; i++) {
    next[i] = i + 1;
    previous[i] = i - 1;
  }
  for (let i = 0; i < n - 1; i++) setPair(i, i + 2);
  let parts = n;
  while (heap.size > 0) {
    const key = heap.pop();
    const rank = Math.floor(key / STARTS);
    const left = key - rank * STARTS;
    if (current[left] !== rank) continue;
    const right = next[left] as number;
    const after = next[right] as number;
    next[left] = after;
    previous[after] = left;
    current[right] = NONE;
    parts--;
    if (after < n) setPair(left, next[after] as number);
    else current[left] = NONE;
    const before = previous[left] as number;
    if (before >= 0) setPair(before, after);
  }
  return parts;
}

class MinHeap {
  size = 0;
  #keys: Float64Array;

  constructor(room: number) {
    this.#keys = new Float64Array(room);
  }

  push(key: number): void {
    if (this.size === this.#keys.length) {
      const more = new Float64Array(this.size * 2);
      more.set(this.#keys);
      this.#keys = more;
    }
    const keys = this.#keys;
    let i = this.size++;
    while (i > 0) {
      const up = (i - 1) >> 1;
      if ((keys[up] as number) <= key) break;
      keys[i] = keys[up] as number;
      i = up;
    }
    keys[i] = key;
  }

  pop(): number {
    const keys = this.#keys;
    const top = keys[0] as number;
    const last = keys[--this.size] as number;
    let i = 0;
    for (;;) {
      let down = 2 * i + 1;
      if (down >= this.size) break;
      if (down + 1 < this.size && (keys[down + 1] as number) < (keys[down] as number)) down++;
      if ((keys[down] as number) >= last) break;
      keys[i] = keys[down] as number;
      i = down;
    }
    keys[i] = last;
    return top;
  }
}
