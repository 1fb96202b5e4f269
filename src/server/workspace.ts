/** What a client has open: folders, documents and notebooks, and which document belongs to which folder. */
import type { TextDocumentContentChangeEvent } from 'vscode-languageserver';
import { CONFIG_NAMES } from '../core/config/config.ts';
import { editorPath } from '../core/languages/editor-paths.ts';
import { PRICE_FILE } from '../core/prices/refresh.ts';
import type { Encoding } from './convert.ts';
import { type Face, OpenDocument } from './documents.ts';
import { Folder, type FolderEvents } from './folder.ts';
import type { ServerHost } from './host.ts';
import { type Cell, NotebookDocument } from './notebook.ts';
import type { Settings } from './protocol.ts';

export interface WorkspaceOptions {
  readonly host: ServerHost;
  readonly encoding: Encoding;
  /** URIs of the workspace folders. */
  readonly folders: readonly string[];
  readonly settings: (folder: string) => Promise<Settings>;
  readonly events: FolderEvents;
}

/** A document and where it belongs. */
interface Opened {
  readonly document: OpenDocument;
  readonly folder: Folder;
}

/** What a client asks about: a document, or one cell of it, as the document is now. */
export interface Asked extends Opened {
  readonly uri: string;
  /** Undefined when the cell is gone. */
  readonly face: Face | undefined;
}

export class Workspace {
  readonly #options: WorkspaceOptions;
  #roots: readonly string[];
  /** By URI: workspace folders, and the folders of single files that lie in none. */
  readonly #folders = new Map<string, Folder>();
  readonly #opened = new Map<string, Opened>();
  /** The editor's languages of open documents, by URI. */
  readonly #languages = new Map<string, string>();
  /** By the URI of a cell. */
  readonly #notebookOf = new Map<string, string>();

  constructor(options: WorkspaceOptions) {
    this.#options = options;
    this.#roots = options.folders.map(bare);
  }

  get encoding(): Encoding {
    return this.#options.encoding;
  }

  /** A folder without files, for questions that need none. */
  loose(): Folder {
    return this.#folders.get('') ?? this.#start('', false);
  }

  opened(uri: string): Asked | undefined {
    const opened = this.#opened.get(this.#notebookOf.get(uri) ?? uri);
    return (
      opened && {
        ...opened,
        uri,
        get face() {
          return opened.document.face(uri);
        },
      }
    );
  }

  /** All that documents are open in, and the workspace's own that were asked for. */
  folders(): Iterable<Folder> {
    return this.#folders.values();
  }

