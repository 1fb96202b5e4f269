/** What the editor shows of a document: lenses, hints, hover and diagnostics, from what is known at the moment. */
import type { CodeLens, Diagnostic, Hover, InlayHint, Position, Range, WorkspaceDocumentDiagnosticReport } from 'vscode-languageserver';
import { DocumentDiagnosticReportKind } from 'vscode-languageserver';
import { hintsOf } from '../core/editor/hints.ts';
import { hoverAt } from '../core/editor/hover.ts';
import { lensesOf } from '../core/editor/lenses.ts';
import type { Finding, LineRange } from '../core/report/report.ts';
import { rulePage } from '../core/rules/page.ts';
import {
  type DiagnosticOptions,
  type Encoding,
  type HoverFormat,
  positionsIn,
  toCodeLens,
  toDiagnostic,
  toHover,
  toInlayHint,
} from './convert.ts';
import type { Face, OpenDocument } from './documents.ts';
import { locationOf } from './edits.ts';
import type { Folder } from './folder.ts';
import type { Settings } from './protocol.ts';
import type { Asked } from './workspace.ts';

/** Milliseconds that a first answer is waited for, and an answer that must be of the text as it is. */
const FIRST = 20_000;
const CURRENT = 500;

/** The document with a view of it: the last one, moved along with the edits. Only the first has to be waited for. */
export async function shown({ document, folder }: Asked): Promise<OpenDocument> {
  if (document.obstacle === undefined && !document.view) await folder.settled(FIRST);
  return document;
}

export async function lenses(asked: Asked, { codeLens }: Settings): Promise<CodeLens[]> {
  if (!codeLens.enable) return [];
  const document = await shown(asked);
  const view = document.give('lenses');
  const { face } = asked;
  if (!view || !face) return [];
  const lenses = lensesOf(codeLens.showDelta ? view : { ...view, since: undefined });
  return lenses.flatMap((lens) => (isOn(face, document, lens.range) ? [toCodeLens(lens, face.uri, face.positions)] : []));
}

export async function hints(asked: Asked, range: Range, { inlayHints }: Settings): Promise<InlayHint[]> {
  if (inlayHints.show === 'off') return [];
  const document = await shown(asked);
  const view = document.give('hints');
  const { face } = asked;
  if (!view || !face) return [];
  const minimumTokens = inlayHints.show === 'all' ? 1 : inlayHints.minimumTokens;
  return hintsOf(view, face.positions.fromRange(range), { minimumTokens }).flatMap((hint) =>
    isOn(face, document, { start: hint.at, end: hint.at }) ? [toInlayHint(hint, face.positions)] : [],
  );
}

export async function hover(asked: Asked, position: Position, format: HoverFormat): Promise<Hover | null> {
  const { view } = await shown(asked);
  const { face } = asked;
  const found = view && face && hoverAt(view, face.positions.from(position));
  return found ? toHover(found, format, face.positions, face.uri) : null;
}

/** What all diagnostics of a folder are made with. */
export const diagnosticOptions = (folder: Folder, settings: Settings, encoding: Encoding, version: string): DiagnosticOptions => ({
  minimumSaving: settings.diagnostics.minimumSaving,
  ruleUrl: (rule) => rulePage(rule, version),
  locate: (path, range) => locationOf(path, range, folder, encoding),
});

/** Of the text as it is, where that is known soon; of the one before otherwise. */
export async function diagnostics(asked: Asked, settings: Settings, encoding: Encoding, version: string): Promise<Diagnostic[]> {
  const { document, folder } = asked;
  await folder.settled(document.view ? CURRENT : FIRST);
  const view = document.give('findings');
  const { face } = asked;
  if (!view || !face) return [];
  const options = diagnosticOptions(folder, settings, encoding, version);
  return view.findings.flatMap((finding) => (isOn(face, document, finding.range) ? [toDiagnostic(finding, face.positions, options)] : []));
}

const isOn = (face: Face, document: OpenDocument, range: LineRange): boolean => document.faceAt(range)?.uri === face.uri;

/**
 * All findings of a folder, of files that are open or not; by file. `previous`: what the client has, by URI. A folder in which nothing
 * was started has nothing to say.
 */
export async function workspaceDiagnostics(
  folder: Folder,
  settings: Settings,
  previous: ReadonlyMap<string, string>,
  encoding: Encoding,
  version: string,
): Promise<WorkspaceDocumentDiagnosticReport[]> {
  if (folder.isIdle) return [];
  const report = await folder.wholeReport();
  const resultId = folder.edition;
  const byUri = new Map<string, Finding[]>();
  for (const uri of previous.keys()) if (uri.startsWith(`${folder.uri}/`)) byUri.set(uri, []);
  for (const finding of report.findings.filter(({ suppressed }) => suppressed === null)) {
    const uri = folder.uriOf(finding.path);
    byUri.set(uri, [...(byUri.get(uri) ?? []), finding]);
  }
  const options = diagnosticOptions(folder, settings, encoding, version);
  return [...byUri].map(([uri, findings]): WorkspaceDocumentDiagnosticReport => {
    const path = findings[0]?.path ?? '';
    const open = folder.documents.get(path);
    const of = { uri, version: open?.version ?? null, resultId };
    if (previous.get(uri) === resultId) return { kind: DocumentDiagnosticReportKind.Unchanged, ...of };
    const positions = open?.positions ?? positionsIn(folder.host?.read(path) ?? '', encoding);
    return { kind: DocumentDiagnosticReportKind.Full, ...of, items: findings.map((finding) => toDiagnostic(finding, positions, options)) };
  });
}
