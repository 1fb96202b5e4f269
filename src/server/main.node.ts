/**
 * The language server as a Node process; importing it starts it. It takes the arguments of all LSP clients: `--stdio`, `--node-ipc`,
 * `--socket=n` and `--clientProcessId=n`; without any of the first three it speaks over stdio. The process ends with the connection:
 * with 0 when the client has said shutdown before, else with 1.
 */
import process from 'node:process';
import { createConnection, ProposedFeatures } from 'vscode-languageserver/node';
import { diskHost } from './disk-host.ts';
import { startServer } from './server.ts';

if (!process.argv.some((argument) => /^--(?:stdio|node-ipc|socket)(?:=|$)/.test(argument))) process.argv.push('--stdio');
startServer(createConnection(ProposedFeatures.all), diskHost());
