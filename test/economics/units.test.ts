// The worked examples E12 to E31 of the cost formulas: levers, outcomes, heavy users, growth and investments; and their laws.
import assert from 'node:assert/strict';
import { callCost } from '../../src/core/economics/call.ts';
import { isQuietCompounder, shareInAYear, trend } from '../../src/core/economics/direction.ts';
import {
  cappedMean,
  costOfTop,
  HEAVY_USERS,
  lognormalQuantile,
  lognormalSigma,
  paretoAlpha,
  paretoQuantile,
  underWater,
} from '../../src/core/economics/heavy-users.ts';
import {
  fineTuneBreakEven,
  gpusNeeded,
  pilotToProduction,
  selfHostBreakEven,
  selfHostCrossover,
  selfHostFixed,
  swapTax,
  totalCostOfOwnership,
} from '../../src/core/economics/investments.ts';
import {
  batchFactor,
  ingestCost,
  microBatchCost,
  retrievalInput,
  routingSaving,
  semanticCacheSaving,
} from '../../src/core/economics/levers.ts';
import { normalCdf, normalQuantile } from '../../src/core/economics/normal.ts';
import { costPerOutcome, guardedReply } from '../../src/core/economics/outcomes.ts';
import type { Rates } from '../../src/core/prices/snapshot.ts';
import { random } from '../tokens/texts.ts';

const S46: Rates = { input: 3, output: 15 };
const G54M: Rates = { input: 0.75, output: 4.5 };
const near = (got: number, want: number, tolerance = 1e-9): void =>
  assert.ok(Math.abs(got - want) <= Math.max(1e-12, tolerance * Math.abs(want)), `${got}, wanted ${want}`);

describe('economics: levers', () => {
  it('E12 twenty chunks to four', () => {
    const tokens = (chunks: number) => retrievalInput({ system: 800, query: 60, chunks, chunkTokens: 400 });
    assert.deepEqual([tokens(20), tokens(4)], [8860, 2460]);
    near(callCost(S46, { input: 8860, output: 400 }), 0.03258);
    near(callCost(S46, { input: 2460, output: 400 }), 0.01338);
  });
  it('E12b ingest', () => near(ingestCost(50e6, 400, 50, 0.02), 1.142857, 1e-6));
  it('E13 routing: cost share and escalation turn 75 % routed into 44 % saved', () => {
    near(routingSaving({ queries: 0.75, ratio: 0.3, escalated: 0.1, router: 0.0001, large: 0.0125 }), 0.75 * 0.7 - 0.075 - 0.008, 1e-9);
    near(routingSaving({ queries: 0.75, ratio: 0.05 }), 0.7125);
    near(routingSaving({ queries: 0.75, cost: 0.6, ratio: 0.05 }), 0.57);
  });
  it('E14 semantic hits', () => near(semanticCacheSaving(0.3, 0.00002, 0.0135), 0.29851852, 1e-7));
  it('E26 twenty tasks in one call', () => {
    near(microBatchCost(G54M, { shared: 900, task: 60, answer: 15, perCall: 1 }), 0.0007875);
    near(microBatchCost(G54M, { shared: 900, task: 60, answer: 15, perCall: 20 }), 0.00014625);
  });
  it('E31 forty percent in batches', () => near(batchFactor(0.4, 0.5), 0.8));
  it('law: routing never saves more than the share of the cost it moves', () => {
    const next = random(11);
    for (let at = 0; at < 500; at++) {
      const [queries, cost, ratio, escalated] = [next(100) / 100, next(100) / 100, next(100) / 100, next(100) / 100];
      assert.ok(routingSaving({ queries, cost, ratio, escalated }) <= cost + 1e-12);
    }
  });
});

describe('economics: outcomes', () => {
  it('E15 checks make an answer 1.8 times as dear', () =>
    near(guardedReply(0.0135, { before: 0.003, after: 0.003, regenerated: 0.15, judged: 0.1, judge: 0.02 }) / 0.0135, 1.7759259, 1e-6));
  it('E22 a ticket, and the people behind it', () => {
    near(costPerOutcome({ llm: 80_000, tasks: 40_000 }), 2);
    near(costPerOutcome({ llm: 80_000, tasks: 40_000, success: 0.95, escalated: 0.05, minutes: 12, hourlyRate: 40 }), 2.5263158, 1e-7);
  });
});

