/** What the extension needs of the language client: a seam that keeps its 400 KB out of activation. */
import type { Disposable, LogOutputChannel, Uri } from 'vscode';
import type { Notifications, Requests } from '../server/protocol.ts';

export interface Connection {
  /** Throws what the server answered as an error, or that it has ended. */
  request<M extends keyof Requests>(method: M, params: Requests[M]['params']): Promise<Requests[M]['result']>;
  /** Lets the server run one of its own commands. */
  execute(command: string, args: readonly unknown[]): Promise<unknown>;
  on<M extends keyof Notifications>(method: M, handler: (params: Notifications[M]) => void): Disposable;
  stop(): Promise<void>;
}

export interface ConnectOptions {
  /** The extension's folder. */
  readonly extension: Uri;
  /** Another server than the bundled one, from the setting `costlint.server.path`; empty: the bundled one. */
  readonly serverPath: string;
  readonly channel: LogOutputChannel;
  /** Called when the server ended by itself; `again` says whether it is started once more. */
  readonly onCrash: (again: boolean) => void;
  /** Called when a crashed server answers again. */
  readonly onReady: () => void;
}

export type Connect = (options: ConnectOptions) => Promise<Connection>;

/** Crashes within `CRASH_WINDOW` milliseconds after which the server stays down. */
export const MOST_CRASHES = 4;
export const CRASH_WINDOW = 180_000;
