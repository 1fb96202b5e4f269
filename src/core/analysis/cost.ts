/** A call site, the price book and what is declared → the terms of its cost, and the cost. */
import type { Config, UsageDirective } from '../config/settings.ts';
import { answerOf, stepsOf } from '../economics/answer.ts';
import { HOLE_TOKENS, INDENTED_JSON } from '../economics/assumptions.ts';
import { hitRate } from '../economics/caching.ts';
import { holeSize, type Origin, type Profile, profileOf, type Sized } from '../economics/profile.ts';
import { retries } from '../economics/retries.ts';
import { SIGMA } from '../economics/spread.ts';
import { type BareTerms, type Cost, causesOf, costOfTerms, spreadOf, type Terms } from '../economics/terms.ts';
import { cachePolicy, type Price, type PriceBook, price, priceMultiplier } from '../prices/book.ts';
import type { CachePolicy } from '../prices/modifiers.ts';
import { rounded } from '../tokens/estimate.ts';
import { add, exactly, hull, type Interval, scale, ZERO } from '../tokens/interval.ts';
import { countRequest, type PartInput, type RequestCount, type RequestInput } from '../tokens/request.ts';
import type { TokenizerTables } from '../tokens/tables.ts';
import type { CallSite, Hole, Model, Note, Piece, PromptPart, SiteKind } from './analysis.ts';
import { BILLED, isPaying } from './paying.ts';
import { requestOrder } from './request-order.ts';

/** What prices a call, whatever is declared of it. */
export interface Pricing {
  readonly book: PriceBook;
  readonly tables: TokenizerTables;
  /** The day that is priced, YYYY-MM-DD. */
  readonly at: string;
}

export interface CostContext extends Pricing {
  readonly config: Config;
  /** The `costlint-usage` comment of this call. */
  readonly directive: UsageDirective | undefined;
}

/** A part as it is counted; `from` says where a number comes from that is no count of text. */
export interface CountedPart {
  readonly tokens: Interval;
  readonly exact: boolean;
  readonly hole?: string;
  readonly cacheable?: boolean;
  readonly from?: string;
  /** What of it is retrieved, or a conversation so far: a what-if question changes it. */
  readonly retrieved?: { readonly k: number; readonly chunk: number; readonly tokens: Interval };
  readonly history?: { readonly turns: number; readonly tokens: Interval };
}

/** Everything of a site that is a number. */
export interface SiteCost {
  /** One for each part of the site in its order, then the vendor's framing where there is any. */
  readonly parts: readonly CountedPart[];
  readonly provider: string | null;
  readonly model: Model | null;
  readonly feature: string | null;
  /** Of the first request of a run; output of all its samples. */
  readonly tokens: { readonly input: Interval; readonly output: Interval; readonly tokenizer: string; readonly exact: boolean } | null;
  /** P10 to P90. */
  readonly callsPerMonth: (Interval & { readonly from: Origin }) | null;
  /** USD. `perCall` are bounds of one run with all its steps, `perMonth` P10 to P90. Null when unpriced, or when another site pays. */
  readonly cost: Cost | null;
  readonly terms: Terms | null;
  readonly notes: readonly Note[];
}

/** Kinds whose prompt is known, whether or not they pay. */
const COUNTED: ReadonlySet<SiteKind> = new Set([...BILLED, 'prompt']);

/** What one site costs. Never fails: an unknown model or price leaves `cost` null, and a note says what to declare. */
export const costOf = (site: CallSite, cx: CostContext): SiteCost =>
  costUnder(site, profileOf({ path: site.place.path, symbol: site.symbol }, cx.config, cx.directive), cx);

