/** A language client and the server in one process, over streams, on a copy of a folder. */
import assert from 'node:assert/strict';
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { PassThrough } from 'node:stream';
import { fileURLToPath, pathToFileURL } from 'node:url';
import {
  type ClientCapabilities,
  createConnection,
  createProtocolConnection,
  type InitializeResult,
  type MessageConnection,
  type Position,
  type ProtocolConnection,
  StreamMessageReader,
  StreamMessageWriter,
} from 'vscode-languageserver/node';
import { applyEdits } from '../../src/core/report/fixes.ts';
import { clientHost } from '../../src/server/client-host.ts';
import { diskHost } from '../../src/server/disk-host.ts';
import type { HostRequests, Notifications, Requests, WorkspaceEdit } from '../../src/server/protocol.ts';
import { startServer } from '../../src/server/server.ts';
import { DAY } from './engine.ts';

export interface Client {
  readonly connection: ProtocolConnection;
  readonly initialized: InitializeResult;
  /** Absolute path of the folder that is open. */
  readonly root: string;
  uri(file: string): string;
  open(file: string, text: string, version?: number): Promise<void>;
  ask<M extends keyof Requests>(method: M, params: Requests[M]['params']): Promise<Requests[M]['result']>;
  /** Sends a standard request about a document. */
  about<T>(method: string, file: string, more?: object): Promise<T>;
  /** All notifications of a kind so far. */
  heard<N extends keyof Notifications>(name: N): readonly Notifications[N][];
  /** How often the server asked the client for this. */
  asked(method: string): number;
  close(): Promise<void>;
}

export interface ClientOptions {
  /** Serve as in a web worker: every file is asked of the client, which answers from `folder`. */
  readonly inWorker?: boolean;
  /** Copied to a temporary folder; nothing outside of it is written. */
  readonly folder?: string;
  readonly capabilities?: ClientCapabilities;
  readonly initializationOptions?: object;
  readonly settings?: object;
}

/** What a capable editor says of itself. */
export const FULL: ClientCapabilities = {
  workspace: {
    codeLens: { refreshSupport: true },
    inlayHint: { refreshSupport: true },
    diagnostics: { refreshSupport: true },
    workspaceFolders: true,
    configuration: true,
    applyEdit: true,
    workspaceEdit: { documentChanges: true },
  },
  textDocument: { hover: { contentFormat: ['markdown'] }, diagnostic: {}, codeLens: {}, inlayHint: {} },
};

export async function startClient({
  folder,
  inWorker = false,
  capabilities = FULL,
  initializationOptions,
  settings = {},
}: ClientOptions = {}): Promise<Client> {
  const root = mkdtempSync(path.join(tmpdir(), 'costlint-lsp-'));
  if (folder !== undefined) cpSync(folder, root, { recursive: true });
  const [up, down] = [new PassThrough(), new PassThrough()];
  const served = createConnection(new StreamMessageReader(up), new StreamMessageWriter(down));
  startServer(served, { ...(inWorker ? clientHost(served) : diskHost(path.resolve('dist/assets'))), today: () => DAY });
  const connection = createProtocolConnection(new StreamMessageReader(down), new StreamMessageWriter(up));
  const heard: { readonly method: string; readonly params: unknown }[] = [];
  const asked: string[] = [];
  const all = connection as unknown as MessageConnection;
  all.onNotification((method, params) => void heard.push({ method, params }));
  all.onRequest((method, params) => {
    asked.push(method);
    if (method === 'costlint/host') return answerHost(params as HostRequests['costlint/host']['params']);
    if (method === 'workspace/configuration') return (params as { items: unknown[] }).items.map(() => settings);
    return method === 'workspace/applyEdit' ? { applied: true } : null;
  });
  connection.listen();
  const rootUri = pathToFileURL(root).href;
  const initialized = await connection.sendRequest<InitializeResult>('initialize', {
    processId: null,
    rootUri,
    workspaceFolders: [{ uri: rootUri, name: 'sample' }],
    capabilities,
    initializationOptions,
  });
  await connection.sendNotification('initialized', {});
  const uri = (file: string) => pathToFileURL(path.join(root, file)).href;
  return {
    connection,
    initialized,
    root,
    uri,
    open: (file, text, version = 1) =>
      connection.sendNotification('textDocument/didOpen', { textDocument: { uri: uri(file), languageId: 'any', version, text } }),
    ask: (method, params) => connection.sendRequest(method, params),
    about: (method, file, more = {}) => connection.sendRequest(method, { textDocument: { uri: uri(file) }, ...more }),
    heard: (name) => heard.flatMap(({ method, params }) => (method === name ? [params as never] : [])),
    asked: (method) => asked.filter((one) => one === method).length,
    async close() {
      await connection.sendRequest('shutdown');
      connection.dispose();
      rmSync(root, { recursive: true, force: true });
    },
  };
}

/** What an editor in a browser does: reads and lists by URI, and hands over what ships with Costlint. */
function answerHost(asked: HostRequests['costlint/host']['params']): HostRequests['costlint/host']['result'] {
  const tried = <T, N>(look: () => T, nothing: N): T | N => {
    try {
      return look();
    } catch {
      return nothing;
    }
  };
  if ('asset' in asked) return { bytes: readFileSync(path.join('dist/assets', asked.asset)).toString('base64') };
  if ('read' in asked)
    return { texts: Object.fromEntries(asked.read.map((uri) => [uri, tried(() => readFileSync(fileURLToPath(uri), 'utf8'), null)])) };
  const namesIn = (uri: string) =>
    readdirSync(fileURLToPath(uri), { withFileTypes: true }).map((entry) => (entry.isDirectory() ? `${entry.name}/` : entry.name));
  return { names: Object.fromEntries(asked.list.map((uri) => [uri, tried(() => namesIn(uri), [])])) };
}

/** Waits for something to become true, and gives up with an error after five seconds. */
export async function until(holds: () => boolean | Promise<boolean>, what: string): Promise<void> {
  for (let tries = 0; tries < 250; tries++) {
    if (await holds()) return;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  throw new Error(`waited in vain: ${what}`);
}

/** What a file's text becomes by an edit that the server has answered. */
export function edited(text: string, uri: string, edit: WorkspaceEdit | null): string {
  const change = edit?.documentChanges.at(-1);
  assert.ok(change && 'edits' in change, 'an edit');
  assert.equal(change.textDocument.uri, uri);
  const lines = text.split('\n');
  const offset = ({ line, character }: Position): number => lines.slice(0, line).join('\n').length + Math.min(line, 1) + character;
  const edits = change.edits.map(({ range, newText }) => ({ range: { start: offset(range.start), end: offset(range.end) }, newText }));
  return applyEdits(text, edits);
}
