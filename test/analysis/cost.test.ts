// Call sites → terms and cost: hand calculations, the sources of numbers, and what must hold of every site.
import assert from 'node:assert/strict';
import { type CallSite, type Hole, NO_REQUEST, type PartRole, type PromptPart } from '../../src/core/analysis/analysis.ts';
import { costOf, type SiteCost } from '../../src/core/analysis/cost.ts';
import { DEFAULT_CONFIG, EMPTY_FEATURE } from '../../src/core/config/defaults.ts';
import type { Config, Feature, UsageDirective } from '../../src/core/config/settings.ts';
import { hitRate } from '../../src/core/economics/caching.ts';
import { costOfTerms } from '../../src/core/economics/terms.ts';
import { openBook } from '../../src/core/prices/book.ts';
import { shippedPrices } from '../../src/core/prices/shipped.ts';
import { exactly, type Interval } from '../../src/core/tokens/interval.ts';
import { TokenizerTables } from '../../src/core/tokens/tables.ts';
import { encodings, tableAsset } from '../../src/dev/tables.ts';

const AT = '2026-11-21';
const tables = new TokenizerTables();
for (const encoding of encodings) tables.add(encoding, tableAsset(encoding));

const PLACE = { path: 'src/triage/agent.ts', start: 10, end: 90 };

const part = (role: PartRole, ...pieces: (string | Hole)[]): PromptPart => ({
  role,
  place: PLACE,
  pieces: pieces.map((piece) => (typeof piece === 'string' ? { text: piece, place: PLACE } : piece)),
});
const hole = (name: string, kind: Hole['kind'] = 'unknown', more: Partial<Hole> = {}): Hole => ({
  hole: name,
  kind,
  why: 'runtime',
  place: PLACE,
  ...more,
});

const site = (more: Partial<CallSite> = {}): CallSite => ({
  ...NO_REQUEST,
  kind: 'llm-call',
  place: PLACE,
  symbol: 'TriageAgent.run',
  sdk: 'openai',
  api: 'chat.completions',
  evidence: 'type',
  provider: 'openai',
  model: { id: 'gpt-4o', via: 'literal' },
  outputCap: { state: 'absent', parameter: 'max_tokens' },
  parts: [],
  retries: 2,
  textChars: undefined,
  ...more,
});

const feature = (more: Partial<Feature> = {}): Feature => ({ name: 'triage', ...EMPTY_FEATURE, match: ['src/triage/**'], ...more });
const config = (more: Partial<Config['usage']> = {}, rest: Partial<Config> = {}): Config => ({
  ...DEFAULT_CONFIG,
  ...rest,
  usage: { ...DEFAULT_CONFIG.usage, ...more },
});
const directive = (more: Partial<UsageDirective>): UsageDirective => ({
  calls: undefined,
  feature: undefined,
  output: undefined,
  model: undefined,
  holes: {},
  ...more,
});

const cost = (of: CallSite, settings: Config = config(), said?: UsageDirective): SiteCost =>
  costOf(of, {
    config: settings,
    directive: said,
    tables,
    at: AT,
    book: openBook({ ...shippedPrices, overrides: settings.prices, discounts: settings.discounts, models: settings.models }),
  });

const near = (got: number | undefined, want: number, tolerance = 1e-9): void =>
  assert.ok(got !== undefined && Math.abs(got - want) <= tolerance * Math.max(1e-9, Math.abs(want)), `${got}, wanted ${want}`);
const ordered = ({ low, expected, high }: Interval): boolean => low <= expected && expected <= high && low >= 0 && Number.isFinite(high);

/** A part of exactly that many input tokens, framing apart. */
const sized = (role: PartRole, tokens: number): { part: PromptPart; holes: Record<string, Interval> } => ({
  part: part(role, hole('text')),
  holes: { text: exactly(tokens) },
});

