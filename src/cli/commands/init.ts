/** `costlint init`: writes a first configuration from what a scan finds; never over one that is there. */
import { existsSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import process from 'node:process';
import { CONFIG_NAMES } from '../../core/config/config.ts';
import { starterConfig } from '../../core/report/starter-config.ts';
import { counted } from '../../core/report/words.ts';
import type { Flags } from '../args.ts';
import { runScan } from '../run-scan.ts';
import { UsageError } from '../usage-error.ts';

export async function init(operands: readonly string[], flags: Flags): Promise<number> {
  if (operands.length > 1) throw new UsageError('init wants one folder: costlint init [folder]');
  const folder = path.resolve(operands[0] ?? '.');
  const there = CONFIG_NAMES.find((name) => existsSync(path.join(folder, name)));
  if (there !== undefined && !flags['dry-run'])
    throw new UsageError(`${there} is there already; it is never overwritten. --dry-run prints what would be written.`);
  const run = await runScan([folder], { ...flags, root: folder });
  if (!run) return 0;
  const text = starterConfig(run.report);
  if (flags['dry-run']) {
    process.stdout.write(text);
    return 0;
  }
  const file = path.join(folder, CONFIG_NAMES[0]);
  try {
    // Whoever wrote one in the meantime keeps it.
    writeFileSync(file, text, { flag: 'wx' });
  } catch (error) {
    throw new UsageError(`cannot write ${file}: ${(error as Error).message}`);
  }
  const calls = run.report.totals.sites;
  process.stdout.write(
    `${CONFIG_NAMES[0]} written from ${counted(calls, 'call')}. Say in it how often each feature runs; then run costlint.\n`,
  );
  return 0;
}