/** The same with what is declared of the site given. */
export function costUnder(site: CallSite, profile: Profile, cx: Pricing): SiteCost {
  const declared = profile.directive?.model;
  const model = declared === undefined ? site.model : { id: declared, via: 'directive' as const };
  const answer = model && price(cx.book, { model: model.id, provider: site.provider, baseUrl: site.baseUrl, at: cx.at });
  const priced = answer?.state === 'priced' ? answer.price : undefined;
  const provider = priced?.provider ?? site.provider ?? null;
  const nothing: SiteCost = {
    parts: [],
    provider,
    model: model ?? null,
    feature: profile.featureName ?? null,
    tokens: null,
    callsPerMonth: null,
    cost: null,
    terms: null,
    notes: [],
  };
  if (!COUNTED.has(site.kind)) return nothing;

  const prompt = countPrompt(site, profile, model?.id, provider ?? undefined, cx.tables);
  const policy = priced && cachePolicy(cx.book, priced);
  const prefix = prefixOf(site, prompt.parts, policy, (pieces) => prompt.textOf(pieces));
  const schema = site.parts.findIndex((part) => part.role === 'schema');
  const output =
    site.kind === 'embedding-call' || site.kind === 'prompt'
      ? { tokens: ZERO, sigma: 0, why: '' }
      : answerOf({
          declared: profile.output,
          cap: site.outputCap.state === 'set' ? site.outputCap.tokens : undefined,
          maxOutput: priced?.maxOutput,
          schema: schema < 0 ? undefined : prompt.parts[schema]?.tokens.expected,
          effort: site.effort,
          thinkingBudget: site.thinkingBudget,
        });
  const input = rounded(within(prompt.input, priced?.window));
  const answerTokens = rounded(output.tokens);
  const counted: SiteCost = {
    ...nothing,
    parts: prompt.parts.map((part, i) => (prefix.parts.has(i) ? { ...part, cacheable: true } : part)),
    tokens: { input, output: scale(answerTokens, site.samples), tokenizer: prompt.tokenizer, exact: prompt.exact },
  };
  if (!isPaying(site)) return counted;

  const notes: Note[] = [...(priced?.notes ?? [])];
  const callsPerMonth = callsOf(site, profile);
  if (priced === undefined) return { ...counted, callsPerMonth: callsPerMonth ?? null, notes: [unpricedNote(answer, model?.id)] };
  if (site.otherModels.length > 0) {
    notes.push({ code: 'other-models', message: `Priced as ${priced.model}; the code may also choose ${site.otherModels.join(', ')}.` });
  }
  if (priced.window !== undefined && input.expected + answerTokens.expected > priced.window) {
    notes.push({ code: 'beyond-window', message: `The request is longer than the context window of ${priced.window} tokens: it fails.` });
  }

  const run = stepsOf(site.loop, profile.feature?.steps);
  const multiplier = priceMultiplier(cx.book, priced, modeOf(site));
  for (const tier of multiplier.unknown)
    notes.push({ code: 'tier-unknown', message: `What ${tier} costs on ${priced.provider} is not known: counted at the list price.` });
  const calls = callsPerMonth?.expected ?? 0;
  const bare: BareTerms = {
    price: priceTerms(priced, multiplier.applied),
    input,
    output: answerTokens,
    steps: run.steps,
    openEnded: run.openEnded,
    growth: rounded(growthOf(site, output.tokens, run.steps.high > 1)),
    ...(site.keptSteps !== undefined && { keptSteps: site.keptSteps }),
    ...cacheTerms(site, rounded(prefix.tokens), policy, profile, calls),
    retryFactor: profile.feature?.retries === undefined ? 1 : retries(profile.feature.retries, site.retries).factor,
    samples: site.samples,
    ...(priced.window !== undefined && { window: priced.window }),
    multiplier: multiplier.expected * (1 - priced.discount),
    ...(multiplier.low < multiplier.high && {
      multiplierRange: { low: multiplier.low * (1 - priced.discount), high: multiplier.high * (1 - priced.discount) },
    }),
    times: site.times ?? exactly(1),
  };
  const causes = causesOf(bare, {
    input: prompt.assumed ? SIGMA.interpolatedPrompt : SIGMA.literalPrompt,
    output: output.sigma,
    steps: run.sigma,
  });
  const terms: Terms = { ...bare, formula: formulaOf(bare), spread: spreadOf(causes, callsPerMonth) };
  if (callsPerMonth === undefined) {
    return {
      ...counted,
      terms,
      notes: [
        ...notes,
        { code: 'traffic-unknown', message: 'Calls a month are unknown: declare them in "usage" or in a costlint-usage comment.' },
      ],
    };
  }
  return { ...counted, callsPerMonth, cost: costOfTerms(terms, callsPerMonth), terms, notes };
}

// ── calls ────────────────────────────────────────────────────────────────────────────────────────────────────────────

/** A directive counts the calls of its own line; every other number the runs of the code around it. */
function callsOf(site: CallSite, { calls }: Profile): Profile['calls'] {
  if (calls === undefined || calls.from === 'directive' || site.times === undefined) return calls;
  const { low, expected, high } = site.times;
  return { low: calls.low * low, expected: calls.expected * expected, high: calls.high * high, from: calls.from };
}

/** OpenAI's regional hosts stand in the base URL. */
const modeOf = ({ batch, tier, baseUrl }: CallSite): { batch: boolean; tier?: string; region?: string } => {
  const region = /^https?:\/\/(us|eu)\.api\./.exec(baseUrl ?? '')?.[1];
  return { batch, ...(tier !== undefined && { tier }), ...(region !== undefined && { region }) };
};

// ── the prompt ───────────────────────────────────────────────────────────────────────────────────────────────────────

interface CountedPrompt {
  /** With the vendor's framing as the last one, where there is any. */
  readonly parts: readonly CountedPart[];
  readonly input: Interval;
  readonly tokenizer: string;
  readonly exact: boolean;
  /** Part of it rests on sizes that nobody has declared. */
  readonly assumed: boolean;
  textOf(pieces: readonly Piece[]): Interval;
}

