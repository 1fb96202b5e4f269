/** `costlint report`: the whole report; findings do not fail. */
import type { Flags } from '../args.ts';
import { printReport } from '../print-report.ts';
import { runScan } from '../run-scan.ts';

export async function report(operands: readonly string[], flags: Flags): Promise<number> {
  const run = await runScan(operands, flags);
  if (run) printReport(run, flags);
  return 0;
}
