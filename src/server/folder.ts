/** One workspace folder: its engine, its open documents, and the work that waits for them. */
import { catalog } from '../core/catalog/index.ts';
import { createPrefilter } from '../core/catalog/prefilter.ts';
import { DEFAULT_CONFIG } from '../core/config/defaults.ts';
import { viewOf } from '../core/editor/view.ts';
import { createEngine, type Engine } from '../core/engine.ts';
import type { Report } from '../core/report/report.ts';
import { CALLER_LEVELS, callersOf } from '../node/importers.ts';
import { Branch } from './branch.ts';
import { inFiles, problemWords, SETTINGS } from './config-problems.ts';
import type { OpenDocument } from './documents.ts';
import type { BranchOptions, Configured, FolderHost, ServerHost, SiftedFolder } from './host.ts';
import type { Settings, Status } from './protocol.ts';
import { DEFAULT_SETTINGS } from './settings.ts';

/** Milliseconds that a key waits for the next one before the file is read again. */
const PAUSE = 20;
/** The same for a configuration, which all files of the folder are read with. */
const CONFIG_PAUSE = 500;
/** Milliseconds after which background work lets requests through. */
const SLICE = 12;
/** Files in reach of an open document that are read with it before the folder is scanned. */
const NEAR_FILES = 60;

export interface FolderEvents {
  /** The numbers of open documents, or of the folder, may have changed. */
  updated(folder: Folder): void;
  /** The configuration was read: its problems may be others. */
  configured(folder: Folder): void;
  status(status: Status): void;
  log(message: string): void;
}

export interface FolderOptions {
  readonly uri: string;
  readonly host: FolderHost | undefined;
  readonly server: ServerHost;
  readonly settings: () => Promise<Settings>;
  /** Texts of all open documents of the client, by URI. */
  readonly unsaved: () => ReadonlyMap<string, string>;
  /** Read all files of the folder, not only those in reach of open documents. */
  readonly whole: boolean;
  readonly events: FolderEvents;
}

const NOTHING_SEEN: Report['files'] = { seen: 0, analysed: 0, skipped: [], failed: [] };
const UNCONFIGURED: Configured = { config: DEFAULT_CONFIG, folders: [], problems: [], files: [] };

/** What is made once for a configuration. */
interface Setup {
  readonly settings: Settings;
  readonly configured: Configured;
  /** The settings of which the configuration was made too. */
  readonly own: { readonly path: string; readonly text: string };
  /** A text may hold LLM code. */
  readonly matters: (path: string, text: string) => boolean;
}

/** The files of the folder, and how far from LLM code they are: callers of its functions have their own levels. */
interface Sifted extends SiftedFolder {
  readonly levels: Map<string, number>;
  /** The same files, to be asked for one. */
  readonly known: ReadonlySet<string>;
  /** The names whose importers were looked for. */
  leads: string;
}

export class Folder {
  readonly uri: string;
  readonly documents = new Map<string, OpenDocument>();
  readonly branch: Branch;
  readonly #options: FolderOptions;
  #setup: Promise<Setup> | undefined;
  #starting: Promise<Engine> | undefined;
  #sifting: Promise<void> | undefined;
  #sifted: Sifted | undefined;
  /** Also where there was nothing to list. */
  #hasListed = false;
  #report: Report | undefined;
  /** Goes up with every change of a text; a report belongs to one. */
  #revision = 0;
  #reported = -1;
  /** Goes up when all is begun anew: what was started before counts no more. */
  #life = 0;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #working: Promise<void> | undefined;
  #state: Status['state'] = 'idle';
  /** The configuration as it was last read, with all its problems. */
  configured: Configured = UNCONFIGURED;
  /** The last one without a problem, and the settings it was made with. */
  #good: { readonly own: string; readonly configured: Configured } | undefined;
  #rereading: ReturnType<typeof setTimeout> | undefined;
  /** URIs of the configuration files that took part. */
  #sources: ReadonlySet<string> = new Set();
  readonly #watchers = new Set<() => void>();

  constructor(options: FolderOptions) {
    this.uri = options.uri;
    this.#options = options;
    const wanted = async () => {
      const { codeLens } = await options.settings();
      return codeLens.enable && codeLens.showDelta ? this.branchOptions() : undefined;
    };
    this.branch = new Branch(options.host?.branch, wanted, {
      changed: () => this.#compared(),
      missing: (reason) => options.events.log(`${this.uri}: lenses show no change, because ${reason}`),
    });
  }

  get host(): FolderHost | undefined {
    return this.#options.host;
  }

  /** The report over all that was read so far; undefined before the first answer. */
  get report(): Report | undefined {
    return this.#report;
  }

  /** Tells reports apart. */
  get edition(): string {
    return `${this.#life}.${this.#reported}`;
  }

