/** What the suites share: waiting, the window in front of the host, and the processes behind it. */
import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import * as vscode from 'vscode';
import type { Report } from '../../src/core/report/report.ts';

export const EXTENSION = 'costlint.costlint';

/** The repository: the bundle of the suites stands in out/vscode. */
export const repository = path.resolve(__dirname, '../..');

export function extension(): vscode.Extension<unknown> {
  const found = vscode.extensions.getExtension(EXTENSION);
  if (!found) throw new Error(`${EXTENSION} is not installed`);
  return found;
}

/** Waits until `ask` gives something; fails with `what` after `seconds`. */
export async function until<T>(
  what: string,
  ask: () => T | undefined | false | null | Promise<T | undefined | false | null>,
  seconds = 15,
): Promise<T> {
  const end = Date.now() + seconds * 1000;
  for (;;) {
    const answer = await ask();
    if (answer) return answer;
    if (Date.now() > end) throw new Error(`waited ${seconds} s for ${what}`);
    await pause(60);
  }
}

export const pause = (milliseconds: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, milliseconds));

export function folder(name?: string): vscode.Uri {
  const folders = vscode.workspace.workspaceFolders ?? [];
  const found = name === undefined ? folders[0] : folders.find((one) => one.name === name);
  if (!found) throw new Error(`no folder ${name ?? ''} is open`);
  return found.uri;
}

export async function open(file: string | vscode.Uri, base = folder()): Promise<vscode.TextEditor> {
  const uri = typeof file === 'string' ? vscode.Uri.joinPath(base, file) : file;
  return vscode.window.showTextDocument(await vscode.workspace.openTextDocument(uri), { preview: false });
}

/** Titles of the lenses, resolved, in the order of their lines. */
export async function lenses(uri: vscode.Uri): Promise<vscode.CodeLens[]> {
  const all = (await vscode.commands.executeCommand<vscode.CodeLens[]>('vscode.executeCodeLensProvider', uri, 100)) ?? [];
  return all.filter(({ command }) => command?.command.startsWith('costlint.')).sort((a, b) => a.range.start.line - b.range.start.line);
}

export const titles = async (uri: vscode.Uri): Promise<string[]> => (await lenses(uri)).map(({ command }) => command?.title ?? '');

/** Waits for the lenses of a document that has some. */
export const shownLenses = (uri: vscode.Uri): Promise<vscode.CodeLens[]> =>
  until(`lenses of ${path.basename(uri.path)}`, async () => {
    const all = await lenses(uri);
    return all.length > 0 && all.every(({ command }) => command?.title) ? all : undefined;
  });

/** What the command line says of a folder at this moment, on the day that the server prices. */
export function reportOf(root: string): Report {
  const args = [path.join(repository, 'dist/cli.js'), 'report', '--format', 'json', root];
  return JSON.parse(
    execFileSync(process.execPath, args, { encoding: 'utf8', cwd: root, env: { ...process.env, ELECTRON_RUN_AS_NODE: '1' } }),
  );
}

/** Language servers of ours below this extension host, by their process ids. */
export function serverProcesses(): number[] {
  return readdirSync('/proc').flatMap((name) => {
    const pid = Number(name);
    if (!Number.isInteger(pid)) return [];
    try {
      const words = readFileSync(`/proc/${pid}/cmdline`, 'utf8').split('\0');
      const parent = Number(/^\d+ \(.*\) \S+ (\d+)/s.exec(readFileSync(`/proc/${pid}/stat`, 'utf8'))?.[1]);
      return parent === process.pid && words.some((word) => word.endsWith('dist/cli.js')) ? [pid] : [];
    } catch {
      return []; // It has ended meanwhile.
    }
  });
}

/** Looks at and acts on the real window. Only where there is one: not under @vscode/test-electron. */
export async function look<T = unknown>(op: string, question: object = {}): Promise<T> {
  const response = await fetch(process.env.VSCODE_TEST_UI ?? '', { method: 'POST', body: JSON.stringify({ op, ...question }) });
  const { ok, value, error } = (await response.json()) as { ok: boolean; value: T; error: string };
  if (!ok) throw new Error(error);
  return value;
}

/** The text of the document that a command has just shown, once it says `words`. */
export const shownText = (words: string): Promise<string> =>
  until(`a document with "${words}"`, () => {
    const ours = vscode.workspace.textDocuments.filter(({ uri }) => uri.scheme === 'costlint').map((document) => document.getText());
    return ours.find((text) => text.includes(words));
  });

/** For suites that look at the window: skipped, visibly, where there is none to look at. */
export const describeWindow = process.env.VSCODE_TEST_UI ? describe : describe.skip;

export const texts = (selector: string): Promise<string[]> =>
  look<string[]>('texts', { selector }).then((all) => all.map((text) => text.replaceAll('\u00a0', ' ')));

/** The clipboard after the command that fills it: state, times and counts of the extension. */
export async function diagnosticsInfo(): Promise<string> {
  await vscode.commands.executeCommand('costlint.copyDiagnostics');
  return vscode.env.clipboard.readText();
}
