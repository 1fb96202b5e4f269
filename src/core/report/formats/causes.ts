/** Causes of a change in words: the same in the terminal, in a comment and in the editor. */
import type { Cause, CauseName, Change, DiffBudget } from '../diff.ts';
import { money, separated, signedMoney } from '../words.ts';

const LABELS: Readonly<Record<CauseName, string>> = {
  model: 'model',
  'system-prompt': 'system prompt',
  'user-prompt': 'user prompt',
  'few-shot': 'few-shot examples',
  tools: 'tools',
  schema: 'response schema',
  'top-k': 'top-k',
  history: 'history',
  'output-cap': 'output cap',
  loop: 'loop',
  retries: 'retries',
  samples: 'samples',
  reasoning: 'reasoning',
  image: 'images',
  tier: 'service tier',
  caching: 'prompt caching',
  volume: 'calls a month',
  price: 'price',
  added: 'new call',
  removed: 'call removed',
};

/** `top-k 4 → 8`, `system prompt 120 → 1,976 tokens`, `new call`. */
export function causeText({ cause, was, now, tokens }: Cause): string {
  const label = LABELS[cause];
  if (was !== null || now !== null) return `${label} ${was ?? 'none'} → ${now ?? 'none'}`;
  if (cause === 'added' || cause === 'removed') return label;
  if (tokens !== null && tokens.base !== tokens.head) return `${label} ${separated(tokens.base)} → ${separated(tokens.head)} tokens`;
  return label;
}

/** What a cause changes beyond the expected: `expected unchanged: 4 steps assumed; worst case +$0.10 a call`; undefined for nothing. */
export function worstText({ perCall, worst, note }: Cause): string | undefined {
  if (perCall !== 0 || worst === null || shownAsNothing(worst)) return undefined;
  return `expected unchanged${note === null ? '' : `: ${note}`}; worst case ${signedMoney(worst)} a call`;
}

/** What a month costs more at worst where nothing more is expected: `+$996`; undefined for nothing. */
export const worstMonth = (expected: number | null | undefined, worst: number | null | undefined): string | undefined =>
  expected !== 0 || shownAsNothing(worst ?? 0) ? undefined : signedMoney(worst ?? 0);

const shownAsNothing = (usd: number): boolean => money(Math.abs(usd)) === money(0);

/** Where a cause is read, when that is not the line of the call itself: in head, or in base when it is gone. */
export function causePlace({ lines }: Cause, change: Change): { readonly path: string; readonly line: number } | undefined {
  const first = lines.head[0] ?? lines.base[0];
  if (!first) return undefined;
  const line = first.range.start.line;
  return first.path === change.path && line === change.range.start.line ? undefined : { path: first.path, line };
}

/** `$12,000`, `of feature triage $800` */
export const budgetText = ({ scope, limit }: DiffBudget): string => `${scope === 'total' ? '' : `of ${scope} `}${money(limit)}`;
