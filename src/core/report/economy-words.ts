/** Sentences about the economy of a product that page and terminal share. */
import type { PriceRisk } from '../economics/price-risk.ts';
import type { UserMoney } from '../economics/user-money.ts';
import { counted, separated } from './words.ts';

/** What makes most of a range. */
export const CAUSE_WORDS: Readonly<Record<string, string>> = {
  calls: 'calls a month that nobody has measured',
  input: 'the length of prompts',
  output: 'the length of answers',
  steps: 'the steps of runs',
};

/** `5.3 %` */
export const tenth = (share: number): string => (Number.isFinite(share) ? `${(share * 100).toFixed(1)} %` : 'all');

/** `6.3 % of the plan price (2.1 %–14.0 %): it matters`. Undefined without a price that anybody pays. */
export function verdictWords({ plan, perUser }: UserMoney): string | undefined {
  if (!plan || plan.price <= 0) return undefined;
  const range = `${tenth(perUser.low / plan.price)}–${tenth(perUser.high / plan.price)}`;
  return `${tenth(plan.share)} of the plan price (${range}): ${plan.matters ? 'it matters' : 'it does not matter'}`;
}

/** `from 2027-01-01`, `above 272,000 input tokens, if every request were that long`. */
export const riskWords = ({ from, above }: PriceRisk): string =>
  from === null ? `above ${separated(above ?? 0)} input tokens, if every request were that long` : `from ${from}`;

/** `base 2026-11-10` */
export const sourceWords = ({ source: { layer, asOf } }: PriceRisk): string => `${layer} ${asOf}`;

/** `3 months`, `less than a month` */
export const monthsWords = (months: number): string => (months < 1 ? 'less than a month' : counted(Math.ceil(months), 'month'));
