/** JUnit XML: a suite a file, a case a rule in it; a clean run is one case that passes. */
import type { Finding, Report } from '../report.ts';
import { costedMessage, type FormatOptions, openFindings } from './format.ts';
import { groupsBy } from './groups.ts';

export function junit(report: Report, { base }: FormatOptions): string {
  const suites = groupsBy(openFindings(report), ({ path }) => path).map(([path, findings]) => {
    const cases = groupsBy(findings, ({ rule }) => rule).map(([rule, own]) => testCase(base + path, rule, own));
    return { name: base + path, cases };
  });
  if (suites.length === 0)
    suites.push({ name: 'costlint', cases: [{ failed: false, lines: ['<testcase classname="costlint" name="no findings"/>'] }] });
  const total = suites.flatMap(({ cases }) => cases);
  return `${[
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<testsuites name="costlint" ${counts(total)}>`,
    ...suites.flatMap(({ name, cases }) => [
      `  <testsuite name="${attribute(name)}" ${counts(cases)}>`,
      ...cases.flatMap(({ lines }) => lines.map((line) => `    ${line}`)),
      '  </testsuite>',
    ]),
    '</testsuites>',
  ].join('\n')}\n`;
}

interface Case {
  readonly failed: boolean;
  readonly lines: readonly string[];
}

/** What is only told (`info`) does not fail a case. */
function testCase(path: string, rule: string, findings: readonly Finding[]): Case {
  const failing = findings.filter(({ severity }) => severity !== 'info');
  const told = findings
    .map((finding) => `${path}:${finding.range.start.line}:${finding.range.start.column} ${costedMessage(finding)}`)
    .join('\n');
  const inside =
    failing[0] === undefined
      ? `<system-out>${content(told)}</system-out>`
      : `<failure type="${failing.some(({ severity }) => severity === 'error') ? 'error' : 'warning'}" message="${attribute(costedMessage(failing[0]))}">${content(told)}</failure>`;
  return {
    failed: failing.length > 0,
    lines: [`<testcase classname="${attribute(path)}" name="${attribute(rule)}">`, `  ${inside}`, '</testcase>'],
  };
}

const counts = (cases: readonly Case[]): string =>
  `tests="${cases.length}" failures="${cases.filter(({ failed }) => failed).length}" errors="0"`;

/** XML 1.0 has no place for other control characters, nor for half of a surrogate pair. */
const content = (text: string): string =>
  text
    .replace(/[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/gu, ' ')
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;');

const attribute = (text: string): string =>
  content(text)
    .replaceAll('"', '&quot;')
    .replace(/[\t\n\r]/g, ' ');