  /** A folder of the workspace, by default its first. */
  folder(uri = this.#roots[0]): Folder | undefined {
    if (uri === undefined) return [...this.#folders.values()][0];
    return this.#folders.get(bare(uri)) ?? (this.#roots.includes(bare(uri)) ? this.#start(bare(uri), true) : undefined);
  }

  /** All folders of the workspace, also those in which nothing is open. */
  roots(): readonly Folder[] {
    return this.#roots.flatMap((uri) => this.folder(uri) ?? []);
  }

  // ── documents ────────────────────────────────────────────────────────────────────────────────────────────────────

  open(uri: string, languageId: string, version: number, text: string): void {
    const { folder, path } = this.#home(uri);
    const document = new OpenDocument(uri, editorPath(path, languageId), version, text, this.#options.encoding);
    this.#languages.set(uri, languageId);
    this.#opened.set(uri, { document, folder });
    folder.open(document);
    this.#touched(uri);
  }

  change(uri: string, version: number, changes: readonly TextDocumentContentChangeEvent[]): void {
    const opened = this.#opened.get(uri);
    if (!opened) return;
    const { document, folder } = opened;
    document.version = version;
    document.apply(changes);
    folder.changed(document);
    this.#touched(uri);
  }

  close(uri: string): void {
    const opened = this.#opened.get(uri);
    if (!opened) return;
    this.#opened.delete(uri);
    this.#languages.delete(uri);
    if (opened.document instanceof NotebookDocument) for (const cell of opened.document.cells) this.#notebookOf.delete(cell.uri);
    opened.folder.close(opened.document);
    this.#touched(uri);
  }

  openNotebook(uri: string, cells: readonly Cell[]): void {
    const { folder, path } = this.#home(uri);
    const document = new NotebookDocument(uri, path, cells, this.#options.encoding);
    this.#opened.set(uri, { document, folder });
    for (const cell of cells) this.#notebookOf.set(cell.uri, uri);
    folder.open(document);
  }

  /** Replaces the cells of a notebook, or some of their texts: `change` makes the new list of the old one. */
  changeNotebook(uri: string, change: (cells: readonly Cell[]) => readonly Cell[]): void {
    const opened = this.#opened.get(uri);
    if (!opened || !(opened.document instanceof NotebookDocument)) return;
    const { document, folder } = opened;
    for (const cell of document.cells) this.#notebookOf.delete(cell.uri);
    document.setCells(change(document.cells));
    for (const cell of document.cells) this.#notebookOf.set(cell.uri, uri);
    folder.changed(document);
  }

  // ── folders ──────────────────────────────────────────────────────────────────────────────────────────────────────

  /** The deepest workspace folder around a document; without one the folder it lies in, of which nothing else is read. */
  #home(uri: string): { readonly folder: Folder; readonly path: string } {
    const root = this.#roots.filter((one) => uri.startsWith(`${one}/`)).sort((a, b) => b.length - a.length)[0];
    const own = root ?? (uri.includes('/') ? uri.slice(0, uri.lastIndexOf('/')) : uri.slice(0, uri.indexOf(':') + 1));
    const rest = uri.startsWith(`${own}/`) ? uri.slice(own.length + 1) : uri.slice(own.length);
    return { folder: this.#folders.get(own) ?? this.#start(own, root !== undefined), path: decoded(rest) };
  }

  #start(uri: string, whole: boolean): Folder {
    const { host, settings, events } = this.#options;
    const folder = new Folder({
      uri,
      host: host.folder(uri),
      server: host,
      settings: () => settings(uri),
      unsaved: () => this.#texts(),
      whole,
      events,
    });
    this.#folders.set(uri, folder);
    return folder;
  }

  #texts(): ReadonlyMap<string, string> {
    return new Map([...this.#opened].map(([uri, { document }]) => [uri, document.text]));
  }

  /** The text of a configuration is another, or not open any more. */
  #touched(uri: string): void {
    for (const folder of this.#folders.values())
      if (folder.configuration.restsOn(uri) || (isSetting(uri) && isAround(uri, folder.uri))) folder.reconfigure();
  }

  /** Workspace folders have come or gone: documents move to where they belong now. */
  changeFolders(added: readonly string[], removed: readonly string[]): void {
    const gone = new Set(removed.map(bare));
    this.#roots = [...this.#roots.filter((uri) => !gone.has(uri)), ...added.map(bare)];
    const documents = [...this.#opened.values()].map(({ document }) => document);
    for (const folder of this.#folders.values()) folder.dispose();
    this.#folders.clear();
    this.#opened.clear();
    for (const document of documents) {
      if (document instanceof NotebookDocument) this.openNotebook(document.uri, document.cells);
      else this.open(document.uri, this.#languages.get(document.uri) ?? '', document.version, document.text);
    }
  }

  /** Settings have changed, or the day has. */
  restart(): void {
    for (const folder of this.#folders.values()) folder.restart();
  }

  changedOnDisk(changes: readonly { readonly uri: string; readonly cameOrWent: boolean }[]): void {
    for (const folder of this.#folders.values()) {
      const below = changes.filter(({ uri }) => uri.startsWith(`${folder.uri}/`));
      const own = below.filter(({ uri }) => !uri.includes('/.git/'));
      if (own.length < below.length) folder.branch.look();
      if (changes.some(({ uri }) => folder.configuration.restsOn(uri) || (isSetting(uri) && isAround(uri, folder.uri)))) folder.restart();
      else if (own.length > 0) {
        const paths = own.map(({ uri }) => decoded(uri.slice(folder.uri.length + 1)));
        folder.changedOnDisk(
          paths,
          own.some(({ cameOrWent }) => cameOrWent),
        );
      }
    }
  }

  dispose(): void {
    for (const folder of this.#folders.values()) folder.dispose();
    this.#folders.clear();
    this.#opened.clear();
  }
}

/** A file that says how a folder is analysed. */
const isSetting = (uri: string): boolean => [...CONFIG_NAMES, PRICE_FILE].some((name) => uri.endsWith(`/${name}`));

/** What a configuration says may hold in a folder: it stands above it, at its top or below. */
const isAround = (uri: string, folder: string): boolean =>
  uri.startsWith(`${folder}/`) || `${folder}/`.startsWith(uri.slice(0, uri.lastIndexOf('/') + 1));

/** Without the slash that some clients put at the end of a folder. */
const bare = (uri: string): string => uri.replace(/\/+$/, '');

/** A path as the disk names it. */
function decoded(path: string): string {
  try {
    return decodeURIComponent(path);
  } catch {
    return path;
  }
}
