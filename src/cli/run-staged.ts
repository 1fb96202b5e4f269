/** From operands and flags to a report over what is staged. */
import path from 'node:path';
import { version } from '../../package.json';
import { scanStaged } from '../node/diff/staged.ts';
import type { Flags } from './args.ts';
import { askGit } from './ask-git.ts';
import { choicesOf, type Run } from './run-scan.ts';
import { rootOfDiff, unusable } from './target.ts';
import { today } from './today.ts';
import { UsageError } from './usage-error.ts';

export async function runStaged(operands: readonly string[], flags: Flags): Promise<Run> {
  const { root, place, base } = rootOfDiff(flags);
  const paths = operands.map((operand) => path.resolve(operand));
  const staged = await askGit(() => scanStaged({ root, place, paths, choices: choicesOf(flags), at: flags['as-of'] ?? today(), version }));
  if ('problems' in staged) throw unusable(staged);
  const [unmatched] = staged.unmatched;
  if (unmatched !== undefined && !flags['no-error-on-unmatched-pattern'])
    throw new UsageError(`nothing is staged or committed under ${path.relative('.', unmatched)}.`);
  return { report: staged.report, target: { root, base, paths: [], ...staged.configured }, textOf: staged.text };
}