function countPrompt(
  site: CallSite,
  profile: Profile,
  model: string | undefined,
  provider: string | undefined,
  tables: TokenizerTables,
): CountedPrompt {
  const request: Omit<RequestInput, 'parts'> = {
    model,
    provider,
    toolChoice: site.toolChoice,
    framing: site.kind === 'embedding-call' || site.kind === 'prompt' ? 'none' : 'chat',
    thinking: site.thinkingBudget !== undefined,
  };
  let assumed = false;
  const textOf = (pieces: readonly Piece[]): Interval =>
    countRequest({ ...request, framing: 'none', parts: [{ role: 'user', pieces: pieces.map(pieceOf) }] }, tables).input;
  const sizeOf = (hole: Hole): Sized => {
    if (hole.options !== undefined && hole.options.length > 0 && !isDeclared(hole, profile)) {
      return { tokens: hull(hole.options.map(textOf)), from: 'assumed', why: `one of ${hole.options.length}` };
    }
    const grown = hole.kind === 'history' && site.grows && site.loop.state !== 'none';
    const size = grown
      ? { tokens: ZERO, from: 'assumed' as const, why: 'added by the steps of the loop' }
      : indented(hole, holeSize(hole, profile));
    if (size.from === 'assumed' && size.tokens.high > size.tokens.low) assumed = true;
    return size;
  };
  const pieceOf = (piece: Piece): string | Interval => ('text' in piece ? piece.text : sizeOf(piece).tokens);
  const counts: RequestCount = countRequest({ ...request, parts: site.parts.map((part) => partOf(part, pieceOf)) }, tables);
  const parts = counts.parts.map((part, i): CountedPart => {
    const holes = (site.parts[i]?.pieces ?? []).filter((piece): piece is Hole => 'hole' in piece);
    const from = [...(part.from === undefined ? [] : [part.from]), ...holes.map((hole) => `${hole.hole}: ${sizeOf(hole).why}`)].join('; ');
    return {
      tokens: rounded(part.tokens),
      exact: part.exact,
      ...(holes[0] !== undefined && { hole: holes[0].hole }),
      ...(from !== '' && { from }),
      ...movableOf(holes.map(sizeOf)),
    };
  });
  const framed = counts.overhead.high > 0 ? [{ tokens: counts.overhead, exact: counts.exact, from: 'framing of the messages' }] : [];
  return { parts: [...parts, ...framed], input: counts.input, tokenizer: counts.tokenizer, exact: counts.exact, assumed, textOf };
}

/** The first of its kind speaks for a part: two retrievals in one message are rare. */
function movableOf(sizes: readonly Sized[]): Pick<CountedPart, 'retrieved' | 'history'> {
  const context = sizes.find((size) => size.retrieved !== undefined);
  const history = sizes.find((size) => size.turns !== undefined);
  return {
    ...(context?.retrieved && { retrieved: { ...context.retrieved, tokens: context.tokens } }),
    ...(history?.turns !== undefined && { history: { turns: history.turns, tokens: history.tokens } }),
  };
}

/** Assumed sizes are those of compact text; what somebody declares is what is sent. */
function indented(hole: Hole, size: Sized): Sized {
  if (!hole.indented || size.from !== 'assumed') return size;
  const { low, expected, high } = INDENTED_JSON;
  const wide = { low: size.tokens.low * low, expected: size.tokens.expected * expected, high: size.tokens.high * high };
  return { ...size, tokens: rounded(wide), why: `${size.why}, × ${expected} as indented JSON` };
}

const isDeclared = (hole: Hole, profile: Profile): boolean => ['directive', 'feature'].includes(holeSize(hole, profile).from);

function partOf(part: PromptPart, pieceOf: (piece: Piece) => string | Interval): PartInput {
  const { role, pieces, json, image, name, repeats } = part;
  return {
    role,
    pieces: pieces.map(pieceOf),
    ...(json !== undefined && { json }),
    ...(image !== undefined && { image }),
    ...(name !== undefined && { name }),
    ...(repeats !== undefined && { repeats }),
  };
}

/** No prompt is longer than the model's context window. */
const within = ({ low, expected, high }: Interval, window: number | undefined): Interval =>
  window === undefined ? { low, expected, high } : { low, expected, high: Math.max(expected, Math.min(high, window)) };

// ── steps and caching ────────────────────────────────────────────────────────────────────────────────────────────────

/**
 * Tokens that a step adds to the input of the next: its answer, and a tool's result or the user's next words. A framework
 * always adds them; a loop in the code only when the history it sends grows.
 */
