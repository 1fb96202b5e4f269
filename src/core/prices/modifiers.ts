/** What a way of asking does to a price (batch, service tier, region, hour), and when a prefix is cached. */
import type { CacheRule, Modifier } from './overlay.ts';
import { matchOf, type Pattern } from './snapshot.ts';

/** How the request is sent, as far as the code says. */
export interface Mode {
  readonly batch?: boolean;
  /** Service tier or speed, as the request spells it. */
  readonly tier?: string;
  readonly region?: string;
}

/** A pure number by which token prices are multiplied; `low` and `high` where the vendor's statement is a range. */
export interface Multiplier {
  readonly low: number;
  readonly expected: number;
  readonly high: number;
  /** What was applied, in words: `batch × 0.5`. */
  readonly applied: readonly string[];
  /** Batch or a tier of which no price is known; they count as 1. */
  readonly unknown: readonly string[];
}

/** When a prompt's prefix is read from the provider's cache. */
export interface CachePolicy {
  /** Without a marker in the request. */
  readonly auto: boolean;
  /** Tokens of the shortest prefix that is cached. */
  readonly minTokens: number;
  /** Minutes that a written prefix lives, renewed by each read. */
  readonly ttl: number;
}

/** Tiers that cost the list price, or whatever the account has chosen. */
const ORDINARY = new Set(['auto', 'default', 'standard', 'standard_only', 'on_demand', 'on-demand']);

const covers = (patterns: readonly Pattern[] | undefined, models: readonly string[]): boolean =>
  patterns === undefined || patterns.some((pattern) => models.some((model) => pattern === '*' || matchOf(pattern, model) !== undefined));

/** formulas.md §1: M = m_batch · m_tier · m_region · m_hour. `models` are the names the model is known by. */
export function multiplierOf(modifiers: readonly Modifier[], provider: string, models: readonly string[], mode: Mode): Multiplier {
  const tier = mode.tier?.toLowerCase();
  const batch = mode.batch === true || tier === 'batch';
  let [low, expected, high] = [1, 1, 1];
  const applied: string[] = [];
  let batchKnown = !batch;
  let tierKnown = tier === undefined || tier === 'batch' || ORDINARY.has(tier);
  for (const { match, when, factor, range, notWith, provider: of } of modifiers) {
    if (of !== provider || !covers(match, models)) continue;
    const name = modeName(when, { ...mode, batch, ...(tier !== undefined && { tier }) });
    if (name === undefined) continue;
    if (when.tier !== undefined) tierKnown = true;
    if (when.batch !== undefined) batchKnown = true;
    // Batch is the only modifier that its vendors forbid beside a tier; the tier then decides.
    if (when.batch === true && tier !== undefined && notWith?.includes(tier)) continue;
    low *= range?.[0] ?? factor;
    expected *= factor;
    high *= range?.[1] ?? factor;
    applied.push(`${name} × ${factor}`);
  }
  return { low, expected, high, applied, unknown: [...(batchKnown ? [] : ['batch']), ...(tierKnown || tier === undefined ? [] : [tier])] };
}

function modeName(when: Modifier['when'], mode: Mode): string | undefined {
  if (when.batch === true) return mode.batch ? 'batch' : undefined;
  if (when.tier !== undefined) return mode.tier === when.tier ? `tier ${when.tier}` : undefined;
  if (when.region !== undefined)
    return mode.region !== undefined && when.region.includes(mode.region) ? `region ${mode.region}` : undefined;
  return when.hours === undefined ? undefined : `hours ${when.hours}`;
}

/** Undefined: it is not known that this model caches prefixes. */
export function cachePolicyOf(rules: readonly CacheRule[], provider: string, models: readonly string[]): CachePolicy | undefined {
  const known = rules.filter((rule) => rule.provider === provider && covers(rule.match, models));
  if (known.length === 0) return undefined;
  const { auto = false, minTokens = 0, ttl = 5 } = Object.assign({}, ...known) as Partial<CachePolicy>;
  return { auto, minTokens, ttl };
}
