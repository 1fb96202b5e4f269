/** What can be done about findings: their fixes, all safe ones together, and silencing one with a reason. */
import type { Finding, Fix, LineColumn, LineRange } from '../report/report.ts';
import { compare, type FileView, overlaps } from './view.ts';

/** Edits by file. */
export type Edits = Fix['edits'];

export const findingsIn = (view: FileView, range: LineRange): readonly Finding[] =>
  view.findings.filter((finding) => overlaps(finding.range, range));

/** The safe fixes of a file that do not touch each other, in its order: the first fix of each finding. */
export function safeFixes(view: FileView): Edits {
  const taken: LineRange[] = [];
  const edits: Fix['edits'][number][] = [];
  for (const { fixes } of view.findings) {
    const fix = fixes.find(({ safety }) => safety === 'safe');
    const own = fix?.edits ?? [];
    if (own.length === 0 || own.some(({ path }) => path !== view.path)) continue;
    if (own.some(({ range }) => taken.some((other) => touches(range, other)))) continue;
    taken.push(...own.map(({ range }) => range));
    edits.push(...own);
  }
  return [...edits].sort((a, b) => compare(a.range.start, b.range.start));
}

const touches = (a: LineRange, b: LineRange): boolean =>
  compare(a.start, b.end) < 0 && compare(b.start, a.end) < 0 ? true : same(a.start, b.start);
const same = (a: LineColumn, b: LineColumn): boolean => compare(a, b) === 0;

/** A comment on a line of its own above the finding. Undefined in files whose comments Costlint does not read. */
export function suppression(finding: Finding, lines: readonly string[], reason: string): Edits[number] | undefined {
  const { path, rule } = finding;
  const mark = /\.(?:py|pyi|pyw|ipynb)$/i.test(path) ? '#' : /\.(?:[cm]?[jt]sx?|vue|svelte|astro)$/i.test(path) ? '//' : undefined;
  if (mark === undefined) return undefined;
  const { line } = finding.range.start;
  const notebook = path.endsWith('.ipynb');
  // A line of a notebook begins inside the quotes of its string.
  const [, quote = '', indent = ''] = (notebook ? /^(\s*")([ \t]*)/ : /^()([ \t]*)/).exec(lines[line - 1] ?? '') ?? [];
  const comment = `${indent}${mark} costlint-ignore ${rule}: ${reason.replace(/\s+/g, ' ').trim()}\n`;
  const at = { line, column: quote.length + 1 };
  return { path, range: { start: at, end: at }, newText: notebook ? JSON.stringify(comment).slice(1, -1) : comment };
}
