/** What changes against a branch: the comparison as a document, and a file beside what it was. */
import * as vscode from 'vscode';
import type { ShownDocuments } from './documents-shown.ts';
import type { Session } from './session.ts';

/** Read-only texts of files as the base has them. */
export const BASE_SCHEME = 'costlint-base';

/** Asks the server for the text that a URI names: its query holds the document and, where the call came from another file, the call. */
export class BaseTexts implements vscode.TextDocumentContentProvider, vscode.Disposable {
  private readonly registered = vscode.workspace.registerTextDocumentContentProvider(BASE_SCHEME, this);

  constructor(private readonly session: Session) {}

  async provideTextDocumentContent({ query }: vscode.Uri): Promise<string> {
    return (await this.session.request('costlint/baseText', JSON.parse(query)))?.text ?? '';
  }

  /** Opens the editor that shows the base's text and the document side by side. */
  async compare(document: string, siteId: string): Promise<void> {
    const asked = { uri: document, siteId };
    const now = vscode.Uri.parse(document);
    const found = await this.session.request('costlint/baseText', asked);
    if (!found || found.base === null || found.text === null) {
      const name = vscode.workspace.asRelativePath(now);
      const where = found?.base ?? vscode.l10n.t('the branch to compare with');
      void vscode.window.showInformationMessage(vscode.l10n.t('Costlint: {0} is not in {1}.', name, where));
      return;
    }
    const before = vscode.Uri.from({ scheme: BASE_SCHEME, path: `/${found.path}`, query: JSON.stringify(asked) });
    const name = found.path.slice(found.path.lastIndexOf('/') + 1);
    await vscode.commands.executeCommand('vscode.diff', before, now, vscode.l10n.t('{0} (since {1})', name, found.base));
  }

  dispose(): void {
    this.registered.dispose();
  }
}

/** Shows what the work tree of each open folder changes; `named` is a branch or a commit, by default the user is asked. */
export async function compareWithBranch(session: Session, documents: ShownDocuments, named?: string): Promise<void> {
  const base = named ?? (await chosenBase());
  if (base === undefined) return;
  const connection = await session.start();
  const folders = vscode.workspace.workspaceFolders ?? [];
  const title = vscode.l10n.t('What this branch costs');
  const parts = await vscode.window.withProgress({ location: vscode.ProgressLocation.Window, title: `Costlint: ${title}` }, () =>
    Promise.all(
      folders.map(async ({ uri, name }) => {
        const { markdown, reason } = await connection.request('costlint/diff', { folder: uri.toString(), base });
        const text = reason === null ? markdown : vscode.l10n.t('Nothing to compare: {0}', reason);
        return folders.length > 1 ? `## ${name}\n\n${text}` : text;
      }),
    ),
  );
  const unsaved = vscode.workspace.textDocuments.some(({ isDirty, uri }) => isDirty && uri.scheme === 'file');
  const note = unsaved ? [vscode.l10n.t('Files are compared as they are saved: some have changes that are not.')] : [];
  await documents.show(title, [`# ${title}`, ...note, ...parts].join('\n\n'), false);
}

/** Undefined when the user thinks better of it. */
function chosenBase(): Promise<string | undefined> {
  const value = vscode.workspace.getConfiguration('costlint').get('diff.base', 'auto');
  return Promise.resolve(
    vscode.window.showInputBox({
      title: vscode.l10n.t('Compare with branch'),
      prompt: vscode.l10n.t('A branch or a commit; auto is the default branch. What is compared is the commit that both have in common.'),
      value,
    }),
  );
}
