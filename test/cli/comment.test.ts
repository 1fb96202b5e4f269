/** `costlint comment` against a server on this machine that answers as the code hosts do. */
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Diff } from '../../src/core/report/diff.ts';
import { diff as sample } from '../report/diff-samples.ts';

interface Stored {
  id: number;
  body: string;
}

/** Comments in pages, ids that grow, the limits and refusals of the real ones. */
class CodeHost {
  readonly comments: Stored[] = [];
  readonly requests: string[] = [];
  /** Answers given before the ordinary ones, first come first served. */
  readonly refusals: {
    readonly method?: string;
    readonly status: number;
    readonly headers?: Record<string, string>;
    readonly message?: string;
  }[] = [];
  token = '';
  #next = 1;
  readonly #server: Server = createServer((request, response) => this.#answer(request, response));

  async listen(): Promise<string> {
    await new Promise<void>((resolve) => this.#server.listen(0, '127.0.0.1', resolve));
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  close(): void {
    this.#server.close();
    this.#server.closeAllConnections();
  }

  add(body: string): void {
    this.comments.push({ id: this.#next++, body });
  }

  async #answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    let text = '';
    for await (const chunk of request) text += chunk;
    const url = new URL(request.url ?? '', 'http://host');
    this.requests.push(`${request.method} ${url.pathname}`);
    this.token = String(request.headers.authorization ?? request.headers['private-token'] ?? '');
    const reply = (status: number, value: unknown, headers: Record<string, string> = {}) => {
      response.writeHead(status, { 'content-type': 'application/json', ...headers });
      response.end(JSON.stringify(value));
    };
    const at = this.refusals.findIndex(({ method }) => method === undefined || method === request.method);
    const [refusal] = at < 0 ? [] : this.refusals.splice(at, 1);
    if (refusal) return reply(refusal.status, { message: refusal.message ?? 'no' }, refusal.headers);
    const body = text === '' ? '' : (JSON.parse(text).body as string);
    if (body.length > 65_536) return reply(422, { message: 'Body is too long (maximum is 65536 characters)' });
    if (request.method === 'GET') {
      const [page, size] = [Number(url.searchParams.get('page') ?? 1), Number(url.searchParams.get('per_page') ?? 30)];
      return reply(200, this.comments.slice((page - 1) * size, page * size));
    }
    if (request.method === 'POST') {
      this.add(body);
      return reply(201, this.comments.at(-1));
    }
    const id = Number(url.pathname.split('/').at(-1));
    const stored = this.comments.find((one) => one.id === id);
    if (!stored) return reply(404, { message: 'Not Found' });
    // Code hosts keep the line ends of forms.
    stored.body = body.replaceAll('\n', '\r\n');
    return reply(200, stored);
  }
}

describe('costlint comment', function () {
  this.timeout(30_000);
  let host: CodeHost;
  let api: string;
  let folder: string;
  let written = 0;

  beforeEach(async () => {
    host = new CodeHost();
    api = await host.listen();
    folder = mkdtempSync(path.join(tmpdir(), 'costlint-comment-'));
  });
  afterEach(() => {
    host.close();
    rmSync(folder, { recursive: true, force: true });
  });

  /** Not `spawnSync`: the server answers in this process. */
  function run(diff: Diff | string, args: readonly string[] = [], env: Record<string, string> = {}) {
    const file = path.join(folder, `diff-${written++}.json`);
    writeFileSync(file, typeof diff === 'string' ? diff : JSON.stringify(diff));
    const child = spawn(process.execPath, ['dist/cli.js', 'comment', file, ...args], {
      env: {
        PATH: process.env.PATH,
        GITHUB_ACTIONS: 'true',
        GITHUB_API_URL: api,
        GITHUB_REPOSITORY: 'acme/desk',
        GITHUB_TOKEN: 'secret-token',
        ...env,
      },
    });
    let stdout = '';
    let stderr = '';
    child.stdout.on('data', (chunk) => (stdout += chunk));
    child.stderr.on('data', (chunk) => (stderr += chunk));
    return new Promise<{ status: number | null; stdout: string; stderr: string }>((resolve) =>
      child.on('close', (status) => resolve({ status, stdout, stderr })),
    );
  }
  const post = (diff: Diff | string = sample(), ...args: string[]) => run(diff, ['--pull-request', '7', ...args]);

  it('--dry-run prints the comment and asks nobody', async () => {
    const { status, stdout } = await post(sample(), '--dry-run', '--valid-at', '2026-11-21T10:00:00Z');
    assert.equal(status, 0);
    assert.match(stdout, /^<!-- costlint:default -->\n<!-- valid-at: 2026-11-21T10:00:00\.000Z -->\n### Prompt cost: \+\$780\/mo/);
    assert.match(stdout, /\]\(https:\/\/github\.com\/acme\/desk\/blob\/abc1234\/src\/answer\.ts#L15\)/);
    assert.deepEqual(host.requests, []);
  });

  it('creates one comment, then updates it wherever it stands, and leaves others alone', async () => {
    for (let at = 0; at < 130; at++) host.add(`comment ${at}\n<!-- costlint:default -->`);
    assert.match((await post()).stderr, /comment created/);
    assert.equal(host.token, 'Bearer secret-token');
    for (let at = 0; at < 90; at++) host.add(`later ${at}`);
    assert.match((await post()).stderr, /comment unchanged/);
    const { status, stderr } = await post(sample({ delta: { perMonth: { low: 1, expected: 2, high: 3 }, worst: 0 } }));
    assert.deepEqual([status, /comment updated/.test(stderr)], [0, true]);
    assert.match((await post(sample({ delta: { perMonth: { low: 1, expected: 2, high: 3 }, worst: 0 } }))).stderr, /comment unchanged/);
    assert.equal(host.comments.length, 221);
    assert.match(host.comments[130]?.body ?? '', /\+\$2\.00\/mo/);
    assert.ok(host.requests.includes('PATCH /repos/acme/desk/issues/comments/131'));
  });

  it('several comments live side by side by --id', async () => {
    await post(sample(), '--id', 'api');
    await post(sample(), '--id', 'web');
    await post(sample(), '--id', 'api');
    assert.deepEqual(
      host.comments.map(({ body }) => body.split('\n')[0]),
      ['<!-- costlint:api -->', '<!-- costlint:web -->'],
    );
  });

  it('begins no comment when nothing changed, but brings one up to date', async () => {
    const none = sample({ delta: { perMonth: { low: 0, expected: 0, high: 0 }, worst: 0 }, changes: [] });
    assert.match((await post(none)).stderr, /nothing to say/);
    assert.equal(host.comments.length, 0);
    await post();
    await post(none);
    assert.match(host.comments[0]?.body ?? '', /no change/);
  });

  it('an older run does not replace a newer one', async () => {
    await post(sample(), '--valid-at', '2026-11-21T10:00:00Z');
    const { stderr } = await post(
      sample({ delta: { perMonth: { low: 1, expected: 2, high: 3 }, worst: 0 } }),
      '--valid-at',
      '2026-11-21T09:00:00Z',
    );
    assert.match(stderr, /older than what is there/);
    assert.match(host.comments[0]?.body ?? '', /\+\$780/);
  });

  it('waits for a rate limit that ends soon, and gives up on one that does not', async () => {
    host.refusals.push(
      { status: 429, headers: { 'retry-after': '1' } },
      { status: 403, headers: { 'retry-after': '1' }, message: 'secondary rate limit' },
    );
    assert.equal((await post()).status, 0);
    host.refusals.push({
      status: 403,
      headers: { 'x-ratelimit-remaining': '0', 'x-ratelimit-reset': String(Math.floor(Date.now() / 1000) + 3000) },
    });
    const { status, stderr } = await post();
    assert.equal(status, 2);
    assert.match(stderr, /Its rate limit ends in \d+ s/);
  });

  it('a fork may not write: says so and how it is done', async () => {
    host.refusals.push({ method: 'POST', status: 403, message: 'Resource not accessible by integration' });
    const { status, stderr } = await post();
    assert.equal(status, 2);
    assert.match(
      stderr,
      /not posted to GitHub: it answered 403: Resource not accessible by integration\. The token may not write: on pull requests from forks/,
    );
    assert.doesNotMatch(stderr, /secret-token/);
  });

  it('a huge change fits', async () => {
    const [first] = sample().changes;
    assert.ok(first);
    const changes = Array.from({ length: 3000 }, (_, at) => ({ ...first, site: `s${at}`, path: `src/${'long/'.repeat(30)}${at}.ts` }));
    assert.equal((await post(sample({ changes }))).status, 0);
    assert.equal(host.comments.length, 1);
  });

  it('finds the pull request in the event, and speaks with GitLab', async () => {
    const event = path.join(folder, 'event.json');
    writeFileSync(event, JSON.stringify({ pull_request: { number: 12 } }));
    assert.equal((await run(sample(), [], { GITHUB_EVENT_PATH: event })).status, 0);
    assert.ok(host.requests.includes('POST /repos/acme/desk/issues/12/comments'));
    host.comments.length = 0;
    const gitlab = {
      GITHUB_ACTIONS: '',
      GITLAB_CI: 'true',
      CI_API_V4_URL: `${api}/api/v4`,
      CI_PROJECT_ID: '33',
      CI_MERGE_REQUEST_IID: '5',
      GITLAB_TOKEN: 'glpat',
    };
    assert.equal((await run(sample(), [], gitlab)).status, 0);
    assert.ok(host.requests.includes('POST /api/v4/projects/33/merge_requests/5/notes'));
    assert.equal(host.token, 'glpat');
    await run(sample({ head: 'working tree' }), [], gitlab);
    assert.equal(host.requests.at(-1), 'PUT /api/v4/projects/33/merge_requests/5/notes/2');
  });

  it('says what is missing or wrong, with exit code 2', async () => {
    const cases: readonly (readonly [Promise<{ status: number | null; stderr: string }>, RegExp])[] = [
      [run(sample()), /which pull request\?/],
      [run(sample(), ['--pull-request', '7'], { GITHUB_TOKEN: '' }), /GITHUB_TOKEN is missing/],
      [run(sample(), ['--pull-request', '7'], { GITHUB_ACTIONS: '' }), /name the platform/],
      [run(sample(), ['--pull-request', '7'], { GITHUB_API_URL: 'http://127.0.0.1:1' }), /not posted to GitHub: /],
      [post('{"format":1}'), /is no diff/],
      [post('<html>'), /is no JSON/],
      [post(JSON.stringify({ ...sample(), changes: [1] })), /is a damaged diff/],
      [post(sample(), '--id', 'a --> b'), /--id a --> b/],
    ];
    for (const [running, message] of cases) {
      const { status, stderr } = await running;
      assert.equal(status, 2, stderr);
      assert.match(stderr, message);
      assert.doesNotMatch(stderr, /bug of ours/);
    }
  });
});
