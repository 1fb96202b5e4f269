/** `--fix` and its kin on real files: what is written, what is only shown, what is left alone. */
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import {
  chmodSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Report } from '../../src/core/report/report.ts';

const CLI = path.resolve('dist/cli.js');

const OPEN = `import OpenAI from 'openai';

const client = new OpenAI();
export const ask = (content: string) => client.chat.completions.create({
  model: 'gpt-5.4-mini', // small
  messages: [{ role: 'user', content }],
});
`;
const CAPPED = OPEN.replace('content }],\n', 'content }],\n  max_completion_tokens: 1024,\n');

let root: string;
const file = (name: string) => path.join(root, name);
const write = (name: string, content: string) => {
  mkdirSync(path.dirname(file(name)), { recursive: true });
  writeFileSync(file(name), content);
};
const read = (name: string) => readFileSync(file(name), 'utf8');
const run = (...args: string[]) =>
  spawnSync(process.execPath, [CLI, 'check', '--as-of', '2026-11-21', ...args], {
    cwd: root,
    encoding: 'utf8',
    env: { ...process.env, NO_COLOR: '1', FORCE_COLOR: '' },
  });

describe('fixing on the command line', function () {
  this.timeout(60_000);

  beforeEach(() => {
    root = realpathSync(mkdtempSync(path.join(tmpdir(), 'costlint-fix-')));
    write('src/ask.ts', OPEN);
  });
  afterEach(() => rmSync(root, { recursive: true, force: true }));

  it('makes suggestions only when they are asked for, and says what it did', () => {
    assert.equal(run('--fix').status, 1);
    assert.equal(read('src/ask.ts'), OPEN);
    const { status, stderr, stdout } = run('--fix-suggestions');
    assert.equal(status, 0, stderr);
    assert.equal(read('src/ask.ts'), CAPPED);
    assert.match(stderr, /^fixed src\/ask\.ts:4 {2}missing-output-cap: Cap the output at 1024 tokens/m);
    assert.match(stderr, /^fixed 1 finding in 1 file/m);
    assert.doesNotMatch(stdout, /missing-output-cap/);
    assert.deepEqual(readdirSync(file('src')), ['ask.ts']);
  });

  it('says where fixes do not belong', () => {
    for (const args of [
      ['check', '--fix', '--staged'],
      ['report', '--fix'],
    ]) {
      const { status, stderr } = spawnSync(process.execPath, [CLI, ...args], { cwd: root, encoding: 'utf8' });
      assert.deepEqual([status, /working tree|Only check/.test(stderr)], [2, true], stderr);
    }
  });

  it('finds nothing more to fix when it runs again', () => {
    run('--fix-suggestions');
    assert.match(run('--fix-suggestions').stderr, /^nothing to fix/m);
    assert.equal(read('src/ask.ts'), CAPPED);
  });

  it('shows the changes and writes nothing in a dry run', () => {
    const { status, stdout, stderr } = run('--fix-suggestions', '--fix-dry-run');
    assert.equal(status, 0);
    assert.equal(
      stdout,
      "--- a/src/ask.ts\n+++ b/src/ask.ts\n@@ -4,4 +4,5 @@\n export const ask = (content: string) => client.chat.completions.create({\n   model: 'gpt-5.4-mini', // small\n   messages: [{ role: 'user', content }],\n+  max_completion_tokens: 1024,\n });\n",
    );
    assert.match(stderr, /^would fix 1 finding in 1 file/m);
    assert.equal(read('src/ask.ts'), OPEN);
  });

  it('keeps line ends, byte-order mark and mode', () => {
    write('src/ask.ts', `\uFEFF${OPEN.replaceAll('\n', '\r\n')}`);
    chmodSync(file('src/ask.ts'), 0o755);
    run('--fix-suggestions');
    assert.equal(read('src/ask.ts'), `\uFEFF${CAPPED.replaceAll('\n', '\r\n')}`);
    if (process.platform !== 'win32') assert.equal(statSync(file('src/ask.ts')).mode & 0o777, 0o755);
  });

  it('leaves a read-only file alone, says so, and goes on with the others', () => {
    write('src/other.ts', OPEN);
    chmodSync(file('src/ask.ts'), 0o444);
    const { status, stderr, stdout } = run('--fix-suggestions');
    assert.equal(status, 2);
    assert.match(stderr, /src\/ask\.ts is not fixed: the file is read-only/);
    assert.deepEqual([read('src/ask.ts'), read('src/other.ts')], [OPEN, CAPPED]);
    assert.match(stdout, /missing-output-cap/);
  });

  it('follows no link out of the root', () => {
    if (process.platform === 'win32') return;
    const outside = realpathSync(mkdtempSync(path.join(tmpdir(), 'costlint-out-')));
    writeFileSync(path.join(outside, 'out.ts'), OPEN);
    symlinkSync(path.join(outside, 'out.ts'), file('src/link.ts'));
    run('--fix-suggestions');
    assert.equal(readFileSync(path.join(outside, 'out.ts'), 'utf8'), OPEN);
    rmSync(outside, { recursive: true });
  });

  it('keeps a notebook valid JSON', () => {
    const source = [
      'from openai import OpenAI\n',
      'OpenAI().chat.completions.create(\n',
      '    model="gpt-5.4-mini",\n',
      '    messages=[],\n',
      ')',
    ];
    write(
      'nb/ask.ipynb',
      JSON.stringify({ nbformat: 4, metadata: {}, cells: [{ cell_type: 'code', metadata: {}, source, outputs: [] }] }, null, 1),
    );
    write('costlint.config.json', '{ "rules": { "missing-output-cap": "error" } }');
    const { stderr } = run('--fix-suggestions', 'nb');
    const cell = JSON.parse(read('nb/ask.ipynb')).cells[0].source.join('');
    assert.equal(cell, source.join('').replace('messages=[],\n', 'messages=[],\n    max_completion_tokens=1024,\n'), stderr);
  });

  it('leaves what is suppressed, and stdout to the report', () => {
    write('src/ask.ts', OPEN.replace('export', '// costlint-ignore missing-output-cap: capped by the gateway\nexport'));
    const before = read('src/ask.ts');
    const { stdout } = run('--fix-suggestions', '-f', 'json');
    assert.equal((JSON.parse(stdout) as Report).findings.length, 1);
    assert.equal(read('src/ask.ts'), before);
  });
});
