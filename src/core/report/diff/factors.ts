/**
 * What may make a call cost something else: each factor is a group of what is known of the call. A call can be put together
 * from two sides, factor by factor; its cost is then counted as any other.
 */
import type { CallSite, Hole, PartRole, Piece, PromptPart } from '../../analysis/analysis.ts';
import { costUnder, type Pricing } from '../../analysis/cost.ts';
import { EMPTY_FEATURE } from '../../config/defaults.ts';
import type { Feature, UsageDirective } from '../../config/settings.ts';
import { holeSize, type Profile } from '../../economics/profile.ts';
import { perCall } from '../../economics/terms.ts';
import { price } from '../../prices/book.ts';
import type { Interval } from '../../tokens/interval.ts';
import type { CauseName } from '../diff.ts';

/** Everything that the cost of a call is made from. */
export interface Factored {
  readonly site: CallSite;
  readonly profile: Profile;
  readonly pricing: Pricing;
}

export type Factor = Exclude<CauseName, 'added' | 'removed'>;

/** In the order in which causes of the same size stand. */
export const FACTORS: readonly Factor[] = [
  'model',
  'system-prompt',
  'user-prompt',
  'few-shot',
  'tools',
  'schema',
  'top-k',
  'history',
  'output-cap',
  'loop',
  'retries',
  'samples',
  'reasoning',
  'image',
  'tier',
  'caching',
  'volume',
  'price',
];

const OF_ROLE: Readonly<Record<PartRole, Factor>> = {
  system: 'system-prompt',
  user: 'user-prompt',
  assistant: 'user-prompt',
  'few-shot': 'few-shot',
  tools: 'tools',
  schema: 'schema',
  context: 'top-k',
  history: 'history',
  image: 'image',
  overhead: 'user-prompt',
};

const ROLE_OF: Readonly<Partial<Record<Factor, PartRole>>> = { 'top-k': 'context', history: 'history' };

/** What retrieval and the conversation bring is theirs, in whatever message it stands. */
const factorOfHole = (hole: Hole, role: PartRole): Factor =>
  hole.kind === 'context' || hole.retrieved ? 'top-k' : hole.kind === 'history' ? 'history' : OF_ROLE[role];

const factorOfPiece = (piece: Piece, role: PartRole): Factor => ('hole' in piece ? factorOfHole(piece, role) : OF_ROLE[role]);

// ── money ────────────────────────────────────────────────────────────────────────────────────────────────────────────

export interface Money {
  readonly perCall: Interval;
  /** Undefined while the calls a month are unknown. */
  readonly perMonth: Interval | undefined;
}

/** Undefined when there is no price. */
export function moneyOf({ site, profile, pricing }: Factored): Money | undefined {
  const { cost, terms } = costUnder(site, profile, pricing);
  if (!terms) return undefined;
  return cost ?? { perCall: perCall(terms), perMonth: undefined };
}

// ── which factors differ ─────────────────────────────────────────────────────────────────────────────────────────────

/** Factors in which two calls are not the same, whether or not it shows in their cost. */
export function differing(base: Factored, head: Factored): readonly Factor[] {
  const [was, is] = [signatures(base), signatures(head)];
  return FACTORS.filter((factor) => {
    if (factor === 'caching') return !sameCaching(base, head);
    if (factor === 'price') return !samePrices(base, head);
    return JSON.stringify(was[factor]) !== JSON.stringify(is[factor]);
  });
}

/** Everything that the code says of a call, as one text: equal calls are the same call wherever they stand. */
export const contentOf = (site: CallSite): string => JSON.stringify(signatures({ site, profile: UNDECLARED }));

const UNDECLARED: Profile = { feature: undefined, featureName: undefined, calls: undefined, output: undefined, directive: undefined };

type Signatures = Readonly<Record<Exclude<Factor, 'caching' | 'price'>, unknown>>;

function signatures({ site, profile }: Pick<Factored, 'site' | 'profile'>): Signatures {
  const { feature, directive } = profile;
  const texts = (factor: Factor) => site.parts.flatMap((part) => signatureOfPart(part, factor, profile));
  return {
    model: [directive?.model ?? site.model?.id, site.provider, site.baseUrl, kindOf(site)],
    'system-prompt': texts('system-prompt'),
    'user-prompt': texts('user-prompt'),
    'few-shot': texts('few-shot'),
    tools: [texts('tools'), site.toolChoice],
    schema: texts('schema'),
    'top-k': texts('top-k'),
    history: texts('history'),
    'output-cap': [site.outputCap.state === 'set' ? site.outputCap.tokens : undefined, profile.output?.tokens],
    loop: ['steps' in site.loop ? site.loop.steps : undefined, site.loop.state, site.inLoop !== undefined, site.grows, feature?.steps],
    retries: [site.retries, feature?.retries],
    samples: site.samples,
    reasoning: [site.effort, site.thinkingBudget],
    image: texts('image'),
    tier: [site.tier, site.batch],
    volume: [site.times, profile.calls],
  };
}

