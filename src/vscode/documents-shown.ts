/** Read-only Markdown documents that commands open, rendered: the cost report, the explanation of a call, the price of a model. */
import * as vscode from 'vscode';

export const SHOWN_SCHEME = 'costlint';

export class ShownDocuments implements vscode.TextDocumentContentProvider, vscode.Disposable {
  private readonly texts = new Map<string, string>();
  private readonly changed = new vscode.EventEmitter<vscode.Uri>();
  readonly onDidChange = this.changed.event;
  private readonly registered = vscode.Disposable.from(
    this.changed,
    vscode.workspace.registerTextDocumentContentProvider(SHOWN_SCHEME, this),
    vscode.workspace.onDidCloseTextDocument(({ uri }) => uri.scheme === SHOWN_SCHEME && this.texts.delete(uri.path)),
  );

  provideTextDocumentContent({ path }: vscode.Uri): string {
    return this.texts.get(path) ?? vscode.l10n.t('Run the command again: this text was not kept.');
  }

  /** Opens the text in the group beside when asked to, as a preview; a document of the same name is replaced. */
  async show(name: string, text: string, beside: boolean): Promise<void> {
    const uri = vscode.Uri.from({ scheme: SHOWN_SCHEME, path: `/${name}.md` });
    this.texts.set(uri.path, text);
    this.changed.fire(uri);
    const preview = beside ? 'markdown.showPreviewToSide' : 'markdown.showPreview';
    if ((await vscode.commands.getCommands(true)).includes(preview)) {
      // The document stays open as long as something holds it: the preview does.
      await vscode.workspace.openTextDocument(uri);
      await vscode.commands.executeCommand(preview, uri);
    } else {
      const viewColumn = beside ? vscode.ViewColumn.Beside : vscode.ViewColumn.Active;
      await vscode.window.showTextDocument(uri, { preview: true, viewColumn });
    }
  }

  dispose(): void {
    this.registered.dispose();
  }
}