describe('economics: heavy users', () => {
  const sigma = lognormalSigma(HEAVY_USERS);
  const alpha = paretoAlpha(HEAVY_USERS);
  it('E16 the shape of 5 % / 50 %', () => {
    near(sigma, 1.644854, 1e-6);
    near(alpha, 1.30103, 1e-5);
  });
  it('percentiles over the mean', () => {
    for (const [p, lognormal, pareto] of [
      [0.5, 0.2585, 0.3942],
      [0.9, 2.128, 1.358],
      [0.95, 3.868, 2.314],
      [0.99, 11.87, 7.972],
    ] as const) {
      near(lognormalQuantile(1, sigma, p), lognormal, 1e-3);
      near(paretoQuantile(1, alpha, p), pareto, 1e-3);
    }
  });
  it('E17 a plan of $10 at a mean of $2.70', () => {
    const water = underWater(2.7, sigma, 10);
    near(water.users, 0.0528, 2e-3);
    near(water.cost, 0.511, 2e-3);
    near(water.excess, 0.85, 2e-3);
    near(cappedMean(2.7, sigma, 10), 1.85, 2e-3);
  });
  it('the top 5 % cause half of the cost, as was said', () => near(costOfTop(sigma, 0.95), 0.5, 1e-6));
  it('edges: no spread, no price, no cost', () => {
    assert.deepEqual(underWater(5, 0, 4), { users: 1, cost: 1, excess: 1 });
    assert.deepEqual(underWater(5, 0, 6), { users: 0, cost: 0, excess: 0 });
    assert.deepEqual(underWater(5, 1, 0), { users: 1, cost: 1, excess: 5 });
    assert.deepEqual(underWater(0, 1, 10), { users: 0, cost: 0, excess: 0 });
    assert.equal(lognormalSigma({ share: 0.5, ofUsage: 0.4 }), 0);
  });
  it('law: a cap never raises the mean, and a price near 0 leaves all under water', () => {
    const next = random(3);
    for (let at = 0; at < 300; at++) {
      const mean = 0.01 + next(1000) / 10;
      assert.ok(cappedMean(mean, sigma, 0.01 + next(1000) / 10) <= mean + 1e-9);
    }
    near(underWater(2.7, sigma, 1e-9).users, 1, 1e-6);
  });
  it('the normal distribution and its inverse undo each other', () => {
    for (let p = 0.001; p < 1; p += 0.013) assert.ok(Math.abs(normalCdf(normalQuantile(p)) - p) < 2e-7, String(p));
  });
});

describe('economics: growth and investments', () => {
  it('E18 the pilot: 30 times the users, 90 times the cost', () => {
    near(380_000 / 4200, 90.476, 1e-4);
    near(pilotToProduction({ cost: 4200, users: 200, usersLater: 6000 }), 126_000);
    const tokens = callCost(S46, { input: 6000, output: 500 }) / callCost(S46, { input: 500, output: 500 });
    near(tokens, 2.8333333, 1e-6);
    const usage = pilotToProduction({ cost: 4200, users: 200, usersLater: 6000, usage: 0.35, tokens });
    near(380_000 / usage, 3.04, 2e-3);
  });
  it('E19 fine-tuning pays from a million calls', () =>
    near(fineTuneBreakEven({ oneOff: 30_000, months: 12, upkeep: 1500, saving: 0.004 }), 1_000_000));
  const node = { gpus: 8, hourly: 2.5, operations: 12_000, tokensPerSecond: 2500, utilisation: 0.4 };
  it('E20 self-hosting pays between one and three million queries', () => {
    near(selfHostFixed(node, 8), 26_600);
    near(selfHostBreakEven(26_600, 0.0135), 1_970_370, 1e-6);
    near(selfHostCrossover(node, 0.0135, 2500) ?? 0, 1_970_370, 1e-6);
    assert.equal(gpusNeeded({ ...node, gpus: 1 }, 2e6, 2500), 2);
    assert.equal(gpusNeeded(node, 2e6, 2500), 8);
  });
  it('a volume that needs more GPUs than the floor pays for them, and a cheap API is never beaten', () => {
    const small = { ...node, gpus: 1, operations: 0 };
    const calls = selfHostCrossover({ ...small, operations: 200_000 }, 0.0135, 2500) ?? 0;
    const gpus = gpusNeeded(small, calls, 2500);
    assert.ok(calls * 0.0135 >= selfHostFixed({ ...small, operations: 200_000 }, gpus) - 1e-6);
    assert.equal(selfHostCrossover(small, 0.000_001, 250_000), undefined);
    assert.equal(selfHostCrossover(node, 0.001, 2500, 0.002), undefined);
  });
  it('E21 three years: the API wins at half a million queries', () => {
    near(totalCostOfOwnership({ calls: 500_000, unit: 0.0135, growth: 0.05, decline: 0.3 }), 345_945, 1e-4);
    near(totalCostOfOwnership({ calls: 500_000, unit: 0.0135, growth: 0.05 }), 646_895, 1e-5);
    near(totalCostOfOwnership({ calls: 0, unit: 0, fixed: 26_600, capital: 60_000 }), 1_017_600);
  });
  it('E28 the price of changing the model', () =>
    near(swapTax({ cases: 200, repeats: 3, call: 0.0135, judge: 0.02, surfaces: 4, days: 10, daily: 800 }), 8080.4));
  it('law: without growth, decline and discount it is 36 times a month', () =>
    near(totalCostOfOwnership({ calls: 1000, unit: 0.01 }), 360));
});

describe('economics: direction', () => {
  it('E24 five percent a month is rising', () => {
    const { growth, direction } = trend([1, 1.05, 1.1025, 1.157625]) ?? { growth: 0, direction: 'flat' };
    near(growth, 0.05, 1e-9);
    assert.equal(direction, 'rising');
    assert.equal(trend([1, 1.01, 1.02])?.direction, 'flat');
    assert.equal(trend([2, 1.8, 1.6])?.direction, 'falling');
    assert.equal(trend([1, 2]), undefined);
    assert.equal(trend([1, 0, 2]), undefined);
  });
  it('E29 small now, a third in a year', () => {
    near(shareInAYear(0.08, 0.15, 0.02), 0.337, 5e-3);
    assert.ok(isQuietCompounder(0.08, 0.15, 0.02));
    assert.ok(!isQuietCompounder(0.08, 0.02, 0.02));
  });
});