/** Kinds that are counted alike: a call of one's own function costs what the call in it does. */
const kindOf = ({ kind }: CallSite): string => (kind === 'wrapped-call' ? 'llm-call' : kind);

function signatureOfPart(part: PromptPart, factor: Factor, profile: Profile): readonly unknown[] {
  const pieces = part.pieces.filter((piece) => factorOfPiece(piece, part.role) === factor);
  const owns = OF_ROLE[part.role] === factor;
  if (!owns && pieces.length === 0) return [];
  const { role, json, image, name, repeats } = part;
  return [owns ? [role, json, image, name, repeats] : [], signatureOfPieces(pieces, profile)];
}

/** Neighbouring texts are one text; a hole is its size, whatever its name. */
function signatureOfPieces(pieces: readonly Piece[], profile: Profile): readonly unknown[] {
  const out: unknown[] = [];
  for (const piece of pieces) {
    const last = out.at(-1);
    if ('text' in piece && typeof last === 'string') out[out.length - 1] = last + piece.text;
    else if ('text' in piece) out.push(piece.text);
    else out.push([holeSize(piece, profile).tokens, (piece.options ?? []).map((option) => signatureOfPieces(option, profile))]);
  }
  return out;
}

// ── putting two sides together ───────────────────────────────────────────────────────────────────────────────────────

/** The call with some factors as they are in head, the others as they were in base. */
export function combined(base: Factored, head: Factored, isHead: (factor: Factor) => boolean): Factored {
  const from = (factor: Factor): Factored => (isHead(factor) ? head : base);
  const cap = from('output-cap');
  const loop = from('loop');
  const retries = from('retries');
  const reasoning = from('reasoning').site;
  const tier = from('tier').site;
  const volume = from('volume');
  const holes: Record<string, Interval> = {};
  const site: CallSite = {
    ...from('model').site,
    outputCap: cap.site.outputCap,
    loop: loop.site.loop,
    inLoop: loop.site.inLoop,
    grows: loop.site.grows,
    retries: retries.site.retries,
    samples: from('samples').site.samples,
    toolChoice: from('tools').site.toolChoice,
    effort: reasoning.effort,
    thinkingBudget: reasoning.thinkingBudget,
    tier: tier.tier,
    batch: tier.batch,
    times: volume.site.times,
    parts: combinedParts(withSizes(base, 'base', holes), withSizes(head, 'head', holes), isHead),
  };
  const feature: Feature = {
    ...EMPTY_FEATURE,
    name: volume.profile.featureName ?? '',
    chunk: from('top-k').profile.feature?.chunk,
    turns: from('history').profile.feature?.turns,
    steps: loop.profile.feature?.steps,
    cacheHit: from('caching').profile.feature?.cacheHit,
    retries: retries.profile.feature?.retries,
  };
  const model = from('model').profile.directive?.model;
  const directive: UsageDirective = { calls: undefined, feature: undefined, output: undefined, model, holes };
  const profile: Profile = {
    feature,
    featureName: volume.profile.featureName,
    calls: volume.profile.calls,
    output: cap.profile.output,
    directive,
  };
  return { site, profile, pricing: from('price').pricing };
}

/** The parts of one side; holes whose size somebody declares there get a name of their own, under which `sizes` has it. */
function withSizes({ site, profile }: Factored, side: string, sizes: Record<string, Interval>): readonly PromptPart[] {
  const renamed = (piece: Piece): Piece => {
    if ('text' in piece) return piece;
    const options = piece.options?.map((option) => option.map(renamed));
    const declared = profile.directive?.holes[piece.hole] ?? profile.feature?.holes[piece.hole];
    if (declared === undefined) return options ? { ...piece, options } : piece;
    const hole = `${side}:${piece.hole}`;
    sizes[hole] = declared;
    return { ...piece, hole, ...(options && { options }) };
  };
  return site.parts.map((part) => ({ ...part, pieces: part.pieces.map(renamed) }));
}

/** The place of a part among those of its role: what stands there on one side is compared with what stands there on the other. */
type Slots = ReadonlyMap<string, PromptPart>;

function slotsOf(parts: readonly PromptPart[]): Slots {
  const counts = new Map<PartRole, number>();
  return new Map(
    parts.map((part) => {
      const count = counts.get(part.role) ?? 0;
      counts.set(part.role, count + 1);
      return [`${part.role} ${count}`, part] as const;
    }),
  );
}

function combinedParts(
  base: readonly PromptPart[],
  head: readonly PromptPart[],
  isHead: (factor: Factor) => boolean,
): readonly PromptPart[] {
  const [was, is] = [slotsOf(base), slotsOf(head)];
  const from = (factor: Factor): Slots => (isHead(factor) ? is : was);
  return orderOf(was, is, isHead('caching')).flatMap((slot) => {
    const role = slot.slice(0, slot.indexOf(' ')) as PartRole;
    const own = from(OF_ROLE[role]).get(slot);
    const marks = from('caching').get(slot) ?? own;
    const guests = GUESTS.filter((factor) => factor !== OF_ROLE[role]).flatMap((factor) =>
      guestsIn(from(factor).get(slot), factor).map((piece) => ({ factor, piece })),
    );
    if (!own) {
      const [first] = guests;
      return first ? [{ role: ROLE_OF[first.factor] ?? role, place: first.piece.place, pieces: guests.map(({ piece }) => piece) }] : [];
    }
    const { marked: _, ...part } = own;
    return [{ ...part, pieces: withGuests(own, guests), ...(marks?.marked && { marked: true }) }];
  });
}

