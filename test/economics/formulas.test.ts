// The worked examples E1 to E12 and E30 of the cost formulas, their edge cases, and laws that hold for any input.
import assert from 'node:assert/strict';
import { breakEvenReads, hitRate, prefixSaving } from '../../src/core/economics/caching.ts';
import { callCost, ratesAt } from '../../src/core/economics/call.ts';
import { nestedRetries, retries } from '../../src/core/economics/retries.ts';
import {
  type Caching,
  chatSeries,
  expectedSeriesInput,
  expectedSteps,
  firstStepAbove,
  geometricMeanSquare,
  seriesCost,
  seriesInput,
  seriesTokens,
  stepInput,
  stepsInWindow,
} from '../../src/core/economics/series.ts';
import { rangeOf, sigmaOf, spread } from '../../src/core/economics/spread.ts';
import type { Rates } from '../../src/core/prices/snapshot.ts';

const S46: Rates = { input: 3, output: 15, cacheRead: 0.3, cacheWrite: 3.75, cacheWrite1h: 6 };
const G54: Rates = { input: 2.5, output: 15, cacheRead: 0.25, above: [{ tokens: 271_999, input: 5, output: 22.5, cacheRead: 0.5 }] };
const G54M: Rates = { input: 0.75, output: 4.5, cacheRead: 0.075 };
const H55: Rates = {
  input: 0.1,
  output: 0.5,
  cacheRead: 0.01,
  cacheWrite: 0.125,
  cacheWrite1h: 0.2,
  above: [{ tokens: 100_000, input: 0.5, output: 2.5, cacheRead: 0.05, cacheWrite: 0.625, cacheWrite1h: 1 }],
};

const near = (got: number, want: number, tolerance = 1e-9): void =>
  assert.ok(Math.abs(got - want) <= Math.max(1e-12, tolerance * Math.abs(want)), `${got}, wanted ${want}`);
const fixed = (count: number): { kind: 'fixed'; count: number } => ({ kind: 'fixed', count });
/** Each step reads from the cache all that the step before it has sent. */
const WARM: Caching = { prefix: 0, firstHit: 0, laterHit: 1, conversation: true, minTokens: 0 };

describe('economics: one call', () => {
  it('E1 a plain call', () => near(callCost(S46, { input: 2000, output: 500 }), 0.0135));
  it('E2 a cached call', () => near(callCost(S46, { input: 12_000, cacheRead: 10_000, cacheWrite: 1000, output: 600 }), 0.01875));
  it('E3 the price step of gpt-5.4 is a cliff for the whole request', () => {
    near(callCost(G54, { input: 271_999, output: 2000 }), 0.7099975);
    near(callCost(G54, { input: 272_000, output: 2000 }), 1.405);
    near(callCost(G54, { input: 300_000, cacheRead: 200_000, output: 2000 }), 0.645);
  });
  it('E3d, e the step of claude-haiku-5-5', () => {
    near(callCost(H55, { input: 100_000, output: 1000 }), 0.0105);
    near(callCost(H55, { input: 100_001, output: 1000 }), 0.0525005);
  });
  it('E3f, g a thousand calls are not one call of their tokens', () => {
    near(1000 * callCost(G54, { input: 2000, output: 500 }), 12.5);
    near(callCost(G54, { input: 2_000_000, output: 500_000 }), 21.25);
  });
  it('E4 batch in a region, and priority', () => {
    near(callCost(G54, { input: 10_000, output: 1000 }, { multiplier: 0.5 * 1.1 }), 0.022);
    near(callCost(G54, { input: 10_000, output: 1000 }, { multiplier: 2 }), 0.08);
  });
  it('E5 three samples with reasoning', () =>
    near(callCost(G54M, { input: 1500, output: 1000, reasoning: 800 }, { samples: 3 }), 0.014625));
  it('E6 two web searches', () => near(callCost(S46, { input: 2000, output: 500 }, { fees: (2 * 10) / 1000 }), 0.0335));

  it('edge cases', () => {
    near(callCost(S46, { input: 0, output: 0 }), 0);
    near(callCost(S46, { input: 0, output: 9 }, { samples: 0 }), 0);
    near(callCost(S46, { input: 1000, cacheRead: 1000 }), 0.0003);
    near(callCost({ input: 0.02 }, { input: 1e6 }), 0.02);
    near(callCost({ input: 0, request: 0.005 }, { input: 800 }), 0.005);
    near(
      callCost(
        {
          input: 1,
          above: [
            { tokens: 20, input: 4 },
            { tokens: 10, input: 2 },
          ],
        },
        { input: 25 },
      ),
      100 / 1e6,
    );
    near(callCost({ input: 1, cacheRead: 0.1, above: [{ tokens: 10, input: 2 }] }, { input: 20, cacheRead: 20 }), 2 / 1e6);
    near(callCost({ input: 2 }, { input: 10, cacheRead: 4, image: 3, audio: 3 }), 20 / 1e6);
    near(callCost({ input: 3, cacheWrite: 3.75 }, { input: 10, cacheWrite1h: 10 }), 37.5 / 1e6);
    near(callCost(G54M, { input: 100, cacheWrite: 100 }), 75 / 1e6);
    assert.equal(ratesAt(G54, 272_000).output, 22.5);
    assert.throws(() => callCost(S46, { input: 5, cacheRead: 6 }), RangeError);
    assert.throws(() => callCost(S46, { input: 5, output: 5, reasoning: 6 }), RangeError);
    assert.throws(() => callCost(S46, { input: -1 }), RangeError);
    assert.throws(() => callCost(S46, { input: Number.NaN }), RangeError);
  });
});

