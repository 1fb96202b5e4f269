/** Writes a report to stdout in the format that was asked for. */
import process from 'node:process';
import { json } from '../core/report/formats/json.ts';
import { stylish } from '../core/report/formats/stylish.ts';
import type { Flags } from './args.ts';
import type { Run } from './run-scan.ts';
import { columns, usesColor } from './terminal.ts';

/** `rows` limits the table of calls. */
export function printReport({ report, target }: Run, flags: Flags, rows?: number): void {
  const shown = flags.quiet ? { ...report, findings: report.findings.filter(({ severity }) => severity === 'error') } : report;
  const text =
    flags.format === 'json'
      ? json(shown)
      : stylish(shown, { color: usesColor(flags), width: columns(), base: target.base, ...(rows !== undefined && { rows }) });
  process.stdout.write(text);
}
