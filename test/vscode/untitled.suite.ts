/** Documents that stand in no folder: the sample of the walkthrough, and both sides of a diff. */
import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { folder, open, shownLenses } from './support.ts';
import { until } from './wait.ts';

describe('documents outside of every folder', () => {
  it('the sample opens as an untitled file with a lens', async () => {
    await vscode.commands.executeCommand('costlint.openSample');
    const editor = await until('the sample', () => {
      const active = vscode.window.activeTextEditor;
      return active?.document.isUntitled && active;
    });
    const [lens] = await shownLenses(editor.document.uri);
    assert.match(lens?.command?.title ?? '', /in · no output cap · up to \$|in · no output cap · ~\$/);
    await vscode.commands.executeCommand('workbench.action.revertAndCloseActiveEditor');
  });

  it('a diff shows the changed side', async () => {
    const { document } = await open('src/triage.ts');
    const other = await vscode.workspace.openTextDocument({
      language: 'typescript',
      content: document.getText().replace('gpt-5.4-nano', 'gpt-5.4'),
    });
    await vscode.commands.executeCommand('vscode.diff', vscode.Uri.joinPath(folder(), 'src/triage.ts'), other.uri, 'triage');
    const [now] = await shownLenses(other.uri);
    const [before] = await shownLenses(document.uri);
    assert.notEqual(now?.command?.title, before?.command?.title);
    await vscode.commands.executeCommand('workbench.action.closeActiveEditor');
  });
});
