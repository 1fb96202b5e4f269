/** `costlint merge <blobs…>`: the report over all parts of a scan, as one run would have made it. */
import { readFileSync } from 'node:fs';
import { version } from '../../../package.json';
import { type Blob, mergeShards, ShardError } from '../../node/shards.ts';
import type { Flags } from '../args.ts';
import { printReport } from '../print-report.ts';
import { targetOf } from '../target.ts';
import { today } from '../today.ts';
import { UsageError } from '../usage-error.ts';
import { fails, ROWS } from './check.ts';

export async function merge(operands: readonly string[], flags: Flags): Promise<number> {
  const target = targetOf([], flags);
  try {
    const report = await mergeShards({ ...target, at: flags['as-of'] ?? today(), version }, operands.map(readBlob));
    printReport({ report, target }, flags, ROWS);
    return fails(report, flags) ? 1 : 0;
  } catch (error) {
    throw error instanceof ShardError ? new UsageError(error.message) : error;
  }
}

function readBlob(file: string): Blob {
  let value: unknown;
  try {
    value = JSON.parse(readFileSync(file, 'utf8'));
  } catch (error) {
    throw new UsageError(`cannot read ${file}: ${(error as Error).message}`);
  }
  if ((value as Partial<Blob> | null)?.format !== 'costlint-blob')
    throw new UsageError(`${file} is no part of a scan: costlint check --shard 1/3 --format blob makes one.`);
  return value as Blob;
}
