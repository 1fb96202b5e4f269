/** `costlint diff [base[..head]]`: what a change costs a month and why; fails when it is more than is allowed. */
import path from 'node:path';
import { version } from '../../../package.json';
import { type Gates, parseIncrease } from '../../core/report/diff/verdict.ts';
import type { Diff } from '../../core/report/diff.ts';
import { comment } from '../../core/report/formats/comment.ts';
import { diffText } from '../../core/report/formats/diff-text.ts';
import type { FormatOptions } from '../../core/report/formats/format.ts';
import { type Diffed, type DiffOptions, diffProject } from '../../node/diff/diff.ts';
import type { Flags, Output } from '../args.ts';
import { askGit } from '../ask-git.ts';
import { withBaseline } from '../baseline.ts';
import { formatNamed, outputsOf, textAt, write } from '../print-report.ts';
import { choicesOf } from '../run-scan.ts';
import { rootOfDiff, unusable } from '../target.ts';
import { reportColumns, usesColor } from '../terminal.ts';
import { today } from '../today.ts';
import { UsageError } from '../usage-error.ts';

export async function diff(operands: readonly string[], flags: Flags): Promise<number> {
  const outputs = outputsOf(flags);
  const { root, place, base } = rootOfDiff(flags);
  const whole = outputs.some(({ format }) => format === 'html');
  const diffed = await diffedAs({ ...endsOf(operands, flags), root, place, whole }, flags);
  for (const output of outputs) write(await textOf(diffed, output, flags, root, base), output.file);
  return diffed.diff.verdict.state === 'fail' ? 1 : 0;
}

/** What the working tree has changed since a commit, with the totals of both sides: what the page of a report shows. */
export async function wholeDiff(ref: string, flags: Flags): Promise<Diff> {
  const { root, place } = rootOfDiff(flags);
  const ends = { base: ref, head: 'work tree', mergeBase: flags['merge-base'] === true } as const;
  return (await diffedAs({ ...ends, root, place, whole: true }, flags)).diff;
}

type Asked = Pick<DiffOptions, 'base' | 'head' | 'mergeBase' | 'root' | 'place' | 'whole'>;

async function diffedAs(asked: Asked, flags: Flags): Promise<Diffed> {
  const diffed = await askGit(() =>
    diffProject({ ...asked, choices: choicesOf(flags), gates: gatesOf(flags), at: flags['as-of'] ?? today(), version }),
  );
  if ('problems' in diffed) throw unusable(diffed);
  return diffed;
}

/** `main`, `main..feature`, `main...feature`; two names also apart. */
function endsOf(operands: readonly string[], flags: Flags): Pick<DiffOptions, 'base' | 'head' | 'mergeBase'> {
  if (operands.length > 2) throw new UsageError('diff compares two states: costlint diff main..feature');
  const [, from = operands[0], dots, to = operands[1]] =
    /^(.*?)(\.{2,3})(.*)$/.exec(operands.length === 1 ? (operands[0] ?? '') : '') ?? [];
  const mergeBase = flags['merge-base'] === true || dots === '...';
  const base = from === '' ? undefined : from;
  if (flags.staged) {
    if (dots !== undefined || operands.length > 1) throw new UsageError('--staged compares with the index: name no second commit.');
    return { base, head: 'index', mergeBase };
  }
  // As in git, nothing behind the dots is HEAD.
  return {
    base,
    head: dots === undefined && to === undefined ? 'work tree' : { name: to === undefined || to === '' ? 'HEAD' : to },
    mergeBase,
  };
}

function gatesOf(flags: Flags): Gates {
  const text = flags['max-increase'];
  const maxIncrease = text === undefined ? undefined : parseIncrease(text);
  if (text !== undefined && !maxIncrease)
    throw new UsageError(`--max-increase ${text}: expected a share or an amount a month, such as 10% or $500.`);
  return { failOn: flags['fail-on'] ?? 'warning', maxWarnings: flags['max-warnings'], maxIncrease };
}

/** Calls that the table lists. */
const ROWS = 40;

async function textOf(
  { diff: one, report, configured }: Diffed,
  { format, file }: Output,
  flags: Flags,
  root: string,
  base: string,
): Promise<string> {
  const options: FormatOptions = {
    color: file === undefined && usesColor(flags),
    width: reportColumns(file),
    base,
    rows: ROWS,
    textOf: (name) => textAt(path.join(root, name)),
  };
  if (format === 'stylish') return diffText(one, options);
  if (format === 'json') return `${JSON.stringify(one, null, 2)}\n`;
  if (format === 'markdown') return comment(one);
  if (format === 'html') {
    const { run } = withBaseline({ report, target: { root, base, paths: [''], ...configured } }, flags);
    return (await import('../page.ts')).pageText(run, { diff: one });
  }
  return formatNamed(format)({ ...report, findings: one.findings.new }, options);
}
