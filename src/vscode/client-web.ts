/** The language client in browsers: the server is a worker. */
import { Uri, workspace } from 'vscode';
import { LanguageClient } from 'vscode-languageclient/browser';
import { hostAnswers } from './answer-host.ts';
import { clientOptions, connected } from './client-options.ts';
import type { Connection, ConnectOptions } from './connection.ts';

/** Of the browser's types only this one is needed. */
declare const Worker: new (url: string, options?: { readonly name?: string }) => ConstructorParameters<typeof LanguageClient>[2];

export async function connect(options: ConnectOptions): Promise<Connection> {
  // Read and not loaded by its address: the extension may stand where only the editor can read.
  const code = await workspace.fs.readFile(Uri.joinPath(options.extension, 'dist/web/server.js'));
  const address = URL.createObjectURL(new Blob([code], { type: 'text/javascript' }));
  const client = new LanguageClient('costlint', 'Costlint', new Worker(address, { name: 'Costlint' }), clientOptions(options));
  client.onRequest('costlint/host', hostAnswers(options.extension));
  return connected(client, options);
}
