/** GitLab's code quality report. Fingerprints must be unique, or only the first of a kind is shown. */
import type { Report } from '../report.ts';
import { costedMessage, type FormatOptions, openFindings } from './format.ts';

const SEVERITY = { error: 'critical', warning: 'major', info: 'info' } as const;

export function gitlab(report: Report, { base }: FormatOptions): string {
  const issues = openFindings(report).map((finding) => ({
    description: costedMessage(finding),
    check_name: finding.rule,
    fingerprint: finding.fingerprint,
    severity: SEVERITY[finding.severity],
    location: { path: base + finding.path, lines: { begin: finding.range.start.line, end: finding.range.end.line } },
  }));
  return `${JSON.stringify(issues, null, 2)}\n`;
}
