import assert from 'node:assert/strict';
import { addingUpTo, shapley } from '../../src/core/economics/shapley.ts';
import { assign } from '../../src/core/report/diff/assignment.ts';

/** Numbers that look random, the same every time. */
function numbers(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 32;
  };
}

const sum = (list: readonly number[]): number => list.reduce((total, one) => total + one, 0);

describe('sharing a difference out', () => {
  it('a product of two factors is shared evenly: 2 × 3 → 4 × 5', () => {
    const value = (set: number) => [(set & 1 ? 4 : 2) * (set & 2 ? 5 : 3)];
    // Either order: (4 − 2)·3 and (4 − 2)·5 make 8 on average, the rest of 14 is the other's.
    assert.deepEqual(shapley(2, value), [[8], [6]]);
  });

  it('adds up, has no order, gives nothing to what changes nothing, and changes its sign with the direction', () => {
    const next = numbers(7);
    for (let factors = 1; factors <= 7; factors++) {
      const values = Array.from({ length: 2 ** factors }, () => next() * 1000);
      const all = 2 ** factors - 1;
      const parts = shapley(factors, (set) => [values[set] as number]).map(([part]) => part as number);
      const back = shapley(factors, (set) => [values[all ^ set] as number]).map(([part]) => part as number);
      assert.ok(Math.abs(sum(parts) - ((values[all] as number) - (values[0] as number))) < 1e-9);
      for (const [i, part] of parts.entries()) assert.ok(Math.abs(part + (back[i] as number)) < 1e-9);
    }
    const idle = shapley(3, (set) => [(set & 1 ? 10 : 0) + (set & 4 ? 5 : 0)]);
    assert.deepEqual(idle[1], [0]);
  });

  it('what rounding leaves goes to the largest part', () => {
    assert.deepEqual(addingUpTo(10, [1, -2, 8]), [1, -2, 11]);
    assert.deepEqual(addingUpTo(0, []), []);
  });
});

describe('assignment', () => {
  function bestSum(scores: readonly (readonly number[])[], used: ReadonlySet<number> = new Set(), row = 0): number {
    const own = scores[row];
    if (!own) return 0;
    return Math.max(
      bestSum(scores, used, row + 1),
      ...own.flatMap((score, column) => (used.has(column) ? [] : [score + bestSum(scores, new Set([...used, column]), row + 1)])),
    );
  }

  it('finds the greatest sum, as trying everything does, and the same pairs the other way round', () => {
    const next = numbers(11);
    for (let round = 0; round < 60; round++) {
      const [rows, columns] = [1 + Math.floor(next() * 5), 1 + Math.floor(next() * 5)];
      const scores = Array.from({ length: rows }, () => Array.from({ length: columns }, () => (next() < 0.4 ? 0 : next())));
      const pairs = assign(rows, columns, (row, column) => scores[row]?.[column] ?? 0);
      assert.ok(Math.abs(sum(pairs.map(([row, column]) => scores[row]?.[column] ?? 0)) - bestSum(scores)) < 1e-6);
      const back = assign(columns, rows, (column, row) => scores[row]?.[column] ?? 0);
      const sorted = (list: readonly (readonly [number, number])[]) => list.map(([a, b]) => `${a}:${b}`).sort();
      assert.deepEqual(sorted(back.map(([column, row]) => [row, column] as const)), sorted(pairs));
    }
  });

  it('pairs equals in their order', () => {
    assert.deepEqual(
      assign(3, 3, () => 1),
      [
        [0, 0],
        [1, 1],
        [2, 2],
      ],
    );
  });
});
