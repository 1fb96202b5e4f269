/** The language client in browsers: the server is a worker. */
import { Uri } from 'vscode';
import { LanguageClient } from 'vscode-languageclient/browser';
import { clientOptions, connected } from './client-options.ts';
import type { Connection, ConnectOptions } from './connection.ts';

/** Of the browser's types only this one is needed. */
declare const Worker: new (url: string, options?: { readonly name?: string }) => ConstructorParameters<typeof LanguageClient>[3];

export function connect(options: ConnectOptions): Promise<Connection> {
  const worker = new Worker(Uri.joinPath(options.extension, 'dist/web/server.js').toString(true), { name: 'Costlint' });
  return connected(new LanguageClient('costlint', 'Costlint', clientOptions(options), worker), options);
}
