/** A small report that the tests of formats share; each changes what it is about. */
import type { Finding, Report, Site } from '../../src/core/report/report.ts';
import { exactly } from '../../src/core/tokens/interval.ts';

export const range = (line: number) => ({ start: { line, column: 3 }, end: { line: line + 4, column: 5 } });

export const site = (over: Partial<Site> = {}): Site => ({
  id: 'a1',
  kind: 'llm-call',
  path: 'src/triage.ts',
  range: range(42),
  symbol: 'classify',
  scope: 'app',
  paidBy: null,
  sdk: 'openai',
  api: 'chat.completions',
  evidence: 'type',
  feature: 'triage',
  provider: 'openai',
  model: { id: 'gpt-5.4-mini', via: 'literal' },
  outputCap: { state: 'set', tokens: 512, parameter: 'max_completion_tokens' },
  loop: { state: 'none' },
  parts: [
    { role: 'system', path: 'src/prompts.ts', range: range(3), tokens: exactly(412), exact: true, cacheable: true },
    { role: 'context', hole: 'docs', tokens: { low: 0, expected: 3200, high: 6400 }, exact: false, from: 'top-k 8 × 400 (assumed chunk)' },
  ],
  tokens: {
    input: { low: 412, expected: 3612, high: 6812 },
    output: { low: 10, expected: 300, high: 512 },
    tokenizer: 'o200k_base',
    exact: false,
  },
  callsPerMonth: { ...exactly(50_000), from: 'feature' },
  cost: { perCall: { low: 0.001, expected: 0.0041, high: 0.009 }, perMonth: { low: 90, expected: 203, high: 410 } },
  terms: {
    price: {
      provider: 'openai',
      model: 'gpt-5.4-mini',
      layer: 'base',
      match: 'exact',
      asOf: '2026-09-23',
      input: 0.75,
      output: 4.5,
      cacheRead: 0.075,
    },
    input: { low: 412, expected: 3612, high: 6812 },
    output: { low: 10, expected: 300, high: 512 },
    openEnded: false,
    steps: exactly(1),
    growth: exactly(0),
    cached: exactly(0),
    retryFactor: 1.042,
    samples: 1,
    multiplier: 1,
    times: exactly(1),
    formula: '(3,612 × $0.75 + 300 × $4.50) / 1M × 1.042',
    spread: { sigma: 0.6, dominant: 'docs', causes: {} },
  },
  notes: [{ code: 'x', message: 'The size of docs is assumed.' }],
  ...over,
});

export const finding = (over: Partial<Finding> = {}): Finding => ({
  rule: 'missing-output-cap',
  severity: 'warning',
  path: 'src/triage.ts',
  range: range(42),
  message: 'No output cap: one answer may cost as much as the model allows.',
  site: 'a1',
  fingerprint: 'f',
  impact: { perMonth: { low: 1, expected: 120, high: 900 } },
  fixes: [],
  suppressed: null,
  ...over,
});

export const report = (over: Partial<Report> = {}): Report => ({
  format: 1,
  tool: { name: 'costlint', version: '0.1.0' },
  prices: { asOf: '2026-11-10', at: '2026-11-21', sources: ['genai-prices 0.1.8', 'overlay'] },
  assumptions: { callsPerMonth: 10_000 },
  usage: { activeUsers: null, planPrice: null, heavyUsers: null, tokenShare: null, features: [] },
  files: {
    seen: 812,
    analysed: 41,
    skipped: [
      { path: 'a.js', reason: 'minified' },
      { path: 'b.js', reason: 'minified' },
    ],
    failed: [],
  },
  sites: [site()],
  findings: [finding()],
  budgets: [],
  totals: {
    perMonth: { low: 90, expected: 203, high: 410 },
    sites: 1,
    unpriced: 0,
    outside: { test: 12, example: 0, notebook: 1 },
    evidence: { measured: 0, resolved: 0.8, assumed: 0.2 },
  },
  ...over,
});
