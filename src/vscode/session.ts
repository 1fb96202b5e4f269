/** The life of the server as the window sees it: started when it is first needed, restarted after a crash, never started twice. */
import * as vscode from 'vscode';
import type { Requests } from '../server/protocol.ts';
import type { Connect, Connection } from './connection.ts';

export type SessionState = 'idle' | 'starting' | 'running' | 'restarting' | 'failed';

export class Session implements vscode.Disposable {
  /** Milliseconds from the first need to the answer of the server, once known. */
  startedIn: number | undefined;
  crashes = 0;
  private current: SessionState = 'idle';
  private connecting: Promise<Connection> | undefined;
  private readonly changed = new vscode.EventEmitter<SessionState>();
  private readonly opened = new vscode.EventEmitter<Connection>();
  /** The state is another. */
  readonly onChange = this.changed.event;
  /** A connection stands; its notifications can be listened to. */
  readonly onConnect = this.opened.event;

  constructor(
    private readonly extension: vscode.Uri,
    private readonly channel: vscode.LogOutputChannel,
    private readonly load: () => Promise<{ readonly connect: Connect }>,
  ) {}

  get state(): SessionState {
    return this.current;
  }

  /** Starts the server unless it runs, or starts, already. Rejects when it cannot be started. */
  start(): Promise<Connection> {
    this.connecting ??= this.connect();
    return this.connecting;
  }

  /** Undefined while no server was started: asking starts none. */
  async request<M extends keyof Requests>(method: M, params: Requests[M]['params']): Promise<Requests[M]['result'] | undefined> {
    return this.connecting && (await this.connecting).request(method, params);
  }

  async restart(): Promise<void> {
    await this.stop();
    await this.start();
  }

  async stop(): Promise<void> {
    const before = this.connecting;
    this.connecting = undefined;
    this.become('idle');
    await before?.then(
      (connection) => connection.stop(),
      () => undefined,
    );
  }

  dispose(): Promise<void> {
    this.changed.dispose();
    this.opened.dispose();
    return this.stop();
  }

  private async connect(): Promise<Connection> {
    const begun = Date.now();
    this.become('starting');
    try {
      const { connect } = await this.load();
      const connection = await connect({
        extension: this.extension,
        serverPath: vscode.workspace.getConfiguration('costlint').get('server.path', ''),
        channel: this.channel,
        onReady: () => this.become('running'),
        onCrash: (again) => {
          this.crashes++;
          this.channel.error(
            again ? 'The server ended unexpectedly and is started again.' : 'The server ends again and again; it stays down.',
          );
          this.become(again ? 'restarting' : 'failed');
        },
      });
      this.startedIn = Date.now() - begun;
      this.channel.info(`The server answered after ${this.startedIn} ms.`);
      this.opened.fire(connection);
      this.become('running');
      return connection;
    } catch (error) {
      this.channel.error('The server could not be started.', error instanceof Error ? error : String(error));
      this.connecting = undefined;
      this.become('failed');
      throw error;
    }
  }

  private become(state: SessionState): void {
    if (state === this.current) return;
    this.current = state;
    void vscode.commands.executeCommand('setContext', 'costlint.running', state === 'running' || state === 'restarting');
    void vscode.commands.executeCommand('setContext', 'costlint.failed', state === 'failed');
    this.changed.fire(state);
  }
}