function growthOf(site: CallSite, answer: Interval, repeats: boolean): Interval {
  if (!repeats || (site.inLoop !== undefined && !site.grows)) return ZERO;
  const reply = site.kind === 'agent' || site.parts.some((part) => part.role === 'tools') ? HOLE_TOKENS['tool-result'] : HOLE_TOKENS.user;
  return add(answer, reply);
}

/** What all requests of a site begin with: tools and schema, then the parts in their order up to the first text of run time. */
function prefixOf(
  site: CallSite,
  counted: readonly CountedPart[],
  policy: CachePolicy | undefined,
  textOf: (pieces: readonly Piece[]) => Interval,
): { tokens: Interval; parts: ReadonlySet<number> } {
  const none = { tokens: ZERO, parts: new Set<number>() };
  if (policy === undefined) return none;
  let tokens = ZERO;
  let kept = none;
  const parts = new Set<number>();
  for (const { part, i } of requestOrder(site.parts)) {
    const hole = part.pieces.findIndex((piece) => 'hole' in piece);
    if (hole >= 0 || part.role === 'image') {
      if (hole > 0) tokens = add(tokens, textOf(part.pieces.slice(0, hole)));
      break;
    }
    tokens = add(tokens, counted[i]?.tokens ?? ZERO);
    parts.add(i);
    // A cache with markers keeps what ends at one: what stands behind the last marker before the first text of run time is not kept.
    if (part.marked) kept = { tokens, parts: new Set(parts) };
  }
  const prefix = policy.auto ? { tokens, parts } : kept;
  return prefix.tokens.expected < policy.minTokens ? none : prefix;
}

/** Automatic caches keep whole inputs; markers keep them only when one stands behind text of run time. */
function cacheTerms(
  site: CallSite,
  cached: Interval,
  policy: CachePolicy | undefined,
  { feature }: Profile,
  calls: number,
): Pick<BareTerms, 'cached' | 'hitRate' | 'cachedSteps' | 'minCached'> {
  const conversation =
    policy !== undefined &&
    site.loop.state !== 'none' &&
    (policy.auto || site.parts.some((part) => part.marked && part.pieces.some((piece) => 'hole' in piece)));
  if (policy === undefined || (cached.expected === 0 && !conversation)) return { cached: ZERO };
  return {
    cached,
    hitRate: feature?.cacheHit ?? hitRate(calls, policy.ttl),
    ...(conversation && { cachedSteps: true }),
    minCached: policy.minTokens,
  };
}

// ── words ────────────────────────────────────────────────────────────────────────────────────────────────────────────

/** The rates of a price as they travel in the report. */
export function priceTerms(of: Price, applied: readonly string[]): Terms['price'] {
  const { input, output = 0, cacheRead, cacheWrite, cacheWrite1h, image, request, above } = of.rates;
  const note = [...of.notes.map((one) => one.message), ...applied, ...(of.discount > 0 ? [`discount × ${1 - of.discount}`] : [])].join(' ');
  return {
    provider: of.provider,
    model: of.model,
    layer: of.layer,
    match: of.match,
    asOf: of.asOf,
    input,
    output,
    ...(cacheRead !== undefined && { cacheRead }),
    ...(cacheWrite !== undefined && { cacheWrite }),
    ...(cacheWrite1h !== undefined && { cacheWrite1h }),
    ...(image !== undefined && { image }),
    ...(request !== undefined && { request }),
    ...(above !== undefined && { above }),
    ...(note !== '' && { note }),
  };
}

function formulaOf(terms: BareTerms): string {
  const cached = terms.hitRate !== undefined;
  const once = `(${cached ? '(input − cached) × p_in + cached × p_read' : 'input × p_in'}${terms.output.high > 0 ? ` + ${terms.samples > 1 ? 'samples × ' : ''}output × p_out` : ''})/10⁶`;
  const steps =
    terms.steps.high > 1
      ? `Σ over ${terms.steps.expected} steps of ${once.replace(/\binput\b/g, 'input_i')}, input_i = input + (i − 1) × growth`
      : once;
  return [...(terms.multiplier === 1 ? [] : ['multiplier']), ...(terms.retryFactor === 1 ? [] : ['retryFactor']), steps].join(' × ');
}

function unpricedNote(answer: ReturnType<typeof price> | undefined, model: string | undefined): Note {
  if (answer === undefined || answer.state === 'priced') {
    return { code: 'unpriced', message: 'No cost: the model is not known. Name it in a comment above the call: costlint-usage model=…' };
  }
  if (answer.state === 'local') return { code: 'self-hosted', message: `No cost for ${model}: ${answer.note}.` };
  const bound =
    answer.lowerBound === undefined ? '' : ` ${answer.lowerBound.model} costs $${answer.lowerBound.rates.input} per 1M input tokens.`;
  return { code: 'unpriced', message: `No cost for ${model}: ${answer.reason}; ${answer.hint}.${bound}` };
}
