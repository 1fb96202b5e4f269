/** Which fixes of a report can be made together, and the texts that they make. */
import { Lines } from '../text/lines.ts';
import type { TextEdit } from '../text/range.ts';
import type { Finding, Fix } from './report.ts';

export interface Chosen {
  readonly finding: Finding;
  readonly fix: Fix;
}

export interface Choice {
  readonly chosen: readonly Chosen[];
  /** Texts after the fixes, of the files that change. */
  readonly texts: ReadonlyMap<string, string>;
  /** Fixes that touch what another one changes: they may still hold for the new texts. */
  readonly left: number;
}

/**
 * The fixes of findings that can be made at once. Of those that touch the same text the one that saves more goes first; two that
 * make the same change share it. `suggestions`: also those that are not safe. A finding's first fix counts.
 */
export function chooseFixes(findings: readonly Finding[], textOf: (path: string) => string | undefined, suggestions: boolean): Choice {
  const editing = new Map<string, { readonly text: string; readonly lines: Lines; readonly edits: TextEdit[] } | undefined>();
  const open = (path: string) => {
    if (!editing.has(path)) {
      const text = textOf(path);
      editing.set(path, text === undefined ? undefined : { text, lines: new Lines(text), edits: [] });
    }
    return editing.get(path);
  };

  const offered = findings
    .filter(({ suppressed }) => suppressed === null)
    .flatMap((finding) => {
      const fix = finding.fixes.find(({ safety }) => safety === 'safe' || suggestions);
      return fix ? [{ finding, fix }] : [];
    })
    .sort((a, b) => savingOf(b.finding) - savingOf(a.finding) || worstOf(b.finding) - worstOf(a.finding));
  const chosen: Chosen[] = [];
  let left = 0;
  for (const one of offered) {
    const placed = one.fix.edits.map(({ path, range, newText }) => {
      const file = open(path);
      return file && { file, edit: { range: { start: file.lines.offset(range.start), end: file.lines.offset(range.end) }, newText } };
    });
    const whole = placed.filter((edit) => edit !== undefined);
    if (whole.length < placed.length) continue;
    const fresh = whole.filter(({ file, edit }) => !file.edits.some((other) => isSame(other, edit)));
    if (fresh.some(({ file, edit }) => file.edits.some((other) => touches(other, edit)))) {
      left++;
      continue;
    }
    for (const { file, edit } of fresh) file.edits.push(edit);
    chosen.push(one);
  }
  const texts = new Map<string, string>();
  for (const [path, file] of editing) if (file && file.edits.length > 0) texts.set(path, applyEdits(file.text, file.edits));
  return { chosen, texts, left };
}

/** The text after edits, none of which touches another. */
export function applyEdits(text: string, edits: readonly TextEdit[]): string {
  let result = '';
  let at = 0;
  for (const { range, newText } of [...edits].sort((a, b) => a.range.start - b.range.start)) {
    result += text.slice(at, range.start) + newText;
    at = range.end;
  }
  return result + text.slice(at);
}

const savingOf = ({ impact }: Finding): number => impact?.perMonth.expected ?? 0;
const worstOf = ({ impact }: Finding): number => impact?.perMonth.high ?? 0;

const isSame = (a: TextEdit, b: TextEdit): boolean =>
  a.range.start === b.range.start && a.range.end === b.range.end && a.newText === b.newText;

/** They overlap, or one adds text at an end of the other, where the order would matter. */
const touches = ({ range: a }: TextEdit, { range: b }: TextEdit): boolean => {
  const adds = a.start === a.end || b.start === b.end;
  return adds ? a.start <= b.end && b.start <= a.end : a.start < b.end && b.start < a.end;
};
