/** The language server: its life, and which function answers which question of the client. */
import type {
  ClientCapabilities,
  Connection,
  Diagnostic,
  InitializeParams,
  InitializeResult,
  WorkspaceDocumentDiagnosticReport,
} from 'vscode-languageserver';
import {
  CodeActionKind,
  CodeLensRefreshRequest,
  DidChangeConfigurationNotification,
  DidChangeWatchedFilesNotification,
  DocumentDiagnosticReportKind,
  FileChangeType,
  TextDocumentSyncKind,
} from 'vscode-languageserver';
import { diagnostics, hints, hover, lenses, workspaceDiagnostics } from './answers.ts';
import { codeActions, FIX_ALL } from './code-actions.ts';
import { execute } from './commands.ts';
import { configDiagnostics } from './config-problems.ts';
import { encodingOf } from './convert.ts';
import type { Shown } from './documents.ts';
import type { Folder } from './folder.ts';
import type { ServerHost } from './host.ts';
import { changedCells } from './notebook.ts';
import { declare, fix, page, scenario } from './page.ts';
import { COMMANDS, type InitializationOptions, type Requests, type Settings, type Status } from './protocol.ts';
import { baseText, budget, count, diff, explanation, models, priceOf, report, site, traffic, updatePrices } from './requests.ts';
import { settingsFrom } from './settings.ts';
import { type Asked, Workspace } from './workspace.ts';

/** Milliseconds from a change of what is shown to the request to ask again, and between two of these. */
const REFRESH_AFTER = 300;
const REFRESH_EVERY = 1000;

/** Files whose changes on disk matter: code, prompts, data that code reads, configuration. */
const WATCHED =
  '**/*.{ts,tsx,mts,cts,js,jsx,mjs,cjs,py,ipynb,vue,svelte,astro,json,yml,yaml,md,txt,j2,jinja,jinja2,hbs,handlebars,mustache,prompt,prompty}';

/** Files of git's that change when HEAD or what was fetched moves. */
const BRANCHES = '**/.git/{HEAD,FETCH_HEAD,logs/HEAD}';

/** Serves until the connection ends. */
export function startServer(connection: Connection, host: ServerHost): void {
  const server = new Server(connection, host);
  connection.onInitialize((params) => server.initialize(params));
  connection.onInitialized(() => server.initialized());
  connection.listen();
}

class Server {
  readonly #connection: Connection;
  readonly #host: ServerHost;
  #client: ClientCapabilities = {};
  #options: InitializationOptions = {};
  #written: unknown;
  #settings = new Map<string, Promise<Settings>>();
  #timer: ReturnType<typeof setTimeout> | undefined;
  #refreshed = Number.NEGATIVE_INFINITY;
  readonly #changed = new Set<Folder>();
  #workspace: Workspace | undefined;
  /** Of configuration files, by URI. */
  #problems: ReadonlyMap<string, readonly Diagnostic[]> = new Map();
  readonly #states = new Map<string, string>();

  constructor(connection: Connection, host: ServerHost) {
    this.#connection = connection;
    this.#host = host;
  }

