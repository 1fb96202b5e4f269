import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { chmodSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { catalog } from '../../src/core/catalog/index.ts';
import { createPrefilter } from '../../src/core/catalog/prefilter.ts';
import { nodeHost } from '../../src/node/host.ts';
import { listFiles } from '../../src/node/list-files.ts';
import { readSource } from '../../src/node/read-source.ts';
import { isScanned } from '../../src/node/scanned.ts';

const CALL = 'from openai import OpenAI\nOpenAI().chat.completions.create(model="m", messages=[])\n';

let root: string;
const write = (file: string, content: string | Uint8Array) => {
  mkdirSync(path.dirname(path.join(root, file)), { recursive: true });
  writeFileSync(path.join(root, file), content);
};
const git = (...args: string[]) =>
  execFileSync('git', ['-c', 'user.name=t', '-c', 'user.email=t@t', ...args], { cwd: root, stdio: 'pipe' });
const list = (paths: readonly string[] = ['']) => listFiles(root, paths, isScanned);

beforeEach(() => {
  root = mkdtempSync(path.join(tmpdir(), 'costlint-'));
});
afterEach(() => {
  rmSync(root, { recursive: true, force: true });
});

describe('listing files', () => {
  const lay = () => {
    for (const file of [
      'src/a.ts',
      'src/b.py',
      'src/deep/c.tsx',
      'src/types.d.ts',
      'node_modules/x/i.js',
      'gen/g.ts',
      'venv/x.py',
      'notes.txt',
      'ask.prompty',
    ])
      write(file, '');
    write('.gitignore', 'gen/\n*.local.ts\n');
    write('src/.gitignore', '!keep.local.ts\n');
    write('src/x.local.ts', '');
    write('src/keep.local.ts', '');
  };
  const expected = ['ask.prompty', 'src/a.ts', 'src/b.py', 'src/deep/c.tsx', 'src/keep.local.ts'];

  it('walks outside git, honours .gitignore, leaves the code of others', async () => {
    lay();
    assert.deepEqual((await list()).files, expected);
    assert.equal((await list()).blobs.size, 0);
  });

  it('asks git inside a work tree, with the same answer', async () => {
    lay();
    git('init', '-q');
    assert.deepEqual((await list()).files, expected);
    git('add', '.');
    git('commit', '-qm', 'x');
    assert.deepEqual((await list()).files, expected);
  });

  it('knows which files are as git has them', async () => {
    lay();
    git('init', '-q');
    git('add', '.');
    git('commit', '-qm', 'x');
    write('src/a.ts', 'changed, and longer');
    write('src/new.ts', '');
    rmSync(path.join(root, 'src/b.py'));
    const { files, blobs } = await list();
    assert.ok(files.includes('src/new.ts') && !files.includes('src/b.py'));
    assert.deepEqual([...blobs.keys()].sort(), ['ask.prompty', 'src/deep/c.tsx', 'src/keep.local.ts']);
    assert.equal(blobs.get('src/deep/c.tsx'), git('hash-object', 'src/deep/c.tsx').toString().trim());
  });

  it('lists below folders that are named, and files even when ignored', async () => {
    lay();
    git('init', '-q');
    assert.deepEqual((await list(['src/deep', 'gen/g.ts'])).files, ['gen/g.ts', 'src/deep/c.tsx']);
    assert.deepEqual((await list(['gen'])).files, ['gen/g.ts']);
  });

  it('looks into submodules', async () => {
    const inner = mkdtempSync(path.join(tmpdir(), 'costlint-sub-'));
    try {
      writeFileSync(path.join(inner, 'm.ts'), '');
      for (const args of [
        ['init', '-q'],
        ['add', '.'],
        ['-c', 'user.name=t', '-c', 'user.email=t@t', 'commit', '-qm', 'x'],
      ])
        execFileSync('git', args, { cwd: inner, stdio: 'pipe' });
      git('init', '-q');
      git('-c', 'protocol.file.allow=always', 'submodule', '--quiet', 'add', inner, 'lib/sub');
      write('a.ts', '');
      assert.deepEqual((await list()).files, ['a.ts', 'lib/sub/m.ts']);
      // As a clone has it that fetches no submodules: an empty folder.
      git('submodule', '--quiet', 'deinit', '--force', '--all');
      assert.deepEqual((await list()).files, ['a.ts']);
      assert.deepEqual((await list(['lib/sub'])).files, []);
    } finally {
      rmSync(inner, { recursive: true, force: true });
    }
  });

  it('follows no links, so loops end', async function () {
    write('src/a.ts', '');
    try {
      symlinkSync(root, path.join(root, 'src/loop'), 'dir');
      symlinkSync(path.join(root, 'src/a.ts'), path.join(root, 'src/link.ts'));
    } catch {
      this.skip();
    }
    assert.deepEqual((await list()).files, ['src/a.ts']);
    git('init', '-q');
    assert.deepEqual((await list()).files, ['src/a.ts']);
  });

  it('says which folders it could not read', async function () {
    if (process.getuid?.() === 0 || process.platform === 'win32') this.skip();
    write('src/a.ts', '');
    write('shut/b.ts', '');
    chmodSync(path.join(root, 'shut'), 0);
    try {
      assert.deepEqual((await list()).skipped, [{ path: 'shut', reason: 'unreadable folder (EACCES)' }]);
    } finally {
      chmodSync(path.join(root, 'shut'), 0o755);
    }
  });
});

describe('reading sources', () => {
  const prefilter = createPrefilter(catalog);
  const read = (file: string, content: string | Uint8Array) => {
    write(file, content);
    return readSource(path.join(root, file), prefilter.matters, file);
  };
  const bytes = (text: string, ...more: number[]) => Buffer.concat([Buffer.from(text), Buffer.from(more)]);

  it('gives the text of what may hold a call, and nothing of the rest', () => {
    assert.deepEqual(read('a.py', CALL), { text: CALL });
    assert.equal(read('b.py', 'print("openai is a word")\n'), undefined);
  });

  it('skips what no person wrote, with the reason', () => {
    assert.deepEqual(read('a.py', bytes(CALL, 0, 1, 2)), { skipped: 'binary' });
    assert.deepEqual(read('b.py', `${CALL}x = "${'y'.repeat(20_001)}"\n`), { skipped: 'minified' });
    assert.deepEqual(read('c.py', CALL + '#\n'.repeat(1 << 19)), { skipped: 'too large' });
    assert.deepEqual(readSource(path.join(root, 'gone.py'), prefilter.matters, 'gone.py'), { skipped: 'gone' });
    mkdirSync(path.join(root, 'folder.py'));
    assert.deepEqual(readSource(path.join(root, 'folder.py'), prefilter.matters, 'folder.py'), { skipped: 'unreadable (EISDIR)' });
  });

  it('reads marks, line ends and broken bytes as an editor does', () => {
    assert.deepEqual(read('bom.py', bytes('', 0xef, 0xbb, 0xbf, ...Buffer.from(CALL))), { text: CALL });
    assert.deepEqual(read('crlf.py', CALL.replaceAll('\n', '\r\n')), { text: CALL.replaceAll('\n', '\r\n') });
    assert.deepEqual(read('utf16.py', bytes('', 0xff, 0xfe, ...Buffer.from(CALL, 'utf16le'))), { text: CALL });
    assert.deepEqual(read('utf16be.py', bytes('', 0xfe, 0xff, ...Buffer.from(CALL, 'utf16le').swap16())), { text: CALL });
    assert.deepEqual(read('invalid.py', bytes(CALL, 0x23, 0xff, 0xc3)), { text: `${CALL}#\uFFFD\uFFFD` });
  });
});

describe('the prefilter', () => {
  const { matters } = createPrefilter(catalog);
  const cases: [string, string, boolean][] = [
    ['a.ts', "import OpenAI from 'openai';\nnew OpenAI().chat.completions.create({})", true],
    ['a.ts', 'const { Anthropic } = require("@anthropic-ai/sdk"); new Anthropic().messages.create({})', true],
    ['a.ts', "const { groq } = await import('@ai-sdk/groq')", true],
    ['a.ts', "import { generateText } from 'ai';", true],
    ['a.ts', "import x from 'openapi'; // openai", false],
    ['a.ts', "import { domain } from './ai';", false],
    ['a.py', 'import os, openai\nopenai.chat.completions.create()', true],
    ['a.py', 'from google import genai\nc.models.generate_content()', true],
    ['a.py', 'from google.genai import types\nc.models.generate_content()', true],
    ['a.py', 'from google import auth', false],
    ['a.py', 'from langchain_openai.chat_models import ChatOpenAI', true],
    ['a.py', '# import openai_like_thing', false],
    ['a.py', 'import boto3\nboto3.client("s3").list_buckets()', false],
    ['a.py', 'import boto3\nboto3.client("bedrock-runtime").converse(modelId=m)', true],
    ['a.ts', "import { APIError } from 'openai';", false],
    ['a.py', 'def f(client): return client.chat.completions.create(model=m, messages=x)', true],
    ['a.py', 'def f(client): return client.objects.create(name=m)', false],
    ['a.ts', 'fetch(`https://api.openai.com/v1/responses`)', true],
    ['a.ts', 'fetch(base + "/chat/completions")', true],
    ['a.ts', "import axios from 'axios'; axios.get('/users')", false],
    ['a.ts', "import { createClient } from 'redis'; createClient().get('k')", false],
    ['a.ipynb', '{"cells": [{"source": ["import openai\\n", "openai.responses.create()"]}]}', true],
    ['greeting.prompty', 'Hello', true],
    ['a.md', "from 'openai'", false],
  ];
  for (const [file, text, expected] of cases)
    it(`${expected ? 'keeps' : 'drops'} ${file}: ${text.slice(0, 60)}`, () => assert.equal(matters(file, text), expected));

  it('knows the packages of the user', () => {
    const own = createPrefilter([
      {
        id: 'house',
        title: '',
        homepage: '',
        checked: '',
        packages: { python: ['house.llm'] },
        calls: [{ id: 'ask', kind: 'llm-call', path: ['ask'] }],
      },
    ]);
    assert.ok(own.matters('a.py', 'from house import llm\nllm.ask()'));
    assert.ok(!own.matters('a.py', 'from house import door\ndoor.ask()'));
  });
});

describe('the host', () => {
  it('reads below the root only', function () {
    write('in/a.md', 'inside');
    write('secret.md', 'outside');
    const host = nodeHost(path.join(root, 'in'));
    assert.equal(host.read('a.md'), 'inside');
    assert.equal(host.read('../secret.md'), undefined);
    assert.equal(host.read('nothing.md'), undefined);
    assert.deepEqual(host.list(''), ['a.md']);
    assert.deepEqual(host.list('..'), []);
    try {
      symlinkSync(path.join(root, 'secret.md'), path.join(root, 'in/link.md'));
    } catch {
      this.skip();
    }
    assert.equal(nodeHost(path.join(root, 'in')).read('link.md'), undefined);
  });
});
