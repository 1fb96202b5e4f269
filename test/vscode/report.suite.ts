/** The report page in its panel: its numbers, four themes, live with edits, and what it asks of the editor. */
import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { estimate, money } from '../../src/core/report/words.ts';
import { describeWindow, folder, look, open, pause, reportOf, shownLenses, until } from './support.ts';

const THEMES = {
  dark: 'Default Dark Modern',
  light: 'Default Light Modern',
  contrast: 'Default High Contrast',
  'contrast-light': 'Default High Contrast Light',
};

const frames = () => look<string[]>('frames');
/** The text of the page, once it says `words`. */
const page = (words: string | RegExp) =>
  until(`the page with ${words}`, async () => (await frames()).find((text) => text.includes('What if') && text.match(words)));
const inFrame = (selector: string, question: { key?: string; text?: string } = {}) =>
  look<string | null>('in-frame', { selector, ...question });
const month = () => money(reportOf(folder().fsPath).totals.perMonth.expected);

describeWindow('the cost report', () => {
  const settings = () => vscode.workspace.getConfiguration();
  before(async () => {
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
    await vscode.commands.executeCommand('workbench.action.closeSidebar');
    await vscode.commands.executeCommand('costlint.showReport');
  });
  after(async () => {
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
    await settings().update('workbench.colorTheme', undefined, vscode.ConfigurationTarget.Global);
  });

  it('says what the command line says', async () => {
    const report = reportOf(folder().fsPath);
    const text = await page(`${money(report.totals.perMonth.expected)} a month`.replace('$', '\\$'));
    for (const { cost, scope, paidBy } of report.sites)
      if (cost && scope === 'app' && paidBy === null) assert.ok(text.includes(estimate(cost.perMonth)), text);
  });

  for (const [name, theme] of Object.entries(THEMES)) {
    it(`follows the theme: ${name}`, async () => {
      await settings().update('workbench.colorTheme', theme, vscode.ConfigurationTarget.Global);
      await pause(900);
      await look('screenshot', { name: `report-${name}.png` });
      assert.equal(await inFrame('#page .swatch', { text: '' }), '');
    });
  }

  it('answers a question, and keeps it while it is hidden', async () => {
    await inFrame('#what-if-traffic', { key: 'ArrowRight' });
    await page('in this scenario');
    await open('src/triage.ts');
    await until('the page to be gone', async () => !(await frames()).some((text) => text.includes('What if')));
    await vscode.commands.executeCommand('costlint.showReport');
    await page('in this scenario');
  });

  it('writes a question into the configuration under a name', async () => {
    const config = vscode.Uri.joinPath(folder(), 'costlint.config.json');
    const before = await vscode.workspace.fs.readFile(config);
    await inFrame('#what-if button:text-is("Save as scenario")');
    await look('wait', { selector: '.quick-input-widget input' });
    await look('type', { text: 'a little more' });
    await look('press', { key: 'Enter' });
    await until('the scenario in the file', async () =>
      /"a little more":\s*\{\s*"traffic": "1\.0\d+x"/.test(new TextDecoder().decode(await vscode.workspace.fs.readFile(config))),
    );
    await page('a little more');
    await vscode.workspace.fs.writeFile(config, before);
    await inFrame('#what-if button:text-is("Reset")');
  });

  it('opens the line of a call beside itself', async () => {
    await inFrame('#calls button:has-text("src/answer.ts")');
    const editor = await until('the file', () =>
      vscode.window.visibleTextEditors.find(({ document }) => document.uri.path.endsWith('/src/answer.ts')),
    );
    const site = reportOf(folder().fsPath).sites.find(({ path, cost }) => path === 'src/answer.ts' && cost);
    assert.equal(editor.selection.active.line + 1, site?.range.start.line);
    assert.equal(editor.viewColumn, vscode.ViewColumn.Two);
  });

  it('opens the line of a budget in the configuration', async () => {
    await inFrame('.budgets button:has-text("feature triage")');
    const editor = await until('the configuration', () =>
      vscode.window.visibleTextEditors.find(({ document }) => document.uri.path.endsWith('/costlint.config.json')),
    );
    assert.match(editor.document.lineAt(editor.selection.active.line).text, /"feature": "triage"/);
  });

  it('follows edits', async () => {
    const { document } = await open('src/triage.ts');
    await shownLenses(document.uri);
    await vscode.commands.executeCommand('workbench.action.moveEditorToRightGroup');
    const before = month();
    const edit = new vscode.WorkspaceEdit();
    const model = document.getText().indexOf('gpt-5.4-nano');
    edit.replace(document.uri, new vscode.Range(document.positionAt(model), document.positionAt(model + 'gpt-5.4-nano'.length)), 'gpt-5.4');
    await vscode.workspace.applyEdit(edit);
    await document.save();
    const after = month();
    assert.notEqual(after, before);
    const text = await page(`${after} a month`.replace('$', '\\$'));
    assert.doesNotMatch(text, /being renewed/);
    await vscode.commands.executeCommand('undo');
    await document.save();
    await page(`${before} a month`.replace('$', '\\$'));
  });

  it('shows what a fix would change before it is made', async () => {
    await vscode.commands.executeCommand('costlint.showReport');
    await page('Fix first');
    await inFrame('#fix-first button:has-text("Preview")');
    await look('wait', { selector: '.refactor-preview, .bulk-edit-panel, [id="workbench.panel.refactorPreview"]' });
    await pause(500);
    await look('screenshot', { name: 'report-fix-preview.png' });
    await vscode.commands.executeCommand('refactorPreview.discard').then(undefined, () => undefined);
  });
});
