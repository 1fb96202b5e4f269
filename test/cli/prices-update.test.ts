/** `costlint prices update` against a server of our own: whatever the network does, the prices in use stay whole. */
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { gzipSync } from 'node:zlib';
import type { Report } from '../../src/core/report/report.ts';
import { downloadPrices } from '../../src/node/price-download.ts';

const CLI = path.resolve('dist/cli.js');

/** One model in the source's own format. */
const source = (input: number): string =>
  JSON.stringify([
    {
      id: 'openai',
      name: 'OpenAI',
      api_pattern: 'https://api\\.openai\\.com',
      model_match: { starts_with: 'gpt-' },
      models: [{ id: 'gpt-5.4-mini', match: { equals: 'gpt-5.4-mini' }, prices: { input_mtok: input, output_mtok: 7 } }],
    },
  ]);

type Handler = (request: IncomingMessage, response: ServerResponse) => void;

describe('prices update', function () {
  this.timeout(60_000);
  let server: Server;
  let url: string;
  let handler: Handler;
  let requests: IncomingMessage[];
  let root: string;

  before(async () => {
    server = createServer((request, response) => {
      requests.push(request);
      handler(request, response);
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/prices.json`;
  });
  after(() => {
    server.closeAllConnections();
    server.close();
  });
  beforeEach(() => {
    requests = [];
    root = realpathSync(mkdtempSync(path.join(tmpdir(), 'costlint-prices-')));
    writeFileSync(path.join(root, 'costlint.config.json'), '{ "root": true }');
    writeFileSync(
      path.join(root, 'a.py'),
      'from openai import OpenAI\nOpenAI().chat.completions.create(model="gpt-5.4-mini", max_completion_tokens=9, messages=[{"role": "user", "content": "Hi"}])\n',
    );
  });
  afterEach(() => rmSync(root, { recursive: true, force: true }));

  const file = () => path.join(root, 'costlint-prices.json');
  const kept = () => (existsSync(file()) ? readFileSync(file(), 'utf8') : undefined);
  const answer =
    (text: string | Uint8Array, headers: Record<string, string> = {}, status = 200): Handler =>
    (_, response) => {
      response.writeHead(status, headers);
      response.end(text);
    };

  function costlint(...args: string[]): Promise<{ status: number | null; stdout: string; stderr: string }> {
    return new Promise((resolve) => {
      const child = spawn(process.execPath, [CLI, ...args], { cwd: root });
      const out = { stdout: '', stderr: '' };
      child.stdout.on('data', (data) => {
        out.stdout += data;
      });
      child.stderr.on('data', (data) => {
        out.stderr += data;
      });
      child.on('close', (status) => resolve({ status, ...out }));
    });
  }
  const update = (...more: string[]) => costlint('prices', 'update', '--from', url, ...more);
  const inputPrice = async () => (JSON.parse((await costlint('report', '-f', 'json')).stdout) as Report).sites[0]?.terms?.price.input;

  it('writes what it read, shows what differs, and every later run uses it', async () => {
    const shipped = await inputPrice();
    handler = answer(source(0.5), { etag: '"one"' });
    const { status, stdout } = await update();
    assert.equal(status, 0);
    assert.match(stdout, new RegExp(`^openai/gpt-5\\.4-mini: input ${shipped} → 0\\.5, output .* → 7`, 'm'));
    assert.match(stdout, /costlint-prices\.json: 1 model of http:/);
    assert.deepEqual(readdirSync(root).sort(), ['a.py', 'costlint-prices.json', 'costlint.config.json']);
    assert.equal(await inputPrice(), 0.5);
    assert.match((await costlint('prices', 'show', 'gpt-5.4-mini')).stdout, /0\.5/);
    assert.equal(requests.length, 1, 'no other command asks');
  });

  it('asks only for what is new: ETag and 304', async () => {
    handler = answer(source(0.5), { etag: '"one"' });
    await update();
    const before = kept();
    handler = (request, response) => {
      response.writeHead(request.headers['if-none-match'] === '"one"' ? 304 : 500);
      response.end();
    };
    const { status, stdout } = await update();
    assert.deepEqual([status, stdout], [0, `costlint-prices.json: unchanged at ${url}\n`]);
    assert.equal(kept(), before);
    handler = answer(source(0.25), { etag: '"two"' });
    assert.match((await update()).stdout, /gpt-5\.4-mini: input 0\.5 → 0\.25\n/);
    assert.equal(JSON.parse(kept() ?? '').etag, '"two"');
  });

  it('--dry-run only shows', async () => {
    handler = answer(source(0.5));
    const { status, stdout } = await update('--dry-run');
    assert.equal(status, 0);
    assert.match(stdout, /would have 1 model/);
    assert.equal(kept(), undefined);
  });

  it('reads a file that was downloaded by other means, and one of ours', async () => {
    writeFileSync(path.join(root, 'list.json'), source(0.5));
    assert.equal((await costlint('prices', 'update', '--from', 'list.json')).status, 0);
    const ours = kept() ?? '';
    handler = answer(gzipSync(ours), { 'content-encoding': 'gzip' });
    rmSync(file());
    assert.equal((await update()).status, 0);
    assert.equal(JSON.parse(kept() ?? '').providers.openai.models[0].rates[0].input, 0.5);
  });

  const FAILURES: Readonly<Record<string, readonly [Handler, RegExp]>> = {
    'an error of the server': [answer('gone', {}, 500), /the server answers 500/],
    'not found': [answer('gone', {}, 404), /the server answers 404/],
    'a 304 that nobody asked for': [answer('', {}, 304), /304/],
    'no JSON': [answer('<html>Log in</html>'), /no whole JSON/],
    'half of it': [answer(source(0.5).slice(0, 60)), /no whole JSON/],
    'a connection that breaks off': [
      (_, response) => {
        response.writeHead(200, { 'content-length': '1000' });
        response.write(source(0.5).slice(0, 60));
        setTimeout(() => response.destroy(), 20);
      },
      /terminated|aborted|closed/,
    ],
    'another list': [answer('[{ "name": "Ada" }]'), /it holds no price/],
    'an object': [answer('{ "openai": {} }'), /no list of prices|no providers/],
    'prices that are none': [
      answer(source(0.5).replace('0.5', '"cheap"').replace('"output_mtok":7', '"output_mtok":-1')),
      /it holds no price/,
    ],
    'a price file with a price that is none': [
      answer(
        '{ "format": 1, "url": "x", "source": "x", "date": "2026-01-01", "providers": { "p": { "models": [{ "id": "m", "rates": [{ "input": -1 }] }] } } }',
      ),
      /a model of p has no price that can be read/,
    ],
    'an expression that never ends': [
      answer(source(0.5).replace('https://api\\\\.openai\\\\.com', '(a+)+$')),
      /a pattern of openai cannot be used/,
    ],
    'far too much': [
      (_, response) => {
        response.writeHead(200);
        const chunk = Buffer.alloc(1 << 20, ' ');
        const more = () => {
          while (!response.destroyed && response.write(chunk));
        };
        response.on('drain', more);
        more();
      },
      /larger than/,
    ],
    'a redirect to a file': [answer('', { location: 'file:///etc/passwd' }, 302), /fetch failed|unknown scheme/i],
  };
  for (const [name, [broken, reason]] of Object.entries(FAILURES)) {
    it(`${name}: the prices stay`, async () => {
      handler = answer(source(0.5));
      await update();
      const before = kept();
      handler = broken;
      const { status, stdout, stderr } = await update();
      assert.match(stderr, reason);
      assert.match(stderr, /costlint-prices\.json stays as it is\.\n$/);
      assert.deepEqual([status, stdout, kept() === before], [2, '', true]);
      assert.ok(!/\n {4}at /.test(stderr));
      assert.deepEqual(
        readdirSync(root).filter((one) => one.startsWith('costlint-prices')),
        ['costlint-prices.json'],
      );
    });
  }

  it('without a server the prices that ship with Costlint stay in use', async () => {
    const { status, stderr } = await costlint('prices', 'update', '--from', 'http://127.0.0.1:1/none.json');
    assert.equal(status, 2);
    assert.match(stderr, /the prices were not renewed: .*\nThose that ship with Costlint stay in use\.\n$/);
  });

  it('a server that never answers, or never ends, is given up', async () => {
    handler = () => undefined;
    assert.deepEqual(await downloadPrices(url, { timeout: 150 }), { state: 'failed', reason: 'no whole answer within 0.15 s' });
    handler = (_, response) => {
      response.writeHead(200);
      response.write('[');
    };
    assert.deepEqual(await downloadPrices(url, { timeout: 150 }), { state: 'failed', reason: 'no whole answer within 0.15 s' });
    assert.equal((await downloadPrices('ftp://127.0.0.1/x')).state, 'failed');
  });

  it('broken prices are an error of every run, and made anew', async () => {
    for (const text of [
      '{',
      '[]',
      '{ "format": 1 }',
      'null',
      '{ "format": 1, "url": "x", "source": "x", "date": "2026-01-01", "providers": { "__proto__": 3 } }',
    ]) {
      writeFileSync(file(), text);
      const { status, stderr } = await costlint('check');
      assert.equal(status, 2, text);
      assert.match(stderr, /costlint-prices\.json:1:1 {2}Cannot be used: .*\. Delete it, or run "costlint prices update"\.\n$/);
    }
    handler = answer(source(0.5));
    const { status, stderr } = await update();
    assert.equal(status, 0);
    assert.match(stderr, /cannot be used; it is made anew/);
    assert.equal(await inputPrice(), 0.5);
  });
});
