/** Shares the difference between two states out to the factors that differ: Shapley values, so that no order of the factors is preferred. */

/**
 * φ_i = Σ_{S ∌ i} |S|!·(n − 1 − |S|)!/n! · (v(S ∪ i) − v(S)), over all 2^n sets of factors. A set is a bit mask: bit i says that
 * factor i has its new value. `value` gives one or more quantities, each shared out by itself. The parts of a quantity add up
 * to v(all) − v(none), and v(none) − v(all) has the same parts with the other sign.
 */
export function shapley(factors: number, value: (set: number) => readonly number[]): readonly (readonly number[])[] {
  const sets = 2 ** factors;
  const values = Array.from({ length: sets }, (_, set) => value(set));
  const weights = Array.from({ length: factors }, (_, size) => weight(factors, size));
  const empty = values[0] ?? [];
  return Array.from({ length: factors }, (_, factor) => {
    const bit = 2 ** factor;
    const sums = empty.map(() => 0);
    for (let set = 0; set < sets; set++) {
      if ((set & bit) !== 0) continue;
      const without = values[set] as readonly number[];
      const having = values[set | bit] as readonly number[];
      const share = weights[sizeOf(set)] as number;
      for (let i = 0; i < sums.length; i++) sums[i] = (sums[i] as number) + share * ((having[i] as number) - (without[i] as number));
    }
    return sums;
  });
}

/** s!·(n − 1 − s)!/n! = 1/(n·C(n − 1, s)) */
function weight(n: number, s: number): number {
  let choose = 1;
  for (let i = 1; i <= s; i++) choose = (choose * (n - i)) / i;
  return 1 / (n * choose);
}

function sizeOf(set: number): number {
  let size = 0;
  for (let rest = set; rest > 0; rest &= rest - 1) size++;
  return size;
}

/** The same numbers with what rounding has left over put into the largest, so that they add up to `total` as closely as numbers can. */
export function addingUpTo(total: number, parts: readonly number[]): readonly number[] {
  const largest = parts.reduce((best, part, i) => (Math.abs(part) > Math.abs(parts[best] as number) ? i : best), 0);
  const left = total - parts.reduce((sum, part) => sum + part, 0);
  return parts.map((part, i) => (i === largest ? part + left : part));
}
