/** Several folders, each with its own configuration; prompt files; a notebook. */
import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { estimate, money } from '../../src/core/report/words.ts';
import { look, texts } from './look.ts';
import { folder, lenses, open, reportOf, serverProcesses, shownLenses, titles } from './support.ts';
import { until } from './wait.ts';

describe('several folders', () => {
  const monthOf = (name: string, file: string) => {
    const site = reportOf(folder(name).fsPath).sites.find(({ path, cost }) => path === file && cost);
    assert.ok(site?.cost);
    return estimate(site.cost.perMonth);
  };

  it('have lenses by their own configuration, from one server', async () => {
    const { document: shop } = await open('src/describe.ts', folder('shop'));
    const [described] = await shownLenses(shop.uri);
    assert.ok(described?.command?.title.endsWith(`${monthOf('shop', 'src/describe.ts')}/mo`), described?.command?.title);
    const { document: app } = await open('app.py', folder('assistant'));
    const [greeted] = await shownLenses(app.uri);
    assert.ok(greeted?.command?.title.includes(`${monthOf('assistant', 'app.py')}/mo at assumed 10k calls`), greeted?.command?.title);
    assert.equal(serverProcesses().length, 1);
  });

  it('take settings of their own', async () => {
    const { document } = await open('app.py', folder('assistant'));
    const before = await titles(document.uri);
    const settings = vscode.workspace.getConfiguration('costlint', folder('assistant'));
    await settings.update('usage.callsPerMonth', 500, vscode.ConfigurationTarget.WorkspaceFolder);
    const month =
      reportOf(folder('assistant').fsPath).sites.find(({ path, cost }) => path === 'app.py' && cost)?.cost?.perMonth.expected ?? 0;
    await until('the month at 500 calls', async () => (await titles(document.uri))[0]?.endsWith(`~${money((month * 500) / 10_000)}/mo`));
    const { document: shop } = await open('src/describe.ts', folder('shop'));
    assert.ok((await shownLenses(shop.uri))[0]?.command?.title.endsWith(`${monthOf('shop', 'src/describe.ts')}/mo`));
    await settings.update('usage.callsPerMonth', undefined, vscode.ConfigurationTarget.WorkspaceFolder);
    await until('the month before', async () => (await titles(document.uri))[0] === before[0]);
  });

  it('renew their numbers when a configuration changes on disk', async () => {
    const { document } = await open('src/describe.ts', folder('shop'));
    const [before] = await shownLenses(document.uri);
    const config = vscode.Uri.joinPath(folder('shop'), 'costlint.config.json');
    const text = new TextDecoder().decode(await vscode.workspace.fs.readFile(config));
    await vscode.workspace.fs.writeFile(config, new TextEncoder().encode(text.replace('"3k"', '"30k"')));
    await until('another month', async () => (await lenses(document.uri))[0]?.command?.title !== before?.command?.title);
    assert.ok((await shownLenses(document.uri))[0]?.command?.title.endsWith(`${monthOf('shop', 'src/describe.ts')}/mo`));
    await vscode.workspace.fs.writeFile(config, new TextEncoder().encode(text));
    await until('the month before', async () => (await lenses(document.uri))[0]?.command?.title === before?.command?.title);
  });

  it('show a lens at the top of a prompt file', async () => {
    const { document } = await open('prompts/review.prompty', folder('shop'));
    const [lens] = await shownLenses(document.uri);
    assert.equal(lens?.range.start.line, 0);
    assert.match(lens?.command?.title ?? '', /gpt-5\.4-mini/);
  });
});

describe('a notebook', () => {
  it('has no lenses in its cells until they are switched on', async () => {
    const notebook = await vscode.workspace.openNotebookDocument(vscode.Uri.joinPath(folder('assistant'), 'names.ipynb'));
    await vscode.window.showNotebookDocument(notebook);
    const cell = notebook.cellAt(2).document.uri;
    assert.deepEqual(await lenses(cell), []);
    const settings = vscode.workspace.getConfiguration('costlint');
    await settings.update('notebook.codeLens', true, vscode.ConfigurationTarget.Global);
    const [lens] = await shownLenses(cell);
    const site = reportOf(folder('assistant').fsPath).sites.find(({ path, cost }) => path === 'names.ipynb' && cost);
    assert.ok(site?.cost && site.cell);
    assert.equal(lens?.range.start.line, site.cell.line - 1);
    assert.ok(lens?.command?.title.includes(`${estimate(site.cost.perCall)}/call`), lens?.command?.title);
    await settings.update('notebook.codeLens', undefined, vscode.ConfigurationTarget.Global);
  });

  it('shows the cost in the status bar of the cell', async function () {
    if (!process.env.VSCODE_TEST_UI) this.skip();
    const site = reportOf(folder('assistant').fsPath).sites.find(({ path, cost }) => path === 'names.ipynb' && cost);
    assert.ok(site?.cost);
    const words = `${estimate(site.cost.perCall)}/call`;
    await until('the cost', async () => (await texts('.cell-statusbar-container')).some((text) => text.includes(words)));
    await look('screenshot', { name: 'notebook.png' });
  });
});
