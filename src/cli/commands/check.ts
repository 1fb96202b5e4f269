/** `costlint [check]`: findings and cost; fails when a finding reaches the level that the user set. */
import { version } from '../../../package.json';
import type { Report } from '../../core/report/report.ts';
import { parseShard, scanShard } from '../../node/shards.ts';
import type { Flags } from '../args.ts';
import { withBaseline } from '../baseline.ts';
import { asksForFixes, fixAll } from '../fix.ts';
import { outputsOf, printReport, write } from '../print-report.ts';
import { runScan, scanTarget } from '../run-scan.ts';
import { type Target, targetOf } from '../target.ts';
import { today } from '../today.ts';
import { UsageError } from '../usage-error.ts';

/** Calls that the table of a check lists; `report` lists all. */
export const ROWS = 25;

export async function check(operands: readonly string[], flags: Flags): Promise<number> {
  if (asksForFixes(flags) && flags['print-config'] === undefined) return checkAndFix(targetOf(operands, flags), flags);
  if (flags.shard !== undefined) return checkShard(flags.shard, operands, flags);
  const run = await runScan(operands, flags);
  if (!run) return 0;
  const { run: accepted, stale } = withBaseline(run, flags);
  await printReport(accepted, flags, ROWS);
  return fails(accepted.report, flags) || stale ? 1 : 0;
}

/** A part of the scan, to be merged with the others: it has no findings of its own yet. */
async function checkShard(text: string, operands: readonly string[], flags: Flags): Promise<number> {
  const shard = parseShard(text);
  if (!shard) throw new UsageError(`--shard ${text}: expected a part of a whole, such as 1/4.`);
  const output = outputsOf(flags).find(({ format }) => format === 'blob');
  if (!output) throw new UsageError('--shard writes a part for costlint merge: add --format blob, or blob:file.');
  if (flags.staged || flags.since !== undefined || flags.changed)
    throw new UsageError('--shard takes part of a whole scan: leave --staged, --since and --changed out.');
  const blob = await scanShard({ ...targetOf(operands, flags), at: flags['as-of'] ?? today(), version, threads: flags.threads }, shard);
  write(`${JSON.stringify(blob)}\n`, output.file);
  return 0;
}

/** After a dry run there is nothing to report: stdout holds the diff. */
async function checkAndFix(target: Target, flags: Flags): Promise<number> {
  if (flags.staged) throw new UsageError('--fix changes the files of the working tree: leave --staged out.');
  const { report, failed } = await fixAll(target, flags, (texts) => scanTarget(target, flags, texts));
  const { run, stale } = withBaseline({ report, target }, flags);
  if (!flags['fix-dry-run']) await printReport(run, flags, ROWS);
  return failed ? 2 : fails(run.report, flags) || stale ? 1 : 0;
}

/** Whether findings reach the level that the user set. */
export function fails({ findings }: Report, flags: Flags): boolean {
  const open = findings.filter(({ suppressed }) => suppressed === null);
  const warnings = open.filter(({ severity }) => severity === 'warning').length;
  if (open.some(({ severity }) => severity === 'error')) return true;
  const limit = flags['max-warnings'];
  if (limit !== undefined) return limit >= 0 && warnings > limit;
  return flags['fail-on'] !== 'error' && warnings > 0;
}
