/** The report page in its panel: its numbers, four themes, live with edits, and what it asks of the editor. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { AxeResults } from 'axe-core';
import * as vscode from 'vscode';
import { estimate, money } from '../../src/core/report/words.ts';
import { frames, inFrame, look, reportPage as page, scriptInFrame } from './look.ts';
import { describeWindow, folder, open, reportOf, repository, shownLenses } from './support.ts';
import { pause, until } from './wait.ts';

/** By name: the theme, and what VS Code writes on the body of a webview in it. */
const THEMES = {
  dark: ['Default Dark Modern', 'vscode-dark'],
  light: ['Default Light Modern', 'vscode-light'],
  contrast: ['Default High Contrast', 'vscode-high-contrast'],
  'contrast-light': ['Default High Contrast Light', 'vscode-high-contrast-light'],
} as const;

const AXE = readFileSync(path.join(repository, 'node_modules/axe-core/axe.min.js'), 'utf8');
const headline = (amount: string) => `${amount} a month`.replace('$', '\\$');
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
    const months = report.sites.flatMap(({ cost, scope, paidBy }) => (cost && scope === 'app' && paidBy === null ? [cost.perMonth] : []));
    await until('all months, also of what is drawn later', async () => {
      const text = await page(headline(money(report.totals.perMonth.expected)));
      return months.every((month) => text.includes(estimate(month)));
    });
  });

  for (const [name, [theme, kind]] of Object.entries(THEMES)) {
    it(`follows the theme, with nothing that keeps somebody from reading it: ${name}`, async () => {
      await settings().update('workbench.colorTheme', theme, vscode.ConfigurationTarget.Global);
      await until(kind, () => scriptInFrame<boolean>('#page', `document.body.classList.contains('${kind}')`));
      await look('screenshot', { name: `report-${name}.png` });
      assert.deepEqual(await violations(), []);
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

  it('writes a key that nobody has declared, and opens its line', async () => {
    const config = vscode.Uri.joinPath(folder(), 'costlint.config.json');
    const before = await vscode.workspace.fs.readFile(config);
    await scriptInFrame('#page', "for (const one of document.querySelectorAll('#assumptions details')) one.open = true");
    await inFrame('#assumptions button[aria-label^="Set usage.features.triage.turns"]');
    const editor = await until('the line of the key', () =>
      vscode.window.visibleTextEditors.find(
        ({ document, selection }) =>
          document.uri.path.endsWith('/costlint.config.json') && /"turns": 5/.test(document.lineAt(selection.active.line).text),
      ),
    );
    assert.equal(editor.document.isDirty, false, 'other tools read it on the disk');
    await vscode.workspace.fs.writeFile(config, before);
    await inFrame('#assumptions button:has-text("costlint.config.json:9")');
    await until('the line of a declared value', () =>
      vscode.window.visibleTextEditors.find(
        ({ document, selection }) => document.uri.path.endsWith('/costlint.config.json') && selection.active.line === 8,
      ),
    );
  });

  it('points at the call under the cursor, also when it has to be opened first', async () => {
    const { document } = await open('src/summary.ts');
    await shownLenses(document.uri);
    const selected = () => scriptInFrame<string>('#calls', "document.querySelector('#calls tr.selected')?.textContent ?? ''");
    for (const isOpen of [true, false]) {
      if (!isOpen) await vscode.commands.executeCommand('workbench.action.closeAllEditors');
      await open('src/summary.ts');
      await vscode.commands.executeCommand('costlint.showInReport');
      await page('All calls');
      await until('the call', async () => (await selected()).startsWith('src/summary.ts'));
      assert.ok(
        await scriptInFrame<boolean>(
          '#calls',
          "(() => { const { top, bottom } = document.querySelector('#calls tr.selected').getBoundingClientRect(); return top >= 0 && bottom <= innerHeight; })()",
        ),
        'it is in sight',
      );
    }
  });

  it('follows edits', async () => {
    const { document } = await open('src/triage.ts');
    await shownLenses(document.uri);
    await vscode.commands.executeCommand('workbench.action.moveEditorToRightGroup');
    const before = month();
    await replace(document, 'gpt-5.4-nano', 'gpt-5.4');
    await document.save();
    const after = month();
    assert.notEqual(after, before);
    await until('the new month, and no word of renewal', async () => {
      const text = await page(headline(after));
      return !text.includes('being renewed');
    });
    await replace(document, 'gpt-5.4', 'gpt-5.4-nano');
    await document.save();
    await page(headline(before));
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

/** Replaces the one place of a text. */
async function replace(document: vscode.TextDocument, before: string, after: string): Promise<void> {
  const at = document.getText().indexOf(before);
  const edit = new vscode.WorkspaceEdit();
  edit.replace(document.uri, new vscode.Range(document.positionAt(at), document.positionAt(at + before.length)), after);
  await vscode.workspace.applyEdit(edit);
}

/** Serious and critical violations of accessibility in the page, by axe-core, as sentences. */
async function violations(): Promise<string[]> {
  await scriptInFrame('#page', `${AXE}; undefined`);
  const results = await scriptInFrame<AxeResults>('#page', 'axe.run()');
  return results.violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .flatMap(({ id, nodes }) => nodes.map(({ html, failureSummary }) => `${id}: ${html} ${failureSummary}`));
}
