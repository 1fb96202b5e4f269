import assert from 'node:assert/strict';
import { explain, sitesAt } from '../../src/core/report/formats/explain.ts';
import { json } from '../../src/core/report/formats/json.ts';
import { type StylishOptions, stylish } from '../../src/core/report/formats/stylish.ts';
import type { Finding, Report, Site } from '../../src/core/report/report.ts';
import { exactly } from '../../src/core/tokens/interval.ts';

const PLAIN: StylishOptions = { color: false, width: 100, base: '' };
const range = (line: number) => ({ start: { line, column: 3 }, end: { line: line + 4, column: 5 } });

const site = (over: Partial<Site> = {}): Site => ({
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

const finding = (over: Partial<Finding> = {}): Finding => ({
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

const report = (over: Partial<Report> = {}): Report => ({
  format: 1,
  tool: { name: 'costlint', version: '0.1.0' },
  prices: { asOf: '2026-11-10', at: '2026-11-21', sources: ['genai-prices 0.1.8', 'overlay'] },
  assumptions: { callsPerMonth: 10_000 },
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
  totals: {
    perMonth: { low: 90, expected: 203, high: 410 },
    sites: 1,
    unpriced: 0,
    outside: { test: 12, example: 0, notebook: 1 },
    evidence: { measured: 0, resolved: 0.8, assumed: 0.2 },
  },
  ...over,
});

describe('stylish', () => {
  it('shows findings, the table of calls and what the total rests on', () => {
    assert.equal(
      stylish(report(), PLAIN),
      `src/triage.ts
    42:3  warning  No output cap: one answer may cost as much as the model allows.
                   missing-output-cap  ~$120 a month

1 finding (0 errors, 1 warning)

Calls                                             input     cap      $/call   $/month          range
triage                                                                           $203
  src/triage.ts:42            gpt-5.4-mini       ~3,612    ≤512    ~$0.0041     ~$203       $90–$410

Total     $203 a month ($90–$410), 1 call
Rests on  80 % code and configuration, 20 % assumptions
Outside   12 calls in tests, 1 in notebooks: shown in JSON, not in the total
Scanned   812 files, 41 with LLM code; skipped: 2 minified
Prices    of 2026-11-10, valid on 2026-11-21 (genai-prices 0.1.8, overlay)
Why       costlint explain <file>:<line> shows how a number is made
`,
    );
  });

  it('fits the width it is given and survives long names', () => {
    const long = site({
      path: `src/${'very-long-folder/'.repeat(9)}file.ts`,
      feature: 'f'.repeat(200),
      model: { id: 'm'.repeat(90), via: 'literal' },
    });
    for (const width of [80, 100, 120]) {
      const lines = stylish(report({ sites: [long], findings: [finding({ message: 'word '.repeat(60) })] }), { ...PLAIN, width }).split(
        '\n',
      );
      for (const line of lines.filter((text) => !/^(?:Outside|Prices)/.test(text)))
        assert.ok(line.length <= width, `${width}: ${line.length} ${line}`);
    }
  });

  it('says that an unknown price is not in the total, and marks assumed traffic', () => {
    const sites = [site({ id: 'b', cost: null, model: null }), site({ id: 'c', callsPerMonth: { ...exactly(10_000), from: 'assumed' } })];
    const text = stylish(report({ sites, findings: [], totals: { ...report().totals, unpriced: 1 } }), PLAIN);
    assert.match(text, /model unknown .* unpriced/);
    assert.match(text, /2 calls, 1 of them unpriced and not in this number/);
    assert.match(text, /~\$203\* /);
    assert.match(text, /\* at 10,000 calls a month, which nobody declared/);
  });

  it('unknown traffic stays unknown', () => {
    assert.match(stylish(report({ sites: [site({ callsPerMonth: null })] }), PLAIN), /~\$0\.0041 +unknown/);
  });

  it('says when there is nothing', () => {
    assert.match(stylish(report({ sites: [], findings: [] }), PLAIN), /^Total {5}no LLM calls found in 812 files\n/);
  });

  it('limits the table and says so', () => {
    const sites = Array.from({ length: 30 }, (_, at) => site({ id: `s${at}`, range: range(at + 1) }));
    const text = stylish(report({ sites, findings: [] }), { ...PLAIN, rows: 10 });
    assert.equal(text.match(/src\/triage\.ts:\d+/g)?.length, 10);
    assert.match(text, /… and 20 more calls: costlint report lists them all/);
  });

  it('colours only when asked, and never lets code speak to the terminal', () => {
    const hostile = report({
      sites: [site({ model: { id: '\u001b[31mred\u0007', via: 'literal' } })],
      findings: [finding({ message: 'a\u001b]0;title\u0007b' })],
    });
    assert.ok(!stylish(hostile, PLAIN).includes('\u001b'));
    const colored = stylish(report(), { ...PLAIN, color: true });
    assert.ok(colored.includes('\u001b[33mwarning'));
    const bare = colored
      .split('\u001b')
      .map((piece, at) => (at === 0 ? piece : piece.replace(/^\[\d+m/, '')))
      .join('');
    assert.equal(bare.replace(/ +\n/g, '\n'), stylish(report(), PLAIN));
  });

  it('suppressed findings are not shown', () => {
    assert.doesNotMatch(stylish(report({ findings: [finding({ suppressed: { reason: 'agreed' } })] }), PLAIN), /missing-output-cap/);
  });
});

describe('explain', () => {
  it('prints parts, prices, formula and origin of the traffic', () => {
    assert.equal(
      explain(site(), report(), PLAIN),
      `src/triage.ts:42  llm-call: openai chat.completions in classify
Model     gpt-5.4-mini (written in the call)
Cap       ≤512 tokens (max_completion_tokens)
Feature   triage

Input tokens
  system     src/prompts.ts:3                   412                   cacheable
  context    {docs}                          ~3,200  0–6,400          top-k 8 × 400 (assumed chunk)
  total                                      ~3,612  412–6,812        estimate, o200k_base
Output tokens
  answer                                       ~300  10–512

Prices    openai gpt-5.4-mini: input 0.75, output 4.5, cache read 0.075 USD per 1M tokens
          base, of 2026-09-23, under this very name
Formula   (3,612 × $0.75 + 300 × $4.50) / 1M × 1.042
Factors   retries ×1.042

Call      ~$0.0041 ($0.0010–$0.0090)
Month     50,000 calls (declared for the feature)
          ~$203 ($90–$410), widest because of docs

Notes
  - The size of docs is assumed.

Prices as of 2026-11-10, valid on 2026-11-21. 20 % of the application's total rests on assumptions.
`,
    );
  });

  it('finds the sites of a line: those that begin there, else the innermost around it', () => {
    const sites = [site({ id: 'outer', range: { start: { line: 10, column: 1 }, end: { line: 60, column: 1 } } }), site({ id: 'inner' })];
    const at = (line: number) => sitesAt(report({ sites }), 'src/triage.ts', line).map(({ id }) => id);
    assert.deepEqual([at(42), at(44), at(12), at(99)], [['inner'], ['inner'], ['outer'], []]);
  });
});

describe('json', () => {
  it('is the report itself', () => {
    assert.deepEqual(JSON.parse(json(report())), report());
  });
});
