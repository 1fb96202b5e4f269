/** Which files of a folder are read: open documents and what is in reach of them, then all that may hold LLM code, then their callers. */
import type { LiveShares } from '../core/analysis/live.ts';
import type { Report } from '../core/report/report.ts';
import { CALLER_LEVELS, callersOf } from '../node/importers.ts';
import type { SiftedFolder } from './host.ts';

/** Milliseconds after which background work lets requests through. */
const SLICE = 12;
/** Files in reach of an open document that are read with it before the folder is scanned. */
const NEAR_FILES = 60;

/** The files of the folder, and how far from LLM code they are: callers of its functions have their own levels. */
interface Sifted extends SiftedFolder {
  readonly levels: Map<string, number>;
  /** The same files, to be asked for one. */
  readonly known: ReadonlySet<string>;
  /** The names whose importers were looked for. */
  leads: string;
}

interface Text {
  readonly path: string;
  readonly text: string;
}

export class Scan {
  #sifted: Sifted | undefined;

  /** All files of the folder; undefined before they were listed. */
  get files(): ReadonlySet<string> | undefined {
    return this.#sifted?.known;
  }

  /** The folder was listed. */
  take(sifted: SiftedFolder): void {
    this.#sifted = { ...sifted, levels: new Map(sifted.candidates.map((path) => [path, 0])), known: new Set(sifted.files), leads: '' };
  }

  /** Files have come or gone, or may be others. */
  forget(): void {
    this.#sifted = undefined;
  }

  /** Of the files of the folder those that may hold LLM code; of all others those that are `open`. */
  begin(live: LiveShares, open: readonly Text[]): void {
    const paths = new Set(live.paths());
    live.scan([...(this.#sifted?.candidates ?? []), ...open.flatMap(({ path }) => (paths.has(path) ? [path] : []))]);
  }

  /** What was found to belong to the scan, also for an engine that has just started. */
  resume(live: LiveShares): void {
    if (this.#sifted) live.scan([...live.paths(), ...this.#sifted.levels.keys()]);
  }

  /** Reads open documents, and with them the files in reach of them while the folder is not listed yet. */
  readOpen(live: LiveShares, open: readonly Text[], matters: (path: string, text: string) => boolean): void {
    const wanted = open.filter(({ path, text }) => matters(path, text));
    live.scan([...live.paths(), ...wanted.map(({ path }) => path)]);
    for (const { path } of open) live.share(path);
    if (this.#sifted) return;
    const isNear = (path: string) => {
      const text = live.text(path);
      return text !== undefined && matters(path, text);
    };
    live.scan([...live.paths(), ...wanted.flatMap(({ path }) => live.near(path, NEAR_FILES).filter(isNear))]);
    for (const path of live.paths()) live.share(path);
  }

  /** Files that call functions with LLM calls belong to the scan, though they name no SDK. True when some were added. */
  addCallers(live: LiveShares): boolean {
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

  /** What a report says of the files. */
  seen(live: LiveShares): Report['files'] {
    if (!this.#sifted) return { seen: 0, analysed: 0, skipped: [], failed: [] };
    const { files, skipped } = this.#sifted;
    return { seen: files.length, analysed: live.paths().length, skipped, failed: [] };
  }
}

/** Reads some of the files that wait, for as long as requests can. `now`: a clock in milliseconds. */
export function readSome(live: LiveShares, now: () => number): void {
  const end = now() + SLICE;
  for (const path of live.waiting()) {
    live.share(path);
    if (now() > end) break;
  }
}
