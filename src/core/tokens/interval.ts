/** An estimated quantity: `low ≤ expected ≤ high`. Exact quantities have all three equal. */
export interface Interval {
  readonly low: number;
  readonly expected: number;
  readonly high: number;
}

export const ZERO: Interval = { low: 0, expected: 0, high: 0 };

/** The interval of a quantity that is known exactly. */
export const exactly = (value: number): Interval => ({ low: value, expected: value, high: value });

/** Sum, bound by bound: right when the parts may err in the same direction. */
export const add = (a: Interval, b: Interval): Interval => ({
  low: a.low + b.low,
  expected: a.expected + b.expected,
  high: a.high + b.high,
});

/** What is left of `a` without `b`, when both err in the same direction; the bounds in order, since one may err more. */
export function less(a: Interval, b: Interval): Interval {
  const expected = a.expected - b.expected;
  const bounds = [a.low - b.low, a.high - b.high, expected];
  return { low: Math.min(...bounds), expected, high: Math.max(...bounds) };
}

/** Every bound multiplied by a number that is not negative. */
export const scale = (a: Interval, factor: number): Interval => ({
  low: a.low * factor,
  expected: a.expected * factor,
  high: a.high * factor,
});

/** Product of two quantities that are not negative. */
export const multiply = (a: Interval, b: Interval): Interval => ({
  low: a.low * b.low,
  expected: a.expected * b.expected,
  high: a.high * b.high,
});

/** The smallest interval around all of `list`; `expected` is their mean. `list` must not be empty. */
export const hull = (list: readonly Interval[]): Interval => ({
  low: Math.min(...list.map((x) => x.low)),
  expected: list.reduce((sum, x) => sum + x.expected, 0) / list.length,
  high: Math.max(...list.map((x) => x.high)),
});

export const isExact = (a: Interval): boolean => a.low === a.high;
