/** What the calls of a folder are compared with: read in the background, kept, and paired anew when nobody types. */
import { type BaseCall, type Since, sinceBase } from '../core/report/diff/base-calls.ts';
import type { DiffSide } from '../core/report/diff/side.ts';
import type { Diff } from '../core/report/diff.ts';
import type { BranchHost, BranchOptions } from './host.ts';
import type { BaseText } from './protocol.ts';

/** Milliseconds after which branches are looked at, because what moves them writes many files. */
const LOOK_AFTER = 300;
/** Milliseconds without a key before calls are paired anew. */
const PAIR_AFTER = 500;

export interface BranchEvents {
  /** `since` is another one. */
  changed(): void;
  /** There is nothing to compare with, in a sentence. */
  missing(reason: string): void;
}

interface KnownBase {
  readonly commit: string;
  readonly name: string;
  readonly calls: readonly BaseCall[];
}

interface Head {
  readonly side: DiffSide;
  readonly files: ReadonlySet<string>;
}

export class Branch {
  readonly #host: BranchHost | undefined;
  /** Undefined while nobody wants to see changes. */
  readonly #options: () => Promise<BranchOptions | undefined>;
  readonly #events: BranchEvents;
  #base: KnownBase | undefined;
  #where: string | undefined;
  #head: Head | undefined;
  #since: Since | undefined;
  /** Of the calls for which `since` holds. */
  #ids = '';
  /** Goes up when what is being read counts no more. */
  #life = 0;
  #isOpen = false;
  #looking: Promise<void> | undefined;
  #again = false;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(host: BranchHost | undefined, options: () => Promise<BranchOptions | undefined>, events: BranchEvents) {
    this.#host = host;
    this.#options = options;
    this.#events = events;
  }

  /** What the calls have cost before; undefined while that is not known. */
  get since(): Since | undefined {
    return this.#since;
  }

  /** The folder is read: from now on its calls are compared. */
  open(): void {
    if (this.#isOpen) return;
    this.#isOpen = true;
    this.look();
  }

  /** The configuration, the settings or the day is another. What is shown stays until it is read again. */
  restart(): void {
    this.#life++;
    this.#isOpen = false;
    this.#base = undefined;
    this.#where = undefined;
  }

  dispose(): void {
    this.restart();
    clearTimeout(this.#timer);
  }

  /** HEAD or the base may have moved. */
  look(): void {
    if (!this.#isOpen || !this.#host) return;
    this.#again = true;
    this.#looking ??= this.#lookOn(this.#host).finally(() => {
      this.#looking = undefined;
    });
  }

  async #lookOn(host: BranchHost): Promise<void> {
    while (this.#again) {
      await new Promise((resolve) => setTimeout(resolve, LOOK_AFTER));
      this.#again = false;
      const life = this.#life;
      const options = await this.#options();
      const where = options && (await host.where(options.base));
      if (life !== this.#life || where === this.#where) continue;
      this.#where = where;
      const base = options && (await this.#read(host, options));
      if (life !== this.#life) continue;
      this.#base = base;
      this.#pair();
    }
  }

  async #read(host: BranchHost, options: BranchOptions): Promise<KnownBase | undefined> {
    const known = this.#base;
    try {
      const { calls = known?.calls ?? [], ...base } = await host.base({ ...options, known: known?.commit });
      return { ...base, calls };
    } catch (error) {
      this.#events.missing(error instanceof Error ? error.message : String(error));
      return undefined;
    }
  }

  /**
   * Takes the folder's calls as they are now, and the files that it has. Calls that come or go are paired at once, others when nobody
   * types any more.
   */
  take(side: DiffSide, files: ReadonlySet<string>): void {
    this.#head = { side, files };
    clearTimeout(this.#timer);
    if (!this.#base) return;
    if (idsOf(side) !== this.#ids) this.#since = this.#paired();
    else this.#timer = setTimeout(() => this.#pair(), PAIR_AFTER);
  }

  #pair(): void {
    const before = this.#since;
    this.#since = this.#paired();
    if (!isSame(before, this.#since)) this.#events.changed();
  }

  #paired(): Since | undefined {
    if (!this.#base || !this.#head) return undefined;
    const { side, files } = this.#head;
    this.#ids = idsOf(side);
    return sinceBase(this.#base.name, this.#base.calls, side, (path) => files.has(path));
  }

  // ── questions ────────────────────────────────────────────────────────────────────────────────────────────────────

  /** Rejects with a sentence that says why there is nothing to compare with. */
  async diff(options: BranchOptions): Promise<Diff> {
    if (!this.#host) throw new Error('there is no git here to compare with: it needs a folder on the disk of the server.');
    return this.#host.diff(options);
  }

  /** The text of a file, or of the file in which a call stood; of the commit with which the lenses compare. */
  async text(path: string, siteId: string | undefined): Promise<BaseText> {
    const before = siteId === undefined ? undefined : this.#since?.calls.get(siteId);
    const file = before?.key.path ?? path;
    if (!this.#host || !this.#base) return { text: null, base: null, path: file };
    const text = await this.#host.text(this.#base.commit, file).catch(() => undefined);
    return { text: text ?? null, base: this.#base.name, path: file };
  }
}

const idsOf = ({ report }: DiffSide): string => report.sites.map(({ id }) => id).join('\n');

const isSame = (a: Since | undefined, b: Since | undefined): boolean =>
  a === b ||
  (a !== undefined &&
    b !== undefined &&
    a.name === b.name &&
    a.calls.size === b.calls.size &&
    [...b.calls].every(([id, call]) => a.calls.has(id) && a.calls.get(id) === call));
