/** Renews the prices of a project: asks a source, checks the answer, says what differs, and writes it in one step. */
import { readFileSync } from 'node:fs';
import { PRICE_URL, type PriceFile, pricesFromSource } from '../core/prices/refresh.ts';
import { shippedPrices } from '../core/prices/shipped.ts';
import { countModels, type PriceMove, priceMoves, snapshotText } from '../core/prices/snapshot-text.ts';
import { type Download, downloadPrices } from './price-download.ts';
import { replaceFile } from './replace-file.ts';

export interface PriceUpdate {
  /** Where the prices are kept; absolute. */
  readonly file: string;
  /** What stands there now, when it can be used. */
  readonly old: PriceFile | undefined;
  /** An address, or a file that was downloaded by other means; by default the public collection. */
  readonly from?: string | undefined;
  /** YYYY-MM-DD. */
  readonly today: string;
  /** Only say what would change. */
  readonly dryRun?: boolean;
}

export type PriceUpdated =
  | { readonly state: 'renewed'; readonly url: string; readonly models: number; readonly moves: readonly PriceMove[] }
  | { readonly state: 'unchanged'; readonly url: string }
  /** `reason` is a sentence without its full stop. Everything is as it was. */
  | { readonly state: 'failed'; readonly reason: string };

/** Never throws: whatever goes wrong leaves the prices in use as they are. */
export async function updatePrices({ file, old, from, today, dryRun }: PriceUpdate): Promise<PriceUpdated> {
  const url = from ?? PRICE_URL;
  const failed = (reason: string): PriceUpdated => ({ state: 'failed', reason: `${url}: ${reason}` });
  const save = (next: PriceFile, done: PriceUpdated): PriceUpdated => {
    if (dryRun) return done;
    try {
      replaceFile(file, snapshotText(next));
      return done;
    } catch (error) {
      return { state: 'failed', reason: (error as Error).message };
    }
  };

  const answer = await answerFrom(url, old?.url === url ? old.etag : undefined);
  if (answer.state === 'failed') return failed(answer.reason);
  if (answer.state === 'unchanged') {
    const unchanged: PriceUpdated = { state: 'unchanged', url };
    // They have been compared with their source again.
    return old && old.date !== today ? save({ ...old, date: today }, unchanged) : unchanged;
  }
  const next = pricesFromSource(answer.text, url, today, answer.etag);
  if ('problem' in next) return failed(next.problem);
  const current = old ?? shippedPrices.snapshot;
  const [before, models] = [countModels(current), countModels(next.prices)];
  // A source that lost most of its models is broken; one that somebody names may well be short.
  if (from === undefined && models < before / 2) return failed(`it has ${models} models where there were ${before}`);
  return save(next.prices, { state: 'renewed', url, models, moves: priceMoves(current, next.prices) });
}

async function answerFrom(url: string, etag: string | undefined): Promise<Download> {
  if (/^https?:\/\//i.test(url)) return downloadPrices(url, { etag });
  try {
    return { state: 'fresh', text: readFileSync(url, 'utf8'), etag: undefined };
  } catch (error) {
    return { state: 'failed', reason: `it cannot be read (${(error as NodeJS.ErrnoException).code})` };
  }
}
