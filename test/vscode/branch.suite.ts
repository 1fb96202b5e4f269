/** A change against a branch, in a real repository: the lens, both sides of the file, and the comparison as a document. */
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import * as vscode from 'vscode';
import { folder, lenses, open, shownLenses, shownText } from './support.ts';
import { until } from './wait.ts';

const FILE = 'src/triage.ts';

describe('a change against a branch', () => {
  let saved: string;
  const git = (...args: readonly string[]) =>
    execFileSync('git', ['-c', 'user.name=test', '-c', 'user.email=test@localhost', '-c', 'commit.gpgsign=false', ...args], {
      cwd: folder().fsPath,
      encoding: 'utf8',
    });
  const delta = async (uri: vscode.Uri) => (await lenses(uri)).find(({ command }) => command?.command === 'costlint.openChanges');

  before(async () => {
    git('init', '-q', '-b', 'main');
    git('add', '--all');
    git('commit', '-q', '-m', 'first');
    const { document } = await open(FILE);
    saved = document.getText();
    await shownLenses(document.uri);
  });

  it('shows what unsaved text changes, and the file beside what it was', async () => {
    const { document } = await open(FILE);
    assert.equal(await delta(document.uri), undefined);
    const edit = new vscode.WorkspaceEdit();
    const at = document.positionAt(saved.indexOf('Answer with the name'));
    edit.insert(document.uri, at, 'Think about every one of these sentences before you answer.\n'.repeat(20));
    await vscode.workspace.applyEdit(edit);
    const lens = await until('the lens of a change', () => delta(document.uri), 20);
    assert.match(lens.command?.title ?? '', /^▲ \d+% vs main$/);
    await vscode.commands.executeCommand(lens.command?.command ?? '', ...(lens.command?.arguments ?? []));
    const shown = await until('both sides', () => {
      const { input } = vscode.window.tabGroups.activeTabGroup.activeTab ?? {};
      return input instanceof vscode.TabInputTextDiff && input;
    });
    assert.equal(String(shown.modified), String(document.uri));
    const original = await vscode.workspace.openTextDocument(shown.original);
    assert.equal(original.getText(), saved);
    await vscode.commands.executeCommand('workbench.action.closeActiveEditor');
  });

  it('lists what the branch changes, with links to the places', async () => {
    const { document } = await open(FILE);
    await document.save();
    await vscode.commands.executeCommand('costlint.compareWithBranch', 'auto');
    const text = await shownText('### Prompt cost: +$');
    assert.ok(text.includes(`(${folder().toString()}/${FILE}#L`), text);
    assert.match(text, /system prompt [\d,]+ → [\d,]+ tokens/);
    await vscode.commands.executeCommand('costlint.compareWithBranch', 'nowhere');
    await shownText('Nothing to compare: there is no commit nowhere here');
  });

  it('is gone when the branch has it too', async () => {
    const { document } = await open(FILE);
    git('commit', '-q', '-a', '-m', 'second');
    await until(
      'no lens of a change',
      async () => (await delta(document.uri)) === undefined && (await lenses(document.uri)).length > 0,
      20,
    );
  });
});
