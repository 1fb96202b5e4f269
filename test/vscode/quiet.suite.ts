/** In a workspace that calls no model nothing starts. */
import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { diagnosticsInfo, extension, open, serverProcesses } from './support.ts';
import { pause, until } from './wait.ts';

describe('a workspace without LLM code', () => {
  before(async () => {
    for (const file of ['README.md', 'report.py', 'cart.ts']) await open(file);
    await until('activation', () => extension().isActive);
    await pause(1500);
  });

  it('starts no process', async () => {
    assert.deepEqual(serverProcesses(), []);
    assert.match(await diagnosticsInfo(), /server idle/);
  });

  it('says nothing: no lens, no problem', async () => {
    const { document } = await open('cart.ts');
    const lenses = (await vscode.commands.executeCommand<vscode.CodeLens[]>('vscode.executeCodeLensProvider', document.uri)) ?? [];
    assert.deepEqual(
      lenses.filter(({ command }) => command?.command.startsWith('costlint.')),
      [],
    );
    assert.deepEqual(
      vscode.languages.getDiagnostics(document.uri).filter(({ source }) => source === 'costlint'),
      [],
    );
  });

  it('starts with the first call that somebody types', async () => {
    const { document } = await open('cart.ts');
    const edit = new vscode.WorkspaceEdit();
    edit.insert(
      document.uri,
      new vscode.Position(0, 0),
      "import OpenAI from 'openai';\nexport const ask = () => new OpenAI().responses.create({ model: 'gpt-5.4-mini', input: 'Hello' });\n",
    );
    await vscode.workspace.applyEdit(edit);
    const [pid] = await until('a server', () => serverProcesses().length > 0 && serverProcesses());
    assert.ok(pid);
    assert.equal(serverProcesses().length, 1);
  });
});
