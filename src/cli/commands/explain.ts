/** `costlint explain src/a.ts:42`: how the cost of the calls on one line is made. */
import path from 'node:path';
import { placeOf } from '../../core/report/formats/cost-table.ts';
import { explain as explainSite, sitesAt } from '../../core/report/formats/explain.ts';
import { json } from '../../core/report/formats/json.ts';
import type { Flags } from '../args.ts';
import { textOrJson, write } from '../print-report.ts';
import { runScan } from '../run-scan.ts';
import { columns, usesColor } from '../terminal.ts';
import { UsageError } from '../usage-error.ts';

export async function explain(operands: readonly string[], flags: Flags): Promise<number> {
  const [, source, line] = /^(.+?):(\d+)(?::\d+)?$/.exec(operands[0] ?? '') ?? [];
  if (source === undefined || operands.length > 1) throw new UsageError('explain wants one place: costlint explain src/a.ts:42');
  const { json: asJson, file } = textOrJson('explain', flags);
  const run = await runScan([source], flags);
  if (!run) return 0;
  const { report, target } = run;
  const [inside = ''] = target.paths;
  const sites = sitesAt(report, inside, Number(line));
  if (sites.length === 0) {
    const there = report.sites.filter((site) => site.path === inside).map((site) => `  ${placeOf(site, target.base)}  ${site.kind}`);
    throw new UsageError(
      `nothing that costs money on line ${line} of ${path.normalize(source)}.${there.length > 0 ? ` There is:\n${there.join('\n')}` : ''}`,
    );
  }
  const options = { color: file === undefined && usesColor(flags), width: columns(), base: target.base };
  write(asJson ? json({ ...report, sites }) : sites.map((site) => explainSite(site, report, options)).join('\n'), file);
  return 0;
}
