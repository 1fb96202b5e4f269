/** Files for a server in a web worker, which has no disk: texts and names below the open folders, and what ships with Costlint. */
import * as vscode from 'vscode';
import type { HostRequests } from '../server/protocol.ts';
import { LARGEST } from './documents.ts';

type Asked = HostRequests['costlint/host']['params'];
type Answer = HostRequests['costlint/host']['result'];

export function hostAnswers(extension: vscode.Uri): (asked: Asked) => Promise<Answer> {
  return async (asked) => {
    if ('read' in asked) return { texts: await byUri(asked.read, textOf, null) };
    if ('list' in asked) return { names: await byUri(asked.list, namesIn, []) };
    return { bytes: base64(await vscode.workspace.fs.readFile(vscode.Uri.joinPath(extension, 'dist/assets', asked.asset))) };
  };
}

/** What cannot be read, or lies outside of the open folders, is `nothing`. */
async function byUri<T>(uris: readonly string[], read: (uri: vscode.Uri) => Promise<T>, nothing: T): Promise<Readonly<Record<string, T>>> {
  const answers = uris.map(async (uri): Promise<[string, T]> => {
    const parsed = vscode.Uri.parse(uri);
    if (!vscode.workspace.getWorkspaceFolder(parsed)) return [uri, nothing];
    return [uri, await read(parsed).catch(() => nothing)];
  });
  return Object.fromEntries(await Promise.all(answers));
}

async function textOf(uri: vscode.Uri): Promise<string | null> {
  const { size } = await vscode.workspace.fs.stat(uri);
  return size > LARGEST ? null : new TextDecoder().decode(await vscode.workspace.fs.readFile(uri));
}

async function namesIn(uri: vscode.Uri): Promise<readonly string[]> {
  const entries = await vscode.workspace.fs.readDirectory(uri);
  return entries.map(([name, type]) => (type & vscode.FileType.Directory ? `${name}/` : name));
}

/** A piece at a time: the bytes of a grammar are more than a call takes as arguments. */
function base64(bytes: Uint8Array): string {
  const PIECE = 0x8000;
  let binary = '';
  for (let at = 0; at < bytes.length; at += PIECE) binary += String.fromCharCode(...bytes.subarray(at, at + PIECE));
  return btoa(binary);
}
