/** A workspace that nobody has trusted: everything that reads is there, and what would let the workspace choose files is not. */
import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { shortMoney } from '../../src/core/report/words.ts';
import { look } from './look.ts';
import { diagnosticsInfo, folder, lenses, open, reportOf, shownLenses } from './support.ts';
import { until } from './wait.ts';

describe('a restricted workspace', () => {
  /** The configuration file and the settings differ in the calls a month that they assume. */
  const monthAt = (calls: number) => {
    const site = reportOf(folder().fsPath).sites.find(({ cost }) => cost);
    return `~${shortMoney(((site?.cost?.perMonth.expected ?? 0) * calls) / 10_000)}/mo`;
  };

  it('is not trusted', () => assert.equal(vscode.workspace.isTrusted, false));

  it('has lenses, but not by a configuration file that its settings name', async () => {
    const { document } = await open('ask.ts');
    const [lens] = await shownLenses(document.uri);
    assert.ok(lens?.command?.title.includes(monthAt(2000)), lens?.command?.title);
    assert.equal(vscode.workspace.getConfiguration('costlint', document.uri).get('config.path'), '');
    assert.match(await diagnosticsInfo(), /; restricted/);
  });

  it('reads that file once it is trusted', async function () {
    if (!process.env.VSCODE_TEST_UI) this.skip();
    const { document } = await open('ask.ts');
    await vscode.commands.executeCommand('workbench.trust.manage');
    await look('click', { selector: '.workspace-trust-editor .trusted-button, .workspace-trust-editor .monaco-button:has-text("Trust")' });
    await until('trust', () => vscode.workspace.isTrusted);
    await open('ask.ts');
    await until('the configuration', async () => (await lenses(document.uri))[0]?.command?.title.includes(monthAt(777_000)));
  });
});
