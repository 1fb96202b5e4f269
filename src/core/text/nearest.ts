/** Finds the name that somebody probably meant: for messages about unknown flags, keys and rules. */

/** The candidate with the fewest edits from `name`, if a third of its letters would do; a beginning counts as one edit. */
export function nearest(name: string, candidates: Iterable<string>): string | undefined {
  let best: string | undefined;
  let fewest = Math.max(1, Math.floor(name.length / 3)) + 1;
  for (const candidate of candidates) {
    const begins = name.length >= 3 && candidate.toLowerCase().startsWith(name.toLowerCase());
    const edits = begins ? Math.min(1, candidate.length - name.length) : distance(name.toLowerCase(), candidate.toLowerCase(), fewest);
    if (edits < fewest) {
      best = candidate;
      fewest = edits;
    }
  }
  return best;
}

/** Insertions, deletions, substitutions and swaps of neighbours that turn `a` into `b`; `limit` when there are as many or more. */
function distance(a: string, b: string, limit: number): number {
  if (Math.abs(a.length - b.length) >= limit) return limit;
  let twoAbove: number[] = [];
  let above = Array.from({ length: b.length + 1 }, (_, column) => column);
  for (let row = 1; row <= a.length; row++) {
    const current = [row];
    for (let column = 1; column <= b.length; column++) {
      const same = a[row - 1] === b[column - 1];
      let cost = Math.min(at(above, column) + 1, at(current, column - 1) + 1, at(above, column - 1) + (same ? 0 : 1));
      if (a[row - 1] === b[column - 2] && a[row - 2] === b[column - 1]) cost = Math.min(cost, at(twoAbove, column - 2) + 1);
      current.push(cost);
    }
    twoAbove = above;
    above = current;
  }
  return Math.min(at(above, b.length), limit);
}

const at = (row: readonly number[], column: number): number => row[column] ?? Number.POSITIVE_INFINITY;
