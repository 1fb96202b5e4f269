/** Edits that the server made, as the editor makes them. */
import * as vscode from 'vscode';
import type { WorkspaceEdit } from '../server/protocol.ts';

/** Writes a configuration: the change is kept on disk, because other tools read it there. */
export async function applied(made: WorkspaceEdit): Promise<void> {
  const unsaved = new Set(vscode.workspace.textDocuments.filter(({ isDirty }) => isDirty).map(({ uri }) => uri.toString()));
  await vscode.workspace.applyEdit(editOf(made));
  const touched = made.documentChanges.flatMap((change) => ('kind' in change ? [] : [change.textDocument.uri]));
  for (const uri of touched)
    if (!unsaved.has(vscode.Uri.parse(uri).toString())) await (await vscode.workspace.openTextDocument(vscode.Uri.parse(uri))).save();
}

/** Shows what an edit would change, side by side; it is made when the user says so. */
export const previewed = (made: WorkspaceEdit, label: string): Thenable<boolean> =>
  vscode.workspace.applyEdit(editOf(made, { label, needsConfirmation: true }), { isRefactoring: true });

function editOf({ documentChanges }: WorkspaceEdit, metadata?: vscode.WorkspaceEditEntryMetadata): vscode.WorkspaceEdit {
  const edit = new vscode.WorkspaceEdit();
  for (const change of documentChanges) {
    if ('kind' in change) {
      edit.createFile(vscode.Uri.parse(change.uri), change.options, metadata);
      continue;
    }
    const uri = vscode.Uri.parse(change.textDocument.uri);
    for (const { range, newText } of change.edits) {
      const where = new vscode.Range(range.start.line, range.start.character, range.end.line, range.end.character);
      edit.replace(uri, where, newText, metadata);
    }
  }
  return edit;
}
