/** How one workspace folder is configured: what its files and the editor's settings say, and what holds while a file is broken. */
import { catalog } from '../core/catalog/index.ts';
import { createPrefilter } from '../core/catalog/prefilter.ts';
import { DEFAULT_CONFIG } from '../core/config/defaults.ts';
import { inFiles, SETTINGS } from './config-problems.ts';
import type { Configured, FolderHost } from './host.ts';
import type { Settings } from './protocol.ts';
import { DEFAULT_SETTINGS } from './settings.ts';

export interface ConfigurationOptions {
  readonly uri: string;
  readonly host: FolderHost | undefined;
  readonly settings: () => Promise<Settings>;
  /** Texts of all open documents of the client, by URI. */
  readonly unsaved: () => ReadonlyMap<string, string>;
  /** The files that a configuration below the folder may speak for, as far as they are known. */
  readonly files: () => readonly string[];
  /** It was read: its problems may be others. */
  readonly wasRead: () => void;
}

/** What is made once for a configuration. */
export interface Setup {
  readonly settings: Settings;
  readonly configured: Configured;
  /** The settings of which the configuration was made too. */
  readonly own: { readonly path: string; readonly text: string };
  /** A text may hold LLM code. */
  readonly matters: (path: string, text: string) => boolean;
}

const UNCONFIGURED: Configured = { config: DEFAULT_CONFIG, folders: [], problems: [], files: [] };

export class Configuration {
  readonly #options: ConfigurationOptions;
  #setup: Promise<Setup> | undefined;
  /** The last one without a problem, and the settings it was made with. */
  #good: { readonly own: string; readonly configured: Configured } | undefined;
  /** URIs of the files that took part. */
  #sources: ReadonlySet<string> = new Set();
  /** As it was last read, with all its problems. */
  latest: Configured = UNCONFIGURED;

  constructor(options: ConfigurationOptions) {
    this.#options = options;
  }

  /** Read once, until it is forgotten. */
  setup(): Promise<Setup> {
    this.#setup ??= this.#read();
    return this.#setup;
  }

  forget(): void {
    this.#setup = undefined;
  }

  /** This file took part. */
  restsOn(uri: string): boolean {
    return this.#sources.has(uri);
  }

  /** Reads it again, and whether it says something else now; undefined when it was not read before. */
  async isOutdated(): Promise<boolean | undefined> {
    if (!this.#setup) return undefined;
    const said = ({ configured: { config, folders } }: Setup) => JSON.stringify([config, folders]);
    const [before, now] = [await this.#setup, await this.#read()];
    return said(now) !== said(before);
  }

  async #read(): Promise<Setup> {
    const { uri, host } = this.#options;
    const settings = await this.#options.settings();
    const { rules, usage, config } = settings;
    // Editors send defaults too: what nobody has changed stays an assumption and is named as one.
    const isDefault = usage.callsPerMonth === DEFAULT_SETTINGS.usage.callsPerMonth;
    const text = JSON.stringify({ rules, ...(!isDefault && { usage: { callsPerMonth: usage.callsPerMonth } }) });
    const own = { path: SETTINGS, isSettings: true, text };
    const read = (await host?.config(own, config.path, this.#options.files(), this.#options.unsaved())) ?? UNCONFIGURED;
    const configured = this.#usable(read, `${config.path} ${own.text}`);
    this.#sources = new Set(configured.files.map(({ path }) => new URL(path, `${uri}/`).href));
    const prefilter = createPrefilter([...configured.config.sdks, ...catalog]);
    return { settings, own, configured, matters: (path, content) => prefilter.matters(path, content) };
  }

  /** What goes on while a file is broken; at the very beginning its good parts. */
  #usable(read: Configured, own: string): Configured {
    this.latest = read;
    this.#options.wasRead();
    if (inFiles(read.problems).length === 0) this.#good = { own, configured: read };
    return this.#good?.own === own ? { ...this.#good.configured, files: read.files } : read;
  }
}
