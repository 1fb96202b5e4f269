/** Code actions: the fixes of findings, all safe ones together, silencing, the page of a rule, and the traffic of a call. */
import type { CodeAction, CodeActionContext, Diagnostic, Range } from 'vscode-languageserver';
import { CodeActionKind } from 'vscode-languageserver';
import { type Edits, findingsIn, safeFixes, suppression } from '../core/editor/actions.ts';
import { contains } from '../core/editor/view.ts';
import type { Finding } from '../core/report/report.ts';
import { diagnosticOptions, shown } from './answers.ts';
import { toDiagnostic } from './convert.ts';
import type { Face } from './documents.ts';
import { editsIn } from './edits.ts';
import { COMMANDS, type Settings } from './protocol.ts';
import type { Asked, Workspace } from './workspace.ts';

export const FIX_ALL = `${CodeActionKind.SourceFixAll}.costlint`;

export interface ActionOptions {
  readonly workspace: Workspace;
  readonly settings: Settings;
  readonly version: string;
  /** The client asks for a reason itself. */
  readonly ownCommands: boolean;
}

export async function codeActions(opened: Asked, range: Range, { only }: CodeActionContext, options: ActionOptions): Promise<CodeAction[]> {
  const { view } = await shown(opened);
  const { face, uri } = opened;
  if (!view || !face) return [];
  const asks = (kind: string) => only === undefined || only.some((one) => kind === one || kind.startsWith(`${one}.`));
  const at = face.positions.fromRange(range);
  const actions: CodeAction[] = [];
  if (asks(CodeActionKind.QuickFix)) {
    for (const finding of findingsIn(view, at)) actions.push(...quickFixes(finding, opened, face, options));
    const site = view.sites.find((one) => one.terms !== null && one.paidBy === null && contains(one.range, at.start));
    if (site && findingsIn(view, at).length > 0)
      actions.push({
        title: `Set calls per month ${site.feature === null ? 'for this call' : `for feature “${site.feature}”`}`,
        kind: CodeActionKind.QuickFix,
        command: { title: 'Set calls per month', command: COMMANDS.setTraffic, arguments: [uri, site.id] },
      });
  }
  if (asks(FIX_ALL) && only !== undefined) {
    const edits = safeFixes(view);
    if (edits.length > 0) actions.push({ title: 'Fix all safe findings of Costlint', kind: FIX_ALL, edit: toEdit(edits, opened, options) });
  }
  return actions;
}

function quickFixes(finding: Finding, opened: Asked, { uri, positions }: Face, options: ActionOptions): CodeAction[] {
  const { text } = opened.document;
  const { settings, version, ownCommands, workspace } = options;
  const diagnostics: Diagnostic[] = [
    toDiagnostic(finding, positions, diagnosticOptions(opened.folder, settings, workspace.encoding, version)),
  ];
  const kind = CodeActionKind.QuickFix;
  const fixes = finding.fixes.map(
    ({ title, edits }, i): CodeAction => ({ title, kind, diagnostics, isPreferred: i === 0, edit: toEdit(edits, opened, options) }),
  );
  const range = positions.range(finding.range);
  const lines = text.split(/\r\n|\r|\n/);
  const comment = suppression(finding, lines, 'write the reason here');
  const silence: CodeAction[] = comment
    ? [
        {
          title: `Suppress ${finding.rule} with a reason…`,
          kind,
          diagnostics,
          ...(ownCommands
            ? { command: { title: 'Suppress with a reason', command: COMMANDS.suppress, arguments: [uri, range, finding.rule] } }
            : { edit: toEdit([comment], opened, options) }),
        },
      ]
    : [];
  return [
    ...fixes,
    ...silence,
    {
      title: `Open the page of ${finding.rule}`,
      kind,
      diagnostics,
      command: { title: 'Open the page of the rule', command: COMMANDS.openRule, arguments: [uri, finding.rule] },
    },
  ];
}

const toEdit = (edits: Edits, { folder }: Asked, { workspace }: ActionOptions): NonNullable<CodeAction['edit']> =>
  editsIn(edits, folder, workspace) as NonNullable<CodeAction['edit']>;
