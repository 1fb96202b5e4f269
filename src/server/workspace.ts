/** What a client has open: folders, documents and notebooks, and which document belongs to which folder. */
import type { TextDocumentContentChangeEvent } from 'vscode-languageserver';
import { CONFIG_NAMES } from '../core/config/config.ts';
import { type Encoding, lineEdit } from './convert.ts';
import { OpenDocument } from './documents.ts';
import { Folder, type FolderEvents } from './folder.ts';
import type { ServerHost } from './host.ts';
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
export interface Opened {
  readonly document: OpenDocument;
  readonly folder: Folder;
}

export class Workspace {
  readonly #options: WorkspaceOptions;
  #roots: readonly string[];
  /** By URI: workspace folders, and the folders of single files that lie in none. */
  readonly #folders = new Map<string, Folder>();
  readonly #opened = new Map<string, Opened>();

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

  opened(uri: string): Opened | undefined {
    return this.#opened.get(uri);
  }

  get documents(): Iterable<Opened> {
    return this.#opened.values();
  }

  get folders(): Iterable<Folder> {
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

  open(uri: string, version: number, text: string): void {
    const { folder, path } = this.#home(uri);
    const document = new OpenDocument(uri, path, version, text, this.#options.encoding);
    this.#opened.set(uri, { document, folder });
    folder.open(document);
  }

  change(uri: string, version: number, changes: readonly TextDocumentContentChangeEvent[]): void {
    const opened = this.#opened.get(uri);
    if (!opened) return;
    const { document, folder } = opened;
    document.version = version;
    for (const change of changes) {
      if ('range' in change) document.edit(lineEdit(change.range, change.text, document.positions));
      else document.replace(change.text);
    }
    folder.changed(document);
  }

  close(uri: string): void {
    const opened = this.#opened.get(uri);
    if (!opened) return;
    this.#opened.delete(uri);
    opened.folder.close(opened.document);
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
    const folder = new Folder({ uri, host: host.folder(uri), server: host, settings: () => settings(uri), whole, events });
    this.#folders.set(uri, folder);
    return folder;
  }

  /** Workspace folders have come or gone: documents move to where they belong now. */
  changeFolders(added: readonly string[], removed: readonly string[]): void {
    const gone = new Set(removed.map(bare));
    this.#roots = [...this.#roots.filter((uri) => !gone.has(uri)), ...added.map(bare)];
    const documents = [...this.#opened.values()].map(({ document }) => document);
    for (const folder of this.#folders.values()) folder.dispose();
    this.#folders.clear();
    this.#opened.clear();
    for (const { uri, version, text } of documents) this.open(uri, version, text);
  }

  /** Settings have changed, or the day has. */
  restart(): void {
    for (const folder of this.#folders.values()) folder.restart();
  }

  changedOnDisk(changes: readonly { readonly uri: string; readonly cameOrWent: boolean }[]): void {
    for (const folder of this.#folders.values()) {
      const own = changes.filter(({ uri }) => uri.startsWith(`${folder.uri}/`));
      const isConfig = ({ uri }: { readonly uri: string }) => CONFIG_NAMES.some((name) => uri.endsWith(`/${name}`));
      if (changes.some((change) => isConfig(change) && folder.uri.startsWith(change.uri.slice(0, change.uri.lastIndexOf('/')))))
        folder.restart();
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
