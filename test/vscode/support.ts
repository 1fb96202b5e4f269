/** What the suites share: waiting, documents and lenses, and the processes behind the host. */
import { execFileSync } from 'node:child_process';
import { appendFileSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import * as vscode from 'vscode';
import type { Report } from '../../src/core/report/report.ts';
import { until } from './wait.ts';

export const EXTENSION = 'costlint.costlint';

/** The repository: the bundle of the suites stands in out/vscode. */
export const repository = path.resolve(__dirname, '../..');

export function extension(): vscode.Extension<unknown> {
  const found = vscode.extensions.getExtension(EXTENSION);
  if (!found) throw new Error(`${EXTENSION} is not installed`);
  return found;
}

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

/** Language servers of ours below a process, by default this extension host, by their process ids. */
export function serverProcesses(below = process.pid): number[] {
  const running = new Map<number, { readonly parent: number; readonly isServer: boolean }>();
  for (const name of readdirSync('/proc')) {
    const pid = Number(name);
    if (!Number.isInteger(pid)) continue;
    try {
      const words = readFileSync(`/proc/${pid}/cmdline`, 'utf8').split('\0');
      const parent = Number(/^\d+ \(.*\) \S+ (\d+)/s.exec(readFileSync(`/proc/${pid}/stat`, 'utf8'))?.[1]);
      running.set(pid, { parent, isServer: words.some((word) => word.endsWith('dist/cli.js')) });
    } catch {
      // It has ended meanwhile.
    }
  }
  const isBelow = (pid: number): boolean => {
    const parent = running.get(pid)?.parent;
    return parent !== undefined && (parent === below || isBelow(parent));
  };
  return [...running].flatMap(([pid, { isServer }]) => (isServer && isBelow(pid) ? [pid] : []));
}

/** The text of the document that a command has just shown, once it says `words`. */
export const shownText = (words: string): Promise<string> =>
  until(`a document with "${words}"`, () => {
    const ours = vscode.workspace.textDocuments.filter(({ uri }) => uri.scheme === 'costlint').map((document) => document.getText());
    return ours.find((text) => text.includes(words));
  });

/** For suites that look at the window: skipped, visibly, where there is none to look at. */
export const describeWindow = process.env.VSCODE_TEST_UI ? describe : describe.skip;

/** The clipboard after the command that fills it: state, times and counts of the extension. */
export async function diagnosticsInfo(): Promise<string> {
  await vscode.commands.executeCommand('costlint.copyDiagnostics');
  return vscode.env.clipboard.readText();
}

/** A line among what mocha prints. */
export const print = (line: string): void => {
  const progress = process.env.VSCODE_TEST_PROGRESS;
  if (progress) appendFileSync(progress, `      ${line}\n`);
};
