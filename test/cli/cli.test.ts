/** The built command line as a user runs it. */
import assert from 'node:assert/strict';
import { spawn, spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { version } from '../../package.json';
import type { Report } from '../../src/core/report/report.ts';

const CLI = path.resolve('dist/cli.js');

/** Two calls, one of them without a cap. */
const CALLS = `from openai import OpenAI

client = OpenAI()


def triage(text):
    return client.chat.completions.create(model="gpt-5.4-mini", messages=[{"role": "user", "content": "Sort this."}], max_completion_tokens=20)


def answer():
    return client.chat.completions.create(model="gpt-5.4-mini", messages=[{"role": "user", "content": "Hi"}])
`;

let root: string;
const write = (file: string, content: string | Uint8Array) => {
  mkdirSync(path.dirname(path.join(root, file)), { recursive: true });
  writeFileSync(path.join(root, file), content);
};

function run(args: readonly string[], env: Record<string, string> = {}) {
  const { status, stdout, stderr } = spawnSync(process.execPath, [CLI, ...args], {
    cwd: root,
    encoding: 'utf8',
    env: { ...process.env, NO_COLOR: '', FORCE_COLOR: '', ...env },
  });
  return { status, stdout, stderr };
}
const json = (...args: string[]): Report => JSON.parse(run(['report', '--format', 'json', '--as-of', '2026-11-21', ...args]).stdout);

describe('command line', function () {
  this.timeout(30_000);

  beforeEach(() => {
    root = realpathSync(mkdtempSync(path.join(tmpdir(), 'costlint-cli-')));
    write('src/app.py', CALLS);
  });
  afterEach(() => rmSync(root, { recursive: true, force: true }));

  describe('outputs', () => {
    it('one run fills the terminal and files in several formats', () => {
      const { status, stdout } = run(['-f', 'stylish', '-f', 'json:out/report.json', '-f', 'sarif:out/costlint.sarif']);
      assert.equal(status, 1);
      assert.match(stdout, /missing-output-cap/);
      assert.equal(JSON.parse(readFileSync(path.join(root, 'out/report.json'), 'utf8')).findings.length, 1);
      assert.equal(JSON.parse(readFileSync(path.join(root, 'out/costlint.sarif'), 'utf8')).version, '2.1.0');
    });

    it('--output-file takes what would go to the terminal', () => {
      const { stdout } = run(['-f', 'markdown', '-o', 'cost.md']);
      assert.equal(stdout, '');
      assert.match(readFileSync(path.join(root, 'cost.md'), 'utf8'), /^### Prompt cost: /);
    });

    it('says what is wrong with an output', () => {
      for (const [args, message] of [
        [['-f', 'sariff'], /Did you mean sarif\?/],
        [['-f', 'json:'], /a file must follow the colon/],
        [['-f', 'json', '-o', 'src'], /cannot write src: /],
        [['explain', 'src/app.py:7', '-f', 'junit'], /explain prints one of the formats stylish and json/],
      ] as const) {
        const { status, stderr } = run(args);
        assert.deepEqual([status, message.test(stderr)], [2, true], stderr);
      }
    });
  });

  describe('what it says of itself', () => {
    it('version and help', () => {
      assert.deepEqual(run(['--version']), { status: 0, stdout: `${version}\n`, stderr: '' });
      assert.equal(run(['-v']).stdout, `${version}\n`);
      const { status, stdout } = run(['--help']);
      assert.equal(status, 0);
      assert.match(stdout, /costlint explain <file:line>/);
      for (const line of stdout.split('\n')) assert.ok(line.length <= 100, line);
    });
  });

  describe('check and report', () => {
    it('check fails with findings, report does not', () => {
      const { status, stdout } = run([]);
      assert.equal(status, 1);
      assert.match(stdout, /src\/app\.py\n +11:12 +warning [^$]* missing-output-cap/);
      assert.deepEqual(run(['check']), run(['check', '.']));
      assert.equal(run(['report']).status, 0);
    });

    it('--fail-on and --max-warnings move the bar', () => {
      assert.equal(run(['--fail-on', 'error']).status, 0);
      assert.equal(run(['--max-warnings', '1']).status, 0);
      assert.equal(run(['--max-warnings=0']).status, 1);
      write('costlint.config.json', '{ "rules": { "missing-output-cap": "error" } }');
      assert.equal(run(['--fail-on', 'error']).status, 1);
      assert.equal(run(['--max-warnings', '9']).status, 1);
    });

    it('--quiet keeps errors only', () => {
      assert.doesNotMatch(run(['--quiet']).stdout, /missing-output-cap/);
    });

    it('prints the contract as JSON, the same bytes each time', () => {
      const report = json();
      assert.equal(report.format, 1);
      assert.deepEqual(
        report.sites.filter(({ kind }) => kind === 'llm-call').map(({ path: file, range }) => `${file}:${range.start.line}`),
        ['src/app.py:7', 'src/app.py:11'],
      );
      assert.equal(report.prices.at, '2026-11-21');
      assert.deepEqual(run(['report', '-f', 'json', '--threads', '1']), run(['report', '-f', 'json', '--threads', '2']));
    });

    it('takes files and folders, inside and outside of the current folder', () => {
      write('lib/other.py', CALLS);
      assert.equal(json('lib').files.seen, 1);
      assert.equal(json('lib/other.py', 'src').files.seen, 2);
      assert.equal(json('src/app.py').sites[0]?.path, 'src/app.py');
      const outside = realpathSync(mkdtempSync(path.join(tmpdir(), 'costlint-out-')));
      try {
        writeFileSync(path.join(outside, 'b.py'), CALLS);
        assert.equal(json(outside).sites[0]?.path, 'b.py');
      } finally {
        rmSync(outside, { recursive: true, force: true });
      }
    });

    it('follows callers into files that name no SDK', () => {
      write(
        'src/ask.py',
        'from openai import OpenAI\n\n\ndef ask(prompt):\n    return OpenAI().responses.create(model="gpt-5.4-mini", input=prompt)\n',
      );
      write('src/main.py', 'from ask import ask\n\nask("Write a short and friendly greeting for a customer who returns after a year.")\n');
      assert.ok(json().sites.some((site) => site.kind === 'wrapped-call' && site.path === 'src/main.py'));
    });

    it('follows a model that is made in another file into files that name no SDK', () => {
      write(
        'src/models.ts',
        "import { ChatOpenAI } from '@langchain/openai';\nexport const llm = new ChatOpenAI({ model: 'gpt-5.4-mini' });\n",
      );
      write(
        'src/title.ts',
        "import { llm } from './models';\nexport const title = (text: string) => llm.invoke(`A title for: ${text}`);\n",
      );
      write('lib/clients.py', 'import cohere\n\n\nclass Clients:\n    chat = cohere.Client()\n');
      write('lib/answer.py', 'from .clients import Clients\n\n\ndef answer(question):\n    return Clients.chat.chat(message=question)\n');
      const calls = json().sites.filter((site) => site.kind === 'llm-call');
      for (const path of ['src/title.ts', 'lib/answer.py'])
        assert.ok(
          calls.some((site) => site.path === path),
          path,
        );
    });

    it('colour: NO_COLOR, FORCE_COLOR and the flags', () => {
      const colored = (args: string[], env: Record<string, string>) => run(['report', ...args], env).stdout.includes('\u001b[');
      assert.deepEqual(
        [
          colored([], {}),
          colored([], { FORCE_COLOR: '1' }),
          colored([], { FORCE_COLOR: '1', NO_COLOR: '1' }),
          colored(['--color'], { NO_COLOR: '1' }),
          colored(['--no-color'], { FORCE_COLOR: '1' }),
        ],
        [false, true, false, true, false],
      );
    });

    it('ends quietly when nobody reads on', async () => {
      const child = spawn(process.execPath, [CLI, 'prices', 'show'], { cwd: root, stdio: ['ignore', 'pipe', 'pipe'] });
      let errors = '';
      child.stderr.on('data', (data) => {
        errors += data;
      });
      child.stdout.once('data', () => child.stdout.destroy());
      await new Promise((resolve) => child.on('close', resolve));
      assert.equal(errors, '');
    });
  });

  describe('explain', () => {
    it('shows how the number of a line is made', () => {
      const { status, stdout } = run(['explain', 'src/app.py:7']);
      assert.equal(status, 0);
      assert.match(stdout, /^src\/app\.py:7 {2}llm-call: openai chat\.completions in triage\n/);
      assert.match(stdout, /Cap +≤20 tokens \(max_completion_tokens\)/);
      assert.match(stdout, /Formula/);
    });

    it('says what there is when the line has nothing', () => {
      const { status, stderr } = run(['explain', 'src/app.py:1']);
      assert.equal(status, 2);
      assert.match(stderr, /nothing that costs money on line 1 of src\/app\.py\. There is:\n {2}src\/app\.py:7 {2}llm-call/);
      assert.match(run(['explain', 'src/app.py']).stderr, /costlint explain src\/a\.ts:42/);
    });
  });

  describe('prices', () => {
    it('shows a model, a provider, or says that there is no price', () => {
      assert.match(run(['prices', 'show', 'gpt-5.4-mini']).stdout, /openai +gpt-5\.4-mini +0\.75 +4\.5/);
      assert.match(run(['prices', 'show', 'anthropic']).stdout, /claude-sonnet-4-6/);
      assert.match(run(['prices', 'show', 'no-such-model']).stdout, /no-such-model: unpriced/);
      write('costlint.config.json', '{ "prices": [{ "model": "our-llama", "provider": "self", "input": 0.2, "output": 0.4 }] }');
      assert.match(run(['prices', 'show', 'our-llama']).stdout, /our-llama +0\.2 +0\.4/);
      assert.equal(run(['prices', 'update']).status, 2);
    });
  });

  describe('configuration', () => {
    it('the nearest file applies, also from a folder below', () => {
      write('costlint.config.json', '{ "usage": { "callsPerMonth": 7 } }');
      assert.equal(json('src').assumptions.callsPerMonth, 7);
      assert.equal(json('--no-config').assumptions.callsPerMonth, 10_000);
      write('other.json', '{ "usage": { "callsPerMonth": 8 } }');
      assert.equal(json('--config', 'other.json').assumptions.callsPerMonth, 8);
      write('src/.costlintrc.json', '{ "usage": { "callsPerMonth": 9 } }');
      assert.equal(json('src').assumptions.callsPerMonth, 9);
    });

    it('--print-config prints what holds for a file, and where it is written', () => {
      write('costlint.config.json', '{\n  "extends": "costlint:strict",\n  "ignore": ["gen/**"]\n}');
      write('src/costlint.config.json', '{ "rules": { "missing-output-cap": ["error", { "limit": 9 }] } }');
      const { stdout, status } = run(['--print-config', 'src/app.py']);
      assert.equal(status, 0);
      assert.match(
        stdout,
        /"ignore": \["gen\/\*\*"\] +\/\/ costlint\.config\.json:3\n|"ignore": \["gen\/\*\*"\], +\/\/ costlint\.config\.json:3\n/,
      );
      assert.match(stdout, /"missing-output-cap": \[\n +"error", +\/\/ src\/costlint\.config\.json:1\n/);
      assert.match(stdout, /"unbounded-agent-loop": \[\n +"warning", +\/\/ costlint:strict\n/);
      assert.match(stdout, /"callsPerMonth": 10000,? +\/\/ default\n/);
      const { config, origins } = JSON.parse(run(['--print-config', 'src/app.py', '-f', 'json']).stdout);
      assert.deepEqual([config.rules['missing-output-cap'], config.usage.callsPerMonth], [['error', { limit: 9 }], 10_000]);
      assert.equal(origins.usage.callsPerMonth, 'default');
    });

    it('a folder below the root has its own settings', () => {
      write('costlint.config.json', '{ "rules": { "missing-output-cap": "error" }, "usage": { "callsPerMonth": 7 } }');
      write('src/costlint.config.json', '{ "rules": { "missing-output-cap": "off" }, "models": { "a": "b" } }');
      write('lib/app.py', CALLS);
      const { stdout, stderr, status } = run(['check', '-f', 'json', '.']);
      const { findings, sites } = JSON.parse(stdout) as Report;
      assert.equal(status, 1);
      assert.deepEqual(
        findings.filter(({ rule }) => rule === 'missing-output-cap').map(({ path: file, severity }) => `${file} ${severity}`),
        ['lib/app.py error'],
      );
      assert.deepEqual([...new Set(sites.map(({ callsPerMonth }) => callsPerMonth?.expected))], [7]);
      assert.equal(
        stderr,
        'costlint: src/costlint.config.json:1:45  "models" holds for a whole scan: it is only read at the root of one.\n',
      );
      write('src/costlint.config.json', '{ "root": true }');
      const all = (JSON.parse(run(['check', '-f', 'json', '.']).stdout) as Report).findings;
      assert.equal(all.filter(({ rule }) => rule === 'missing-output-cap').length, 2);
    });

    it('a broken file is named with its place', () => {
      write('costlint.config.json', '{\n  "usage": { "callPerMonth": 5 }\n}');
      assert.deepEqual(run([]), {
        status: 2,
        stdout: '',
        stderr:
          'costlint: the configuration cannot be used.\n  costlint.config.json:2:14  Unknown key "callPerMonth" in usage. Did you mean "callsPerMonth"?\n',
      });
      write('costlint.config.json', '{ "usage": ');
      assert.match(run([]).stderr, /costlint\.config\.json:1:12/);
    });

    it('two files in one folder are one too many', () => {
      write('costlint.config.json', '{}');
      write('.costlintrc.json', '{}');
      assert.match(run([]).stderr, /\.costlintrc\.json:1:1 {2}costlint\.config\.json stands beside it/);
    });
  });

  describe('bad calls', () => {
    const cases: [string[], RegExp][] = [
      [['--fromat', 'json'], /^costlint: Unknown option --fromat\. Did you mean --format\?\n$/],
      [['--zzz'], /^costlint: Unknown option --zzz\. costlint --help lists them all\.\n$/],
      [['-z'], /^costlint: Unknown option -z\./],
      [['--format', 'jsn'], /^costlint: --format jsn: expected one of stylish, .*\. Did you mean json\?\n$/],
      [['--format'], /^costlint: --format needs a value: --format <name\[:file\]>\.\n$/],
      [['--quiet=yes'], /^costlint: --quiet takes no value\.\n$/],
      [['--max-warnings', 'few'], /expected a whole number/],
      [['--as-of', '2026-02-30'], /expected a day as YYYY-MM-DD/],
      [['--as-of', 'today'], /expected a day as YYYY-MM-DD/],
      [['nowhere'], /^costlint: no such file or folder: nowhere\n$/],
      [['--config', 'nowhere.json'], /^costlint: no such file or folder: nowhere\.json\n$/],
      [['--root', 'src', '.'], /is not below the root/],
      [['explain'], /explain wants one place/],
    ];
    for (const [args, message] of cases) {
      it(args.join(' '), () => {
        const { status, stdout, stderr } = run(args);
        assert.match(stderr, message);
        assert.deepEqual([status, stdout], [2, '']);
      });
    }
  });

  describe('bad input', () => {
    it('is skipped or analysed with a reason, and the rest goes on', () => {
      write('binary.py', Buffer.concat([Buffer.from(CALLS), Buffer.from([0, 1])]));
      write('minified.py', `${CALLS}x = "${'y'.repeat(30_000)}"\n`);
      write('huge.py', CALLS + '# x\n'.repeat(500_000));
      write('brackets.py', `import openai\n${'('.repeat(100_000)}\n`);
      write('brackets.ts', `import 'openai';\n${'(\n'.repeat(100_000)}`);
      write('unclosed.ts', `import 'openai';\nconst a = \`${'hello world\n'.repeat(70_000)}`);
      write('latin1.py', Buffer.concat([Buffer.from(CALLS), Buffer.from([0x23, 0xe9, 0xff])]));
      write('bom.py', `\uFEFF${CALLS}`);
      write('crlf.py', CALLS.replaceAll('\n', '\r\n'));
      write('broken.ipynb', `{ "cells": [ { "cell_type": "code", "source": ${JSON.stringify(CALLS)} `);
      write('empty.ipynb', '');
      write('half.py', `${CALLS}\ndef broken(:\n    x = [1,\n`);
      const report = json();
      const reasons = Object.fromEntries([...report.files.skipped, ...report.files.failed].map(({ path: file, reason }) => [file, reason]));
      assert.deepEqual([reasons['binary.py'], reasons['minified.py'], reasons['huge.py']], ['binary', 'minified', 'too large']);
      assert.ok(reasons['broken.ipynb']);
      for (const file of ['src/app.py', 'latin1.py', 'bom.py', 'crlf.py', 'half.py']) {
        const lines = report.sites
          .filter((site) => site.path === file && site.kind === 'llm-call')
          .map(({ range }) => `${range.start.line}:${range.start.column}`);
        assert.deepEqual(lines, ['7:12', '11:12'], file);
      }
    });

    it('reads no prompt outside of the root', () => {
      write('secret.md', 'Ten words that nobody should ever find in any report.');
      write(
        'app/a.py',
        'from pathlib import Path\nfrom openai import OpenAI\nOpenAI().chat.completions.create(model="gpt-5.4-mini", messages=[{"role": "user", "content": Path("../secret.md").read_text()}])\n',
      );
      const [site] = json('--root', 'app', 'app').sites;
      assert.equal(site?.tokens?.exact, false);
    });

    it('writes nothing without being asked', () => {
      const before = readdirSync(root, { recursive: true }).sort();
      run(['report']);
      assert.deepEqual(readdirSync(root, { recursive: true }).sort(), before);
    });
  });

  describe('cache', () => {
    const scan = () => run(['report', '-f', 'json', '--as-of', '2026-11-21', '--cache-location', 'kept']);
    /** Marks the stored report, so that it shows whether it was used. */
    const mark = () => {
      const file = path.join(root, 'kept', readdirSync(path.join(root, 'kept'))[0] as string);
      writeFileSync(file, readFileSync(file, 'utf8').replace('"name":"costlint"', '"name":"from the cache"'));
    };
    const fromCache = () => scan().stdout.includes('from the cache');

    it('answers an unchanged tree, and notices every change', () => {
      write('prompt.md', 'You answer.');
      write(
        'src/reads.py',
        'from pathlib import Path\nfrom openai import OpenAI\nOpenAI().chat.completions.create(model="gpt-5.4-mini", messages=[{"role": "user", "content": Path("prompt.md").read_text()}])\n',
      );
      const first = scan();
      assert.deepEqual(scan(), first);
      mark();
      assert.ok(fromCache());
      write('src/app.py', CALLS.replace('20)', '21)'));
      assert.ok(!fromCache(), 'a changed file');
      mark();
      write('costlint.config.json', '{ "usage": { "callsPerMonth": 3 } }');
      assert.ok(!fromCache(), 'a changed configuration');
      mark();
      write('prompt.md', 'You answer briefly.');
      assert.ok(!fromCache(), 'a changed prompt file');
      mark();
      write('src/new.py', CALLS);
      assert.ok(!fromCache(), 'a new file');
    });

    it('a damaged cache is no cache', () => {
      const first = scan();
      for (const file of readdirSync(path.join(root, 'kept'))) write(`kept/${file}`, '{ "key": ');
      assert.deepEqual(scan(), first);
    });
  });
});
