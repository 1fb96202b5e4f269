/** `costlint [check]`: findings and cost; fails when a finding reaches the level that the user set. */
import type { Report } from '../../core/report/report.ts';
import type { Flags } from '../args.ts';
import { printReport } from '../print-report.ts';
import { runScan } from '../run-scan.ts';

/** Calls that the table of a check lists; `report` lists all. */
const ROWS = 25;

export async function check(operands: readonly string[], flags: Flags): Promise<number> {
  const run = await runScan(operands, flags);
  if (!run) return 0;
  printReport(run, flags, ROWS);
  return fails(run.report, flags) ? 1 : 0;
}

function fails({ findings }: Report, flags: Flags): boolean {
  const open = findings.filter(({ suppressed }) => suppressed === null);
  const warnings = open.filter(({ severity }) => severity === 'warning').length;
  if (open.some(({ severity }) => severity === 'error')) return true;
  const limit = flags['max-warnings'];
  if (limit !== undefined) return limit >= 0 && warnings > limit;
  return flags['fail-on'] !== 'error' && warnings > 0;
}
