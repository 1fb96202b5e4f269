/** The commands that set a project up: `init`, `baseline`, `rules`, and what they leave on the disk. */
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { parse } from 'jsonc-parser';
import type { Baseline } from '../../src/core/report/baseline.ts';
import type { Report } from '../../src/core/report/report.ts';
import { rules } from '../../src/core/rules/index.ts';
import { violations } from '../support/schema.ts';

const CLI = path.resolve('dist/cli.js');

/** A call without a cap; `{question}` is a hole. */
const CALL = (name: string) => `from openai import OpenAI

def ${name}(question):
    return OpenAI().chat.completions.create(model="gpt-5.4-mini", messages=[{"role": "user", "content": f"Say {question}"}])
`;

const caps = ({ findings }: Report) => findings.filter(({ rule }) => rule === 'missing-output-cap');

describe('setting a project up', function () {
  this.timeout(60_000);
  let root: string;
  const write = (file: string, content: string) => {
    mkdirSync(path.dirname(path.join(root, file)), { recursive: true });
    writeFileSync(path.join(root, file), content);
  };
  const read = (file: string) => readFileSync(path.join(root, file), 'utf8');
  const run = (...args: string[]) => {
    const { status, stdout, stderr } = spawnSync(process.execPath, [CLI, ...args], {
      cwd: root,
      encoding: 'utf8',
      env: { ...process.env, NO_COLOR: '1' },
    });
    return { status, stdout, stderr };
  };

  beforeEach(() => {
    root = realpathSync(mkdtempSync(path.join(tmpdir(), 'costlint-setup-')));
  });
  afterEach(() => rmSync(root, { recursive: true, force: true }));

  describe('init', () => {
    beforeEach(() => {
      write('src/app/triage/agent.py', CALL('sort'));
      write('src/app/triage/retry.py', CALL('again'));
      write('src/app/search/[lang]/answer.py', CALL('answer'));
      write('src/app/summary.py', CALL('sum_up'));
      write('tests/test_it.py', CALL('test'));
    });

    it('guesses features from folders, and writes what can be filled in', () => {
      const { status, stdout } = run('init');
      assert.equal(status, 0, stdout);
      assert.match(stdout, /costlint\.config\.json written from 4 calls/);
      const text = read('costlint.config.json');
      const { features } = parse(text).usage;
      assert.deepEqual(
        Object.fromEntries(Object.entries(features).map(([name, feature]) => [name, (feature as { match: string[] }).match])),
        { triage: ['src/app/triage/**'], search: ['src/app/search/**'], summary: ['src/app/summary.py'] },
      );
      assert.match(text, /\/\/ "holes": \{ "question": 500 \},/);
      assert.match(text, /\/\/ "budgets": \[\{ "scope": "total", "perMonth": \d+ \}\],/);
      assert.deepEqual(violations(parse(text), JSON.parse(readFileSync('media/config.schema.json', 'utf8'))), []);
      const report = JSON.parse(run('report', '-f', 'json').stdout) as Report;
      assert.deepEqual([...new Set(report.sites.filter(({ scope }) => scope === 'app').map(({ feature }) => feature))].sort(), [
        'search',
        'summary',
        'triage',
      ]);
    });

    it('what is commented can be uncommented as it stands', () => {
      run('init');
      const text = read('costlint.config.json');
      write('costlint.config.json', text.replace(/^( *)\/\/ (?=")/gm, '$1'));
      const report = JSON.parse(run('report', '-f', 'json').stdout) as Report;
      assert.deepEqual(
        [...new Set(report.sites.filter(({ scope }) => scope === 'app').map(({ callsPerMonth }) => callsPerMonth?.expected))],
        [50_000],
      );
    });

    it('never overwrites, and --dry-run only prints', () => {
      const { stdout, status } = run('init', '--dry-run');
      assert.equal(status, 0);
      assert.ok(!existsSync(path.join(root, 'costlint.config.json')));
      run('init');
      assert.equal(read('costlint.config.json'), stdout);
      write('costlint.config.json', '{}');
      assert.match(run('init').stderr, /costlint\.config\.json is there already/);
      assert.equal(run('init').status, 2);
      assert.equal(read('costlint.config.json'), '{}');
      rmSync(path.join(root, 'costlint.config.json'));
      write('.costlintrc.json', '{}');
      assert.match(run('init').stderr, /\.costlintrc\.json is there already/);
    });

    it('works where nothing is found', () => {
      rmSync(path.join(root, 'src'), { recursive: true });
      assert.equal(run('init').status, 0);
      assert.equal(run().status, 0);
    });
  });

  describe('baseline', () => {
    beforeEach(() => {
      write('costlint.config.json', '{ "root": true }');
      write('src/a.py', CALL('a'));
      write('src/b.py', CALL('b'));
    });

    it('accepts what is there; what is new fails', () => {
      assert.equal(run().status, 1);
      const { status, stdout } = run('baseline', 'write');
      assert.deepEqual([status, stdout], [0, 'costlint-baseline.json: 2 findings in 2 files accepted\n']);
      const baseline = JSON.parse(read('costlint-baseline.json')) as Baseline;
      assert.deepEqual(baseline.findings, { 'src/a.py': { 'missing-output-cap': 1 }, 'src/b.py': { 'missing-output-cap': 1 } });
      assert.deepEqual(violations(baseline, JSON.parse(readFileSync('media/baseline.schema.json', 'utf8'))), []);
      assert.equal(run().status, 0);
      const report = JSON.parse(run('report', '-f', 'json').stdout) as Report;
      assert.deepEqual(
        caps(report).map(({ suppressed }) => suppressed),
        Array(2).fill({ reason: 'accepted by the baseline', by: 'baseline' }),
      );
      write('src/c.py', CALL('c'));
      const failed = run('check', '-f', 'json');
      assert.equal(failed.status, 1);
      assert.deepEqual(
        caps(JSON.parse(failed.stdout) as Report)
          .filter(({ suppressed }) => suppressed === null)
          .map(({ path: file }) => file),
        ['src/c.py'],
      );
    });

    it('only shrinks: stale entries fail until they are pruned, and nothing is added', () => {
      run('baseline', 'write');
      write('src/a.py', '');
      const { status, stderr } = run();
      assert.equal(status, 1);
      assert.equal(
        stderr,
        'costlint: costlint-baseline.json accepts more than there is; "costlint baseline prune" takes it out.\n  src/a.py  missing-output-cap: 1 accepted, 0 found\n',
      );
      assert.equal(run('--pass-on-unpruned').status, 0);
      assert.equal(run('src/b.py').status, 0, 'of what was not looked at nothing is stale');
      write('src/c.py', CALL('c'));
      const grown = run('baseline', 'write');
      assert.deepEqual([grown.status, grown.stdout], [1, '']);
      assert.match(grown.stderr, /a baseline only shrinks.*\n {2}src\/c\.py {2}missing-output-cap: 0 accepted, 1 found\n/);
      rmSync(path.join(root, 'src/c.py'));
      assert.equal(run('baseline', 'prune').stdout, 'costlint-baseline.json: 1 stale entry taken out\n');
      assert.equal(run('baseline', 'prune').stdout, 'costlint-baseline.json: nothing is stale\n');
      assert.deepEqual(JSON.parse(read('costlint-baseline.json')).findings, { 'src/b.py': { 'missing-output-cap': 1 } });
      assert.equal(run().status, 0);
    });

    it('can be named, and must then be there and whole', () => {
      assert.equal(run('baseline', 'write', '--baseline', 'old.json').status, 0);
      assert.deepEqual([run().status, run('--baseline', 'old.json').status], [1, 0]);
      assert.match(run('--baseline', 'none.json').stderr, /no such file: none\.json/);
      write('costlint-baseline.json', '{ "findings": 3 }');
      const { status, stderr } = run();
      assert.deepEqual([status, stderr], [2, 'costlint: costlint-baseline.json cannot be used: it is no baseline of format 1.\n']);
    });

    it('a budget is no finding that can be accepted', () => {
      write('costlint.config.json', '{ "root": true, "budgets": [{ "perMonth": 0.01 }] }');
      run('baseline', 'write');
      const { status, stdout } = run();
      assert.equal(status, 1);
      assert.match(stdout, /costlint\.config\.json\n +1:\d+ +error +Budget of the whole application/);
      assert.match(stdout, /Budget +total: ~?\$.* of \$0\.010 a month/);
    });

    it('says what it expects', () => {
      assert.match(run('baseline', 'wirte').stderr, /did you mean costlint baseline write\?/);
      assert.match(run('baseline').stderr, /expected costlint baseline write or prune/);
      assert.match(run('baseline', 'prune').stderr, /there is no costlint-baseline\.json to prune/);
    });
  });

  describe('rules', () => {
    it('lists all, and explains one', () => {
      const { status, stdout } = run('rules');
      assert.equal(status, 0);
      for (const { id } of rules) assert.match(stdout, new RegExp(`^${id} `, 'm'));
      for (const line of stdout.split('\n')) assert.ok(line.length <= 120, line);
      const page = run('rules', 'missing-output-cap').stdout;
      for (const part of [
        'Cap the output of every model call.',
        'limit (',
        '"missing-output-cap": ["error", { "limit":',
        'test/rules/missing-output-cap.md',
      ])
        assert.ok(page.includes(part), part);
      assert.equal(JSON.parse(run('rules', '-f', 'json').stdout).length, rules.length);
      assert.equal(JSON.parse(run('rules', 'over-budget', '-f', 'json').stdout).severity, 'error');
    });

    it('names the one that was meant', () => {
      assert.deepEqual(run('rules', 'missing-cap'), {
        status: 2,
        stdout: '',
        stderr: 'costlint: no such rule: missing-cap. costlint rules lists them all.\n',
      });
      assert.match(run('rules', 'mising-output-cap').stderr, /Did you mean missing-output-cap\?/);
    });
  });
});