describe('cost: one call by hand', () => {
  const { part: prompt, holes } = sized('user', 2000);
  const said = directive({ holes, output: exactly(500), calls: exactly(1000) });

  it('multiplies tokens, prices and calls', () => {
    const got = cost(site({ parts: [prompt] }), config(), said);
    // Framing: 3 a message, "user", 3 once.
    assert.equal(got.tokens?.input.expected, 2007);
    assert.deepEqual(got.tokens?.output, exactly(500));
    const call = (2007 * 2.5 + 500 * 10) / 1e6;
    near(got.cost?.perCall.expected, call);
    near(got.cost?.perMonth.expected, 1000 * call);
    assert.equal(got.callsPerMonth?.from, 'directive');
    assert.equal(got.terms?.price.layer, 'base');
  });

  it('counts samples, batch and a negotiated discount', () => {
    const got = cost(site({ parts: [prompt], samples: 3, batch: true }), config({}, { discounts: { openai: 0.2 } }), said);
    near(got.cost?.perCall.expected, (0.5 * 0.8 * (2007 * 2.5 + 3 * 500 * 10)) / 1e6);
    assert.equal(got.tokens?.output.expected, 1500);
  });

  it('takes a price step as a cliff', () => {
    const at = (tokens: number): number | undefined => {
      const long = sized('user', tokens);
      return cost(
        site({ model: { id: 'gpt-5.4', via: 'literal' }, parts: [long.part] }),
        config(),
        directive({ holes: long.holes, output: exactly(0) }),
      ).cost?.perCall.expected;
    };
    // gpt-5.4 frames a message with 6 tokens.
    near(at(271_993), (271_999 * 2.5) / 1e6);
    near(at(271_994), (272_000 * 5) / 1e6);
  });

  it('bills no output of an embedding call, and frames nothing', () => {
    const got = cost(
      site({
        kind: 'embedding-call',
        api: 'embeddings',
        model: { id: 'text-embedding-3-small', via: 'literal' },
        outputCap: { state: 'not-applicable' },
        parts: [prompt],
      }),
      config(),
      directive({ holes }),
    );
    assert.deepEqual(got.tokens?.output, exactly(0));
    near(got.cost?.perCall.expected, (2000 * 0.02) / 1e6);
  });

  it('adds what failures cost', () => {
    const got = cost(site({ parts: [prompt] }), config({ features: [feature({ retries: { billed: 0.04, unbilled: 0.01 } })] }), said);
    near(got.terms?.retryFactor, 1.041975);
    near(got.cost?.perCall.expected, (1.041975 * (2007 * 2.5 + 500 * 10)) / 1e6);
  });
});

describe('cost: agents and loops', () => {
  const prompt = sized('user', 5993);
  const said = directive({ holes: prompt.holes, output: exactly(300), calls: exactly(100) });

  it('pays every step of a run with the context that grows', () => {
    const got = cost(site({ kind: 'agent', loop: { state: 'bounded', steps: 3 }, parts: [prompt.part] }), config(), said);
    assert.deepEqual(got.terms?.steps, { low: 1, expected: 3, high: 3 });
    assert.deepEqual(got.terms?.growth, { low: 350, expected: 600, high: 2300 });
    // gpt-4o caches by itself: later steps read what the step before has sent.
    const read = 6000 * 1.25 + 6600 * 1.25;
    near(got.cost?.perCall.expected, (6000 * 2.5 + read + 2 * 600 * 2.5 + 3 * 300 * 10) / 1e6);
    assert.ok((got.cost?.perCall.high ?? 0) >= (6000 * 3 * 2.5 + 2300 * 3 * 2.5 + 900 * 10) / 1e6 - 1e-12);
    near(got.cost?.perCall.low, (6000 * 2.5 + 300 * 10) / 1e6);
  });

  it('expects fewer steps than a bound allows, and lets open loops end at random', () => {
    const bounded = cost(site({ loop: { state: 'framework-default', steps: 10 }, parts: [prompt.part] }), config(), said);
    assert.deepEqual(bounded.terms?.steps, { low: 1, expected: 4, high: 10 });
    const open = cost(site({ loop: { state: 'unbounded' }, inLoop: 0, grows: true, parts: [prompt.part] }), config(), said);
    assert.equal(open.terms?.openEnded, true);
    assert.ok((open.cost?.perCall.expected ?? 0) > (bounded.cost?.perCall.expected ?? 0));
    const declared = cost(
      site({ loop: { state: 'unbounded' }, parts: [prompt.part] }),
      config({ features: [feature({ steps: 40 })] }),
      said,
    );
    assert.deepEqual(declared.terms?.steps, { low: 1, expected: 40, high: 40 });
  });

  it('does not grow what the loop does not keep', () => {
    const got = cost(
      site({
        loop: { state: 'bounded', steps: 3 },
        inLoop: 0,
        parts: [prompt.part],
        model: { id: 'llama-3.3-70b-versatile', via: 'literal' },
        provider: 'groq',
      }),
      config(),
      said,
    );
    assert.deepEqual(got.terms?.growth, exactly(0));
    const input = got.tokens?.input.expected ?? 0;
    near(got.cost?.perCall.expected, (3 * (input * 0.59 + 300 * 0.79)) / 1e6);
  });

  it('does not count the answers of the loop as history besides', () => {
    const parts = [part('user', 'Go on.'), part('history', hole('messages', 'history'))];
    const loop = cost(site({ loop: { state: 'bounded', steps: 3 }, inLoop: 0, grows: true, parts }));
    assert.deepEqual(loop.parts[1]?.tokens, exactly(0));
    assert.ok((cost(site({ parts })).parts[1]?.tokens.expected ?? 0) > 0);
  });

  it('never sends more than the window holds', () => {
    const got = cost(site({ loop: { state: 'unbounded' }, kind: 'agent', parts: [prompt.part] }), config(), said);
    assert.equal(got.terms?.window, 128_000);
    assert.ok((got.cost?.perCall.high ?? Number.POSITIVE_INFINITY) <= (25 * (128_000 * 2.5 + 300 * 10)) / 1e6);
  });
});

