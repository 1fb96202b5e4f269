/** ESLint's JSON: one entry a file with findings, for tools that read that format. */
import { Lines } from '../../text/lines.ts';
import type { Finding, Report } from '../report.ts';
import { costedMessage, type FormatOptions } from './format.ts';
import { groupsBy } from './groups.ts';

export function jsonEslint(report: Report, { base, textOf }: FormatOptions): string {
  const files = groupsBy(report.findings, ({ path }) => path).map(([path, findings]) => {
    const text = textOf(path);
    const lines = text === undefined ? undefined : new Lines(text);
    const messages = findings.filter(({ suppressed }) => suppressed === null).map((finding) => messageOf(finding, lines));
    const count = (severity: 1 | 2, fixable: boolean) =>
      messages.filter((message) => message.severity === severity && (!fixable || message.fix !== undefined)).length;
    return {
      filePath: base + path,
      messages,
      suppressedMessages: findings.flatMap((finding) =>
        finding.suppressed
          ? [
              {
                ...messageOf(finding, lines),
                suppressions: [
                  { kind: finding.suppressed.by === 'baseline' ? 'file' : 'directive', justification: finding.suppressed.reason },
                ],
              },
            ]
          : [],
      ),
      errorCount: count(2, false),
      fatalErrorCount: 0,
      warningCount: count(1, false),
      fixableErrorCount: count(2, true),
      fixableWarningCount: count(1, true),
      usedDeprecatedRules: [],
    };
  });
  return `${JSON.stringify(files, null, 2)}\n`;
}

/** `info` has no number there: it counts as a warning. Only a safe fix of one edit is a `fix`; others are suggestions. */
function messageOf(finding: Finding, lines: Lines | undefined) {
  const { rule, severity, range, fixes } = finding;
  const edits = fixes.flatMap(({ title, safety, edits: own }) => {
    const [edit, ...more] = own;
    if (!lines || !edit || more.length > 0 || edit.path !== finding.path) return [];
    const fix = { range: [lines.offset(edit.range.start), lines.offset(edit.range.end)], text: edit.newText };
    return [{ desc: title, safe: safety === 'safe', fix }];
  });
  const safe = edits.find((edit) => edit.safe);
  const suggestions = edits.filter((edit) => !edit.safe).map(({ desc, fix }) => ({ desc, fix }));
  return {
    ruleId: rule,
    severity: severity === 'error' ? (2 as const) : (1 as const),
    message: costedMessage(finding),
    line: range.start.line,
    column: range.start.column,
    endLine: range.end.line,
    endColumn: range.end.column,
    ...(safe && { fix: safe.fix }),
    ...(suggestions.length > 0 && { suggestions }),
  };
}
