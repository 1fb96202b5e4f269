/** The report page in the editor: one panel a folder, live with edits, kept over a reload of the window. */
import * as vscode from 'vscode';
import type { PageMessage, PageRequest } from '../core/report/page.ts';
import { applied, previewed } from './applied.ts';
import type { Reports } from './reports.ts';
import { uriIn } from './reports.ts';
import type { Session } from './session.ts';

const TYPE = 'costlint.report';

export class ReportPanels implements vscode.Disposable, vscode.WebviewPanelSerializer {
  /** By the folder's URI; '' without a folder. */
  private readonly panels = new Map<string, ReportPanel>();
  private readonly registered = vscode.window.registerWebviewPanelSerializer(TYPE, this);

  constructor(
    private readonly extension: vscode.Uri,
    private readonly session: Session,
    private readonly reports: Reports,
    private readonly channel: vscode.LogOutputChannel,
  ) {}

  /** Opens the panel of a folder, or brings it to the front; with a call, at that call. */
  show(folder: vscode.WorkspaceFolder | undefined, site?: string): void {
    const known = this.panels.get(keyOf(folder));
    if (known) known.panel.reveal();
    else this.fill(vscode.window.createWebviewPanel(TYPE, '', vscode.ViewColumn.Active, { enableFindWidget: true }), folder);
    if (site !== undefined) this.panels.get(keyOf(folder))?.select(site);
  }

  /** After a reload of the window: what the page kept says which folder it was about. */
  async deserializeWebviewPanel(panel: vscode.WebviewPanel, state: unknown): Promise<void> {
    const { folder } = (state ?? {}) as { readonly folder?: string };
    const folders = vscode.workspace.workspaceFolders ?? [];
    this.fill(panel, folders.find(({ uri }) => uri.toString() === folder) ?? folders[0]);
  }

  dispose(): void {
    this.registered.dispose();
    for (const { panel } of this.panels.values()) panel.dispose();
  }

  private fill(panel: vscode.WebviewPanel, folder: vscode.WorkspaceFolder | undefined): void {
    const one = new ReportPanel(panel, folder, this.extension, this.session, this.reports, this.channel);
    this.panels.set(keyOf(folder), one);
    panel.onDidDispose(() => this.panels.get(keyOf(folder)) === one && this.panels.delete(keyOf(folder)));
  }
}

const keyOf = (folder: vscode.WorkspaceFolder | undefined): string => folder?.uri.toString() ?? '';

class ReportPanel {
  private readonly listening: vscode.Disposable[] = [];
  /** Paths with calls in the report that the page shows. */
  private paths = new Set<string>();
  private isReady = false;
  /** The page that is shown has data. */
  private isFilled = false;
  /** The call that the page is to point at when it has. */
  private wanted: string | undefined;

  constructor(
    readonly panel: vscode.WebviewPanel,
    private readonly folder: vscode.WorkspaceFolder | undefined,
    extension: vscode.Uri,
    private readonly session: Session,
    reports: Reports,
    private readonly channel: vscode.LogOutputChannel,
  ) {
    const assets = vscode.Uri.joinPath(extension, 'dist/assets');
    const isOneOfSeveral = (vscode.workspace.workspaceFolders?.length ?? 0) > 1;
    panel.title = folder && isOneOfSeveral ? vscode.l10n.t('Cost report: {0}', folder.name) : vscode.l10n.t('Cost report');
    panel.iconPath = vscode.Uri.joinPath(extension, 'media/icon.png');
    panel.webview.options = { enableScripts: true, localResourceRoots: [assets] };
    this.listening.push(
      panel.webview.onDidReceiveMessage((request: PageRequest) => this.answered(request)),
      reports.onChange(() => this.refresh()),
      // A hidden page is gone; it asks again when it is shown.
      panel.onDidChangeViewState(() => {
        if (!panel.visible) this.isReady = this.isFilled = false;
      }),
      vscode.workspace.onDidChangeTextDocument(({ document, contentChanges }) => {
        if (contentChanges.length > 0 && this.paths.has(document.uri.toString())) this.tell({ type: 'stale' });
      }),
      panel.onDidDispose(() => {
        for (const one of this.listening) one.dispose();
      }),
    );
    panel.webview.html = pageOf(panel.webview, assets);
  }

  /** Points at a call: now, or as soon as the page has its data. */
  select(site: string): void {
    if (this.isFilled) this.tell({ type: 'select', site });
    else this.wanted = site;
  }

  private tell(message: PageMessage): void {
    if (this.isReady) void this.panel.webview.postMessage(message);
  }

