/** The language client on desktop and remote hosts: the server is a process of its own. Loaded late. */
import { Uri } from 'vscode';
import { LanguageClient, TransportKind } from 'vscode-languageclient/node';
import { clientOptions, connected } from './client-options.ts';
import type { Connection, ConnectOptions } from './connection.ts';

export function connect(options: ConnectOptions): Promise<Connection> {
  const module = options.serverPath || Uri.joinPath(options.extension, 'dist/cli.js').fsPath;
  const server = { module, args: ['lsp'], transport: TransportKind.ipc };
  return connected(new LanguageClient('costlint', 'Costlint', server, clientOptions(options)), options);
}