/** Factors whose holes may stand in parts of others. */
const GUESTS: readonly ('top-k' | 'history')[] = ['top-k', 'history'];

const guestsIn = (part: PromptPart | undefined, factor: Factor): readonly Hole[] =>
  (part?.pieces ?? []).filter((piece): piece is Hole => 'hole' in piece && factorOfHole(piece, (part as PromptPart).role) === factor);

/** Each guest takes the place of the next of its factor; those for which there is none stand at the end. */
function withGuests(part: PromptPart, guests: readonly { readonly factor: Factor; readonly piece: Hole }[]): readonly Piece[] {
  const left = [...guests];
  const next = (factor: Factor): Hole | undefined => {
    const at = left.findIndex((guest) => guest.factor === factor);
    return at < 0 ? undefined : left.splice(at, 1)[0]?.piece;
  };
  const pieces = part.pieces.flatMap((piece): readonly Piece[] => {
    const factor = factorOfPiece(piece, part.role);
    if (factor === OF_ROLE[part.role]) return [piece];
    const guest = next(factor);
    return guest ? [guest] : [];
  });
  return [...pieces, ...left.map(({ piece }) => piece)];
}

/** One order for the slots of both sides. Where the sides contradict each other, the order is a matter of caching, and of the side it is from. */
function orderOf(base: Slots, head: Slots, cachingOfHead: boolean): readonly string[] {
  const [was, is] = [[...base.keys()], [...head.keys()]];
  const first = sameOrder(base, head) ? was.join() <= is.join() : !cachingOfHead;
  const [order, more] = first ? [[...was], is] : [[...is], was];
  more.forEach((slot, at) => {
    if (order.includes(slot)) return;
    const before = more.slice(0, at).findLast((other) => order.includes(other));
    order.splice(before === undefined ? 0 : order.indexOf(before) + 1, 0, slot);
  });
  return order;
}

function sameOrder(base: Slots, head: Slots): boolean {
  const common = [...head.keys()].filter((slot) => base.has(slot));
  return [...base.keys()].filter((slot) => head.has(slot)).every((slot, i) => slot === common[i]);
}

/** The prices of either side's model are the same in both books. */
const samePrices = (base: Factored, head: Factored): boolean =>
  base.pricing.book === head.pricing.book ||
  [base, head].every((of) => JSON.stringify(priceIn(base, of)) === JSON.stringify(priceIn(head, of)));

function priceIn({ pricing: { book, at } }: Factored, { site, profile }: Factored): unknown {
  const model = profile.directive?.model ?? site.model?.id;
  return model === undefined ? undefined : price(book, { model, provider: site.provider, baseUrl: site.baseUrl, at });
}

function sameCaching(base: Factored, head: Factored): boolean {
  const [was, is] = [slotsOf(base.site.parts), slotsOf(head.site.parts)];
  return (
    base.profile.feature?.cacheHit === head.profile.feature?.cacheHit &&
    sameOrder(was, is) &&
    [...was].every(([slot, part]) => !is.has(slot) || is.get(slot)?.marked === part.marked)
  );
}

// ── tokens behind a factor ───────────────────────────────────────────────────────────────────────────────────────────

/** Expected tokens that a factor of text brings into the first request of a run. */
export function tokensOf(factor: Factor, { site, profile }: Factored, parts: readonly { readonly tokens: Interval }[]): number {
  let tokens = 0;
  site.parts.forEach((part, i) => {
    const whole = parts[i]?.tokens.expected ?? 0;
    const guests = GUESTS.filter((guest) => guest !== OF_ROLE[part.role]).map((guest) => {
      const size = guestsIn(part, guest).reduce((sum, hole) => sum + holeSize(hole, profile).tokens.expected, 0);
      return [guest, Math.min(size, whole)] as const;
    });
    if (OF_ROLE[part.role] === factor) tokens += Math.max(0, whole - guests.reduce((sum, [, size]) => sum + size, 0));
    else tokens += guests.find(([guest]) => guest === factor)?.[1] ?? 0;
  });
  return Math.round(tokens);
}

/** Pieces and parts of a call that belong to a factor, for finding their lines. */
export const piecesOf = (factor: Factor, { site }: Factored): readonly Piece[] =>
  site.parts.flatMap((part) => part.pieces.filter((piece) => factorOfPiece(piece, part.role) === factor));
export const partsOf = (factor: Factor, { site }: Factored): readonly PromptPart[] =>
  site.parts.filter((part) => OF_ROLE[part.role] === factor);
