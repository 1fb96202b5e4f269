/** Reads numbers the way people write them: `50k`, `1.2M`, `10,000`, `50k/month`. */
import type { Interval } from '../tokens/interval.ts';

const SUFFIXES: Readonly<Record<string, number>> = { '': 1, k: 1e3, m: 1e6, b: 1e9 };

/** Months have 365/12 days (the month of every formula here). */
const PER_MONTH: Readonly<Record<string, number>> = { hour: 730, day: 365 / 12, week: 365 / 84, month: 1, mo: 1, year: 1 / 12 };

/** A number that is not negative; undefined when the text is none. */
export function parseAmount(text: string): number | undefined {
  const match = /^(\d{1,3}(?:[,_]\d{3})+(?:\.\d+)?|\d*\.?\d+)\s*([kmb]?)$/i.exec(text.trim());
  if (!match) return undefined;
  const [, digits = '', suffix = ''] = match;
  return Number(digits.replace(/[,_]/g, '')) * (SUFFIXES[suffix.toLowerCase()] ?? 1);
}

/** `3200`, `3k`, or bounds with two dots: `800..4000`; the middle is then their mean. */
export function parseInterval(text: string): Interval | undefined {
  const [first = '', second, ...rest] = text.split('..');
  const low = parseAmount(first);
  const high = second === undefined ? low : parseAmount(second);
  if (low === undefined || high === undefined || low > high || rest.length > 0) return undefined;
  return { low, expected: (low + high) / 2, high };
}

/** Calls a month: an interval with an optional `/hour`, `/day`, `/week`, `/month` or `/year`. */
export function parseRate(text: string): Interval | undefined {
  const [amount = '', unit = 'month'] = text.split('/');
  const factor = PER_MONTH[unit.trim().toLowerCase().replace(/s$/, '')];
  const interval = parseInterval(amount);
  if (!interval || factor === undefined) return undefined;
  return { low: interval.low * factor, expected: interval.expected * factor, high: interval.high * factor };
}
