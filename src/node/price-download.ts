/** Downloads a list of prices: only `costlint prices update` and the editor's *Update Prices* reach this file, and no run does by itself. */

export type Download =
  | { readonly state: 'fresh'; readonly text: string; readonly etag: string | undefined }
  /** The server says that what we have is what it has. */
  | { readonly state: 'unchanged' }
  | { readonly state: 'failed'; readonly reason: string };

export interface DownloadOptions {
  /** Of what we have; the server then answers only when it has something else. */
  readonly etag?: string | undefined;
  /** Milliseconds for the whole answer. */
  readonly timeout?: number;
  /** Bytes after which the answer is cut off, counted unpacked. */
  readonly limit?: number;
}

/** Never throws: what goes wrong is a reason. */
export async function downloadPrices(url: string, { etag, timeout = 10_000, limit = 8 << 20 }: DownloadOptions = {}): Promise<Download> {
  const failed = (reason: string): Download => ({ state: 'failed', reason });
  if (!/^https?:\/\//i.test(url)) return failed('only http and https addresses are asked');
  const signal = AbortSignal.timeout(timeout);
  try {
    const response = await fetch(url, {
      signal,
      headers: { accept: 'application/json', 'user-agent': 'costlint', ...(etag !== undefined && { 'if-none-match': etag }) },
    });
    if (response.status === 304)
      return etag === undefined ? failed('the server answers 304, though it was asked for all') : { state: 'unchanged' };
    if (!response.ok) return failed(`the server answers ${response.status}${response.statusText ? ` ${response.statusText}` : ''}`);
    const text = await bodyOf(response, limit);
    return text === undefined
      ? failed(`the answer is larger than ${limit} bytes`)
      : { state: 'fresh', text, etag: response.headers.get('etag') ?? undefined };
  } catch (error) {
    return failed(signal.aborted ? `no whole answer within ${timeout / 1000} s` : reasonOf(error as Error));
  }
}

/** Undefined when it is too long; the rest is then not asked for. */
async function bodyOf(response: Response, limit: number): Promise<string | undefined> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of response.body ?? []) {
    size += chunk.byteLength;
    if (size > limit) return undefined;
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}

/** What `fetch` calls "fetch failed" has its reason inside. */
function reasonOf(error: Error): string {
  const { cause } = error as { cause?: { code?: unknown; message?: unknown } };
  return [error.message, cause?.code ?? cause?.message].filter((part) => typeof part === 'string' && part !== '').join(': ');
}
