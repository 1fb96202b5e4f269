import assert from 'node:assert/strict';
import { explain, sitesAt } from '../../src/core/report/formats/explain.ts';
import { json } from '../../src/core/report/formats/json.ts';
import { stylish } from '../../src/core/report/formats/stylish.ts';
import { exactly } from '../../src/core/tokens/interval.ts';
import { finding, range, report, site } from './samples.ts';

const PLAIN = { color: false, width: 100, base: '' };
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

  it('names files that could only be read in part', () => {
    const failed = ['a.ts', 'b.ts', 'c.ts', 'd.ts'].map((path, i) => ({ path, reason: `This part could not be parsed (line ${i + 1})` }));
    const text = stylish({ ...report(), files: { ...report().files, failed } }, PLAIN);
    assert.match(text, /In part {3}a\.ts: This part could not be parsed \(line 1\)\n/);
    assert.match(text, /In part {3}c\.ts: .*\nIn part {3}and 1 more file\nPrices/);
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
