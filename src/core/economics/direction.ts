/** Which way a cost moves: growth from a straight line through the logarithms, and what stays small only for now. formulas.md §9. */

export interface Trend {
  /** Growth per snapshot. */
  readonly growth: number;
  readonly direction: 'rising' | 'falling' | 'flat';
}

/** The trend of at least three values above 0; undefined for fewer. `deadBand`: growth that counts as none. */
export function trend(values: readonly number[], deadBand = 0.03): Trend | undefined {
  if (values.length < 3 || values.some((value) => !(value > 0))) return undefined;
  const logs = values.map(Math.log);
  const middle = (values.length - 1) / 2;
  const mean = logs.reduce((sum, y) => sum + y, 0) / logs.length;
  const slope = logs.reduce((sum, y, i) => sum + (i - middle) * (y - mean), 0) / logs.reduce((sum, _, i) => sum + (i - middle) ** 2, 0);
  const growth = Math.exp(slope) - 1;
  return { growth, direction: growth > deadBand ? 'rising' : growth < -deadBand ? 'falling' : 'flat' };
}

/** Share of the total in a year when a feature and the total keep growing as they do a month. */
export const shareInAYear = (share: number, featureGrowth: number, totalGrowth: number): number =>
  share * ((1 + featureGrowth) / (1 + totalGrowth)) ** 12;

/** A feature below a tenth of the cost that would make more than a quarter of it in a year. */
export const isQuietCompounder = (share: number, featureGrowth: number, totalGrowth: number): boolean =>
  share < 0.1 && shareInAYear(share, featureGrowth, totalGrowth) > 0.25;