describe('cost: prompt caching', () => {
  const SYSTEM = 'You answer questions about parcels. '.repeat(300);
  const question = part('user', hole('question', 'user'));

  it('reads a long common prefix by the traffic', () => {
    const got = cost(
      site({ parts: [part('system', SYSTEM), question] }),
      config(),
      directive({ calls: exactly(50_000), holes: { question: exactly(100) }, output: exactly(100) }),
    );
    const cached = got.parts[0]?.tokens.expected ?? 0;
    assert.ok(cached > 1024 && got.parts[0]?.cacheable === true && got.parts[1]?.cacheable === undefined);
    assert.equal(got.terms?.cached.expected, cached);
    near(got.terms?.hitRate, hitRate(50_000, 5));
    const η = hitRate(50_000, 5);
    const input = got.tokens?.input.expected ?? 0;
    near(got.cost?.perCall.expected, ((input - cached) * 2.5 + cached * (η * 1.25 + (1 - η) * 2.5) + 100 * 10) / 1e6);
    const declared = cost(site({ parts: [part('system', SYSTEM), question] }), config({ features: [feature({ cacheHit: 0.6 })] }));
    assert.equal(declared.terms?.hitRate, 0.6);
  });

  it('caches on Claude only with a marker, up to it', () => {
    const claude = { sdk: 'anthropic', provider: 'anthropic', model: { id: 'claude-sonnet-4-6', via: 'literal' as const } };
    const bare = cost(site({ ...claude, parts: [part('system', SYSTEM), question] }));
    assert.equal(bare.terms?.hitRate, undefined);
    const marked = cost(
      site({ ...claude, parts: [{ ...part('system', SYSTEM), marked: true }, part('user', 'And now: ', hole('question', 'user'))] }),
    );
    assert.equal(marked.terms?.cached.expected, marked.parts[0]?.tokens.expected);
    assert.ok(marked.terms?.price.cacheWrite === 3.75);
    const short = cost(site({ ...claude, parts: [{ ...part('system', 'Be brief.'), marked: true }, question] }));
    assert.deepEqual(short.terms?.cached, exactly(0));
  });
});

