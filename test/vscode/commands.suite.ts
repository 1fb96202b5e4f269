/** What commands ask, show and write, as a user goes through them: by palette, tree and keyboard. */
import assert from 'node:assert/strict';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import * as vscode from 'vscode';
import { shippedPrices } from '../../src/core/prices/shipped.ts';
import { estimate } from '../../src/core/report/words.ts';
import { look, onScreen, texts } from './look.ts';
import { describeWindow, folder, open, reportOf, serverProcesses, shownLenses, shownText, titles } from './support.ts';
import { until } from './wait.ts';

const INPUT = '.quick-input-widget input';
const ROWS = '.quick-input-list .monaco-list-row';

describeWindow('commands', () => {
  const config = vscode.Uri.joinPath(folder(), 'costlint.config.json');
  const problems = (uri: vscode.Uri) => vscode.languages.getDiagnostics(uri).filter(({ source }) => source === 'costlint');
  const answer = async (text: string) => {
    await look('wait', { selector: INPUT });
    await look('press', { key: 'Control+a' });
    await look('type', { text });
  };
  const enter = () => look('press', { key: 'Enter' });
  /** An editor with the cursor at a text of its file. */
  const openAt = async (file: string, text: string) => {
    const editor = await open(file);
    const at = editor.document.positionAt(editor.document.getText().indexOf(text));
    editor.selection = new vscode.Selection(at, at);
    await shownLenses(editor.document.uri);
    return editor;
  };

  let configured: Uint8Array;
  before(async () => {
    configured = await vscode.workspace.fs.readFile(config);
  });
  afterEach(async () => {
    const now = await vscode.workspace.fs.readFile(config);
    if (String(now) !== String(configured)) await vscode.workspace.fs.writeFile(config, configured);
  });

  it('a budget for the feature at the cursor is asked for, written, and counts', async () => {
    await openAt('src/triage.ts', 'completions.create');
    const done = vscode.commands.executeCommand('costlint.addBudget');
    await onScreen('.quick-input-title', 'Budget of “triage”, USD a month');
    await answer('a lot');
    await onScreen('.quick-input-message', 'An amount');
    await answer('1.5');
    await enter();
    await done;
    const written = new TextDecoder().decode(await vscode.workspace.fs.readFile(config));
    assert.match(written, /"feature": "triage", "perMonth": 1\.5 /);
    assert.match(written, /\/\/ What is only known at run time/, 'comments stay');
    const over = reportOf(folder().fsPath).budgets.find(({ limit }) => limit === 1.5);
    assert.equal(over?.scope, 'feature triage');
    assert.ok(over.used > 1);
    await until('the problem, where the budget stands', () =>
      problems(config).some(({ message, range }) => /\$2\.50 of \$1\.50/.test(message) && range.start.line + 1 === over.at?.line),
    );
    await vscode.workspace.fs.writeFile(config, configured);
    await until('no problem', () => problems(config).length === 0);
  });

  describe('an update of prices', () => {
    let server: Server;
    let source = '';
    let asked = 0;
    const prices = vscode.Uri.joinPath(folder(), 'costlint-prices.json');
    before((done) => {
      // The prices that ship, ten times as high for input.
      const tenfold = JSON.stringify({ ...shippedPrices.snapshot, format: 1, url: 'https://prices.example' }, (key, value) =>
        key === 'input' && typeof value === 'number' ? value * 10 : value,
      );
      server = createServer((_request, response) => {
        asked++;
        response.end(tenfold);
      }).listen(0, '127.0.0.1', () => {
        source = `http://127.0.0.1:${(server.address() as AddressInfo).port}/prices.json`;
        done();
      });
    });
    after(() => server.close());

    it('says where it would ask, and does nothing without a yes', async () => {
      const done = vscode.commands.executeCommand('costlint.updatePrices', source);
      await onScreen(ROWS, 'sends nothing about your code');
      assert.equal(await look('attribute', { selector: INPUT, name: 'placeholder' }), source);
      await look('screenshot', { name: 'update-prices.png' });
      await look('press', { key: 'Escape' });
      await done;
      assert.equal(asked, 0);
      await assert.rejects(async () => vscode.workspace.fs.stat(prices));
    });

    it('says what differs, and lenses count with it at once', async () => {
      const { document } = await openAt('src/triage.ts', 'completions.create');
      const [before = ''] = await titles(document.uri);
      const done = vscode.commands.executeCommand('costlint.updatePrices', source);
      await onScreen(ROWS, 'Download');
      await enter();
      await done;
      assert.equal(asked, 1);
      const moves = await shownText('costlint-prices.json:');
      assert.match(moves, /^anthropic\/claude-haiku-4-5: input 1 → 10$/m);
      assert.match(moves, /^anthropic\/claude-sonnet-4-5: input 3 → 30, input above 200,000 tokens 6 → 60$/m);
      await until('other lenses', async () => (await titles(document.uri))[0] !== before);
      const site = reportOf(folder().fsPath).sites.find(({ path, cost }) => path === 'src/triage.ts' && cost);
      assert.ok(site?.cost && (await titles(document.uri))[0]?.includes(`${estimate(site.cost.perCall)}/call`));
      await vscode.commands.executeCommand('workbench.action.closeActiveEditor');
      await vscode.workspace.fs.delete(prices);
      await until('the lenses before', async () => (await titles(document.uri))[0] === before);
    });
  });

  it('a model is compared, found by its name, and its price opened', async () => {
    await openAt('src/triage.ts', 'completions.create');
    const done = vscode.commands.executeCommand('costlint.compareModels');
    await onScreen('.quick-input-title', 'What this call costs in each model');
    await answer('claude-haiku-4-5');
    await onScreen(ROWS, 'claude-haiku-4-5');
    const [row = ''] = (await texts(ROWS)).filter((text) => text.includes('claude-haiku-4-5'));
    assert.match(row, /▲ [\d,]+ % · ~\$0\.00\d+\/call · ~\$\d+\/mo · 200k tokens of context/);
    await look('press', { key: 'ArrowDown' });
    await enter();
    await done;
    const price = await shownText('USD per 1M tokens');
    assert.match(price, /\| anthropic \| claude-haiku-4-5 \| \$1 \| \$5 \|/);
    assert.match(price, /Prices of \d{4}-\d\d-\d\d, from/);
    await vscode.commands.executeCommand('workbench.action.closeActiveEditor');
  });

  it('the price of a model that nobody sells is said to be missing, with what to do', async () => {
    await openAt('src/triage.ts', 'completions.create');
    await vscode.commands.executeCommand('costlint.openPrice', 'our-own-model');
    assert.match(await shownText('# our-own-model'), /No price: .+\n\nA price of your own goes under `prices`/);
    await vscode.commands.executeCommand('workbench.action.closeActiveEditor');
  });

  it('a selection is counted in another model', async () => {
    const editor = await openAt('src/triage.ts', 'completions.create');
    const text = editor.document.getText();
    const end = text.indexOf('act first.') + 'act first.'.length;
    editor.selection = new vscode.Selection(editor.document.positionAt(text.indexOf('You sort incoming')), editor.document.positionAt(end));
    void vscode.commands.executeCommand('costlint.countTokens');
    await look('click', { selector: '.notification-toast .monaco-button:has-text("Another Model")' });
    await onScreen('.quick-input-title', 'Count in the tokens of a model');
    await answer('claude-haiku-4-5');
    await onScreen(ROWS, 'claude-haiku-4-5');
    await enter();
    await onScreen('.notification-toast', 'tokens for claude-haiku-4-5 (estimate');
    await vscode.commands.executeCommand('notifications.clearAll');
    editor.selection = new vscode.Selection(0, 0, 0, 0);
  });

  it('a call is explained from the tree, though its file is not open', async () => {
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
    await vscode.commands.executeCommand('costlint.costs.focus');
    const row = '.pane-body .monaco-list-row:has-text("summarise")';
    await look('hover', { selector: row });
    await look('click', { selector: `${row} .action-label[aria-label^="Explain"]` });
    const site = reportOf(folder().fsPath).sites.find(({ path, cost }) => path === 'src/summary.ts' && cost);
    assert.ok(site?.cost);
    await shownText(estimate(site.cost.perCall));
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
  });

  it('all safe findings of a file are fixed at once', async () => {
    const { document } = await openAt('src/triage.ts', 'completions.create');
    const before = document.getText();
    const edit = new vscode.WorkspaceEdit();
    for (const line of [20, 3])
      edit.insert(document.uri, new vscode.Position(line, 0), '// costlint-ignore missing-output-cap: it has one since\n');
    await vscode.workspace.applyEdit(edit);
    await until('two problems', () => problems(document.uri).length === 2);
    await vscode.commands.executeCommand('costlint.fixAll');
    await until('the text without them', () => document.getText() === before);
    await until('no problem', () => problems(document.uri).length === 0);
    while (document.isDirty) await vscode.commands.executeCommand('undo');
  });

  it('a configuration that is there is shown, not written anew', async () => {
    const before = await vscode.workspace.fs.readFile(config);
    await vscode.commands.executeCommand('costlint.createConfig');
    assert.equal(vscode.window.activeTextEditor?.document.uri.toString(), config.toString());
    assert.deepEqual(await vscode.workspace.fs.readFile(config), before);
  });

  it('the server is restarted by hand, with the same lenses', async () => {
    const { document } = await openAt('src/triage.ts', 'completions.create');
    const before = await titles(document.uri);
    const [pid] = serverProcesses();
    await vscode.commands.executeCommand('costlint.restartServer');
    await until('another server', () => serverProcesses().length === 1 && serverProcesses()[0] !== pid);
    await until('the same lenses', async () => String(await titles(document.uri)) === String(before));
  });

  it('the log is shown', async () => {
    await vscode.commands.executeCommand('costlint.showLogs');
    await onScreen('.output-view-container, .panel', 'The server answered after');
    await vscode.commands.executeCommand('workbench.action.closePanel');
  });
});
