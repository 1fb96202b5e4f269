/** Plain values ⇄ LSP: the only file that knows both. */

import type {
  CodeAction,
  CodeLens,
  Diagnostic,
  InlayHint,
  Location,
  Hover as LspHover,
  Position,
  Range,
  WorkspaceEdit,
} from 'vscode-languageserver';
import { DiagnosticSeverity, InlayHintKind, MarkupKind, PositionEncodingKind } from 'vscode-languageserver';
import type { Hint } from '../core/editor/hints.ts';
import type { Hover } from '../core/editor/hover.ts';
import type { Lens } from '../core/editor/lenses.ts';
import type { Finding, Fix, LineColumn, LineRange } from '../core/report/report.ts';
import { COMMANDS } from './protocol.ts';

export type Encoding = 'utf-8' | 'utf-16' | 'utf-32';

/** The first of the client's encodings that the server speaks; without any it is UTF-16, as the protocol says. */
export const encodingOf = (offered: readonly string[] | undefined): Encoding =>
  (offered?.find((one) => one === PositionEncodingKind.UTF16) ??
    offered?.find((one) => one === PositionEncodingKind.UTF8 || one === PositionEncodingKind.UTF32) ??
    'utf-16') as Encoding;

/** Positions of one text. */
export interface Positions {
  to(at: LineColumn): Position;
  range(range: LineRange): Range;
  from(position: Position): LineColumn;
  fromRange(range: Range): LineRange;
  /** The stretch of a range that stands on its first line. */
  firstLine(range: LineRange): Range;
}

export function positionsIn(text: string, encoding: Encoding): Positions {
  let lines: readonly string[] | undefined;
  const lineAt = (line: number): string => {
    lines ??= text.split(/\r\n|\r|\n/);
    return lines[line] ?? '';
  };
  const to = ({ line, column }: LineColumn): Position => ({
    line: line - 1,
    character: encoding === 'utf-16' ? column - 1 : units(lineAt(line - 1).slice(0, column - 1), encoding),
  });
  const from = ({ line, character }: Position): LineColumn => ({
    line: line + 1,
    column: 1 + (encoding === 'utf-16' ? character : columnOf(lineAt(line), character, encoding)),
  });
  return {
    to,
    from,
    range: ({ start, end }) => ({ start: to(start), end: to(end) }),
    fromRange: ({ start, end }) => ({ start: from(start), end: from(end) }),
    firstLine: ({ start, end }) => ({
      start: to(start),
      end: to(end.line === start.line ? end : { line: start.line, column: lineAt(start.line - 1).length + 1 }),
    }),
  };
}

function units(text: string, encoding: Encoding): number {
  let count = 0;
  for (const char of text) count += encoding === 'utf-32' ? 1 : utf8Length(char.codePointAt(0) ?? 0);
  return count;
}

function columnOf(line: string, character: number, encoding: Encoding): number {
  let seen = 0;
  let column = 0;
  for (const char of line) {
    if (seen >= character) break;
    seen += encoding === 'utf-32' ? 1 : utf8Length(char.codePointAt(0) ?? 0);
    column += char.length;
  }
  return column;
}

const utf8Length = (code: number): number => (code < 0x80 ? 1 : code < 0x800 ? 2 : code < 0x10000 ? 3 : 4);

// ── what is shown ────────────────────────────────────────────────────────────────────────────────────────────────────

/** Title and command stand in `data` until the lens is resolved. */
export const toCodeLens = (lens: Lens, uri: string, positions: Positions): CodeLens => {
  const range = positions.range(lens.range);
  const command = { explain: COMMANDS.explain, changes: COMMANDS.openChanges, traffic: COMMANDS.setTraffic, fixes: COMMANDS.showFixes }[
    lens.action
  ];
  return {
    range: positions.firstLine(lens.range),
    command: { title: lens.title, tooltip: lens.tooltip, command, arguments: [uri, lens.action === 'fixes' ? range : lens.site] },
  };
};

export const toInlayHint = (hint: Hint, positions: Positions): InlayHint => ({
  position: positions.to(hint.at),
  label: hint.label,
  kind: InlayHintKind.Type,
  paddingLeft: true,
  tooltip: hint.tooltip,
});

/** What the client can show in a hover. */
export interface HoverFormat {
  readonly markdown: boolean;
  /** Links of it may run commands. */
  readonly links: boolean;
}

export const toHover = (hover: Hover, { markdown, links }: HoverFormat, positions: Positions, uri: string): LspHover => ({
  range: positions.range(hover.range),
  contents: markdown
    ? { kind: MarkupKind.Markdown, value: links ? `${hover.markdown}\n\n${linksOf(uri, hover.site)}` : hover.markdown }
    : { kind: MarkupKind.PlainText, value: hover.markdown.replace(/\\([\\`*_{}[\]<>|#])/g, '$1').replace(/\*\*|`|^\| --- .*\n/gm, '') },
});

const linksOf = (uri: string, site: string): string =>
  [
    ['Show in Cost Report', 'costlint.showInReport'],
    ['Explain', COMMANDS.explain],
  ]
    .map(([title, command]) => `[${title}](command:${command}?${encodeURIComponent(JSON.stringify([uri, site]))})`)
    .join(' · ');

const SEVERITY: Readonly<Record<Finding['severity'], DiagnosticSeverity>> = {
  error: DiagnosticSeverity.Error,
  warning: DiagnosticSeverity.Warning,
  info: DiagnosticSeverity.Information,
};

export interface DiagnosticOptions {
  /** A finding that saves less USD a month is a hint. */
  readonly minimumSaving: number;
  readonly ruleUrl: (rule: string) => string;
  /** Where the client finds a stretch of another file, or of another cell. */
  readonly locate: (path: string, range: LineRange) => Location;
}

export function toDiagnostic(finding: Finding, positions: Positions, { minimumSaving, ruleUrl, locate }: DiagnosticOptions): Diagnostic {
  const saving = finding.impact?.perMonth.expected;
  const small = finding.severity !== 'error' && saving !== undefined && saving < minimumSaving;
  return {
    // The smallest range that says where: never all lines of a prompt.
    range: positions.firstLine(finding.range),
    severity: small ? DiagnosticSeverity.Hint : SEVERITY[finding.severity],
    source: 'costlint',
    code: finding.rule,
    codeDescription: { href: ruleUrl(finding.rule) },
    message: finding.message,
    ...(finding.related && {
      relatedInformation: finding.related.map(({ path, range, message }) => ({ location: locate(path, range), message })),
    }),
    data: { fingerprint: finding.fingerprint },
  };
}

export type { CodeAction, Fix, WorkspaceEdit };
