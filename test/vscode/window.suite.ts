/** What a user sees: texts on screen, and pictures of light, dark and High Contrast that people look at (out/shots). */
import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { estimate, money } from '../../src/core/report/words.ts';
import { look, onScreen, texts } from './look.ts';
import { describeWindow, folder, open, reportOf, shownLenses, shownText, titles } from './support.ts';
import { pause, until } from './wait.ts';

const THEMES = {
  dark: 'Default Dark Modern',
  light: 'Default Light Modern',
  contrast: 'Default High Contrast',
  'contrast-light': 'Default High Contrast Light',
};

const shot = (name: string) => look('screenshot', { name: `${name}.png` });

describeWindow('the window', () => {
  const settings = () => vscode.workspace.getConfiguration();
  before(async () => {
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
    await settings().update('editor.fontSize', 13, vscode.ConfigurationTarget.Global);
  });
  after(() => settings().update('workbench.colorTheme', undefined, vscode.ConfigurationTarget.Global));

  for (const [name, theme] of Object.entries(THEMES)) {
    it(`shows lenses, hints, a hover, a finding and the tree in ${name}`, async () => {
      await settings().update('workbench.colorTheme', theme, vscode.ConfigurationTarget.Global);
      await vscode.commands.executeCommand('workbench.action.closeAllEditors');
      await vscode.commands.executeCommand('costlint.costs.focus');
      const editor = await open('src/triage.ts');
      editor.revealRange(new vscode.Range(8, 0, 32, 0), vscode.TextEditorRevealType.AtTop);
      await shownLenses(editor.document.uri);
      const [title = ''] = await titles(editor.document.uri);
      await onScreen('.codelens-decoration', title);
      await onScreen('.view-line', '116 tok');
      await onScreen('.pane-body .monaco-list-row', 'order agent');
      await shot(`lenses-${name}`);

      const call = editor.document.getText().indexOf('completions.create');
      editor.selection = new vscode.Selection(editor.document.positionAt(call), editor.document.positionAt(call));
      await vscode.commands.executeCommand('editor.action.showHover');
      await onScreen('.monaco-hover', 'system');
      await pause(300);
      await shot(`hover-${name}`);
      await look('press', { key: 'Escape' });

      const summary = await open('src/summary.ts');
      await onScreen('.codelens-decoration', 'no output cap');
      const [problem] = await until('the problem', () => {
        const ours = vscode.languages.getDiagnostics(summary.document.uri).filter(({ source }) => source === 'costlint');
        return ours.length > 0 && ours;
      });
      assert.ok(problem);
      summary.selection = new vscode.Selection(problem.range.start, problem.range.start);
      await vscode.commands.executeCommand('editor.action.quickFix');
      await onScreen('.action-widget', 'Cap the output');
      await shot(`fixes-${name}`);
      await look('press', { key: 'Control+Enter' });
      await onScreen('.refactor-preview, .bulk-edit-panel', 'summary.ts').catch(() => undefined);
      await pause(400);
      await shot(`fix-preview-${name}`);
      await vscode.commands.executeCommand('refactorPreview.discard').then(undefined, () => undefined);
      await vscode.commands.executeCommand('workbench.action.closePanel');
    });
  }

  it('shows in the status bar what the file costs, and the tokens of a selection', async () => {
    const editor = await open('src/triage.ts');
    editor.selection = new vscode.Selection(0, 0, 0, 0);
    const report = reportOf(folder().fsPath);
    const site = report.sites.find(({ path, cost }) => path === 'src/triage.ts' && cost);
    assert.ok(site?.cost);
    await onScreen('.statusbar-item', `~${money(site.cost.perMonth.expected)}/mo`);
    const from = editor.document.getText().indexOf('You sort incoming');
    const to = editor.document.getText().indexOf('act first.') + 'act first.'.length;
    editor.selection = new vscode.Selection(editor.document.positionAt(from), editor.document.positionAt(to));
    const system = site.parts.find(({ role }) => role === 'system');
    await onScreen('.statusbar-item', `${system?.tokens.expected} tok`);
    editor.selection = new vscode.Selection(0, 0, 0, 0);
  });

  it('orders the tree by cost: feature, file, call', async () => {
    await vscode.commands.executeCommand('costlint.costs.focus');
    const rows = await until('the tree', async () => {
      const all = await texts('.pane-body .monaco-list-row');
      return all.length > 5 && all;
    });
    const report = reportOf(folder().fsPath);
    const byFeature = new Map<string, number>();
    for (const { feature, cost, scope } of report.sites) {
      if (cost && scope === 'app')
        byFeature.set(feature ?? 'No feature', (byFeature.get(feature ?? 'No feature') ?? 0) + cost.perMonth.expected);
    }
    const wanted = [...byFeature].sort(([, a], [, b]) => b - a).map(([name, month]) => `${name}~${money(month)}/mo`);
    assert.deepEqual(
      rows.filter((row) => wanted.includes(row)),
      wanted,
    );
  });

  it('explains a call when its lens is clicked', async () => {
    const editor = await open('src/triage.ts');
    const [title = ''] = await titles(editor.document.uri);
    await look('click', { selector: `.codelens-decoration a:has-text("${title}")` });
    const site = reportOf(folder().fsPath).sites.find(({ path, cost }) => path === 'src/triage.ts' && cost);
    assert.ok(site?.cost);
    await shownText(estimate(site.cost.perCall));
    await until('the rendered explanation', async () => (await look<string[]>('frames')).some((text) => text.includes('42,000 calls')));
    await pause(300);
    await shot('explanation');
    await vscode.commands.executeCommand('workbench.action.closeActiveEditor');
  });

  it('compares models in a list', async () => {
    const editor = await open('src/triage.ts');
    const call = editor.document.getText().indexOf('completions.create');
    editor.selection = new vscode.Selection(editor.document.positionAt(call), editor.document.positionAt(call));
    void vscode.commands.executeCommand('costlint.compareModels');
    await onScreen('.quick-input-list .monaco-list-row', 'gpt-5.4-nano');
    await pause(300);
    await shot('models');
    await look('press', { key: 'Escape' });
  });

  it('writes the traffic of a call into the configuration file', async () => {
    const { document } = await open('jobs/translate_macros.py');
    const [before] = await shownLenses(document.uri);
    assert.match(before?.command?.title ?? '', /at assumed 10k calls/);
    const config = vscode.Uri.joinPath(folder(), 'costlint.config.json');
    const text = await vscode.workspace.fs.readFile(config);
    const done = vscode.commands.executeCommand('costlint.setTraffic', ...(before?.command?.arguments ?? []));
    await look('wait', { selector: '.quick-input-widget input' });
    await look('type', { text: 'often' });
    await onScreen('.quick-input-message', 'A number');
    await look('press', { key: 'Control+a' });
    await look('type', { text: '25k' });
    await look('press', { key: 'Enter' });
    await done;
    await until('the declared month', async () => !(await titles(document.uri))[0]?.includes('assumed'));
    const site = reportOf(folder().fsPath).sites.find(({ path, cost }) => path === 'jobs/translate_macros.py' && cost);
    assert.equal(site?.callsPerMonth?.expected, 25_000);
    assert.ok((await titles(document.uri))[0]?.includes(`${estimate(site?.cost?.perMonth ?? { low: 0, expected: 0, high: 0 })}/mo`));
    await vscode.workspace.fs.writeFile(config, text);
    await until('the assumed month', async () => (await titles(document.uri))[0] === before?.command?.title);
  });

  it('silences a finding with a reason', async () => {
    const { document } = await open('src/summary.ts');
    const ours = () => vscode.languages.getDiagnostics(document.uri).filter(({ source }) => source === 'costlint');
    const [problem] = await until('a problem', () => ours().length > 0 && ours());
    assert.ok(problem);
    const actions = await vscode.commands.executeCommand<vscode.CodeAction[]>(
      'vscode.executeCodeActionProvider',
      document.uri,
      problem.range,
    );
    const suppress = actions.find(({ command }) => command?.command === 'costlint.suppress')?.command;
    assert.ok(suppress, JSON.stringify(actions.map(({ title }) => title)));
    const done = vscode.commands.executeCommand(suppress.command, ...(suppress.arguments ?? []));
    await look('wait', { selector: '.quick-input-widget input' });
    await look('type', { text: 'the product wants long summaries' });
    await look('press', { key: 'Enter' });
    await done;
    await until('silence', () => ours().length === 0);
    assert.match(document.getText(), /\/\/ costlint-ignore missing-output-cap: the product wants long summaries/);
    while (document.isDirty) await vscode.commands.executeCommand('undo');
  });

  it('counts a selection in the model of the call, and in another', async () => {
    const editor = await open('src/triage.ts');
    const from = editor.document.getText().indexOf('You sort incoming');
    const to = editor.document.getText().indexOf('act first.') + 'act first.'.length;
    editor.selection = new vscode.Selection(editor.document.positionAt(from), editor.document.positionAt(to));
    void vscode.commands.executeCommand('costlint.countTokens');
    await onScreen('.notification-toast', '116 tokens for gpt-5.4-nano (exact');
    await vscode.commands.executeCommand('notifications.clearAll');
    editor.selection = new vscode.Selection(0, 0, 0, 0);
  });

  it('has a walkthrough of four steps', async () => {
    await vscode.commands.executeCommand('workbench.action.closeSidebar');
    await vscode.commands.executeCommand('workbench.action.openWalkthrough', 'costlint.costlint#start', false);
    for (const step of ['Open a file that calls a model', 'Read a lens', 'Say how often it runs', 'Open the report'])
      await onScreen('.gettingStartedContainer', step);
    await pause(500);
    await shot('walkthrough');
    await vscode.commands.executeCommand('workbench.action.closeActiveEditor');
  });

  it('has shown no notification that nobody asked for', async () => {
    const ours = (await texts('.notification-toast')).filter((text) => /costlint/i.test(text));
    assert.deepEqual(ours, []);
  });
});