describe('economics: retries', () => {
  it('E7 some failures are billed', () => {
    const { factor, success } = retries({ billed: 0.04, unbilled: 0.01 }, 2);
    near(factor, 1.041975);
    near(success, 0.999875);
  });
  it('E7b nothing ever succeeds', () => assert.equal(retries({ billed: 1, unbilled: 0 }, 2).attempts, 3));
  it('E7c a validation retry sends the bad answer back', () => near(callCost(S46, { input: 2550, output: 500 }) / 0.0135, 1.122222, 1e-5));
  it('a caller that retries around a client that does', () => assert.equal(nestedRetries(2, 2), 8));
});

describe('economics: growing context', () => {
  const loop = { steps: fixed(12), first: 6000, growth: 1500, output: 300 };
  it('E8 an agent of twelve steps', () => {
    assert.deepEqual(seriesTokens(12, 6000, 1500), { input: 171_000, reads: 148_500, writes: 22_500 });
    near(seriesInput(loop), 171_000);
    near(seriesCost(S46, loop), 0.567);
    near(seriesCost(S46, { ...loop, caching: WARM }), 0.182925);
  });
  it('E8b, e fifteen steps cost 36 calls', () => {
    near(12 * callCost(S46, { input: 6000, output: 300 }), 0.27);
    near(seriesCost(S46, { ...loop, steps: fixed(15) }) / callCost(S46, { input: 6000, output: 300 }), 36);
  });
  it('E8c, d the price step and the window on the way', () => {
    assert.equal(firstStepAbove(271_999, 6000, 12_000), 24);
    assert.equal(stepsInWindow(200_000, 8000, 6000, 12_000), 16);
    assert.equal(stepsInWindow(1000, 800, 300, 10), 0);
    const long = { steps: fixed(30), first: 6000, growth: 12_000, output: 100 };
    let byHand = 0;
    for (let i = 1; i <= 30; i++) byHand += ((6000 + (i - 1) * 12_000) * (i < 24 ? 2.5 : 5) + 100 * (i < 24 ? 15 : 22.5)) / 1e6;
    near(seriesCost(G54, long), byHand);
  });
  it('E9 a chat of ten turns', () => {
    const chat = { steps: fixed(10), ...chatSeries(1500, 150, 350), output: 350 };
    near(seriesInput(chat), 39_000);
    near(seriesCost(S46, chat), 0.1695);
    near(seriesCost(S46, { ...chat, caching: WARM }), 0.0854175);
    near(seriesCost(S46, { ...chat, window: 3 }), 0.138);
  });
  it('a window that slides leaves only the common prefix in the cache', () => {
    const chat = { steps: fixed(6), ...chatSeries(1500, 150, 350), output: 0, window: 3 };
    const caching = { ...WARM, prefix: 1500 };
    // Steps 5 and 6 read 1,500 and write the other 1,650.
    const tail = seriesCost(S46, { ...chat, caching }) - seriesCost(S46, { ...chat, steps: fixed(4), caching });
    near(tail, (2 * (1500 * 0.3 + 1650 * 3.75)) / 1e6);
  });
  it('E10 random steps', () => {
    near(expectedSeriesInput(12, 144, 6000, 1500), 171_000);
    near(expectedSeriesInput(12, geometricMeanSquare(12), 6000, 1500), 270_000);
    near(seriesInput({ ...loop, steps: { kind: 'geometric', mean: 12, most: 20 } }), 159_447.3, 1e-6);
    near(seriesInput({ ...loop, steps: { kind: 'geometric', mean: 12, most: 400 } }), 270_000, 1e-5);
    near(expectedSteps({ kind: 'geometric', mean: 12, most: 400 }), 12, 1e-9);
  });
});

