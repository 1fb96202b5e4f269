/** Activation: many times in one host, each with its code loaded anew. The times are printed, and never judged. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { Script } from 'node:vm';
import * as vscode from 'vscode';
import { extension, print, serverProcesses } from './support.ts';

const TIMES = 50;

describe('activation', () => {
  it('leaves nothing behind when it is taken away', async () => {
    assert.equal(extension().isActive, false, 'the window has not activated it itself');
    const file = path.join(extension().extensionUri.fsPath, 'dist/vscode/extension.cjs');
    const commands = async () => (await vscode.commands.getCommands(true)).filter((id) => id.startsWith('costlint.')).sort();
    const before = await commands();
    const code = readFileSync(file, 'utf8');
    const times: number[] = [];
    const compiling: number[] = [];
    for (let turn = 0; turn < TIMES; turn++) {
      const load = createRequire(file);
      delete load.cache[file];
      const context = { subscriptions: [] as vscode.Disposable[], extensionUri: extension().extensionUri, extension: extension() };
      const begun = performance.now();
      load(file).activate(context);
      times.push(performance.now() - begun);
      const compiled = performance.now();
      new Script(`${code}\n// ${turn}`);
      compiling.push(performance.now() - compiled);
      // A host keeps one log for an extension, and opens it no second time.
      for (const one of context.subscriptions.reverse()) if (!('logLevel' in one)) await one.dispose();
    }
    assert.deepEqual(await commands(), before);
    assert.deepEqual(serverProcesses(), []);
    const [first] = times as [number];
    const at = (list: readonly number[], share: number) =>
      `${([...list].sort((a, b) => a - b)[Math.floor(TIMES * share)] as number).toFixed(1)} ms`;
    print(
      `${TIMES} activations: the first ${first.toFixed(1)} ms, code and all (demand 20), p50 ${at(times, 0.5)}, p95 ${at(times, 0.95)}; ` +
        `limit: compiling its code ${at(compiling, 0.5)}`,
    );
  });
});
