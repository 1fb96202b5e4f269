/** Annotations of GitHub Actions: workflow commands, at most ten of a kind, since the runner drops more without a word. */
import type { Finding, Report } from '../report.ts';
import { counted } from '../words.ts';
import { costedMessage, type FormatOptions, mostImportant, openFindings } from './format.ts';

/** Of each type and step; GitHub's own limit. */
const MOST_OF_A_KIND = 10;

export function github(report: Report, { base }: FormatOptions): string {
  const findings = mostImportant(openFindings(report));
  const lines: string[] = [];
  for (const [severity, command] of KINDS) {
    const own = findings.filter((finding) => finding.severity === severity);
    const shown = own.length > MOST_OF_A_KIND ? own.slice(0, MOST_OF_A_KIND - 1) : own;
    lines.push(...shown.map((finding) => annotation(command, finding, base)));
    if (own.length > shown.length)
      lines.push(
        `::${command} title=Costlint::${data(`${counted(own.length - shown.length, 'more finding')} of this kind: see the job summary.`)}`,
      );
  }
  return lines.length === 0 ? '' : `${lines.join('\n')}\n`;
}

const KINDS = [
  ['error', 'error'],
  ['warning', 'warning'],
  ['info', 'notice'],
] as const;

function annotation(command: string, finding: Finding, base: string): string {
  const { path, range, rule } = finding;
  const properties = {
    file: base + path,
    line: range.start.line,
    col: range.start.column,
    endLine: range.end.line,
    // Columns are only allowed within one line.
    ...(range.end.line === range.start.line && { endColumn: range.end.column }),
    title: `Costlint: ${rule}`,
  };
  const list = Object.entries(properties).map(([name, value]) => `${name}=${property(String(value))}`);
  return `::${command} ${list.join(',')}::${data(costedMessage(finding))}`;
}

const data = (text: string): string => text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A');

const property = (text: string): string => data(text).replaceAll(':', '%3A').replaceAll(',', '%2C');