describe('cost: where numbers come from', () => {
  const parts = [
    part('system', 'Be brief.'),
    part('user', hole('question', 'user')),
    part('context', hole('docs', 'context', { retrieved: { topK: 8, chunkTokens: undefined } })),
  ];
  const features = [feature({ callsPerMonth: exactly(20_000), holes: { question: exactly(40) }, chunk: 300, output: exactly(80) })];

  it('assumes, with names', () => {
    const got = cost(site({ parts }));
    assert.deepEqual([got.callsPerMonth?.expected, got.callsPerMonth?.from], [10_000, 'assumed']);
    assert.equal(got.parts[2]?.from, 'docs: top-k 8 × 400 (assumed chunk)');
    assert.deepEqual(got.parts[2]?.tokens, { low: 0, expected: 3200, high: 6400 });
    assert.equal(got.parts[2]?.hole, 'docs');
    assert.equal(got.terms?.spread.dominant, 'calls');
    assert.equal(got.feature, null);
  });

  it('takes the directive before the feature before the override', () => {
    const byFeature = cost(site({ parts }), config({ features }));
    assert.deepEqual([byFeature.callsPerMonth?.expected, byFeature.callsPerMonth?.from, byFeature.feature], [20_000, 'feature', 'triage']);
    assert.deepEqual(byFeature.parts[1]?.tokens, exactly(40));
    assert.deepEqual(byFeature.parts[2]?.tokens, { low: 0, expected: 2400, high: 2400 });
    assert.equal(byFeature.tokens?.output.expected, 80);
    const byDirective = cost(
      site({ parts }),
      config({ features }),
      directive({ calls: exactly(5), holes: { question: exactly(7) }, output: exactly(9) }),
    );
    assert.deepEqual([byDirective.callsPerMonth?.expected, byDirective.callsPerMonth?.from], [5, 'directive']);
    assert.deepEqual([byDirective.parts[1]?.tokens.expected, byDirective.tokens?.output.expected], [7, 9]);
    assert.equal(cost(site({ parts }), config({ callsPerMonth: 300, declared: true })).callsPerMonth?.from, 'override');
  });

  it('matches features by path, by function, and by the name in a comment', () => {
    const two = [feature({ name: 'all' }), feature({ name: 'one', match: ['**/agent.ts#run'] }), feature({ name: 'named', match: [] })];
    assert.equal(cost(site({ parts }), config({ features: two })).feature, 'one');
    assert.equal(cost(site({ parts, symbol: 'other' }), config({ features: two })).feature, 'all');
    assert.equal(cost(site({ parts, symbol: 'rerun' }), config({ features: two })).feature, 'all');
    assert.equal(cost(site({ parts }), config({ features: two }), directive({ feature: 'named' })).feature, 'named');
    assert.equal(cost(site({ parts, place: { ...PLACE, path: 'src/x.ts' } }), config({ features: two })).feature, null);
    const users = [feature({ activeUsers: 1200, callsPerUser: 200 })];
    assert.equal(cost(site({ parts }), config({ features: users })).callsPerMonth?.expected, 240_000);
  });

  it('multiplies runs by the items they walk over, but not a declared number of calls', () => {
    const times = exactly(20);
    assert.equal(cost(site({ parts, times })).callsPerMonth?.expected, 200_000);
    assert.equal(cost(site({ parts, times }), config(), directive({ calls: exactly(50) })).callsPerMonth?.expected, 50);
  });

  it('sizes a choice between known texts by these texts', () => {
    const long = 'A long answer is wanted here, with all its details. ';
    const choice = hole('style', 'unknown', { options: [[{ text: 'Short.', place: PLACE }], [{ text: long, place: PLACE }]] });
    const got = cost(site({ parts: [part('system', choice)] })).parts[0]?.tokens;
    assert.ok(got !== undefined && got.low === 2 && got.high > 9 && got.high < 14, JSON.stringify(got));
  });

  it('keeps answers below their cap and lets effort lengthen them', () => {
    const out = (more: Partial<CallSite>): Interval => cost(site({ parts, ...more })).tokens?.output ?? exactly(-1);
    const set = (tokens: number): CallSite['outputCap'] => ({ state: 'set', tokens, parameter: 'max_tokens' });
    assert.deepEqual(out({}), { low: 20, expected: 300, high: 4000 });
    assert.deepEqual(out({ outputCap: set(100) }), { low: 5, expected: 50, high: 100 });
    assert.deepEqual(out({ outputCap: set(4096) }), { low: 20, expected: 300, high: 4096 });
    assert.deepEqual(out({ outputCap: set(1_000_000) }).high, 16_384);
    assert.ok(out({ effort: 'high' }).expected > out({ effort: 'low' }).expected);
    assert.ok(out({ thinkingBudget: 10_000 }).high >= 10_000);
    assert.equal(out({ thinkingBudget: 10_000, outputCap: set(2000) }).high, 2000);
    assert.deepEqual(
      cost(site({ parts, outputCap: set(100) }), config(), directive({ output: exactly(900) })).tokens?.output,
      exactly(100),
    );
    assert.deepEqual(out({ effort: 'constructor' }), out({}));
  });
});

