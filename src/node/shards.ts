/** A scan in parts, on as many machines as there are: each part is written down, and all together make the report of one run. */
import { createHash } from 'node:crypto';
import type { Share } from '../core/analysis/scan.ts';
import type { Report } from '../core/report/report.ts';
import { listed, type ScanOptions } from './scan.ts';
import type { Sifted } from './scanner.ts';
import { scanKey } from './store.ts';

export interface Shard {
  /** From 1. */
  readonly index: number;
  readonly count: number;
}

/** One part of a scan, as JSON. */
export interface Blob {
  readonly format: 'costlint-blob';
  readonly shard: Shard;
  /** The same for all parts of one scan: build, day, configuration and every file by content. */
  readonly scan: string;
  /** What was scanned, relative to the root. */
  readonly paths: readonly string[];
  readonly found: Sifted;
  readonly share: Share;
}

/** `2/3`; undefined when it is no part of a whole. */
export function parseShard(text: string): Shard | undefined {
  const [, index, count] = /^(\d{1,6})\/(\d{1,6})$/.exec(text)?.map(Number) ?? [];
  return index !== undefined && count !== undefined && index >= 1 && index <= count ? { index, count } : undefined;
}

/** Parts that do not belong together, or not all of them; the message says which. */
export class ShardError extends Error {}

/** By a hash of the path, so that a new file moves no other one to another part. */
const partOf = (file: string, count: number): number => (createHash('sha1').update(file).digest().readUInt32BE(0) % count) + 1;

export async function scanShard(asked: ScanOptions, shard: Shard): Promise<Blob> {
  const { list, options } = await listed(asked);
  const { shareFiles } = await import('./scan-files.ts');
  const part = await shareFiles(list, options, (file) => partOf(file, shard.count) === shard.index);
  return { format: 'costlint-blob', shard, scan: scanKey(options, list), paths: asked.paths, ...part };
}

/** The report of one run over everything. Throws a `ShardError`. */
export async function mergeShards(asked: Omit<ScanOptions, 'paths'>, blobs: readonly Blob[]): Promise<Report> {
  const [first] = blobs;
  if (!first) throw new ShardError('there is nothing to merge: costlint merge <blobs…>');
  const { count } = first.shard;
  if (blobs.some((blob) => blob.scan !== first.scan || blob.shard.count !== count))
    throw new ShardError('the parts are not of one scan: version, day, configuration and files have to be the same.');
  const missing = Array.from({ length: count }, (_, at) => at + 1).filter((index) => !blobs.some(({ shard }) => shard.index === index));
  if (missing.length > 0)
    throw new ShardError(`${missing.map((index) => `${index}/${count}`).join(', ')} ${missing.length === 1 ? 'is' : 'are'} missing.`);
  if (blobs.length > count) throw new ShardError('a part is there more than once.');
  const { list, options } = await listed({ ...asked, paths: first.paths });
  if (scanKey(options, list) !== first.scan)
    throw new ShardError(
      'the parts were made of other files, with another configuration or for another day than are here: merge in the same checkout.',
    );
  const { joinFiles } = await import('./scan-files.ts');
  return joinFiles(list, options, blobs);
}
