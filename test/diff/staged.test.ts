/** What is staged, and what a commit affects, as the command line scans it. */
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import path from 'node:path';
import type { Report } from '../../src/core/report/report.ts';
import { affectedSince } from '../../src/node/diff/since.ts';
import { TestRepository } from '../support/repository.ts';

const CLI = path.resolve('dist/cli.js');
const ask = (cap: boolean, model = 'gpt-5.4-mini') => `from openai import OpenAI
from prompts import SYSTEM


def ask(question):
    return OpenAI().responses.create(model="${model}", instructions=SYSTEM, input=question${cap ? ', max_output_tokens=200' : ''})
`;
const FILES = {
  'src/ask.py': ask(true),
  'src/other.py': ask(false),
  'src/prompts.py': 'SYSTEM = "You answer."\n',
  'src/plain.py': 'from helpers import add\n\nprint(add(1, 2))\n',
  'src/helpers.py': 'def add(a, b):\n    return a + b\n',
};

describe('staged files', function () {
  this.timeout(60_000);
  let one: TestRepository;
  beforeEach(() => {
    one = TestRepository.with(FILES);
  });
  afterEach(() => one.remove());

  const run = (args: readonly string[], env: Readonly<Record<string, string>> = {}) => {
    const { status, stdout, stderr } = spawnSync(process.execPath, [CLI, 'check', '--as-of', '2026-11-21', ...args], {
      cwd: one.root,
      encoding: 'utf8',
      env: { ...process.env, NO_COLOR: '1', ...env },
    });
    return { status, stdout, stderr };
  };
  const report = (...args: readonly string[]): Report => JSON.parse(run(['--staged', '-f', 'json', ...args]).stdout);
  const seen = ({ sites, findings }: Report) => [sites.map((site) => site.path), findings.map((finding) => finding.path)];
  const index = () => one.git('ls-files', '-s');

  it('the index decides, in both directions, and neither it nor the work tree is written', () => {
    one.stage({ 'src/ask.py': ask(false) });
    one.write({ 'src/ask.py': ask(true) });
    const before = [index(), one.git('status', '--porcelain')];
    assert.deepEqual([run(['--staged', 'src/ask.py']).status, run(['src/ask.py']).status], [1, 0]);
    one.stage({ 'src/ask.py': ask(true) });
    one.write({ 'src/ask.py': 'not python at all ((((' });
    assert.deepEqual(seen(report('src/ask.py')), [['src/ask.py'], []]);
    one.git('checkout', '-q', '--', 'src/ask.py');
    one.stage({ 'src/ask.py': ask(false) });
    one.write({ 'src/ask.py': ask(true) });
    assert.deepEqual([index(), one.git('status', '--porcelain')], before);
  });

  it('prompts come from the index too, also those of files that are not given', () => {
    one.stage({ 'src/prompts.py': `SYSTEM = "You answer.${' word'.repeat(100)}"\n` });
    one.write({ 'src/prompts.py': 'SYSTEM = "x"\n' });
    const given = report('src/ask.py');
    assert.deepEqual(new Set(given.sites.map((site) => site.path)), new Set(['src/ask.py']));
    assert.ok((given.sites[0]?.parts[0]?.tokens.expected ?? 0) > 100);
  });

  it('without paths: what the next commit changes', () => {
    assert.deepEqual(seen(report()), [[], []]);
    one.stage({ 'src/ask.py': ask(true, 'gpt-5.4') });
    one.write({ 'src/other.py': ask(false, 'gpt-5.4') });
    assert.deepEqual(seen(report()), [['src/ask.py'], []]);
    assert.deepEqual(seen(report('src')), [['src/ask.py', 'src/other.py'], ['src/other.py']]);
  });

  it('the index of the hook, as for a commit of single files', () => {
    one.stage({ 'src/ask.py': ask(false) });
    const hooks = path.join(one.root, '.git', 'other-index');
    one.write({ 'src/ask.py': ask(true) });
    spawnSync('git', ['read-tree', 'HEAD'], { cwd: one.root, env: { ...process.env, GIT_INDEX_FILE: hooks } });
    assert.equal(run(['--staged', 'src/ask.py'], { GIT_INDEX_FILE: hooks }).status, 0);
    assert.equal(run(['--staged', 'src/ask.py'], { GIT_INDEX_FILE: '.git/index' }).status, 1);
  });

  it('a path that matches nothing is an error, unless that is said to be none', () => {
    const { status, stderr } = run(['--staged', 'src/gone.py']);
    assert.deepEqual([status, stderr], [2, 'costlint: nothing is staged or committed under src/gone.py.\n']);
    assert.equal(run(['--staged', '--no-error-on-unmatched-pattern', 'src/gone.py', 'src/ask.py']).status, 0);
    assert.equal(run(['src/gone.py']).status, 2);
    assert.equal(run(['--no-error-on-unmatched-pattern', 'src/gone.py']).status, 0);
  });

  it('a staged configuration holds, and is named when it is broken', () => {
    one.stage({ 'costlint.config.json': '{ "rules": { "missing-output-cap": "off" } }' });
    one.write({ 'costlint.config.json': '{ broken' });
    assert.equal(run(['--staged', 'src/other.py']).status, 0);
    one.git('add', '-A');
    const { status, stderr } = run(['--staged', 'src/other.py']);
    assert.equal(status, 2);
    assert.match(stderr, /costlint\.config\.json:1:/);
  });

  it('a first commit has no HEAD', () => {
    const fresh = new TestRepository();
    try {
      fresh.git('init', '-q', '-b', 'main');
      fresh.stage({ 'ask.py': ask(false) });
      const { status, stdout } = spawnSync(process.execPath, [CLI, 'check', '--staged', '-f', 'json'], {
        cwd: fresh.root,
        encoding: 'utf8',
      });
      assert.deepEqual([status, (JSON.parse(stdout) as Report).findings.map((finding) => finding.path)], [1, ['ask.py']]);
    } finally {
      fresh.remove();
    }
  });

  it('outside of a repository it says what is missing', () => {
    const { status, stderr } = spawnSync(process.execPath, [CLI, 'check', '--staged'], {
      cwd: path.parse(one.root).root,
      encoding: 'utf8',
    });
    assert.equal(status, 2);
    assert.match(stderr, /is not inside a git repository/);
  });

  describe('since a commit', () => {
    it('what imports a changed file is affected, what does not is not', async () => {
      one.write({ 'src/prompts.py': 'SYSTEM = "You answer well."\n' });
      assert.deepEqual([...((await affectedSince(one.root, 'HEAD', { root: one.root })) ?? [])].sort(), [
        'src/ask.py',
        'src/other.py',
        'src/prompts.py',
      ]);
      const checked: Report = JSON.parse(run(['--changed', '-f', 'json']).stdout);
      assert.deepEqual([checked.files.seen, checked.findings.map((finding) => finding.path)], [3, ['src/other.py']]);
      assert.equal(run(['--since', 'nowhere']).status, 2);
    });

    it('nothing changed, nothing to look at', async () => {
      assert.equal((await affectedSince(one.root, 'HEAD', { root: one.root }))?.size, 0);
      assert.equal(run(['--changed']).status, 0);
    });

    it('from where the branch began', async () => {
      one.git('checkout', '-q', '-b', 'feature');
      one.commit({ 'src/helpers.py': 'def add(a, b):\n    return b + a\n' });
      one.git('checkout', '-q', 'main');
      one.commit({ 'src/prompts.py': 'SYSTEM = "other"\n' });
      one.git('checkout', '-q', 'feature');
      assert.deepEqual([...((await affectedSince(one.root, 'main', { root: one.root })) ?? [])].sort(), ['src/helpers.py', 'src/plain.py']);
    });

    it('a configuration affects everything', async () => {
      one.write({ 'costlint.config.json': '{}' });
      assert.equal(await affectedSince(one.root, 'HEAD', { root: one.root }), undefined);
    });
  });
});
