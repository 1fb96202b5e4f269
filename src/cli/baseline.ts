/** The baseline of a run: what it accepts is suppressed, and what it accepts for nothing is said. */
import path from 'node:path';
import process from 'node:process';
import { applyBaseline, type Baseline, type Scanned, type StaleEntry } from '../core/report/baseline.ts';
import { BASELINE_FILE, loadBaseline } from '../node/baseline-file.ts';
import { fileBeside } from '../node/config-file.ts';
import type { Flags } from './args.ts';
import type { Run } from './run-scan.ts';
import { type ReportTarget, shown } from './target.ts';
import { UsageError } from './usage-error.ts';

export interface BaselineAt {
  readonly file: string;
  /** As messages name the file. */
  readonly name: string;
  /** Undefined where there is none. */
  readonly baseline: Baseline | undefined;
  readonly scanned: Scanned;
}

/** Throws a `UsageError` for a baseline that is named and missing, or cannot be read. */
export function baselineFor({ root, paths, beside }: ReportTarget, flags: Flags): BaselineAt {
  const named = flags.baseline;
  const file = named === undefined ? fileBeside(beside, BASELINE_FILE) : path.resolve(named);
  const name = named ?? shown(file);
  const read = loadBaseline(file);
  if (read && 'problem' in read) throw new UsageError(`${name} cannot be used: ${read.problem}.`);
  const prefix = posix(path.relative(path.dirname(file), root));
  return {
    file,
    name,
    baseline: read?.baseline,
    scanned: {
      prefix: prefix === '' ? '' : `${prefix}/`,
      // Of an index only what is staged was looked at.
      covers: (one) => !flags.staged && paths.some((start) => start === '' || one === start || one.startsWith(`${start}/`)),
    },
  };
}

/** The run with accepted findings suppressed, and whether entries of the baseline are stale; these are said on stderr. */
export function withBaseline(run: Run, flags: Flags): { readonly run: Run; readonly stale: boolean } {
  const { name, baseline, scanned } = baselineFor(run.target, flags);
  if (baseline === undefined) {
    if (flags.baseline !== undefined) throw new UsageError(`no such file: ${flags.baseline}. "costlint baseline write" makes one.`);
    return { run, stale: false };
  }
  const { report, stale } = applyBaseline(run.report, baseline, scanned);
  if (stale.length > 0 && !flags['pass-on-unpruned']) {
    process.stderr.write(`costlint: ${name} accepts more than there is; "costlint baseline prune" takes it out.\n${listed(stale)}`);
  }
  return { run: { ...run, report }, stale: stale.length > 0 && !flags['pass-on-unpruned'] };
}

const SHOWN = 20;

export function listed(entries: readonly StaleEntry[]): string {
  const lines = entries
    .slice(0, SHOWN)
    .map(({ path: file, rule, accepted, found }) => `  ${file}  ${rule}: ${accepted} accepted, ${found} found\n`);
  if (entries.length > SHOWN) lines.push(`  and ${entries.length - SHOWN} more\n`);
  return lines.join('');
}

const posix = (file: string): string => file.split(path.sep).join('/');
