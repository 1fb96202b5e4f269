/** The language server as a web worker; importing it starts it. */
import { BrowserMessageReader, BrowserMessageWriter, createConnection } from 'vscode-languageserver/browser';
import { clientHost } from './client-host.ts';
import { startServer } from './server.ts';

/** What a worker knows of itself; the library of types is Node's. */
type Port = ConstructorParameters<typeof BrowserMessageReader>[0];

const connection = createConnection(
  new BrowserMessageReader(globalThis as unknown as Port),
  new BrowserMessageWriter(globalThis as unknown as Port),
);
startServer(connection, clientHost(connection));
