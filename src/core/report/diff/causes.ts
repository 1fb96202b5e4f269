/** Why a call costs something else than before: its change in money shared out to the factors that differ, with their tokens and lines. */
import type { Anchor, AnchoredSlot, Place } from '../../analysis/analysis.ts';
import { addingUpTo, shapley } from '../../economics/shapley.ts';
import type { Cause, Change } from '../diff.ts';
import { counted, money, separated, short } from '../words.ts';
import { combined, differing, FACTORS, type Factor, type Factored, type Money, moneyOf, partsOf, piecesOf, tokensOf } from './factors.ts';
import { type BothLines, differingLines } from './lines.ts';
import { configPlaces, type DiffSide, type DiffSite } from './side.ts';

/** A call of one side. */
export interface SidedCall {
  readonly side: DiffSide;
  readonly call: DiffSite;
}

export interface Explained {
  readonly delta: Change['delta'];
  readonly causes: readonly Cause[];
}

/** Every set of factors is counted, 2^n of them: calls that differ in more are not the same call. */
export const MOST_FACTORS = 12;

export const factored = ({ side, call }: SidedCall): Factored => ({ site: call.site, profile: call.profile, pricing: side.pricing });

/** Undefined when nothing differs that shows in the money. */
export function explainChange(base: SidedCall, head: SidedCall): Explained | undefined {
  const [was, is] = [factored(base), factored(head)];
  const factors = differing(was, is);
  if (factors.length === 0) return undefined;
  const [before, after] = [moneyOf(was), moneyOf(is)];
  const cause = (factor: Factor, perCall: number | null, perMonth: number | null, worst: number | null): Cause => ({
    cause: factor,
    perCall,
    perMonth,
    worst,
    note: perCall === 0 && worst !== null && worst !== 0 ? (NOTES[factor]?.(head.call) ?? null) : null,
    ...wordsOf(factor, base, head),
    tokens: tokensBehind(factor, base, head),
    lines: linesBehind(factor, base, head),
  });
  if (!before || !after) {
    const known = factors.map((factor) => cause(factor, null, null, null)).filter((one) => one.was !== one.now || changes(one.tokens));
    return known.length === 0 && !before === !after ? undefined : { delta: null, causes: known };
  }
  const { groups, values } = shareOut(factors, was, is);
  const shares = shapley(groups.length, values);
  const perMonthKnown = before.perMonth !== undefined && after.perMonth !== undefined;
  const delta = {
    perCall: after.perCall.expected - before.perCall.expected,
    perMonth: perMonthKnown ? (after.perMonth as Money['perCall']).expected - (before.perMonth as Money['perCall']).expected : null,
  };
  const shows = shares.map((share) =>
    share.some((value, i) => Math.abs(value) > NEGLIGIBLE * (Math.abs((values(0)[i] as number) || 0) || 1)),
  );
  const perCall = addingUpTo(
    delta.perCall,
    shares.map((share, i) => (shows[i] ? (share[0] as number) : 0)),
  );
  const perMonth = addingUpTo(
    delta.perMonth ?? 0,
    shares.map((share, i) => (shows[i] ? (share[1] as number) : 0)),
  );
  const worst = addingUpTo(
    after.perCall.high - before.perCall.high,
    shares.map((share, i) => (shows[i] ? (share[3] as number) : 0)),
  );
  const causes = groups.flatMap((group, i) =>
    shows[i] ? [cause(group[0] as Factor, perCall[i] as number, perMonthKnown ? (perMonth[i] as number) : null, worst[i] as number)] : [],
  );
  if (causes.length === 0) return undefined;
  return { delta, causes: causes.sort(bySize) };
}

/** What rounding leaves of nothing, as a share of the money. */
const NEGLIGIBLE = 1e-12;

const changes = (tokens: Cause['tokens']): boolean => tokens !== null && tokens.base !== tokens.head;

const bySize = (a: Cause, b: Cause): number =>
  Math.abs(b.perMonth ?? b.perCall ?? 0) - Math.abs(a.perMonth ?? a.perCall ?? 0) ||
  Math.abs(b.worst ?? 0) - Math.abs(a.worst ?? 0) ||
  FACTORS.indexOf(a.cause as Factor) - FACTORS.indexOf(b.cause as Factor);

interface Shared {
  readonly groups: readonly (readonly Factor[])[];
  /** USD a call and a month, expected, and the bounds of a call, for a set of groups that are as in head. */
  readonly values: (set: number) => readonly number[];
}

