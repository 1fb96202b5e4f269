/** Reviewdog's diagnostic format; its columns count UTF-8 bytes. */
import { rulePage } from '../../rules/page.ts';
import type { Finding, LineColumn, LineRange, Report } from '../report.ts';
import { costedMessage, type FormatOptions, openFindings } from './format.ts';

const SEVERITY = { error: 'ERROR', warning: 'WARNING', info: 'INFO' } as const;

export function rdjson(report: Report, { base, textOf }: FormatOptions): string {
  const linesOf = new Map<string, readonly string[]>();
  const lines = (path: string): readonly string[] => {
    let known = linesOf.get(path);
    if (!known) {
      known = (textOf(path) ?? '').split(/\r\n|\r|\n/);
      linesOf.set(path, known);
    }
    return known;
  };
  const diagnostics = openFindings(report).map((finding) => {
    const own = lines(finding.path);
    const suggestions = suggestionsOf(finding, own);
    return {
      message: costedMessage(finding),
      location: { path: base + finding.path, range: rangeIn(own, finding.range) },
      severity: SEVERITY[finding.severity],
      code: { value: finding.rule, url: rulePage(finding.rule, report.tool.version) },
      ...(suggestions.length > 0 && { suggestions }),
    };
  });
  const source = { name: 'costlint', url: 'https://github.com/costlint/costlint' };
  return `${JSON.stringify({ source, diagnostics }, null, 2)}\n`;
}

/** A suggestion replaces one range of the same file: fixes of several edits have no place here. */
const suggestionsOf = ({ fixes, path }: Finding, lines: readonly string[]) =>
  fixes.flatMap(({ edits }) => {
    const [edit, ...more] = edits;
    return edit && more.length === 0 && edit.path === path ? [{ range: rangeIn(lines, edit.range), text: edit.newText }] : [];
  });

const rangeIn = (lines: readonly string[], { start, end }: LineRange) => ({ start: inBytes(lines, start), end: inBytes(lines, end) });

function inBytes(lines: readonly string[], { line, column }: LineColumn): LineColumn {
  const before = lines[line - 1]?.slice(0, column - 1);
  return before === undefined ? { line, column } : { line, column: bytesOf(before) + 1 };
}

function bytesOf(text: string): number {
  let bytes = 0;
  for (const character of text) {
    const code = character.codePointAt(0) ?? 0;
    bytes += code < 0x80 ? 1 : code < 0x800 ? 2 : code < 0x10000 ? 3 : 4;
  }
  return bytes;
}
