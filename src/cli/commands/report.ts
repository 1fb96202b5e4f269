/** `costlint report`: the whole report; findings do not fail. With a question: what would be, by feature, user, outcome, model or file. */
import type { Flags } from '../args.ts';
import { withBaseline } from '../baseline.ts';
import { outputsOf, printReport } from '../print-report.ts';
import { runScan } from '../run-scan.ts';
import { UsageError } from '../usage-error.ts';

export async function report(operands: readonly string[], flags: Flags): Promise<number> {
  if (flags.base !== undefined && outputsOf(flags).every(({ format }) => format !== 'html'))
    throw new UsageError('--base is of the page (--format html): costlint diff compares in text and JSON.');
  const run = await runScan(operands, flags);
  if (!run) return 0;
  if (flags.by === undefined && flags['what-if'] === undefined && flags.scenario === undefined)
    await printReport(withBaseline(run, flags).run, flags);
  else await (await import('../print-economy.ts')).printEconomy(run, flags);
  return 0;
}