  /** The day that is priced, YYYY-MM-DD. */
  get day(): string {
    return this.#options.server.today();
  }

  uriOf(path: string): string {
    return `${this.uri}/${path.split('/').map(encodeURIComponent).join('/')}`;
  }

  /** What was read to configure the folder has this file in it. */
  restsOn(uri: string): boolean {
    return this.#sources.has(uri);
  }

  /** Nothing was started, because no open document has LLM code. */
  get isIdle(): boolean {
    return this.#starting === undefined;
  }

  // ── starting ─────────────────────────────────────────────────────────────────────────────────────────────────────

  setup(): Promise<Setup> {
    this.#setup ??= this.#configure();
    return this.#setup;
  }

  async #configure(): Promise<Setup> {
    const settings = await this.#options.settings();
    const { rules, usage, config } = settings;
    // Editors send defaults too: what nobody has changed stays an assumption and is named as one.
    const isDefault = usage.callsPerMonth === DEFAULT_SETTINGS.usage.callsPerMonth;
    const text = JSON.stringify({ rules, ...(!isDefault && { usage: { callsPerMonth: usage.callsPerMonth } }) });
    const own = { path: SETTINGS, isSettings: true, text };
    const files = this.#sifted?.files ?? this.#analysed().map(({ path }) => path);
    const read = (await this.host?.config(own, config.path, files, this.#options.unsaved())) ?? UNCONFIGURED;
    const configured = this.#usable(read, `${config.path} ${own.text}`);
    this.#sources = new Set(configured.files.map(({ path }) => new URL(path, `${this.uri}/`).href));
    const prefilter = createPrefilter([...configured.config.sdks, ...catalog]);
    return { settings, own, configured, matters: (path, text) => prefilter.matters(path, text) };
  }

  /** What goes on while a file is broken; at the very beginning its good parts. */
  #usable(read: Configured, own: string): Configured {
    this.configured = read;
    this.#options.events.configured(this);
    if (inFiles(read.problems).length === 0) this.#good = { own, configured: read };
    return this.#good?.own === own ? { ...this.#good.configured, files: read.files } : read;
  }

