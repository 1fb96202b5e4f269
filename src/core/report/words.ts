/** Money, tokens and ranges in words. Every surface formats its numbers here, so that no two of them can disagree. */
import type { Interval } from '../tokens/interval.ts';
import type { Site } from './report.ts';

/** USD: two significant digits below $1, cents below $10, then whole dollars. */
export function money(usd: number): string {
  if (usd < 0) return `-${money(-usd)}`;
  if (usd === 0) return '$0';
  if (usd < 0.995) return `$${usd.toFixed(Math.min(20, 1 - Math.floor(Math.log10(usd * 1.0000000001))))}`;
  if (usd < 9.995) return `$${usd.toFixed(2)}`;
  return `$${separated(Math.round(usd))}`;
}

/** `+$780`, `−$12`, `$0`: a change. */
export const signedMoney = (usd: number): string => (usd === 0 ? '$0' : usd > 0 ? `+${money(usd)}` : `−${money(-usd)}`);

/** The same, with `k` and `M` from $1,000, where room is short. */
export function shortMoney(usd: number): string {
  if (usd >= 999_950) return `$${(usd / 1e6).toFixed(1)}M`;
  return usd >= 999.5 ? `$${(usd / 1e3).toFixed(1)}k` : money(usd);
}

/** `$294`, `~$294` for an estimate. */
export const estimate = (usd: Interval, form: (usd: number) => string = money): string =>
  `${usd.low === usd.high ? '' : '~'}${form(usd.expected)}`;

/** What a finding costs: `~$294 a month`; `up to $80 a month` where it shows only in a bad one; '' where it changes no bill. */
export function impactWords({ low, expected, high }: Interval): string {
  if (expected >= 0.005) return `${estimate({ low, expected, high })} a month`;
  return high >= 0.005 ? `up to ${money(high)} a month` : '';
}

/** `$98–$420`; one amount when both ends read alike. */
export function moneyRange({ low, high }: Interval, form: (usd: number) => string = money): string {
  const [from, to] = [form(low), form(high)];
  return from === to ? from : `${from}–${to}`;
}

/** Tokens or calls: `2,412`, `~2,412` for an estimate. */
export const amount = (count: Interval): string => `${count.low === count.high ? '' : '~'}${separated(Math.round(count.expected))}`;

/** `2,412–9,800`; one number when there is no range. */
export function amountRange({ low, high }: Interval): string {
  const [from, to] = [separated(Math.round(low)), separated(Math.round(high))];
  return from === to ? from : `${from}–${to}`;
}

/** `950`, `10k`, `1.2M`: a round number as people say it. */
export function short(count: number): string {
  if (count >= 999_950) return `${trimmed(count / 1e6)}M`;
  return count >= 1000 ? `${trimmed(count / 1e3)}k` : trimmed(count);
}

/** `2,412`, and `128k` where six digits would not fit. */
export const shortCount = (count: number): string => (count < 99_999.5 ? separated(Math.round(count)) : short(count));

/** `~2,412`, `~128k`. */
export const shortAmount = (count: Interval): string => `${count.low === count.high ? '' : '~'}${shortCount(count.expected)}`;

/** `10,000` */
export function separated(count: number): string {
  const [whole = '', fraction] = String(count).split('.');
  const grouped = whole.replace(/\B(?=(\d{3})+$)/g, ',');
  return fraction === undefined ? grouped : `${grouped}.${fraction}`;
}

/** `80 %` */
export const percent = (share: number): string => `${Math.round(share * 100)} %`;

/** `1 call`, `3 calls` */
export const counted = (count: number, noun: string): string => `${separated(count)} ${noun}${count === 1 ? '' : 's'}`;

/** `$800 a month`, `$0.05 a call`, `2,000 input tokens`. */
export const limitText = (unit: 'perMonth' | 'perCall' | 'tokens', limit: number): string =>
  unit === 'tokens' ? `${separated(limit)} input tokens` : `${money(limit)} a ${unit === 'perMonth' ? 'month' : 'call'}`;

const trimmed = (value: number): string => value.toFixed(1).replace(/\.0$/, '');

// ── one line of a site ───────────────────────────────────────────────────────────────────────────────────────────────

/** Of a site without an output cap the bounds are shown, because nothing else is known for certain. */
const isOpen = ({ outputCap }: Site): boolean => outputCap.state === 'absent';

/** `2,412 in`, `~2,412 in`, `2,412–9,800 in` */
export const inputWords = (site: Site): string =>
  site.tokens === null ? '' : `${isOpen(site) ? amountRange(site.tokens.input) : amount(site.tokens.input)} in`;

/** `≤512 out`, `no output cap`; '' where no output is billed. */
export function capWords({ outputCap: { state, tokens } }: Pick<Site, 'outputCap'>): string {
  if (state === 'set') return `≤${separated(tokens ?? 0)} out`;
  return { dynamic: 'output cap set at run time', absent: 'no output cap', 'not-applicable': '' }[state];
}

/** `$0.0098/call`, `~$0.017/run` of several steps, `up to $0.48/call` without a cap. */
export function callWords(site: Site, perCall: Interval): string {
  const unit = (site.terms?.steps.high ?? 1) > 1 ? 'run' : 'call';
  return isOpen(site) ? `up to ${money(perCall.high)}/${unit}` : `${estimate(perCall)}/${unit}`;
}

/** `~$294/mo`, `~$98/mo at assumed 10k calls`, `traffic unknown` */
export function monthWords({ cost, callsPerMonth }: Site): string {
  if (!cost || !callsPerMonth) return 'traffic unknown';
  const assumed = callsPerMonth.from === 'assumed' ? ` at assumed ${short(callsPerMonth.expected)} calls` : '';
  return `${estimate(cost.perMonth, shortMoney)}/mo${assumed}`;
}

/** `unpriced (my-model)` */
export const unpricedWords = ({ model }: Pick<Site, 'model'>): string => `unpriced (${model?.id ?? 'model unknown'})`;

/** `412 tok`, `~412 tok`, `~128k tok`: never longer than 12 characters. */
export const tokenWords = (count: Interval): string => `${shortAmount(count)} tok`;

/** `loop ≤ 8 turns`, `loop ≤ ∞ turns` */
export function loopWords({ state, steps }: Site['loop']): string {
  if (state === 'unbounded') return 'loop ≤ ∞ turns';
  return steps === undefined ? 'loop, turns known at run time' : `loop ≤ ${counted(steps, 'turn')}`;
}

/** `5 calls without a price are not compared` */
export const unpricedText = (count: number): string =>
  `${counted(count, 'call')} without a price ${count === 1 ? 'is' : 'are'} not compared`;
