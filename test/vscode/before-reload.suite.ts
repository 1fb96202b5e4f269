/** A window that is about to be reloaded: a file with lenses, and beside it the cost report with a question, a search and a grouping. */
import * as vscode from 'vscode';
import { inFrame, look, reportPage } from './look.ts';
import { describeWindow, open, shownLenses } from './support.ts';
import { until } from './wait.ts';

describeWindow('before a reload of the window', () => {
  it('a file has lenses, and the cost report beside it is asked a question', async () => {
    const { document } = await open('src/triage.ts');
    await shownLenses(document.uri);
    await vscode.commands.executeCommand('workbench.action.newGroupRight');
    await vscode.commands.executeCommand('costlint.showReport');
    await reportPage('What if');
    await inFrame('#what-if-traffic', { key: 'ArrowRight' });
    await reportPage('in this scenario');
    await inFrame('#calls button:text-is("model")');
    await inFrame('#calls input');
    // In capitals, as it stands nowhere else in what a window keeps.
    await look('type', { text: 'TRIAGE' });
    await until('a window that keeps it', () => look<boolean>('stored', { text: 'TRIAGE' }));
  });
});
