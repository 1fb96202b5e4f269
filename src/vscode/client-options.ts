/** What the language client is told, whichever way it reaches the server. */
import { workspace } from 'vscode';
import {
  type BaseLanguageClient,
  CloseAction,
  type DocumentSelector,
  ErrorAction,
  type LanguageClientOptions,
  RevealOutputChannelOn,
  State,
} from 'vscode-languageclient';
import type { InitializationOptions } from '../server/protocol.ts';
import { type Connection, type ConnectOptions, CRASH_WINDOW, MOST_CRASHES } from './connection.ts';
import { documentSelector } from './documents.ts';
import { folderSchemes } from './folders.ts';

export function clientOptions({ channel, onCrash }: ConnectOptions): LanguageClientOptions {
  const crashes: number[] = [];
  return {
    // The library's own type knows no filter by scheme and pattern in the editor's shape; what is sent is the same.
    documentSelector: documentSelector(folderSchemes()) as DocumentSelector,
    outputChannel: channel,
    revealOutputChannelOn: RevealOutputChannelOn.Never,
    initializationOptions: { commandLinks: true, ownCommands: true } satisfies InitializationOptions,

    markdown: {
      isTrusted: {
        enabledCommands: ['costlint.explain', 'costlint.showInReport', 'costlint.showReport', 'costlint.showFixes', 'costlint.setTraffic'],
      },
      supportHtml: false,
    },
    initializationFailedHandler: () => false,
    middleware: {
      // In cells the cost stands in the cell's own status bar.
      provideCodeLenses: (document, token, next) =>
        document.uri.scheme === 'vscode-notebook-cell' && !workspace.getConfiguration('costlint').get('notebook.codeLens', false)
          ? []
          : next(document, token),
    },
    errorHandler: {
      error: () => ({ action: ErrorAction.Continue, handled: true }),
      closed() {
        const now = Date.now();
        crashes.push(now);
        const recent = crashes.filter((at) => now - at < CRASH_WINDOW);
        const again = recent.length <= MOST_CRASHES;
        onCrash(again);
        return { action: again ? CloseAction.Restart : CloseAction.DoNotRestart, handled: true };
      },
    },
  };
}

export async function connected(client: BaseLanguageClient, { onReady }: ConnectOptions): Promise<Connection> {
  client.onDidChangeState(({ oldState, newState }) => {
    if (oldState === State.Starting && newState === State.Running) onReady();
  });
  await client.start();
  return {
    request: (method, params) => client.sendRequest(method, params),
    execute: (command, args) => client.sendRequest('workspace/executeCommand', { command, arguments: args }),
    on: (method, handler) => client.onNotification(method, handler),
    stop: () => client.dispose(2000),
  };
}
