/**
 * SARIF 2.1.0, as code scanning reads it: one run, regions of one line, the cost in `properties`.
 * GitHub shows an alert in a pull request only if all lines of its region are in the diff, hence the single line.
 */
import type { Artifact, Fix, Invocation, Location, Log, ReportingDescriptor, Result } from 'sarif';
import { rules } from '../../rules/index.ts';
import { rulePage } from '../../rules/page.ts';
import type { Rule } from '../../rules/rule.ts';
import type { Finding, LineRange, Report, Fix as ReportFix, Site } from '../report.ts';
import { costedMessage, type FormatOptions } from './format.ts';
import { groupsBy } from './groups.ts';

/** GitHub takes no more results of one run. */
const MOST_RESULTS = 25_000;

export function sarif(report: Report, { base }: Pick<FormatOptions, 'base'>): string {
  const { version } = report.tool;
  const findings = report.findings.slice(0, MOST_RESULTS).map((finding) => seenFrom(base, finding));
  const used = [...new Set(findings.map(({ rule }) => rule))].sort();
  const sites = new Map(report.sites.map((site) => [site.id, site]));
  const log: Log = {
    $schema: 'https://json.schemastore.org/sarif-2.1.0.json',
    version: '2.1.0',
    runs: [
      {
        tool: {
          driver: {
            name: 'Costlint',
            semanticVersion: version,
            informationUri: 'https://github.com/costlint/costlint',
            rules: used.map((id) => descriptorOf(id, version)),
          },
        },
        ...(report.files.failed.length > 0 && { invocations: [invocationOf(report.files.failed, base)] }),
        automationDetails: { id: 'costlint/' },
        columnKind: 'utf16CodeUnits',
        originalUriBaseIds: { '%SRCROOT%': { description: { text: 'The root of the scan.' } } },
        artifacts: [...new Set(findings.map(({ path }) => path))].sort().map(artifactOf),
        results: findings.map((finding) => resultOf(finding, used.indexOf(finding.rule), sites)),
        properties: { usdPerMonth: report.totals.perMonth, pricesAsOf: report.prices.asOf },
      },
    ],
  };
  return `${JSON.stringify(log, null, 2)}\n`;
}

/** Files that could only be read in part: calls around the damage are among the results. */
const invocationOf = (failed: Report['files']['failed'], base: string): Invocation => ({
  executionSuccessful: true,
  toolExecutionNotifications: failed.map(({ path, reason }) => ({
    level: 'warning',
    message: { text: reason },
    locations: [{ physicalLocation: { artifactLocation: locationOf(base + path) } }],
  })),
});

/** Code hosts read paths as seen from the folder in which the scan was started: the root of the repository. */
const seenFrom = (base: string, finding: Finding): Finding => ({
  ...finding,
  path: base + finding.path,
  fixes: finding.fixes.map((fix) => ({ ...fix, edits: fix.edits.map((edit) => ({ ...edit, path: base + edit.path })) })),
});

function descriptorOf(id: string, version: string): ReportingDescriptor {
  const rule = rules.find((one) => one.id === id);
  const helpUri = rulePage(id, version);
  if (!rule) return { id, helpUri };
  return {
    id,
    shortDescription: { text: rule.summary },
    fullDescription: { text: rule.why },
    help: { text: rule.why, markdown: `${rule.why}\n\n[More about ${id}](${helpUri})` },
    helpUri,
    defaultConfiguration: { level: levelOf(rule.severity), enabled: rule.severity !== 'off' },
    properties: { tags: ['cost', 'llm', rule.category] },
  };
}

const levelOf = (severity: Rule['severity']): 'error' | 'warning' | 'note' | 'none' =>
  severity === 'info' ? 'note' : severity === 'off' ? 'none' : severity;

const artifactOf = (path: string): Artifact => ({ location: locationOf(path) });

const locationOf = (path: string) => ({
  // Half of a surrogate pair has no place in a URI.
  uri: path
    .replace(/\p{Cs}/gu, '\ufffd')
    .split('/')
    .map(encodeURIComponent)
    .join('/'),
  uriBaseId: '%SRCROOT%',
});

function resultOf(finding: Finding, ruleIndex: number, sites: ReadonlyMap<string, Site>): Result {
  const site = finding.site === null ? undefined : sites.get(finding.site);
  const fixes = finding.fixes.map(fixOf);
  return {
    ruleId: finding.rule,
    ruleIndex,
    level: levelOf(finding.severity),
    message: { text: costedMessage(finding) },
    locations: [physical(finding.path, firstLine(finding.range))],
    ...(isOneLine(finding.range)
      ? {}
      : { relatedLocations: [{ ...physical(finding.path, finding.range), message: { text: 'The whole place.' } }] }),
    partialFingerprints: { 'costlint/v1': finding.fingerprint },
    ...(fixes.length > 0 && { fixes }),
    suppressions: finding.suppressed
      ? [{ kind: finding.suppressed.by === 'baseline' ? 'external' : 'inSource', justification: finding.suppressed.reason }]
      : [],
    properties: {
      usdPerCall: site?.cost?.perCall ?? null,
      usdPerMonth: finding.impact?.perMonth ?? null,
      ...(site && { api: `${site.sdk} ${site.api}`, model: site.model?.id ?? null }),
    },
  };
}

const physical = (path: string, range: LineRange): Location => ({
  physicalLocation: { artifactLocation: locationOf(path), region: regionOf(range) },
});

const regionOf = ({ start, end }: LineRange) => ({
  startLine: start.line,
  startColumn: start.column,
  endLine: end.line,
  endColumn: end.column,
});

const isOneLine = ({ start, end }: LineRange): boolean => start.line === end.line;

/** A region may not end before it begins, and the length of the first line is not known here: one character stands for it. */
const firstLine = (range: LineRange): LineRange =>
  isOneLine(range) ? range : { start: range.start, end: { line: range.start.line, column: range.start.column + 1 } };

const fixOf = ({ title, edits }: ReportFix): Fix => ({
  description: { text: title },
  artifactChanges: groupsBy(edits, ({ path }) => path).map(([path, own]) => ({
    artifactLocation: locationOf(path),
    replacements: own.map(({ range, newText }) => ({ deletedRegion: regionOf(range), insertedContent: { text: newText } })),
  })),
});