/** A model that only the prices of its own side know is one thing with them: there is no price for it with those of the other. */
function shareOut(factors: readonly Factor[], was: Factored, is: Factored): Shared {
  const known = new Map<number, Money | undefined>();
  const count = (groups: readonly (readonly Factor[])[], set: number): Money | undefined => {
    if (!known.has(set)) {
      const ofHead = new Set(groups.filter((_, i) => (set & (2 ** i)) !== 0).flat());
      known.set(set, moneyOf(combined(was, is, (factor) => ofHead.has(factor))));
    }
    return known.get(set);
  };
  let groups: (readonly Factor[])[] = factors.map((factor) => [factor]);
  const sets = Array.from({ length: 2 ** groups.length }, (_, set) => set);
  if (sets.some((set) => count(groups, set) === undefined)) {
    groups = [
      ['model', 'price'] as const,
      ...factors.filter((factor) => factor !== 'model' && factor !== 'price').map((factor) => [factor]),
    ];
    known.clear();
  }
  return {
    groups,
    values(set) {
      const { perCall, perMonth } = count(groups, set) as Money;
      return [perCall.expected, perMonth?.expected ?? 0, perCall.low, perCall.high];
    },
  };
}

// ── words ────────────────────────────────────────────────────────────────────────────────────────────────────────────

type Words = Pick<Cause, 'was' | 'now'>;

const NOTHING: Words = { was: null, now: null };

function wordsOf(factor: Factor, base: SidedCall, head: SidedCall): Words {
  const say = WORDS[factor];
  if (!say) return NOTHING;
  const [was, now] = [say(base.call), say(head.call)];
  return was === now ? NOTHING : { was, now };
}

const WORDS: Readonly<Partial<Record<Factor, (call: DiffSite) => string>>> = {
  model: ({ cost, site }) => cost.model?.id ?? site.model?.id ?? 'unknown',
  tools: ({ site }) => {
    const count = site.parts.reduce((sum, { role, json }) => sum + (role === 'tools' && Array.isArray(json) ? json.length : 0), 0);
    return count === 1 ? '1 tool' : `${count} tools`;
  },
  'top-k': ({ site, profile }) => {
    const holes = site.parts.flatMap(({ pieces }) =>
      pieces.flatMap((piece) => ('hole' in piece && piece.retrieved ? [piece.retrieved] : [])),
    );
    const ks = holes.map(({ topK }) => (topK === undefined ? 'unknown' : String(topK)));
    return `${ks.length === 0 ? 'none' : ks.join(' and ')}${profile.feature?.chunk === undefined ? '' : ` × ${profile.feature.chunk} tokens`}`;
  },
  history: ({ profile }) => (profile.feature?.turns === undefined ? 'assumed turns' : `${profile.feature.turns} turns`),
  'output-cap': ({ site: { outputCap }, profile }) =>
    `${outputCap.state === 'set' ? separated(outputCap.tokens) : outputCap.state === 'dynamic' ? 'dynamic' : 'none'}${
      profile.output ? `, ${separated(profile.output.tokens.expected)} expected` : ''
    }`,
  loop: ({ site: { loop }, profile }) => {
    const usual = profile.feature?.steps === undefined ? '' : `, usually ${profile.feature.steps}`;
    if (loop.state === 'none') return 'once';
    return `${'steps' in loop ? `${'always' in loop && loop.always ? '' : 'up to '}${loop.steps} steps` : loop.state === 'unbounded' ? 'unbounded' : 'dynamic steps'}${usual}`;
  },
  retries: ({ site, profile }) => `${site.retries}${profile.feature?.retries ? `, ${percentOf(profile.feature.retries.billed)} fail` : ''}`,
  samples: ({ site }) => String(site.samples),
  reasoning: ({ site }) => (site.thinkingBudget === undefined ? (site.effort ?? 'default') : `${separated(site.thinkingBudget)} tokens`),
  tier: ({ site }) => (site.batch ? 'batch' : (site.tier ?? 'standard')),
  caching: ({ cost }) => {
    const cached = Math.round(cost.terms?.cached.expected ?? 0);
    return cached === 0 ? 'not cached' : `${separated(cached)} tokens cached`;
  },
  volume: ({ cost, site }) => {
    const calls = cost.callsPerMonth;
    const times = site.times?.expected ?? 1;
    return calls ? short(Math.round(calls.expected)) : times === 1 ? 'unknown' : `${times} times`;
  },
  price: ({ cost }) => (cost.terms ? `${money(cost.terms.price.input)} in, ${money(cost.terms.price.output)} out per 1M` : 'unpriced'),
};

/** On what the expected cost rests, where a limit that moves does not move it. */
const NOTES: Readonly<Partial<Record<Factor, (call: DiffSite) => string | undefined>>> = {
  loop: ({ cost, profile }) => {
    const steps = Math.round(cost.terms?.steps.expected ?? 0);
    return steps === 0 ? undefined : `${counted(steps, 'step')} ${profile.feature?.steps === undefined ? 'assumed' : 'declared'}`;
  },
  'output-cap': ({ cost, profile }) => {
    const tokens = cost.tokens?.output.expected;
    return tokens === undefined ? undefined : `an answer of ${counted(tokens, 'token')} ${profile.output ? 'declared' : 'assumed'}`;
  },
  retries: ({ profile }) => (profile.feature?.retries === undefined ? 'no failures assumed' : undefined),
};