  /** A configuration may say something else: reads it when nobody types any more, and begins anew only when it does. */
  reconfigure(): void {
    clearTimeout(this.#rereading);
    this.#rereading = setTimeout(() => void this.#reread(), CONFIG_PAUSE);
  }

  async #reread(): Promise<void> {
    const life = this.#life;
    if (!this.#setup) return;
    const said = ({ configured: { config, folders } }: Setup) => JSON.stringify([config, folders]);
    const [before, now] = [await this.#setup, await this.#configure()];
    if (life !== this.#life) return;
    if (said(now) !== said(before)) this.restart();
    else if (this.#state === 'idle') this.#idle();
  }

  /** The engine with the configuration of the folder; loads once. */
  engine(): Promise<Engine> {
    this.#starting ??= this.#start();
    return this.#starting;
  }

  async #start(): Promise<Engine> {
    const { server, host } = this.#options;
    this.#status('analysing');
    const { configured } = await this.setup();
    const engine = await createEngine({
      host: {
        read: (path) => host?.read(path),
        list: (folder) => host?.list(folder) ?? [],
        asset: (name) => server.asset(name),
      },
      config: configured.config,
      folders: configured.folders,
      prices: configured.prices,
      version: server.version,
      at: server.today(),
      now: () => server.now(),
    });
    for (const document of this.#analysed()) engine.live.set(document.path, document.text);
    return engine;
  }

  /** What another state of the folder is analysed with. `base`: by default that of the settings. */
  async branchOptions(base?: string): Promise<BranchOptions> {
    const { settings, own } = await this.setup();
    const named = base ?? settings.diff.base;
    return {
      settings: own,
      only: settings.config.path,
      at: this.day,
      base: named === 'auto' || named === '' ? undefined : named,
    };
  }

  /** Begins anew: the configuration or the day has changed. What is shown stays until the new answers are there. */
  restart(): void {
    const wasIdle = this.isIdle;
    this.#sifting = undefined;
    this.#sifted = undefined;
    this.#hasListed = false;
    this.host?.forget();
    this.branch.restart();
    this.#forgetEngine();
    if (!wasIdle || this.documents.size > 0) this.#schedule(PAUSE);
  }

  #forgetEngine(): void {
    this.#life++;
    this.#setup = undefined;
    this.#starting = undefined;
    this.#revision++;
  }

  dispose(): void {
    clearTimeout(this.#rereading);
    this.#life++;
    this.#state = 'failed';
    clearTimeout(this.#timer);
    this.#timer = undefined;
    this.branch.dispose();
    this.documents.clear();
  }

  // ── documents ────────────────────────────────────────────────────────────────────────────────────────────────────

  open(document: OpenDocument): void {
    this.documents.set(document.path, document);
    this.changed(document);
    this.branch.look();
  }

  changed(document: OpenDocument): void {
    if (document.obstacle !== undefined) {
      this.#options.events.status({ ...this.#statusOf('skipped', `${document.path} is ${document.obstacle}`), uri: document.uri });
      return;
    }
    this.#touch((engine) => engine.live.set(document.path, document.text));
    this.#schedule(document.view ? PAUSE : 0);
  }

  close(document: OpenDocument): void {
    this.documents.delete(document.path);
    this.changedOnDisk([document.path], false);
  }

  /** Files have changed on disk; those that are open are read from there when they are closed. */
  changedOnDisk(paths: readonly string[], cameOrWent: boolean): void {
    if (this.isIdle) return;
    const closed = paths.filter((path) => !this.documents.has(path));
    this.host?.forget(cameOrWent ? undefined : closed);
    this.#touch(({ live }) => {
      for (const path of closed) live.set(path, undefined);
      if (cameOrWent) live.relist();
    });
    if (cameOrWent) {
      this.#sifting = undefined;
      this.#sifted = undefined;
    }
    this.#schedule(PAUSE);
  }

  #touch(change: (engine: Engine) => void): void {
    this.#revision++;
    void this.#starting?.then(change);
  }

  #analysed(): readonly OpenDocument[] {
    return [...this.documents.values()].filter((document) => document.obstacle === undefined);
  }

  // ── work ─────────────────────────────────────────────────────────────────────────────────────────────────────────

  #schedule(after: number): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => {
      this.#timer = undefined;
      void this.#work();
    }, after);
  }

  /** Waits until what is shown is of the texts as they are, at most so many milliseconds. */
  settled(patience: number): Promise<void> {
    if (!this.#isBehind) return Promise.resolve();
    return new Promise((resolve) => {
      const look = () => {
        if (!this.#isBehind) done();
      };
      const done = () => {
        clearTimeout(timer);
        this.#watchers.delete(look);
        resolve();
      };
      const timer = setTimeout(done, patience);
      this.#watchers.add(look);
    });
  }

  /** There is work to do, or about to be done, before what is shown is true. */
  get #isBehind(): boolean {
    return this.#reported !== this.#revision && (this.#timer !== undefined || this.#working !== undefined);
  }

  #look(): void {
    for (const look of this.#watchers) look();
  }

  /** The report over the whole folder, every text as it is. */
  async wholeReport(): Promise<Report> {
    const engine = await this.engine();
    this.#sifting ??= this.#sift();
    await this.#sifting;
    do await this.#work();
    while (this.#reported !== this.#revision && this.#state !== 'failed');
    return this.#report ?? engine.report(NOTHING_SEEN, []);
  }

  /** One worker at a time; what changes meanwhile is done next. */
  #work(): Promise<void> {
    const life = this.#life;
    this.#working ??= this.#workOff()
      .catch((error: unknown) => {
        this.#options.events.log(`${error instanceof Error ? error.stack : error}`);
        this.#status('failed', error instanceof Error ? error.message : String(error));
      })
      .finally(() => {
        this.#working = undefined;
        // What was begun anew meanwhile found the worker busy with the old.
        if (life !== this.#life && this.documents.size > 0) this.#schedule(0);
        this.#look();
      });
    return this.#working;
  }

  async #workOff(): Promise<void> {
    const life = this.#life;
    const { events, whole } = this.#options;
    const { matters } = await this.setup();
    if (this.isIdle && !this.#analysed().some(({ path, text }) => matters(path, text))) {
      // Nothing is open that asks for work; who was given a report asks again.
      if (this.#report) this.#options.events.updated(this);
      return;
    }
    const engine = await this.engine();
    const { live } = engine;
    if (this.#sifted) live.scan([...live.paths(), ...this.#sifted.levels.keys()]);
    for (;;) {
      if (life !== this.#life) return;
      if (this.#reported !== this.#revision) {
        this.#readOpen(engine, matters);
        await this.#renew(engine);
        events.updated(this);
        if (await this.host?.fill()) this.#touch(() => live.relist());
        await pause(0);
        continue;
      }
      if (whole) this.#sifting ??= this.#sift().then(() => this.#schedule(0));
      const waiting = live.waiting();
      if (waiting.length > 0) {
        await this.#readSlice(engine, waiting);
        if (live.waiting().length === 0 && this.#reported === this.#revision && !this.#addCallers(engine)) {
          await this.#renew(engine);
          events.updated(this);
        }
      } else if (!this.#addCallers(engine) && this.#reported === this.#revision) break;
    }
    if (this.#sifted) this.branch.open();
    if (this.#hasListed || !whole) this.#idle();
  }

  /** Open documents first, with the files in reach of them while the folder is not scanned yet. */
  #readOpen({ live }: Engine, matters: Setup['matters']): void {
    const wanted = this.#analysed().filter(({ path, text }) => matters(path, text));
    live.scan([...live.paths(), ...wanted.map(({ path }) => path)]);
    for (const { path } of this.#analysed()) live.share(path);
    if (this.#sifted) return;
    const isNear = (path: string) => {
      const text = live.text(path);
      return text !== undefined && matters(path, text);
    };
    live.scan([...live.paths(), ...wanted.flatMap(({ path }) => live.near(path, NEAR_FILES).filter(isNear))]);
    for (const path of live.paths()) live.share(path);
  }

  /** Lists the folder and takes a first look at each file. */
  async #sift(): Promise<void> {
    const life = this.#life;
    const { configured } = await this.setup();
    const engine = await this.engine();
    if (!this.host) return;
    this.#status('analysing');
    const sifted = await this.host.sift(configured.config, () => life !== this.#life);
    if (life !== this.#life) return;
    this.#hasListed = true;
    if (!sifted) return;
    this.#sifted = { ...sifted, levels: new Map(sifted.candidates.map((path) => [path, 0])), known: new Set(sifted.files), leads: '' };
    this.#revision++;
    const { folders } = await this.#configure().then((setup) => setup.configured);
    if (JSON.stringify(folders) !== JSON.stringify(configured.folders)) this.#forgetEngine();
    else
      engine.live.scan([
        ...sifted.candidates,
        ...this.#analysed().flatMap(({ path }) => (engine.live.paths().includes(path) ? [path] : [])),
      ]);
    this.#options.events.log(`${this.uri}: ${sifted.files.length} files, ${sifted.candidates.length} of them may hold LLM code`);
  }

  /** Files that call functions with LLM calls belong to the scan, though they name no SDK. True when some were added. */
  #addCallers({ live }: Engine): boolean {
    const sifted = this.#sifted;
    if (!sifted) return false;
    const shares = live.all();
    const leads = JSON.stringify(shares.map((share) => share.leads));
    if (leads === sifted.leads) return false;
    sifted.leads = leads;
    const imports = new Map([...sifted.imports].filter(([path]) => !sifted.levels.has(path)));
    const holds = (path: string, calls: (text: string) => boolean) => {
      const text = live.text(path);
      return text !== undefined && calls(text);
    };
    const added = new Map<string, number>();
    for (let level = 0; level < CALLER_LEVELS; level++) {
      const names = shares.filter(({ leads }) => leads.some(({ path }) => sifted.levels.get(path) === level));
      for (const path of callersOf(names, imports, holds)) if (!added.has(path)) added.set(path, level + 1);
    }
    for (const [path, level] of added) sifted.levels.set(path, level);
    if (added.size > 0) live.scan([...live.paths(), ...added.keys()]);
    return added.size > 0;
  }

  async #readSlice({ live }: Engine, waiting: readonly string[]): Promise<void> {
    const { server } = this.#options;
    const end = server.now() + SLICE;
    for (const path of waiting) {
      live.share(path);
      if (server.now() > end) break;
    }
    await pause(0);
  }

  async #renew(engine: Engine): Promise<void> {
    const revision = this.#revision;
    const { live } = engine;
    const files = this.#sifted
      ? { seen: this.#sifted.files.length, analysed: live.paths().length, skipped: this.#sifted.skipped, failed: [] }
      : NOTHING_SEEN;
    const side = await engine.side(files, live.all());
    // A text that has changed meanwhile gets a report of its own.
    if (revision !== this.#revision) return;
    this.#report = side.report;
    this.#reported = revision;
    if (this.#sifted && live.waiting().length === 0) this.branch.take(side, this.#sifted.known);
    this.#show(side.report);
    this.#look();
  }

  #show(report: Report): void {
    for (const document of this.#analysed()) document.show(viewOf(report, document.path, this.branch.since));
  }

  /** The calls are compared with others: what is shown is shown anew, unless a text has changed and that is to come anyway. */
  #compared(): void {
    if (!this.#report || this.#reported !== this.#revision) return;
    this.#show(this.#report);
    this.#options.events.updated(this);
  }

  // ── words ────────────────────────────────────────────────────────────────────────────────────────────────────────

  #statusOf(state: Status['state'], message?: string): Status {
    const { asOf, stale } = this.#report?.prices ?? {};
    return {
      folder: this.uri,
      state,
      ...(message !== undefined && { message }),
      ...(asOf !== undefined && { prices: { asOf, ...(stale !== undefined && { stale }) } }),
    };
  }

  #idle(): void {
    this.#status('idle', problemWords(this.configured) ?? this.host?.limits);
  }

  #status(state: Status['state'], message?: string): void {
    this.#state = state;
    this.#options.events.status(this.#statusOf(state, message));
  }
}

const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));
