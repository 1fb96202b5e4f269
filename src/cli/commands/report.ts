/** `costlint report`: the whole report; findings do not fail. With a question: what would be, by feature, user, outcome, model or file. */
import type { Flags } from '../args.ts';
import { withBaseline } from '../baseline.ts';
import { printReport } from '../print-report.ts';
import { runScan } from '../run-scan.ts';

export async function report(operands: readonly string[], flags: Flags): Promise<number> {
  const run = await runScan(operands, flags);
  if (!run) return 0;
  if (flags.by === undefined && flags['what-if'] === undefined && flags.scenario === undefined)
    await printReport(withBaseline(run, flags).run, flags);
  else await (await import('../print-economy.ts')).printEconomy(run, flags);
  return 0;
}