  /** Asks for the page's data again. Without an answer the page keeps what it has, and says that it is old. */
  private async refresh(): Promise<void> {
    if (!this.isReady) return;
    try {
      const connection = await this.session.start();
      const data = await connection.request('costlint/page', this.about());
      if (!data) return;
      this.paths = new Set(data.report.sites.map(({ path }) => uriIn(this.folder, path).toString()));
      this.tell({ type: 'data', data, ...this.about() });
      this.isFilled = this.isReady;
      if (this.wanted !== undefined) this.select(this.wanted);
      this.wanted = undefined;
    } catch (error) {
      this.channel.warn('The cost report could not be renewed.', error instanceof Error ? error : String(error));
      this.tell({ type: 'stale' });
    }
  }

  private about(): { readonly folder?: string } {
    return this.folder ? { folder: this.folder.uri.toString() } : {};
  }

  /** A wish of the page that cannot be fulfilled says so once; the log has the rest. */
  private async answered(request: PageRequest): Promise<void> {
    try {
      await this.answer(request);
    } catch (error) {
      this.channel.error(error instanceof Error ? error : String(error));
      const reason = error instanceof Error ? error.message : String(error);
      void vscode.window.showErrorMessage(vscode.l10n.t('Costlint could not do this: {0}', reason));
    }
  }

  private async answer(request: PageRequest): Promise<void> {
    switch (request.type) {
      case 'ready':
        this.isReady = true;
        return this.refresh();
      case 'open':
        return this.open(request.path, request.line, request.column);
      case 'copy':
        return vscode.env.clipboard.writeText(request.text);
      case 'preview':
        return this.preview(request.fingerprint, request.fix);
      case 'saveScenario':
        return this.save(request.pairs);
      case 'declare':
        return this.declare(request.path, request.value);
    }
  }

  /** In the group beside, so that the page stays in sight. */
  private async open(path: string, line: number, column: number): Promise<void> {
    const uri = uriIn(this.folder, path);
    if (path.endsWith('.ipynb')) return void (await vscode.commands.executeCommand('vscode.open', uri, vscode.ViewColumn.Beside));
    const at = new vscode.Position(line - 1, column - 1);
    await vscode.window.showTextDocument(uri, { viewColumn: vscode.ViewColumn.Beside, selection: new vscode.Range(at, at) });
  }

  private async preview(fingerprint: string, fix: number): Promise<void> {
    const connection = await this.session.start();
    const edit = await connection.request('costlint/fix', { ...this.about(), fingerprint, fix });
    if (!edit) throw new Error(vscode.l10n.t('the code has changed, and this finding is gone'));
    await previewed(edit, 'Costlint');
  }

  /** The value is one to begin with: its line opens, so that it can be changed. */
  private async declare(path: readonly string[], value: unknown): Promise<void> {
    const connection = await this.session.start();
    const made = await connection.request('costlint/declare', { ...this.about(), path, value });
    if (!made) throw new Error(vscode.l10n.t('there is no configuration that could hold it, or it is broken'));
    if (made.edit) await applied(made.edit);
    await this.open(made.path, made.line, made.column);
  }

  private async save(pairs: readonly (readonly [string, string])[]): Promise<void> {
    const name = await vscode.window.showInputBox({
      title: vscode.l10n.t('Name of the scenario'),
      prompt: vscode.l10n.t('Is written into the configuration file; costlint report --scenario asks the same question.'),
      validateInput: (text) => (text.trim() === '' ? vscode.l10n.t('A scenario needs a name.') : undefined),
    });
    if (name === undefined) return;
    const connection = await this.session.start();
    const edit = await connection.request('costlint/scenario', { ...this.about(), name, pairs });
    if (!edit) throw new Error(vscode.l10n.t('there is no folder whose configuration could hold it'));
    await applied(edit);
  }
}

/** The page's own files, and nothing else: no inline script, no inline style, no connection. */
function pageOf(webview: vscode.Webview, assets: vscode.Uri): string {
  const [script, style] = ['report.js', 'report-style.css'].map((name) => webview.asWebviewUri(vscode.Uri.joinPath(assets, name)));
  const policy = `default-src 'none'; script-src ${webview.cspSource}; style-src ${webview.cspSource}; base-uri 'none'; form-action 'none'`;
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${vscode.l10n.t('Cost report')}</title>
<link rel="stylesheet" href="${style}">
<script defer src="${script}"></script>
</head>
<body><div id="page"></div></body>
</html>
`;
}