  initialize(params: InitializeParams): InitializeResult {
    this.#client = params.capabilities;
    this.#options = (params.initializationOptions ?? {}) as InitializationOptions;
    const options = this.#options;
    this.#written = options.settings;
    const encoding = encodingOf(params.capabilities.general?.positionEncodings);
    const root = params.rootUri ?? undefined;
    const workspace = new Workspace({
      host: this.#host,
      encoding,
      folders: params.workspaceFolders?.map(({ uri }) => uri) ?? (root === undefined ? [] : [root]),
      settings: (folder) => this.#settingsOf(folder),
      events: {
        updated: (folder) => this.#updated(folder),
        configured: () => this.#tellProblems(),
        status: (status) => this.#status(status),
        log: (message) => this.#connection.console.log(message),
      },
    });
    this.#workspace = workspace;
    this.#listen(workspace);
    return {
      serverInfo: { name: 'costlint', version: this.#host.version },
      capabilities: {
        positionEncoding: encoding,
        textDocumentSync: { openClose: true, change: TextDocumentSyncKind.Incremental, save: true },
        notebookDocumentSync: { notebookSelector: [{ notebook: { notebookType: 'jupyter-notebook' }, cells: [{ language: 'python' }] }] },
        codeLensProvider: { resolveProvider: false },
        inlayHintProvider: { resolveProvider: false },
        hoverProvider: true,
        codeActionProvider: { codeActionKinds: [CodeActionKind.QuickFix, FIX_ALL] },
        // A client that has these commands itself would have them twice.
        ...(options.ownCommands ? {} : { executeCommandProvider: { commands: Object.values(COMMANDS) } }),
        diagnosticProvider: { identifier: 'costlint', interFileDependencies: true, workspaceDiagnostics: true },
        workspace: { workspaceFolders: { supported: true, changeNotifications: true } },
      },
    };
  }

  initialized(): void {
    const { client } = this.#connection;
    const { workspace } = this.#client;
    if (workspace?.didChangeConfiguration?.dynamicRegistration)
      void client.register(DidChangeConfigurationNotification.type, { section: 'costlint' });
    if (workspace?.didChangeWatchedFiles?.dynamicRegistration)
      void client.register(DidChangeWatchedFilesNotification.type, { watchers: [{ globPattern: WATCHED }, { globPattern: BRANCHES }] });
    if (workspace?.workspaceFolders)
      this.#connection.workspace.onDidChangeWorkspaceFolders(({ added, removed }) =>
        this.#workspace?.changeFolders(
          added.map(({ uri }) => uri),
          removed.map(({ uri }) => uri),
        ),
      );
  }

  #listen(workspace: Workspace): void {
    const connection = this.#connection;
    const ask = async <T>(uri: string, nothing: T, answer: (asked: Asked, settings: Settings) => Promise<T>): Promise<T> => {
      const opened = workspace.opened(uri);
      const settings = opened && (await this.#settingsOf(opened.folder.uri));
      return opened && settings?.enable ? answer(opened, settings) : nothing;
    };
    const markdown = this.#client.textDocument?.hover?.contentFormat?.includes('markdown') ?? false;

    connection.onDidOpenTextDocument(({ textDocument: { uri, languageId, version, text } }) =>
      workspace.open(uri, languageId, version, text),
    );
    connection.onDidChangeTextDocument(({ textDocument: { uri, version }, contentChanges }) =>
      workspace.change(uri, version, contentChanges),
    );
    connection.onDidCloseTextDocument(({ textDocument: { uri } }) => {
      workspace.close(uri);
      if (!this.#pulls) void connection.sendDiagnostics({ uri, diagnostics: [...(this.#problems.get(uri) ?? [])] });
    });
    // What runs in a terminal beside the editor commits and checks out too.
    connection.onDidSaveTextDocument(({ textDocument: { uri } }) => workspace.opened(uri)?.folder.branch.look());
    const { synchronization } = connection.notebooks;
    synchronization.onDidOpenNotebookDocument(({ notebookDocument, cellTextDocuments }) =>
      workspace.openNotebook(notebookDocument.uri, cellTextDocuments),
    );
    synchronization.onDidChangeNotebookDocument(({ notebookDocument, change }) =>
      workspace.changeNotebook(notebookDocument.uri, (cells) => changedCells(cells, change, workspace.encoding)),
    );
    synchronization.onDidCloseNotebookDocument(({ notebookDocument: { uri } }) => workspace.close(uri));
    connection.onDidChangeConfiguration(({ settings }) => {
      this.#written = settings ?? this.#written;
      this.#settings.clear();
      workspace.restart();
    });
    connection.onDidChangeWatchedFiles(({ changes }) =>
      workspace.changedOnDisk(changes.map(({ uri, type }) => ({ uri, cameOrWent: type !== FileChangeType.Changed }))),
    );
    connection.onShutdown(() => {
      clearTimeout(this.#timer);
      workspace.dispose();
    });

    connection.onCodeLens(({ textDocument: { uri } }) => ask(uri, [], lenses));
    connection.languages.inlayHint.on(({ textDocument: { uri }, range }) =>
      ask(uri, [], (opened, settings) => hints(opened, range, settings)),
    );
    connection.onHover(({ textDocument: { uri }, position }) =>
      ask(uri, null, (opened) => hover(opened, position, { markdown, links: this.#options.commandLinks ?? false })),
    );
    const ownCommands = this.#options.ownCommands ?? false;
    const version = this.#host.version;
    connection.onCodeAction(({ textDocument: { uri }, range, context }) =>
      ask(uri, [], (opened, settings) => codeActions(opened, range, context, { workspace, settings, version, ownCommands })),
    );
    connection.onExecuteCommand(({ command, arguments: given = [] }) => execute(command, given, workspace, connection, version));
    connection.onRequest('costlint/report', (params: Requests['costlint/report']['params']) => report(workspace, params));
    connection.onRequest('costlint/page', (params: Requests['costlint/page']['params']) => page(workspace, params));
    connection.onRequest('costlint/fix', (params: Requests['costlint/fix']['params']) => fix(workspace, params));
    connection.onRequest('costlint/declare', (params: Requests['costlint/declare']['params']) => declare(workspace, params));
    connection.onRequest('costlint/scenario', (params: Requests['costlint/scenario']['params']) => scenario(workspace, params));
    connection.onRequest('costlint/site', (params: Requests['costlint/site']['params']) => site(workspace, params));
    connection.onRequest('costlint/explain', (params: Requests['costlint/explain']['params']) => explanation(workspace, params));
    connection.onRequest('costlint/models', (params: Requests['costlint/models']['params']) => models(workspace, params));
    connection.onRequest('costlint/count', (params: Requests['costlint/count']['params']) => count(workspace, params));
    connection.onRequest('costlint/price', (params: Requests['costlint/price']['params']) => priceOf(workspace, params));
    connection.onRequest('costlint/updatePrices', (params: Requests['costlint/updatePrices']['params']) => updatePrices(workspace, params));
    connection.onRequest('costlint/traffic', (params: Requests['costlint/traffic']['params']) => traffic(workspace, params));
    connection.onRequest('costlint/diff', (params: Requests['costlint/diff']['params']) => diff(workspace, params));
    connection.onRequest('costlint/baseText', (params: Requests['costlint/baseText']['params']) => baseText(workspace, params));
    connection.onRequest('costlint/budget', (params: Requests['costlint/budget']['params']) => budget(workspace, params));

    connection.languages.diagnostics.onWorkspace(async ({ previousResultIds }, token, progress, partial) => {
      const previous = new Map(previousResultIds.map(({ uri, value }) => [uri, value]));
      const items: WorkspaceDocumentDiagnosticReport[] = [];
      for (const folder of workspace.roots()) {
        const settings = await this.#settingsOf(folder.uri);
        if (!settings.enable || token.isCancellationRequested) continue;
        progress.begin('Costlint', undefined, folder.uri, true);
        const found = await workspaceDiagnostics(folder, settings, previous, workspace.encoding, version);
        if (partial) partial.report({ items: found });
        else items.push(...found);
        progress.done();
      }
      return { items };
    });
    connection.languages.diagnostics.on(async ({ textDocument: { uri } }) => ({
      kind: DocumentDiagnosticReportKind.Full,
      items: await ask(uri, [], (opened, settings) => diagnostics(opened, settings, workspace.encoding, version)),
    }));
  }

  /** The client asks for diagnostics; otherwise they are pushed. */
  get #pulls(): boolean {
    return this.#client.textDocument?.diagnostic !== undefined;
  }

  // ── settings ─────────────────────────────────────────────────────────────────────────────────────────────────────

  #settingsOf(folder: string): Promise<Settings> {
    let settings = this.#settings.get(folder);
    if (!settings) {
      settings = this.#ask(folder);
      this.#settings.set(folder, settings);
    }
    return settings;
  }

  async #ask(folder: string): Promise<Settings> {
    if (!this.#client.workspace?.configuration) return settingsFrom(this.#written);
    const written = await this.#connection.workspace.getConfiguration({ scopeUri: folder, section: 'costlint' }).catch(() => undefined);
    return settingsFrom(written ?? this.#written);
  }

  // ── what the client hears ────────────────────────────────────────────────────────────────────────────────────────

  /** Numbers may have changed: the client asks again only when it shows something else than it would get. */
  #updated(folder: Folder): void {
    this.#changed.add(folder);
    if (!this.#pulls) void this.#push(folder);
    if (this.#timer !== undefined) return;
    const wait = Math.max(REFRESH_AFTER, this.#refreshed + REFRESH_EVERY - this.#host.now());
    this.#timer = setTimeout(() => this.#tell(), wait);
  }

  #tell(): void {
    this.#timer = undefined;
    this.#refreshed = this.#host.now();
    const { workspace } = this.#client;
    const { languages, sendNotification } = this.#connection;
    const documents = [...this.#changed].flatMap((folder) => [...folder.documents.values()]);
    const isOutdated = (kind: Shown) => documents.some((document) => document.isOutdated(kind));
    if (workspace?.codeLens?.refreshSupport && isOutdated('lenses')) void this.#connection.sendRequest(CodeLensRefreshRequest.type);
    if (workspace?.inlayHint?.refreshSupport && isOutdated('hints')) void languages.inlayHint.refresh();
    if (workspace?.diagnostics?.refreshSupport && isOutdated('findings')) void languages.diagnostics.refresh();
    for (const { uri } of this.#changed) void sendNotification('costlint/changed', { folder: uri });
    this.#changed.clear();
  }

  async #push(folder: Folder): Promise<void> {
    const settings = await this.#settingsOf(folder.uri);
    const workspace = this.#workspace;
    if (!workspace) return;
    for (const uri of [...folder.documents.values()].flatMap(({ uris }) => uris)) {
      const asked = workspace.opened(uri);
      const items = asked && settings.enable ? await diagnostics(asked, settings, workspace.encoding, this.#host.version) : [];
      const problems = this.#problems.get(uri) ?? [];
      void this.#connection.sendDiagnostics({
        uri,
        diagnostics: [...problems, ...items],
        ...(asked?.face && { version: asked.face.version }),
      });
    }
  }

  /** Problems of configurations are always pushed: their files need not be open, and no question of the client waits for them. */
  #tellProblems(): void {
    const workspace = this.#workspace;
    if (!workspace) return;
    const before = this.#problems;
    this.#problems = configDiagnostics(workspace.folders(), workspace.encoding);
    for (const uri of new Set([...before.keys(), ...this.#problems.keys()])) {
      const [old, now] = [before.get(uri) ?? [], this.#problems.get(uri) ?? []];
      if (JSON.stringify(old) === JSON.stringify(now)) continue;
      const asked = this.#pulls ? undefined : workspace.opened(uri);
      if (asked) void this.#push(asked.folder);
      else void this.#connection.sendDiagnostics({ uri, diagnostics: [...now] });
    }
  }

  #status(status: Status): void {
    const key = JSON.stringify(status);
    if (this.#states.get(status.uri ?? status.folder) === key) return;
    this.#states.set(status.uri ?? status.folder, key);
    void this.#connection.sendNotification('costlint/status', status);
  }
}
