/** A scan in parts gives the report of one run, byte for byte. */
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { cpSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { TestRepository } from '../support/repository.ts';

const CLI = path.resolve('dist/cli.js');
const DAY = ['--as-of', '2026-11-21'];

describe('shards', function () {
  this.timeout(60_000);
  let one: TestRepository;
  before(() => {
    one = new TestRepository();
    one.git('init', '-q', '-b', 'main');
    cpSync('test/projects/support-desk', one.root, { recursive: true });
    // Calls that reach over files, whatever part these fall into; and a file that cannot be read whole.
    one.commit({
      'lib/model.py':
        'from openai import OpenAI\n\n\ndef ask(prompt):\n    return OpenAI().responses.create(model="gpt-5.4-mini", input=prompt)\n',
      'lib/outer.py':
        'from lib.model import ask\n\n\ndef greet(name):\n    return ask(f"Write a short and friendly greeting for {name}, a customer who returns.")\n',
      'lib/main.py': 'from lib.outer import greet\n\ngreet("Ann")\n',
      'lib/broken.py': 'from openai import OpenAI\nOpenAI().responses.create(model="gpt-5.4-mini", input="hi"\ndef (\n',
      'lib/wide.ts': `import OpenAI from 'openai'; const x = "${'x'.repeat(30_000)}";\n`,
    });
  });
  after(() => one.remove());

  const run = (...args: readonly string[]) =>
    spawnSync(process.execPath, [CLI, ...args], { cwd: one.root, encoding: 'utf8', maxBuffer: 2 ** 28 });
  const parts = (count: number): readonly string[] =>
    Array.from({ length: count }, (_, i) => {
      const file = path.join(one.root, '.git', `part-${i + 1}-of-${count}.json`);
      const { status, stderr } = run('check', ...DAY, '--shard', `${i + 1}/${count}`, '--format', `blob:${file}`);
      assert.equal(status, 0, stderr);
      return file;
    });

  for (const count of [2, 5]) {
    it(`${count} of them, in whatever order`, () => {
      for (const format of count === 2 ? ['json', 'stylish'] : ['json']) {
        const whole = run('check', ...DAY, '-f', format);
        const merged = run('merge', ...DAY, '-f', format, ...[...parts(count)].reverse());
        assert.equal(merged.stderr, '');
        assert.deepEqual([merged.status, merged.stdout], [whole.status, whole.stdout]);
      }
      assert.match(run('check', ...DAY, '-f', 'json').stdout, /"wrapped-call"/);
    });
  }

  it('each part holds files of its own', () => {
    const paths = parts(3).map((file) =>
      (JSON.parse(readFileSync(file, 'utf8')).found.candidates as { path: string }[]).map((candidate) => candidate.path),
    );
    assert.ok(paths.every((list) => list.length > 0));
    assert.equal(new Set(paths.flat()).size, paths.flat().length);
  });

  it('what does not belong together is refused, with the reason', () => {
    const [a = '', b = ''] = parts(2);
    assert.deepEqual([run('merge', ...DAY, a).status, run('merge', ...DAY, a).stderr], [2, 'costlint: 2/2 is missing.\n']);
    assert.match(run('merge', ...DAY, a, b, b).stderr, /more than once/);
    assert.match(run('merge', ...DAY, a, parts(3)[1] as string).stderr, /not of one scan/);
    assert.match(run('merge', '--as-of', '2026-01-01', a, b).stderr, /for another day than are here/);
    assert.match(run('merge', ...DAY).stderr, /costlint merge <blobs…>/);
    writeFileSync(path.join(one.root, '.git', 'other.json'), '{}');
    assert.match(run('merge', ...DAY, '.git/other.json').stderr, /no part of a scan/);
    one.write({ 'lib/main.py': 'print(1)\n' });
    assert.match(run('merge', ...DAY, a, b).stderr, /merge in the same checkout/);
    one.git('checkout', '-q', '--', 'lib/main.py');
  });

  it('says how it is used', () => {
    assert.match(run('check', '--shard', '3/2').stderr, /expected a part of a whole, such as 1\/4/);
    assert.match(run('check', '--shard', '1/2').stderr, /add --format blob/);
    assert.match(run('check', '--format', 'blob').stderr, /goes with a part of a scan/);
  });
});
