/** A small diff that tests of its formats share; each changes what it is about. */
import type { Cause, Change, ChangeSide, Diff } from '../../src/core/report/diff.ts';
import { exactly } from '../../src/core/tokens/interval.ts';
import { range } from './samples.ts';

export const side = (perCall: number): ChangeSide => ({
  kind: 'llm-call',
  path: 'src/answer.ts',
  range: range(15),
  model: 'claude-sonnet-4-6',
  tokens: { input: exactly(2412), output: exactly(300) },
  callsPerMonth: exactly(18_000),
  cost: { perCall: exactly(perCall), perMonth: exactly(perCall * 18_000) },
});

export const cause = (over: Partial<Cause> = {}): Cause => ({
  cause: 'top-k',
  perCall: 0.013,
  perMonth: 780,
  worst: 0.013,
  note: null,
  was: '4',
  now: '8',
  tokens: { base: 1600, head: 3200 },
  lines: { base: [], head: [{ path: 'src/retriever.ts', range: range(41) }] },
  ...over,
});

export const change = (over: Partial<Change> = {}): Change => ({
  site: 'a1',
  status: 'changed',
  path: 'src/answer.ts',
  range: range(15),
  symbol: 'answer',
  feature: 'doc-search',
  movedFrom: null,
  causes: [cause()],
  delta: { perCall: 0.013, perMonth: 780 },
  worst: { perCall: 0.013, perMonth: 780 },
  before: side(0.021),
  after: side(0.034),
  ...over,
});

export const total = (usd: number) => ({ perMonth: exactly(usd), sites: 23, unpriced: 0 });

export const diff = (over: Partial<Diff> = {}): Diff => ({
  format: 1,
  tool: { name: 'costlint', version: '0.1.0' },
  prices: { asOf: '2026-11-18', at: '2026-11-21', sources: ['overlay'] },
  base: '9f1c2ab',
  head: 'abc1234',
  verdict: { state: 'pass', reasons: ['The change costs $780 a month.'] },
  delta: { perMonth: { low: 300, expected: 780, high: 1400 }, worst: 1400 },
  totals: { base: total(9800), head: total(10_580) },
  budget: null,
  changes: [change()],
  findings: { new: [], fixed: [] },
  unpriced: 0,
  files: { changed: 2, analysed: 3 },
  ...over,
});
