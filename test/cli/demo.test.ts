/** The sample application's numbers against a calculation by hand: tokens counted by tiktoken, prices and formulas written out here. */
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { get_encoding } from 'tiktoken';
import type { Report, Site } from '../../src/core/report/report.ts';

const PROJECT = path.resolve('test/projects/support-desk');

/** USD per 1M tokens, from the vendors' price lists as of 2026-11-21. */
const PRICES = {
  'gpt-5.4': { input: 2.5, output: 15, cacheRead: 0.25 },
  'gpt-5.4-mini': { input: 0.75, output: 4.5 },
  'gpt-5.4-nano': { input: 0.2, output: 1.25 },
  'claude-sonnet-4-6': { input: 3, output: 15, cacheRead: 0.3, cacheWrite: 3.75 },
  'claude-haiku-4-5': { input: 1, output: 5 },
  'text-embedding-3-small': { input: 0.02 },
} as const;

/** OpenAI's chat framing: 3 tokens and the role for each message, 2 once for gpt-5 and later. */
const MESSAGE = 3;
const ONCE = 2;

const o200k = get_encoding('o200k_base');
const cl100k = get_encoding('cl100k_base');
const count = (text: string): number => o200k.encode_ordinary(text).length;

/** What the built command line prints in a terminal of 100 columns. */
const costlint = (args: readonly string[], cwd: string): string =>
  execFileSync(process.execPath, [path.resolve('dist/cli.js'), ...args], {
    cwd,
    encoding: 'utf8',
    env: { ...process.env, COLUMNS: '100' },
  });

/** The template literal that `name` is given in a source file. */
function literal(file: string, name: string): string {
  const text = readFileSync(path.join(PROJECT, file), 'utf8');
  const found = new RegExp(`const ${name} = \`([^\`]*)\``).exec(text)?.[1];
  assert.ok(found !== undefined, `${name} stands in ${file}`);
  return found;
}

const close = (got: number | undefined, wanted: number, what: string) =>
  assert.ok(got !== undefined && Math.abs(got - wanted) <= 1e-9 * Math.max(1, wanted), `${what}: ${got} instead of ${wanted}`);

