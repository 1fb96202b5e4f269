/** How often a site runs and how large its unknowns are: directive before feature before override before assumed, each with its origin. */
import { placeMatcher } from '../config/globs.ts';
import type { Config, Feature, Usage, UsageDirective } from '../config/settings.ts';
import type { Hole } from '../resolve/known.ts';
import { exactly, type Interval, scale } from '../tokens/interval.ts';
import { CHAT_TURNS, CHUNK_TOKENS, HOLE_TOKENS, OUTPUT_TOKENS, TOP_K } from './assumptions.ts';
import { rangeOf, SIGMA } from './spread.ts';

export type Origin = 'measured' | 'directive' | 'feature' | 'override' | 'assumed';

/** A quantity and who says so. `why` is for people: `top-k 8 × 400 (assumed chunk)`. */
export interface Sized {
  readonly tokens: Interval;
  readonly from: Origin;
  readonly why: string;
  /** Of retrieved context: documents of one query, and tokens of one of them. */
  readonly retrieved?: { readonly k: number; readonly chunk: number };
  /** Of a history: turns of the conversation. */
  readonly turns?: number;
}

export interface Profile {
  /** The feature that the site belongs to, by directive or by place. */
  readonly feature: Feature | undefined;
  /** The name in the directive, when no feature of the configuration has it. */
  readonly featureName: string | undefined;
  /** Calls a month, P10 to P90; undefined when the traffic is unknown. */
  readonly calls: (Interval & { readonly from: Origin }) | undefined;
  /** Tokens of an answer, when somebody declares them. */
  readonly output: Sized | undefined;
  readonly directive: UsageDirective | undefined;
}

/** The place of a site, as features match it. */
export interface SitePlace {
  readonly path: string;
  readonly symbol: string | undefined;
}

/** What configuration and directive say of one site. */
export function profileOf(site: SitePlace, config: Config, directive: UsageDirective | undefined): Profile {
  const feature = featureOf(site, config.usage.features, directive?.feature);
  return {
    feature,
    featureName: feature?.name ?? directive?.feature,
    calls: callsOf(config.usage, feature, directive),
    output: declaredOutput(feature, directive),
    directive,
  };
}

/** The feature with this name; else the first that matches by `path#symbol`; else the first that matches by path. */
export function featureOf(site: SitePlace, features: readonly Feature[], name?: string): Feature | undefined {
  if (name !== undefined) return features.find((feature) => feature.name === name);
  return features.find((feature) => covers(feature, site, true)) ?? features.find((feature) => covers(feature, site, false));
}

function covers(feature: Feature, { path, symbol }: SitePlace, narrowed: boolean): boolean {
  return feature.match.some((pattern) => {
    return pattern.includes('#') === narrowed && placeMatcher(pattern)(path, symbol);
  });
}

function callsOf(usage: Usage, feature: Feature | undefined, directive: UsageDirective | undefined): Profile['calls'] {
  if (directive?.calls !== undefined) return { ...declared(directive.calls, SIGMA.declaredCalls), from: 'directive' };
  const calls = feature?.callsPerMonth ?? callsOfUsers(feature, usage.activeUsers);
  if (calls !== undefined) return { ...declared(calls, SIGMA.declaredCalls), from: 'feature' };
  if (usage.callsPerMonth === null) return undefined;
  // A number for all calls says as little of one of them as our own does.
  return { ...rangeOf(usage.callsPerMonth, SIGMA.assumedCalls), from: usage.declared ? 'override' : 'assumed' };
}

function callsOfUsers(feature: Feature | undefined, activeUsers: number | undefined): Interval | undefined {
  const users = feature?.activeUsers ?? activeUsers;
  return feature?.callsPerUser === undefined || users === undefined ? undefined : exactly(users * feature.callsPerUser);
}

/** A declared number is the middle of a range; declared bounds are that range. */
const declared = (value: Interval, sigma: number): Interval => (value.low === value.high ? rangeOf(value.expected, sigma) : value);

function declaredOutput(feature: Feature | undefined, directive: UsageDirective | undefined): Sized | undefined {
  if (directive?.output !== undefined) return { tokens: directive.output, from: 'directive', why: 'declared in the comment above' };
  return feature?.output && { tokens: feature.output, from: 'feature', why: `declared for ${feature.name}` };
}

/** Tokens of what is only known at run time: declared by name, else computed or assumed by its kind. */
export function holeSize(hole: Hole, profile: Profile): Sized {
  const { directive, feature } = profile;
  const said = own(directive?.holes, hole.hole);
  if (said !== undefined) return { tokens: said, from: 'directive', why: 'declared in the comment above' };
  const configured = own(feature?.holes, hole.hole);
  if (configured !== undefined) return { tokens: configured, from: 'feature', why: `declared for ${feature?.name}` };
  if (hole.kind === 'context' || hole.retrieved !== undefined) return contextSize(hole, feature);
  if (hole.kind === 'history') return historySize(feature, profile.output?.tokens ?? OUTPUT_TOKENS);
  return { tokens: HOLE_TOKENS[hole.kind], from: 'assumed', why: `assumed for ${KIND_WORDS[hole.kind]}` };
}

const KIND_WORDS = { user: "a user's text", 'tool-result': "a tool's result", unknown: 'a value that is only known at run time' } as const;

/** Names come from people's code: `constructor` is one of them. */
const own = (sizes: Readonly<Record<string, Interval>> | undefined, name: string): Interval | undefined =>
  sizes !== undefined && Object.hasOwn(sizes, name) ? sizes[name] : undefined;

/** k·s of formulas.md §5; a search may also find nothing. */
function contextSize(hole: Hole, feature: Feature | undefined): Sized {
  const k = hole.retrieved?.topK;
  const chunk = feature?.chunk ?? hole.retrieved?.chunkTokens;
  const size = chunk === undefined ? CHUNK_TOKENS : exactly(chunk);
  const count = k ?? TOP_K;
  return {
    tokens: { low: 0, expected: count * size.expected, high: count * size.high * (k === undefined ? 2 : 1) },
    from: feature?.chunk === undefined ? 'assumed' : 'feature',
    retrieved: { k: count, chunk: size.expected },
    why: `top-k ${count}${k === undefined ? ' (assumed)' : ''} × ${size.expected}${chunk === undefined ? ' (assumed chunk)' : ''}`,
  };
}

/** formulas.md §3: over a chat of K turns a request carries (K − 1)/2 questions and answers on average, and K − 1 at most. */
function historySize(feature: Feature | undefined, answer: Interval): Sized {
  const turns = feature?.turns ?? CHAT_TURNS;
  const turn = HOLE_TOKENS.user.expected + answer.expected;
  const longest = HOLE_TOKENS.user.high + answer.high;
  return {
    tokens: { low: 0, expected: ((turns - 1) / 2) * turn, high: scale(exactly(longest), turns - 1).high },
    from: feature?.turns === undefined ? 'assumed' : 'feature',
    turns,
    why: `${turns} turns${feature?.turns === undefined ? ' (assumed)' : ''} of ${turn} tokens, half of them so far`,
  };
}
