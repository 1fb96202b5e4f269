/** The reports of the open folders as the server last made them; asked for again only when they changed and somebody looks. */
import * as vscode from 'vscode';
import type { Report, Site } from '../core/report/report.ts';
import type { Session } from './session.ts';

/** Milliseconds without a further change before a report is asked for again. */
const PAUSE = 500;

export interface FolderReport {
  /** Undefined for documents outside of every folder. */
  readonly folder: vscode.WorkspaceFolder | undefined;
  readonly report: Report;
}

export class Reports implements vscode.Disposable {
  private known: Promise<readonly FolderReport[]> | undefined;
  private waiting: ReturnType<typeof setTimeout> | undefined;
  private readonly changed = new vscode.EventEmitter<void>();
  private readonly disposables: vscode.Disposable[] = [this.changed];
  /** What `all` would give is no longer what it gave. */
  readonly onChange = this.changed.event;

  constructor(private readonly session: Session) {
    this.disposables.push(
      session.onConnect((connection) => {
        this.disposables.push(connection.on('costlint/changed', () => this.changedSoon()));
      }),
      session.onChange(() => this.forget()),
      vscode.workspace.onDidChangeWorkspaceFolders(() => this.changedSoon()),
    );
  }

  /** Empty while no server was started: asking starts none. */
  all(): Promise<readonly FolderReport[]> {
    this.known ??= this.ask();
    return this.known;
  }

  /** The calls in a document, in the order of their lines. */
  async sitesOf(uri: vscode.Uri): Promise<readonly Site[]> {
    const all = await this.all();
    return all.flatMap((one) => one.report.sites.filter((site) => String(uriOf(one, site.path)) === String(uri)));
  }

  forget(): void {
    this.known = undefined;
    this.changed.fire();
  }

  dispose(): void {
    clearTimeout(this.waiting);
    for (const one of this.disposables) one.dispose();
  }

  private changedSoon(): void {
    clearTimeout(this.waiting);
    this.waiting = setTimeout(() => this.forget(), PAUSE);
  }

  private async ask(): Promise<readonly FolderReport[]> {
    if (this.session.state === 'idle') return [];
    const folders = vscode.workspace.workspaceFolders ?? [undefined];
    const reports = await Promise.all(
      folders.map(async (folder): Promise<FolderReport[]> => {
        try {
          const report = await this.session.request('costlint/report', folder ? { folder: folder.uri.toString() } : {});
          return report ? [{ folder, report }] : [];
        } catch {
          // The server has gone; the session says so, and asks again when it is back.
          return [];
        }
      }),
    );
    return reports.flat();
  }
}

export const uriOf = ({ folder }: FolderReport, path: string): vscode.Uri => uriIn(folder, path);

/** Paths of a report are relative to its folder; without a folder they are whole. */
export const uriIn = (folder: vscode.WorkspaceFolder | undefined, path: string): vscode.Uri =>
  folder ? vscode.Uri.joinPath(folder.uri, path) : vscode.Uri.parse(path);
