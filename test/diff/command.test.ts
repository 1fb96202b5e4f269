/** `costlint diff` as a user runs it: gates, formats, exit codes. */
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { Diff } from '../../src/core/report/diff.ts';
import type { Report } from '../../src/core/report/report.ts';
import { TestRepository } from '../support/repository.ts';
import { violations } from '../support/schema.ts';

const CLI = path.resolve('dist/cli.js');
const ASK = `from openai import OpenAI


def ask(question):
    return OpenAI().responses.create(model="gpt-5.4-mini", max_output_tokens=200, input=f"Answer. {question}")
`;
/** 1,000 tokens more: $7.50 more a month, for a call that has cost about $5. */
const LONGER = ASK.replace('Answer.', `Answer.${' word'.repeat(1000)}`);

/** What a page is made from. */
const dataOf = (page: string): { readonly diff: Diff; readonly report: Report } =>
  JSON.parse(/<script type="application\/json" id="data">(.*?)<\/script>/s.exec(page)?.[1] ?? '');

describe('costlint diff', function () {
  this.timeout(60_000);
  let one: TestRepository;
  beforeEach(() => {
    one = TestRepository.with({ 'ask.py': ASK });
  });
  afterEach(() => one.remove());

  const run = (...args: readonly string[]) => {
    const { status, stdout, stderr } = spawnSync(process.execPath, [CLI, 'diff', '--as-of', '2026-11-21', ...args], {
      cwd: one.root,
      encoding: 'utf8',
      env: { ...process.env, NO_COLOR: '1', FORCE_COLOR: '' },
    });
    return { status, stdout, stderr };
  };
  const first = (...args: readonly string[]): readonly [number | null, string | undefined] => {
    const { status, stdout, stderr } = run(...args);
    assert.equal(stderr, '');
    return [status, stdout.split('\n')[0]];
  };

  it('says what decides first, then the money, then why', () => {
    one.write({ 'ask.py': LONGER });
    const { status, stdout } = run('HEAD', '--max-increase', '$5');
    assert.equal(status, 1);
    assert.match(
      stdout,
      /^FAIL {2}\$7\.50 a month more; --max-increase allows \$5\.00\.\n\n[0-9a-f]{7} → working tree {3}\+\$7\.50 a month.*\n\nCall +\$\/month +\$\/call +Why\nask\.py:5 +\+\$7\.50 +\$[\d.]+ → \$[\d.]+ +user prompt [\d,]+ → [\d,]+ tokens\n/,
    );
  });

  it('gates: an amount, a share of the whole project, the budget', () => {
    one.write({ 'ask.py': LONGER });
    assert.deepEqual(first('HEAD', '--max-increase', '$8'), [0, 'PASS  Within all limits; no new findings.']);
    assert.equal(first('HEAD', '--max-increase', '7.49')[0], 1);
    assert.match(first('HEAD', '--max-increase', '10%')[1] ?? '', /^FAIL {2}\d+ % more a month \(\$7\.50\); --max-increase allows 10 %\.$/);
    assert.equal(first('HEAD', '--max-increase', '500%')[0], 0);
    assert.match(
      run('HEAD', '--max-increase', 'much').stderr,
      /--max-increase much: expected a share or an amount a month, such as 10% or \$500/,
    );
    one.write({ 'costlint.config.json': '{ "budgets": [{ "scope": "total", "perMonth": 10 }] }' });
    assert.match(first('HEAD')[1] ?? '', /^FAIL {2}Budget of the whole application: ~\$13 of \$10 a month, 125 %\.$/);
    one.write({ 'costlint.config.json': '{ "budgets": [{ "scope": "total", "perMonth": 15 }] }' });
    assert.deepEqual(first('HEAD')[0], 0);
    assert.match(first('HEAD')[1] ?? '', /^WARN {2}Budget of the whole application: ~\$13 of \$15 a month, \d\d %\.$/);
    one.write({ 'costlint.config.json': '{ "budgets": [{ "scope": "total", "maxIncrease": "10%" }] }' });
    assert.match(first('HEAD')[1] ?? '', /the budget allows 10 %/);
    one.write({ 'costlint.config.json': '{}' });
    assert.match(first('HEAD', '--budget-month', '10')[1] ?? '', /^FAIL {2}Budget of the whole application: ~\$13 of \$10 a month/);
  });

  it('a budget is in the same state as in a check, and one of a feature holds for its calls', () => {
    const features = '"usage": { "features": { "ask": { "match": ["ask.py"] }, "old": { "match": ["old.py"] } } }';
    const config = (budgets: string) => ({ 'costlint.config.json': `{ ${features},\n"budgets": [\n${budgets}\n] }` });
    one.commit({ 'old.py': ASK, ...config('{ "feature": "old", "perMonth": 1 }') });
    // Overdrawn before and after: whoever did it, the check fails too.
    assert.match(first('HEAD')[1] ?? '', /^FAIL {2}Budget of feature old: ~\$5\.02 of \$1\.00 a month, 502 %\.$/);
    one.write({ 'ask.py': LONGER, ...config('{ "feature": "old", "perMonth": 1 },\n{ "feature": "ask", "perMonth": 4 }') });
    const diff = JSON.parse(run('HEAD', '-f', 'json').stdout) as Diff;
    assert.deepEqual(diff.verdict, {
      state: 'fail',
      reasons: ['Budget of feature old: ~$5.02 of $1.00 a month, 502 %.', 'Budget of feature ask: ~$13 of $4.00 a month, 313 %.'],
    });
    assert.deepEqual(
      diff.findings.new.map(({ message }) => message),
      ['Budget of feature ask: ~$13 of $4.00 a month, 313 %.'],
    );
    assert.deepEqual([diff.budget?.scope, diff.budget?.state], ['feature old', 'stop']);
    // What the other feature may grow is not what this one has grown.
    one.write(config('{ "feature": "old", "maxIncrease": "1%" }'));
    assert.equal(first('HEAD')[0], 0);
    one.write(config('{ "feature": "ask", "maxIncrease": "$7" }'));
    assert.deepEqual(first('HEAD'), [1, 'FAIL  $7.50 a month more; the budget of feature ask allows $7.00.']);
    // Nothing but the digits behind the comma stands between 110 % and the stop.
    const total = JSON.parse(run('HEAD', '-f', 'json').stdout).totals.head.perMonth.expected as number;
    for (const [limit, state] of [
      [total / 1.1, 'fail'],
      [total / 1.099, 'warn'],
    ] as const) {
      one.write(config(`{ "scope": "total", "perMonth": ${limit} }`));
      assert.equal(JSON.parse(run('HEAD', '-f', 'json').stdout).verdict.state, state);
    }
  });

  it('html is the page of a report with this base, of commits too; the gates decide', () => {
    one.write({ 'ask.py': LONGER });
    const page = run('HEAD', '-f', 'html', '--max-increase', '$5');
    assert.equal(page.status, 1);
    assert.equal(run('HEAD', '-f', 'html').status, 0);
    const report = spawnSync(process.execPath, [CLI, 'report', '--as-of', '2026-11-21', '--base', 'HEAD', '-f', 'html'], {
      cwd: one.root,
      encoding: 'utf8',
    });
    assert.equal(run('HEAD', '-f', 'html').stdout, report.stdout);
    one.commit({ 'ask.py': LONGER });
    one.write({ 'ask.py': ASK });
    const { diff, report: shown } = dataOf(run('HEAD~1..HEAD', '-f', 'html').stdout);
    assert.deepEqual([diff.changes.length, diff.totals?.head.perMonth.expected], [1, shown.totals.perMonth.expected]);
    assert.ok(diff.delta.perMonth.expected > 7);
  });

  it('only new findings count, as --fail-on and --max-warnings say', () => {
    const open = ASK.replace(', max_output_tokens=200', '');
    one.commit({ 'old.py': open });
    one.write({ 'ask.py': ASK.replace('Answer.', 'Answer well.') });
    assert.equal(first('HEAD')[0], 0);
    one.write({ 'ask.py': open });
    assert.deepEqual(first('HEAD'), [1, 'FAIL  1 new warning: missing-output-cap.']);
    assert.deepEqual(first('HEAD', '--fail-on', 'error'), [0, 'WARN  1 new warning: missing-output-cap.']);
    assert.equal(first('HEAD', '--max-warnings', '1')[0], 0);
    one.write({ 'ask.py': ASK, 'old.py': ASK });
    assert.match(first('HEAD')[1] ?? '', /^PASS .*1 finding fixed\./);
  });

  it('ends: a range, two names, dots, the index', () => {
    one.commit({ 'ask.py': LONGER });
    for (const ends of [['HEAD~1..HEAD'], ['HEAD~1..'], ['HEAD~1', 'HEAD'], ['HEAD~1...HEAD']])
      assert.match(run(...ends).stdout, /[0-9a-f]{7} → [0-9a-f]{7} {3}\+\$7\.50/, ends.join(' '));
    assert.match(run('HEAD..HEAD~1').stdout, /−\$7\.50/);
    assert.match(run('--staged').stdout, /^PASS {2}No call costs anything else\.\n\n[0-9a-f]{7} → index {3}\$0 a month\n/);
    assert.equal(run('HEAD~1..HEAD', '--staged').status, 2);
  });

  it('formats: json keeps its schema, markdown is the comment, others tell the new findings', () => {
    one.write({ 'ask.py': LONGER.replace(', max_output_tokens=200', '') });
    const diff = JSON.parse(run('HEAD', '-f', 'json').stdout) as Diff;
    assert.deepEqual(violations(diff, JSON.parse(readFileSync('media/diff.schema.json', 'utf8'))), []);
    assert.deepEqual([diff.format, diff.head, diff.verdict.state], [1, 'working tree', 'fail']);
    assert.match(run('HEAD', '-f', 'markdown').stdout, /^### Prompt cost: \+\$/);
    assert.match(run('HEAD', '-f', 'github').stdout, /^::warning .*file=ask\.py/m);
    assert.deepEqual(run('HEAD', '-f', 'json'), run('HEAD', '-f', 'json'));
  });

  it('what git cannot give ends with 2 and advice', () => {
    const { status, stdout, stderr } = run('nowhere');
    assert.deepEqual([status, stdout], [2, '']);
    assert.match(stderr, /^costlint: there is no commit nowhere here\./);
    one.write({ 'costlint.config.json': '{ "usages": {} }' });
    assert.deepEqual([run('HEAD').status, /costlint\.config\.json:1:3 {2}Unknown key/.test(run('HEAD').stderr)], [2, true]);
  });
});