describe('economics: prompt caching', () => {
  it('E11 break-even', () => {
    near(breakEvenReads(1.25, 0.1), 0.277778, 1e-5);
    near(breakEvenReads(2, 0.1), 1.111111, 1e-5);
    near(prefixSaving(breakEvenReads(1.25, 0.1), 1.25, 0.1), 0);
  });
  it('E11b hit rates by traffic', () => {
    near(hitRate(5000, 5), 0.434913, 1e-5);
    near(hitRate(5000, 5, 0.25), 0.898033, 1e-5);
    near(hitRate(100_000, 5), 0.999989, 1e-5);
  });
  it('E11c a prefix below the minimum is plain input', () => {
    const call = { steps: fixed(1), first: 2000, growth: 0, output: 0 };
    const caching = { prefix: 900, firstHit: 1, laterHit: 1, conversation: false, minTokens: 1024 };
    near(seriesCost(S46, { ...call, caching }), 0.006);
    near(seriesCost(S46, { ...call, caching: { ...caching, prefix: 1024 } }), (1024 * 0.3 + 976 * 3) / 1e6);
  });
  it('a prefix that is warm by half costs half a read and half a write', () => {
    const caching = { prefix: 1000, firstHit: 0.5, laterHit: 1, conversation: false, minTokens: 0 };
    near(seriesCost(S46, { steps: fixed(1), first: 1500, growth: 0, output: 0, caching }), (500 * 3 + 500 * 0.3 + 500 * 3.75) / 1e6);
  });
});

describe('economics: levers and ranges', () => {
  it('E12 fewer chunks', () => {
    near(callCost(S46, { input: 800 + 60 + 20 * 400, output: 400 }), 0.03258);
    near(callCost(S46, { input: 800 + 60 + 4 * 400, output: 400 }), 0.01338);
  });
  it('E30 what an undeclared traffic does to a range', () => {
    const undeclared = spread([0.05, 0.5, 1.2]);
    near(undeclared.high, 5.2978, 1e-4);
    near(undeclared.shares[2] ?? 0, 0.850812, 1e-4);
    near(spread([0.05, 0.5, 0.3]).high, 2.117, 1e-3);
    assert.deepEqual(spread([]), { sigma: 0, low: 1, high: 1, shares: [] });
  });
  it('the spread of a range is the one it was made with', () => near(sigmaOf(rangeOf(10_000, 1.2)), 1.2, 1e-9));
});

/** The same seed gives the same numbers on every machine. */
function randomNumbers(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}

describe('economics: laws', () => {
  const random = randomNumbers(7);
  const whole = (limit: number): number => Math.floor(random() * limit);
  const prices = [S46, G54, G54M, H55];
  const anyPrice = (): Rates => prices[whole(prices.length)] ?? S46;
  const law = (name: string, holds: () => boolean): void => {
    it(name, () => {
      for (let i = 0; i < 1000; i++) assert.ok(holds(), `case ${i}`);
    });
  };
  law('cost never falls when tokens are added', () => {
    const rates = anyPrice();
    const tokens = { input: whole(400_000), output: whole(4000) };
    const cost = callCost(rates, tokens);
    return (
      callCost(rates, { ...tokens, input: tokens.input + 1 }) >= cost && callCost(rates, { ...tokens, output: tokens.output + 1 }) >= cost
    );
  });
  law('a cache read never costs more than plain input', () => {
    const rates = anyPrice();
    const input = whole(400_000);
    return callCost(rates, { input, cacheRead: whole(input + 1) }) <= callCost(rates, { input }) + 1e-12;
  });
  law('caching saves above the break-even and loses below it', () => {
    const [write, read] = [1 + random(), random() * 0.9];
    const reads = breakEvenReads(write, read);
    return prefixSaving(reads + 0.01, write, read) > 0 && prefixSaving(reads - 0.01, write, read) < 0;
  });
  law('a loop of one step is a call', () => {
    const [first, output] = [whole(300_000), whole(2000)];
    return (
      Math.abs(seriesCost(G54, { steps: fixed(1), first, growth: whole(9000), output }) - callCost(G54, { input: first, output })) < 1e-9
    );
  });
  law('reads and writes add up to the input, and the closed form is the sum of the steps', () => {
    const [steps, first, growth] = [1 + whole(40), whole(5000), whole(2000)];
    const { input, reads, writes } = seriesTokens(steps, first, growth);
    let total = 0;
    for (let i = 1; i <= steps; i++) total += stepInput(i, first, growth);
    return input === reads + writes && total === input && seriesInput({ steps: fixed(steps), first, growth, output: 0 }) === input;
  });
  law('a bound never adds tokens', () => {
    const mean = 1 + random() * 20;
    const bounded = seriesInput({ steps: { kind: 'geometric', mean, most: 1 + whole(30) }, first: 4000, growth: 900, output: 0 });
    return bounded <= expectedSeriesInput(mean, geometricMeanSquare(mean), 4000, 900) + 1e-6;
  });
  law('a warmer cache never costs more', () => {
    const series = { steps: fixed(1 + whole(9)), first: 2000 + whole(9000), growth: whole(3000), output: whole(500) };
    const caching = { prefix: whole(2000), firstHit: random(), laterHit: random(), conversation: random() < 0.5, minTokens: whole(2000) };
    const cost = seriesCost(S46, { ...series, caching });
    return seriesCost(S46, { ...series, caching: { ...caching, firstHit: 1, laterHit: 1 } }) <= cost + 1e-12;
  });
  law(
    'retries cost at least one attempt when failures are billed in full',
    () => retries({ billed: random(), unbilled: 0 }, whole(6)).factor >= 1 - 1e-12,
  );
});