describe('cost: what has none', () => {
  it('says why a model is unpriced and what to declare, and never says 0', () => {
    const unknown = cost(site({ model: { id: 'our-model', via: 'literal' }, parts: [part('user', 'Hi')] }));
    assert.equal(unknown.cost, null);
    assert.equal(unknown.terms, null);
    assert.ok(unknown.tokens !== null && unknown.callsPerMonth !== null);
    assert.ok(unknown.notes.some((note) => note.code === 'unpriced' && note.message.includes('prices')));
    const nameless = cost(site({ model: undefined }));
    assert.ok(nameless.cost === null && nameless.notes.some((note) => note.message.includes('costlint-usage model=')));
    assert.equal(cost(site({ model: undefined }), config(), directive({ model: 'gpt-4o' })).model?.via, 'directive');
    const local = cost(site({ model: { id: 'llama3.1', via: 'literal' }, baseUrl: 'http://localhost:11434/v1' }));
    assert.ok(local.cost === null && local.notes[0]?.code === 'self-hosted');
    assert.ok(
      cost(
        site({ model: { id: 'llama3.1', via: 'literal' }, baseUrl: 'http://localhost:11434/v1' }),
        config(
          {},
          {
            prices: [
              {
                model: 'llama3.1',
                provider: 'self',
                input: 0.1,
                output: 0.1,
                cacheRead: undefined,
                cacheWrite: undefined,
                above: [],
                from: undefined,
              },
            ],
          },
        ),
      ).cost !== null,
    );
  });

  it('gives no month to what others pay for', () => {
    for (const kind of ['model-constructor', 'retriever', 'agent-loop', 'prompt'] as const) {
      const got = cost(site({ kind, parts: [part('system', 'Be brief.')] }));
      assert.ok(got.cost === null && got.callsPerMonth === null && got.terms === null, kind);
    }
    assert.deepEqual(cost(site({ kind: 'prompt', parts: [part('system', 'Be brief.')] })).tokens?.input, exactly(3));
    assert.equal(cost(site({ paidBy: PLACE, parts: [part('user', 'Hi')] })).cost, null);
  });

  it('has no month without traffic, but keeps its terms', () => {
    const got = cost(site({ parts: [part('user', 'Hi')] }), config({ callsPerMonth: null }));
    assert.ok(
      got.cost === null && got.terms !== null && got.callsPerMonth === null && got.notes.some((note) => note.code === 'traffic-unknown'),
    );
  });

  it('notes retired models, unknown tiers, other models and prompts beyond the window', () => {
    const codes = (more: Partial<CallSite>, said?: UsageDirective): string[] =>
      cost(site({ parts: [part('user', hole('text'))], ...more }), config(), said).notes.map((note) => note.code);
    assert.ok(codes({ provider: 'xai', model: { id: 'grok-3', via: 'literal' } }).includes('model-retired'));
    assert.ok(codes({ tier: 'warp' }).includes('tier-unknown'));
    assert.ok(codes({ otherModels: ['gpt-4o-mini'] }).includes('other-models'));
    assert.ok(codes({}, directive({ holes: { text: exactly(200_000) } })).includes('beyond-window'));
  });
});

describe('cost: what holds of every site', () => {
  it('orders all intervals, multiplies months from runs, and is rebuilt from its terms', () => {
    const kinds: Partial<CallSite>[] = [
      {},
      { samples: 4 },
      { batch: true },
      { tier: 'priority' },
      { effort: 'high' },
      { grows: true },
      { provider: 'deepseek', model: { id: 'deepseek-v4-flash', via: 'literal' } },
      { provider: 'anthropic', model: { id: 'claude-haiku-5-5', via: 'literal' } },
      { provider: 'openai', model: { id: 'gpt-5.6-sol', via: 'literal' } },
      { provider: 'openrouter', model: { id: 'meta-llama/llama-3.3-70b-instruct:free', via: 'literal' } },
    ];
    const loops: CallSite['loop'][] = [
      { state: 'none' },
      { state: 'bounded', steps: 7 },
      { state: 'framework-default', steps: 1000 },
      { state: 'dynamic' },
      { state: 'unbounded' },
    ];
    const prompts = [
      [],
      [part('user', 'Hi')],
      [part('system', 'word '.repeat(3000)), part('user', hole('a', 'user')), part('history', hole('h', 'history'))],
      [part('context', hole('c', 'context'))],
    ];
    for (const more of kinds)
      for (const loop of loops)
        for (const parts of prompts)
          for (const outputCap of [
            { state: 'absent', parameter: undefined },
            { state: 'set', tokens: 700, parameter: 'x' },
          ] as const) {
            const got = cost(site({ ...more, loop, parts, outputCap }));
            const label = JSON.stringify([more, loop, parts.length, outputCap.state]);
            assert.ok(got.cost !== null && got.terms !== null && got.callsPerMonth !== null && got.tokens !== null, label);
            for (const interval of [
              got.cost.perCall,
              got.cost.perMonth,
              got.tokens.input,
              got.tokens.output,
              got.callsPerMonth,
              got.terms.steps,
              got.terms.growth,
            ])
              assert.ok(ordered(interval), `${label} ${JSON.stringify(interval)}`);
            near(got.cost.perMonth.expected, got.callsPerMonth.expected * got.cost.perCall.expected);
            for (const counted of got.parts) assert.ok(ordered(counted.tokens) && Number.isInteger(counted.tokens.expected), label);
            // The report carries the terms as JSON.
            assert.deepEqual(costOfTerms(JSON.parse(JSON.stringify(got.terms)), got.callsPerMonth), got.cost);
          }
  });
});
