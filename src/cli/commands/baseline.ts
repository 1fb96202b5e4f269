/** `costlint baseline write|prune`: accept what is found now; take out what is no longer found. */
import process from 'node:process';
import { applyBaseline, baselineOf, countFindings, growth, prune, renewed } from '../../core/report/baseline.ts';
import { counted } from '../../core/report/words.ts';
import { nearest } from '../../core/text/nearest.ts';
import { saveBaseline } from '../../node/baseline-file.ts';
import type { Flags } from '../args.ts';
import { baselineFor, listed } from '../baseline.ts';
import { runScan } from '../run-scan.ts';
import { UsageError } from '../usage-error.ts';

const VERBS = ['write', 'prune'];

export async function baseline([verb = '', ...operands]: readonly string[], flags: Flags): Promise<number> {
  if (!VERBS.includes(verb)) {
    const meant = nearest(verb, VERBS);
    throw new UsageError(
      `baseline ${verb}: ${meant ? `did you mean costlint baseline ${meant}?` : 'expected costlint baseline write or prune.'}`,
    );
  }
  const run = await runScan(operands, flags);
  if (!run) return 0;
  const { file, name, baseline: before, scanned } = baselineFor(run.target, flags);
  const say = (text: string) => process.stdout.write(`${name}: ${text}\n`);
  if (verb === 'prune') {
    if (!before) throw new UsageError(`there is no ${name} to prune. "costlint baseline write" makes one.`);
    const { stale } = applyBaseline(run.report, before, scanned);
    if (stale.length > 0) save(file, name, prune(before, stale));
    say(stale.length > 0 ? `${stale.length === 1 ? '1 stale entry' : `${stale.length} stale entries`} taken out` : 'nothing is stale');
    return 0;
  }
  const now = baselineOf(run.report, scanned);
  const grown = before ? growth(before, now) : [];
  if (grown.length > 0) {
    process.stderr.write(
      `costlint: a baseline only shrinks; mend what is new, suppress it with a reason, or delete ${name} to begin again.\n${listed(grown)}`,
    );
    return 1;
  }
  const next = before ? renewed(before, now, scanned) : now;
  save(file, name, next);
  say(`${counted(countFindings(next), 'finding')} in ${counted(Object.keys(next.findings).length, 'file')} accepted`);
  return 0;
}

function save(file: string, name: string, next: Parameters<typeof saveBaseline>[1]): void {
  try {
    saveBaseline(file, next);
  } catch (error) {
    throw new UsageError(`cannot write ${name}: ${(error as Error).message}`);
  }
}
