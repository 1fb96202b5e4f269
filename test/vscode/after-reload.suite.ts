/** A window that was reloaded (see before-reload.suite.ts): everything is back, from one server. */
import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { inFrame, look, reportPage, scriptInFrame, texts } from './look.ts';
import { describeWindow, folder, serverProcesses, shownLenses, titles } from './support.ts';
import { until } from './wait.ts';

describeWindow('after a reload of the window', () => {
  it('the cost report is back, with its question, its search and its grouping', async () => {
    await reportPage('in this scenario');
    const kept = await scriptInFrame<object>(
      '#what-if-traffic',
      `({
        traffic: document.querySelector('#what-if-traffic').value,
        search: document.querySelector('#calls input').value,
        grouping: document.querySelector('#calls [aria-pressed=true]')?.textContent,
      })`,
    );
    assert.deepEqual(kept, { traffic: '0.05', search: 'TRIAGE', grouping: 'model' });
    assert.equal(
      vscode.window.tabGroups.all.flatMap(({ tabs }) => tabs).filter(({ input }) => input instanceof vscode.TabInputWebview).length,
      1,
    );
  });

  it('the file has its lenses again, on screen', async () => {
    const uri = vscode.Uri.joinPath(folder(), 'src/triage.ts');
    await shownLenses(uri);
    const [title = ''] = await titles(uri);
    await until(`"${title}" on screen`, async () => (await texts('.codelens-decoration')).some((text) => text.includes(title)));
    await look('screenshot', { name: 'reloaded.png' });
  });

  it('one server runs, and that of the window before has ended', async () => {
    await until('one server below VS Code', () => serverProcesses(process.ppid).length === 1);
    assert.equal(serverProcesses().length, 1);
  });

  it('the page still works: a click opens the line of a call', async () => {
    await inFrame('#calls button:has-text("src/triage.ts")');
    await until('the line', () => (vscode.window.activeTextEditor?.selection.active.line ?? 0) > 0);
  });
});
