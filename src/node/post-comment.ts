/** Puts one comment on a pull request and keeps it up to date. Opens connections, only to the code host that it is given. */

/** A code host, as far as comments go: addresses and words, no behaviour. */
export interface CodeHost {
  readonly name: string;
  /** The comments of the pull request, without a query. */
  readonly comments: string;
  /** One comment; the id comes from the host's own answer. */
  readonly comment: (id: number) => string;
  readonly updateMethod: 'PATCH' | 'PUT';
  readonly headers: Readonly<Record<string, string>>;
}

export interface Posting {
  /** Tells this comment from those of others: letters, digits, `-`, `_`, `/`. */
  readonly id: string;
  readonly text: string;
  /** When the numbers were made, ISO 8601: an older run never overwrites a newer one. */
  readonly validAt: string;
  /** False when there is nothing to say: then no comment is begun, but one that exists is brought up to date. */
  readonly worthBeginning: boolean;
}

export type Posted = 'created' | 'updated' | 'unchanged' | 'older than what is there' | 'nothing to say';

/** What the host answered when it did not do what was asked. */
export class CodeHostError extends Error {
  readonly status: number | undefined;
  constructor(message: string, status?: number) {
    super(message);
    this.status = status;
  }
}

export interface Limits {
  /** Milliseconds for one request. */
  readonly timeout: number;
  /** Milliseconds that a rate limit may make us wait, in all. */
  readonly patience: number;
}

const LIMITS: Limits = { timeout: 20_000, patience: 60_000 };
const PAGE = 100;
/** A pull request with more comments has other troubles; nobody shall loop for ever. */
const MOST_PAGES = 100;
const MOST_BYTES = 32 << 20;

/** The lines above the text that say whose comment it is, and from when. */
export const bodyOf = ({ id, text, validAt }: Posting): string => `${markerOf(id)}\n<!-- valid-at: ${validAt} -->\n${text}`;

const markerOf = (id: string): string => `<!-- costlint:${id} -->`;

/** Creates or updates the comment. Throws a `CodeHostError` that says what the host answered and what to do about it. */
export async function postComment(host: CodeHost, posting: Posting, limits: Limits = LIMITS): Promise<Posted> {
  const request = requester(host, limits);
  const existing = await findComment(host, posting.id, request);
  const body = bodyOf(posting);
  if (!existing) {
    if (!posting.worthBeginning) return 'nothing to say';
    await request('POST', host.comments, { body });
    return 'created';
  }
  const [, validAt, text] = /^[^\n]*\r?\n<!-- valid-at: (\S+) -->\r?\n([\s\S]*)$/.exec(existing.body) ?? [];
  if (validAt !== undefined && Date.parse(validAt) > Date.parse(posting.validAt)) return 'older than what is there';
  // Hosts give the text back with other line ends and without the last one.
  if (text !== undefined && normal(text) === normal(posting.text)) return 'unchanged';
  await request(host.updateMethod, host.comment(existing.id), { body });
  return 'updated';
}

const normal = (text: string): string => text.replace(/\r\n/g, '\n').trimEnd();

interface Comment {
  readonly id: number;
  readonly body: string;
}

type Request = (method: string, url: string, body?: object) => Promise<unknown>;

/** The newest comment that begins with the marker, on whichever page it stands. */
async function findComment({ comments }: CodeHost, id: string, request: Request): Promise<Comment | undefined> {
  let newest: Comment | undefined;
  for (let page = 1; page <= MOST_PAGES; page++) {
    const list = await request('GET', `${comments}?per_page=${PAGE}&page=${page}`);
    if (!Array.isArray(list)) throw new CodeHostError('its list of comments is no list');
    for (const one of list.filter(isComment))
      if (one.body.startsWith(markerOf(id)) && (!newest || one.id > newest.id)) newest = { id: one.id, body: one.body };
    if (list.length < PAGE) break;
  }
  return newest;
}

const isComment = (value: unknown): value is Comment =>
  typeof value === 'object' &&
  value !== null &&
  typeof (value as Partial<Comment>).id === 'number' &&
  typeof (value as Partial<Comment>).body === 'string';

function requester({ headers }: CodeHost, { timeout, patience }: Limits): Request {
  let left = patience;
  return async function request(method, url, body) {
    for (;;) {
      const answer = await send(method, url, headers, body, timeout);
      if (answer.ok) return answer.json;
      const wait = waitOf(answer);
      if (wait === undefined || wait > left) throw failure(method, answer, wait);
      left -= wait;
      await new Promise((resolve) => setTimeout(resolve, wait));
    }
  };
}

interface Answer {
  readonly ok: boolean;
  readonly status: number;
  readonly headers: Headers;
  readonly json: unknown;
}

async function send(method: string, url: string, headers: CodeHost['headers'], body: object | undefined, timeout: number): Promise<Answer> {
  try {
    // A redirect could carry the token elsewhere.
    const response = await fetch(url, {
      method,
      headers: { ...headers, 'user-agent': 'costlint', ...(body && { 'content-type': 'application/json' }) },
      redirect: 'error',
      signal: AbortSignal.timeout(timeout),
      ...(body && { body: JSON.stringify(body) }),
    });
    const text = await response.text();
    return {
      ok: response.ok,
      status: response.status,
      headers: response.headers,
      json: text.length > MOST_BYTES ? undefined : parsed(text),
    };
  } catch (error) {
    const { name, message, cause } = error as Error;
    throw new CodeHostError(
      name === 'TimeoutError' ? `no answer within ${timeout / 1000} s` : cause instanceof Error ? cause.message : message,
    );
  }
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** Milliseconds until a rate limit allows the next request; undefined when the answer is no rate limit. */
function waitOf({ status, headers }: Answer): number | undefined {
  if (status !== 429 && status !== 403) return undefined;
  const after = Number(headers.get('retry-after') ?? Number.NaN);
  if (Number.isFinite(after)) return after * 1000;
  const reset = Number(headers.get('x-ratelimit-reset') ?? headers.get('ratelimit-reset') ?? Number.NaN);
  const used = (headers.get('x-ratelimit-remaining') ?? headers.get('ratelimit-remaining')) === '0';
  if (used && Number.isFinite(reset)) return Math.max(0, reset * 1000 - Date.now());
  return status === 429 ? 1000 : undefined;
}

function failure(method: string, { status, json }: Answer, wait: number | undefined): CodeHostError {
  const said = (json as { readonly message?: unknown } | undefined)?.message;
  const words = typeof said === 'string' ? `: ${said.replace(/\p{Cc}+/gu, ' ').slice(0, 200)}` : '';
  const advice =
    wait !== undefined
      ? ` Its rate limit ends in ${Math.ceil(wait / 1000)} s.`
      : status === 401
        ? ' Is the token right and not expired?'
        : status === 403
          ? method === 'GET'
            ? ' The token may not read this pull request.'
            : ' The token may not write: on pull requests from forks it never may. Post from a second job that is allowed to (README, "Pull requests from forks").'
          : status === 404
            ? ' Is there such a pull request, and may the token see it?'
            : '';
  return new CodeHostError(`it answered ${status}${words}.${advice}`, status);
}
