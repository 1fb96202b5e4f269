/** From operands and flags to a report: what `check`, `report` and `explain` share. */
import { existsSync } from 'node:fs';
import path from 'node:path';
import { version } from '../../package.json';
import type { Choices } from '../core/engine.ts';
import type { Report } from '../core/report/report.ts';
import { scan } from '../node/scan.ts';
import type { Flags } from './args.ts';
import { asksForFixes } from './fix.ts';
import { type ReportTarget, type Target, targetOf } from './target.ts';
import { spinner } from './terminal.ts';
import { today } from './today.ts';
import { UsageError } from './usage-error.ts';

export interface Run {
  readonly report: Report;
  readonly target: ReportTarget;
  /** The texts that were scanned, when they are not those on the disk. */
  readonly textOf?: (file: string) => string | undefined;
}

/** Beside the packages where there are any: no tool looks there, and git does not either. */
function cacheFolder(root: string, flags: Flags): string | undefined {
  const named = flags['cache-location'];
  if (named !== undefined) return path.resolve(named);
  if (!flags.cache) return undefined;
  return path.join(root, existsSync(path.join(root, 'node_modules')) ? 'node_modules/.cache/costlint' : '.cache/costlint');
}

export function choicesOf(flags: Flags): Choices {
  const unused = flags['report-unused-suppressions'];
  return {
    ...(flags['budget-month'] !== undefined && { budgetMonth: flags['budget-month'] }),
    ...(flags['no-inline-suppressions'] && { inlineSuppressions: false }),
    ...(unused !== undefined && { unusedSuppressions: unused === 'warn' ? 'warning' : unused }),
  };
}

/** Undefined when there is nothing more to do: --print-config has been answered, or no path is there and that is no error. */
export async function runScan(given: readonly string[], flags: Flags): Promise<Run | undefined> {
  if (flags['print-config'] !== undefined) {
    const { printConfig } = await import('./print-config.ts');
    printConfig(flags['print-config'], given, flags);
    return undefined;
  }
  if (asksForFixes(flags)) throw new UsageError('Only check makes fixes.');
  if (flags.staged) return (await import('./run-staged.ts')).runStaged(given, flags);
  const operands = matching(given, flags);
  if (operands.length === 0 && given.length > 0) return undefined;
  const target = targetOf(operands, flags);
  return { report: await scanTarget(target, flags), target };
}

/** With --no-error-on-unmatched-pattern: the paths that are there. */
export const matching = (given: readonly string[], flags: Flags): readonly string[] =>
  flags['no-error-on-unmatched-pattern'] ? given.filter((operand) => existsSync(operand)) : given;

/** The report over a target. `texts` stand in place of those on the disk; such a report is not kept. */
export async function scanTarget(target: Target, flags: Flags, texts: ReadonlyMap<string, string> = new Map()): Promise<Report> {
  const only = await affectedOnly(target, flags);
  const progress = spinner();
  try {
    return await scan({
      ...target,
      choices: choicesOf(flags),
      ...(only && { only }),
      at: flags['as-of'] ?? today(),
      version,
      texts,
      threads: flags.threads,
      cache: texts.size > 0 ? undefined : cacheFolder(target.root, flags),
      onProgress: progress.show,
    });
  } finally {
    progress.stop();
  }
}

/** With --since or --changed: the files that may cost something else; undefined for all. */
async function affectedOnly({ root, place }: Target, flags: Flags): Promise<ReadonlySet<string> | undefined> {
  const since = flags.since ?? (flags.changed ? 'HEAD' : undefined);
  if (since === undefined) return undefined;
  const { affectedSince } = await import('../node/diff/since.ts');
  const { askGit } = await import('./ask-git.ts');
  return askGit(() => affectedSince(root, since, place));
}