const percentOf = (share: number): string => `${Math.round(share * 1000) / 10} %`;

// ── tokens and lines ─────────────────────────────────────────────────────────────────────────────────────────────────

const OF_TEXT: ReadonlySet<Factor> = new Set(['system-prompt', 'user-prompt', 'few-shot', 'tools', 'schema', 'top-k', 'history', 'image']);
const OF_OUTPUT: ReadonlySet<Factor> = new Set(['output-cap', 'reasoning', 'samples']);

function tokensBehind(factor: Factor, base: SidedCall, head: SidedCall): Cause['tokens'] {
  const tokens = (of: SidedCall): number | undefined => {
    if (OF_TEXT.has(factor)) return tokensOf(factor, factored(of), of.call.cost.parts);
    if (OF_OUTPUT.has(factor)) return of.call.cost.tokens?.output.expected;
    if (factor === 'model') return of.call.cost.tokens?.input.expected;
    return factor === 'caching' ? of.call.cost.terms?.cached.expected : undefined;
  };
  const [was, is] = [tokens(base), tokens(head)];
  return was === undefined || is === undefined ? null : { base: was, head: is };
}

function linesBehind(factor: Factor, base: SidedCall, head: SidedCall): BothLines {
  const found = differingLines(base.side, head.side, placesOf(factor, base), placesOf(factor, head));
  if (found.base.length > 0 || found.head.length > 0) return found;
  // Nothing that was read differs by itself: something in the call does, or in the comment above it.
  const declared = (of: SidedCall) => (of.call.declaredAt ? [of.call.declaredAt] : []);
  const comment = differingLines(base.side, head.side, declared(base), declared(head));
  if (DECLARED.has(factor) && (comment.base.length > 0 || comment.head.length > 0)) return comment;
  const configured = DECLARED.has(factor) ? configLines(factor, base, head) : undefined;
  return configured ?? differingLines(base.side, head.side, [base.call.site.place], [head.call.site.place]);
}

/** Factors that configuration and comments may decide. */
const DECLARED: ReadonlySet<Factor> = new Set([
  'model',
  'top-k',
  'history',
  'output-cap',
  'loop',
  'retries',
  'caching',
  'volume',
  'price',
  'user-prompt',
  'system-prompt',
]);

function placesOf(factor: Factor, of: SidedCall): readonly Place[] {
  const { site } = of.call;
  const at = (...places: readonly (Place | undefined)[]) => places.flatMap((place) => (place ? [place] : []));
  const given = (...slots: readonly AnchoredSlot[]) => slots.flatMap((slot) => at(givenAt(site.anchors[slot])));
  switch (factor) {
    case 'model':
    case 'retries':
    case 'samples':
      return given(factor);
    case 'output-cap':
      return given('outputCap');
    case 'loop':
      return at('place' in site.loop ? site.loop.place : undefined, ...given('steps'));
    case 'reasoning':
      return given('effort', 'thinkingBudget');
    case 'top-k':
      return piecesOf(factor, factored(of)).flatMap((piece) =>
        'hole' in piece ? at(piece.retrieved?.at, ...(piece.retrieved?.by ?? []).slice(0, 1)) : [],
      );
    case 'tools':
    case 'schema':
    case 'image':
      return partsOf(factor, factored(of)).map(({ place }) => place);
    case 'caching':
    case 'tier':
    case 'volume':
    case 'price':
      return [];
    default:
      return piecesOf(factor, factored(of)).map(({ place }) => place);
  }
}

/** Where the value comes from, else where it is given. */
const givenAt = (anchor: Anchor | undefined): Place | undefined =>
  anchor?.literal ?? (anchor?.value && { path: anchor.path, start: anchor.value.start, end: anchor.value.end });

/** The part of the configuration that decides the factor: the first of these keys that is there and differs. */
function configLines(factor: Factor, base: SidedCall, head: SidedCall): BothLines | undefined {
  const feature = (of: SidedCall) => of.call.profile.featureName;
  const keys = (of: SidedCall): readonly (readonly string[])[] => {
    const own = feature(of) === undefined ? [] : [['usage', 'features', feature(of) as string]];
    if (factor === 'price') return [['prices'], ['discounts'], ['models']];
    if (factor === 'model') return [['models']];
    return factor === 'volume' ? [...own, ['usage', 'activeUsers'], ['usage', 'callsPerMonth']] : own;
  };
  const places = (of: SidedCall) => keys(of).flatMap((key) => configPlaces(of.side, key));
  const found = differingLines(base.side, head.side, places(base), places(head));
  return found.base.length > 0 || found.head.length > 0 ? found : undefined;
}