describe('the sample application', () => {
  let report: Report;
  const site = (file: string, kind = 'llm-call'): Site => {
    const found = report.sites.filter((one) => one.path === file && one.kind === kind);
    assert.equal(found.length, 1, `one ${kind} in ${file}`);
    return found[0] as Site;
  };

  before(() => {
    report = JSON.parse(costlint(['report', '--format', 'json', '--as-of', '2026-11-21', '.'], PROJECT)) as Report;
  });

  it('triage: a short prompt, a model from the environment, a cap', () => {
    const { model, outputCap, tokens, cost, callsPerMonth, feature } = site('src/triage.ts');
    const system = MESSAGE + count('system') + count(literal('src/triage.ts', 'TRIAGE_PROMPT'));
    const user = MESSAGE + count('user') + count('Subject: ') + 9 + count('\n\n') + 140;
    const input = system + user + ONCE;
    const perCall = (input * PRICES['gpt-5.4-nano'].input + 3 * PRICES['gpt-5.4-nano'].output) / 1e6;
    assert.deepEqual(model, { id: 'gpt-5.4-nano', via: 'env-default' });
    assert.deepEqual([outputCap.state, outputCap.tokens], ['set', 16]);
    assert.equal(tokens?.input.expected, input);
    assert.equal(feature, 'triage');
    assert.equal(callsPerMonth?.expected, 42_000);
    close(cost?.perCall.expected, perCall, 'per call');
    close(cost?.perMonth.expected, 42_000 * perCall, 'per month');
  });

  it('summary: a prompt from another file, no cap', () => {
    const { outputCap, tokens, cost } = site('src/summary.ts');
    const system = MESSAGE + count('system') + count(literal('src/prompts/summary.ts', 'SUMMARY_PROMPT'));
    const input = system + MESSAGE + count('user') + 1400 + ONCE;
    const { input: priceIn, output: priceOut } = PRICES['gpt-5.4-mini'];
    assert.equal(outputCap.state, 'absent');
    assert.equal(tokens?.input.expected, input);
    close(cost?.perMonth.expected, (9_000 * (input * priceIn + 210 * priceOut)) / 1e6, 'per month');
  });

  it('answer: a cached prefix for Claude, whose tokens are an estimate', () => {
    const { tokens, parts, cost, terms } = site('src/answer.ts');
    const instructions = count(readFileSync(path.join(PROJECT, 'prompts/answer.md'), 'utf8'));
    const system = parts.find(({ role }) => role === 'system')?.tokens.expected ?? 0;
    assert.equal(tokens?.exact, false);
    assert.ok(system > 1.05 * instructions && system < 1.34 * instructions, `${system} of ${instructions} in o200k_base`);
    const input = tokens?.input.expected ?? 0;
    assert.ok(input > system + 6 * 380 + 60, 'six articles of 380 tokens and the question');
    const { input: plain, output, cacheRead, cacheWrite } = PRICES['claude-sonnet-4-6'];
    const cached = terms?.cached.expected ?? 0;
    assert.ok(cached >= system && cached <= system + 10, 'the prefix ends at the marker');
    const prefix = cached * (0.8 * cacheRead + 0.2 * cacheWrite);
    close(cost?.perCall.expected, (prefix + (input - cached) * plain + 320 * output) / 1e6, 'per call');
    assert.equal(site('src/search.ts', 'retriever').topK?.k, 6);
  });

  it('order agent: every step sends the conversation again', () => {
    const { parts, tokens, cost, terms } = site('src/agent.ts');
    const handbook = count(literal('src/prompts/handbook.ts', 'HANDBOOK'));
    const system = parts.find(({ role }) => role === 'system')?.tokens.expected ?? 0;
    assert.equal(site('src/agent.ts', 'agent-loop').loop.state, 'unbounded');
    assert.ok(system >= handbook && system <= handbook + MESSAGE + count('system'));
    assert.equal(terms?.steps.expected, 4);
    const first = tokens?.input.expected ?? 0;
    const growth = terms?.growth.expected ?? 0;
    assert.ok(growth > 130, 'each step adds at least the answer before it');
    // Steps of an open loop are geometric: E[S²] = 2μ² − μ, so the growth is sent g·(μ² − μ) times.
    const sent = 4 * first + growth * (4 ** 2 - 4);
    const { input, output, cacheRead } = PRICES['gpt-5.4'];
    const answers = 4 * 130 * output;
    assert.ok((cost?.perCall.expected ?? 0) <= (sent * input + answers) / 1e6, 'never above the price without a cache');
    assert.ok((cost?.perCall.expected ?? 0) >= (sent * cacheRead + answers) / 1e6, 'never below the price with everything cached');
  });

  it('index: embeddings have no output and no framing', () => {
    const { tokens, cost } = site('jobs/embed_articles.py', 'embedding-call');
    const input = 8 + cl100k.encode_ordinary('\n\n').length + 320;
    assert.deepEqual([tokens?.input.expected, tokens?.output.expected], [input, 0]);
    close(cost?.perMonth.expected, (30_000 * input * PRICES['text-embedding-3-small'].input) / 1e6, 'per month');
  });

  it('macros: nobody declared how often, and the report says so', () => {
    const { feature, callsPerMonth, tokens, cost } = site('jobs/translate_macros.py');
    assert.equal(feature, null);
    assert.deepEqual([callsPerMonth?.expected, callsPerMonth?.from], [10_000, 'assumed']);
    const { input, output } = PRICES['claude-haiku-4-5'];
    close(cost?.perCall.expected, ((tokens?.input.expected ?? 0) * input + (tokens?.output.expected ?? 0) * output) / 1e6, 'per call');
    assert.ok(report.totals.evidence.assumed > 0);
  });

  it('adds up the months of the application and leaves tests and notebooks out', () => {
    const paying = report.sites.filter(({ scope, cost }) => scope === 'app' && cost);
    assert.deepEqual(paying.map((one) => one.path).sort(), [
      'jobs/embed_articles.py',
      'jobs/translate_macros.py',
      'src/agent.ts',
      'src/answer.ts',
      'src/summary.ts',
      'src/triage.ts',
    ]);
    close(
      report.totals.perMonth.expected,
      paying.reduce((sum, { cost }) => sum + (cost?.perMonth.expected ?? 0), 0),
      'total',
    );
    assert.equal(report.totals.unpriced, 0);
    assert.ok(report.totals.outside.test >= 1 && report.totals.outside.notebook === 1);
  });

  it('stands in the README as it is printed', () => {
    const readme = readFileSync('README.md', 'utf8');
    const shown = { report: ['report', 'test/projects/support-desk'], explain: ['explain', 'test/projects/support-desk/src/triage.ts:23'] };
    let wanted = readme;
    for (const [name, args] of Object.entries(shown)) {
      const text = costlint([...args, '--as-of', '2026-11-21', '--no-color'], '.');
      const block = new RegExp(`(<!-- printed:${name} -->\n)[^]*?(<!-- /printed:${name} -->)`);
      assert.match(readme, block);
      wanted = wanted.replace(block, (_, start: string, end: string) => `${start}\n\`\`\`text\n${text.trimEnd()}\n\`\`\`\n\n${end}`);
    }
    if (process.env.UPDATE) writeFileSync('README.md', wanted);
    else assert.equal(readme, wanted, 'UPDATE=1 npm test writes it anew');
  });

  it('finds the three patterns that it was written to show', () => {
    const found = report.findings.map(({ rule, path: file }) => `${rule} ${file}`);
    for (const wanted of [
      'unbounded-agent-loop src/agent.ts',
      'missing-output-cap src/summary.ts',
      'bloated-system-prompt src/prompts/handbook.ts',
    ]) {
      assert.ok(found.includes(wanted), `${wanted} among ${found.join(', ')}`);
    }
  });
});
