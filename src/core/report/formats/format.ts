/** What a format is: a function of the one report. */
import type { Finding, Report } from '../report.ts';
import { impactWords } from '../words.ts';

export interface FormatOptions {
  /** Colours for a terminal. Only `stylish` has any. */
  readonly color: boolean;
  /** Columns of the terminal; infinite where the text goes elsewhere. */
  readonly width: number;
  /** Where the root of the scan lies as seen from the reader: '' or ending in '/'. */
  readonly base: string;
  /** Calls to list; undefined for all. */
  readonly rows?: number;
  /** The text of a file of the report, for formats that count in bytes or offsets; undefined where it cannot be read. */
  readonly textOf: (path: string) => string | undefined;
}

/** Text that is valid also when nothing was found; ends in a line break. */
export type Format = (report: Report, options: FormatOptions) => string;

/** Findings that nobody has silenced. */
export const openFindings = ({ findings }: Report): readonly Finding[] => findings.filter(({ suppressed }) => suppressed === null);

/** What is wrong, and what it costs where that is known. */
export const costedMessage = ({ message, impact }: Finding): string => {
  const words = impact ? impactWords(impact.perMonth) : '';
  return words === '' ? message : `${message} (${words})`;
};

/** Errors first, then by what they cost, then by place: what a reader with little room should see. */
export function mostImportant(findings: readonly Finding[]): readonly Finding[] {
  return [...findings].sort(
    (a, b) =>
      RANK[a.severity] - RANK[b.severity] ||
      (b.impact?.perMonth.expected ?? 0) - (a.impact?.perMonth.expected ?? 0) ||
      compare(a.path, b.path) ||
      a.range.start.line - b.range.start.line ||
      a.range.start.column - b.range.start.column ||
      compare(a.rule, b.rule),
  );
}

const RANK = { error: 0, warning: 1, info: 2 } as const;

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
