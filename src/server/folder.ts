/** One workspace folder: its engine, its open documents, and the work that waits for them. */
import { viewOf } from '../core/editor/view.ts';
import { createEngine, type Engine } from '../core/engine.ts';
import type { Report } from '../core/report/report.ts';
import { Branch } from './branch.ts';
import { problemWords } from './config-problems.ts';
import { Configuration } from './configuration.ts';
import type { OpenDocument } from './documents.ts';
import type { BranchOptions, FolderHost, ServerHost } from './host.ts';
import type { Settings, Status } from './protocol.ts';
import { readSome, Scan } from './scan.ts';

/** Milliseconds that a key waits for the next one before the file is read again. */
const PAUSE = 20;
/** The same for a configuration, which all files of the folder are read with. */
const CONFIG_PAUSE = 500;
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

export class Folder {
  readonly uri: string;
  readonly documents = new Map<string, OpenDocument>();
  readonly branch: Branch;
  readonly configuration: Configuration;
  readonly #options: FolderOptions;
  readonly #scan = new Scan();
  #starting: Promise<Engine> | undefined;
  #sifting: Promise<void> | undefined;
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
  #rereading: ReturnType<typeof setTimeout> | undefined;
  readonly #watchers = new Set<() => void>();

  constructor(options: FolderOptions) {
    this.uri = options.uri;
    this.#options = options;
    this.configuration = new Configuration({
      ...options,
      files: () => [...(this.#scan.files ?? this.#analysed().map(({ path }) => path))],
      wasRead: () => options.events.configured(this),
    });
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

  /** Nothing was started, because no open document has LLM code. */
  get isIdle(): boolean {
    return this.#starting === undefined;
  }

  // ── starting ─────────────────────────────────────────────────────────────────────────────────────────────────────

  /** A configuration may say something else: reads it when nobody types any more, and begins anew only when it does. */
  reconfigure(): void {
    clearTimeout(this.#rereading);
    this.#rereading = setTimeout(() => void this.#reread(), CONFIG_PAUSE);
  }

  async #reread(): Promise<void> {
    const life = this.#life;
    const isOutdated = await this.configuration.isOutdated();
    if (life !== this.#life || isOutdated === undefined) return;
    if (isOutdated) this.restart();
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
    const { configured } = await this.configuration.setup();
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
    const { settings, own } = await this.configuration.setup();
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
    this.#scan.forget();
    this.#hasListed = false;
    this.host?.forget();
    this.branch.restart();
    this.#forgetEngine();
    if (!wasIdle || this.documents.size > 0) this.#schedule(PAUSE);
  }

  #forgetEngine(): void {
    this.#life++;
    this.configuration.forget();
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
      this.#scan.forget();
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
    return this.#report ?? engine.report(this.#scan.seen(engine.live), []);
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
    const { matters } = await this.configuration.setup();
    if (this.isIdle && !this.#analysed().some(({ path, text }) => matters(path, text))) {
      // Nothing is open that asks for work; who was given a report asks again.
      if (this.#report) this.#options.events.updated(this);
      return;
    }
    const engine = await this.engine();
    const { live } = engine;
    this.#scan.resume(live);
    for (;;) {
      if (life !== this.#life) return;
      if (this.#reported !== this.#revision) {
        this.#scan.readOpen(live, this.#analysed(), matters);
        await this.#renew(engine);
        events.updated(this);
        if (await this.host?.fill()) this.#touch(() => live.relist());
        await pause(0);
        continue;
      }
      if (whole) this.#sifting ??= this.#sift().then(() => this.#schedule(0));
      if (live.waiting().length > 0) {
        readSome(live, () => this.#options.server.now());
        await pause(0);
        if (live.waiting().length === 0 && this.#reported === this.#revision && !this.#scan.addCallers(live)) {
          await this.#renew(engine);
          events.updated(this);
        }
      } else if (!this.#scan.addCallers(live) && this.#reported === this.#revision) break;
    }
    if (this.#scan.files) this.branch.open();
    if (this.#hasListed || !whole) this.#idle();
  }

  /** Lists the folder and takes a first look at each file. */
  async #sift(): Promise<void> {
    const life = this.#life;
    const { configured } = await this.configuration.setup();
    const engine = await this.engine();
    if (!this.host) return;
    this.#status('analysing');
    const sifted = await this.host.sift(configured.config, () => life !== this.#life);
    if (life !== this.#life) return;
    this.#hasListed = true;
    if (!sifted) return;
    this.#scan.take(sifted);
    this.#revision++;
    // Configurations below the folder speak for files that were not known before.
    const isOutdated = await this.configuration.isOutdated();
    if (life !== this.#life) return;
    if (isOutdated) this.#forgetEngine();
    else this.#scan.begin(engine.live, this.#analysed());
    this.#options.events.log(`${this.uri}: ${sifted.files.length} files, ${sifted.candidates.length} of them may hold LLM code`);
  }

  async #renew(engine: Engine): Promise<void> {
    const revision = this.#revision;
    const { live } = engine;
    const side = await engine.side(this.#scan.seen(live), live.all());
    // A text that has changed meanwhile gets a report of its own.
    if (revision !== this.#revision) return;
    this.#report = side.report;
    this.#reported = revision;
    if (this.#scan.files && live.waiting().length === 0) this.branch.take(side, this.#scan.files);
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
    this.#status('idle', problemWords(this.configuration.latest) ?? this.host?.limits);
  }

  #status(state: Status['state'], message?: string): void {
    this.#state = state;
    this.#options.events.status(this.#statusOf(state, message));
  }
}

const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));
