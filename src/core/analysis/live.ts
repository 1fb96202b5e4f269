/** The shares of a folder file by file while its texts change: what a change can have touched is read again, and nothing else. */
import type { Place } from '../resolve/known.ts';
import { differenceOf, moved, type TextEdit } from '../text/range.ts';
import type { Project } from './project.ts';
import { createScan, type ScanOptions, type Share } from './scan.ts';

export interface LiveShares {
  /** The files of the scan, prompt files included. New ones wait to be read. */
  scan(paths: Iterable<string>): void;
  paths(): readonly string[];
  /** The text of a file as it is known. */
  text(path: string): string | undefined;
  /** Files of the project that a file leads to by the imports that were followed so far, at most so many, nearest first. */
  near(path: string, most: number): readonly string[];
  /** Files have come or gone: everything waits. */
  relist(): void;
  /** Replaces the text of a file that is open in an editor; undefined: it is closed, or gone, or has to be read from the host again. */
  set(path: string, text: string | undefined): void;
  /** The share of one file as it is now; undefined when the file is not of the scan. */
  share(path: string): Share | undefined;
  /** Files whose shares have to be read again before `all` is exact. */
  waiting(): readonly string[];
  /** The last shares of all files that were read, by path. Those that wait are old, with their places moved along. */
  all(): readonly Share[];
}

export function createLiveShares(options: Omit<ScanOptions, 'scanned'>): LiveShares {
  const { project } = options;
  const scanned = new Set<string>();
  const shares = new Map<string, Share>();
  const waiting = new Set<string>();
  /** By text file: the files whose reading asked for it. */
  const readers = new Map<string, Set<string>>();
  let reading = '';

  const watched: Project = {
    ...project,
    text(path) {
      const known = readers.get(path);
      if (known) known.add(reading);
      else readers.set(path, new Set([reading]));
      return project.text(path);
    },
  };

  const reader = createScan({ ...options, project: watched, scanned });

  function share(path: string): Share | undefined {
    if (!scanned.has(path)) return undefined;
    const known = shares.get(path);
    if (known && !waiting.has(path)) return known;
    reading = path;
    const fresh = reader.read(path);
    shares.set(path, fresh);
    waiting.delete(path);
    // What it remembers is for those that wait; memory that nobody needs costs time with every key.
    if (waiting.size === 0) reader.forget();
    return fresh;
  }

  /**
   * The files whose shares may depend on the text of `path`. To code its imports lead, whoever asked first for what stands in it. Of
   * other text only the first who asked is known, and what that file has read is remembered for all that share an import with it.
   */
  function touchedBy(path: string): ReadonlySet<string> {
    const asked = readers.get(path);
    const importing = reach([path, ...(asked ?? [])], (file) => project.importers(file));
    const isCode = asked === undefined || project.facts(path) !== undefined;
    return isCode ? importing : reach(importing, (file) => [...project.importers(file), ...project.imports(file)]);
  }

  /** A notebook can be damaged in another way, with the same program. */
  const problemsOf = (path: string): string => JSON.stringify(project.notebook(path)?.problems ?? []);

  function touch(path: string): void {
    reader.forget();
    for (const touched of touchedBy(path)) if (scanned.has(touched)) waiting.add(touched);
  }

  return {
    scan(paths) {
      const now = new Set(paths);
      for (const path of scanned) {
        if (now.has(path)) continue;
        scanned.delete(path);
        shares.delete(path);
        waiting.delete(path);
        touch(path);
      }
      for (const path of now) {
        if (scanned.has(path)) continue;
        scanned.add(path);
        waiting.add(path);
        touch(path);
      }
    },
    paths: () => [...scanned],
    text: project.text,
    near(path, most) {
      const found = new Set([path]);
      for (const one of found) for (const next of project.imports(one)) if (found.size <= most) found.add(next);
      found.delete(path);
      return [...found];
    },
    relist() {
      project.relist();
      reader.forget();
      for (const path of scanned) waiting.add(path);
    },
    set(path, text) {
      const before = project.program(path);
      const problems = problemsOf(path);
      project.set(path, text, { keep: true });
      const after = project.program(path);
      if (before === after && problems === problemsOf(path)) return;
      touch(path);
      if (before === undefined || after === undefined || before === after) return;
      const edit = differenceOf(before, after);
      for (const [owner, old] of shares) if (owner !== path) shares.set(owner, shiftedShare(old, path, edit));
    },
    share,
    waiting: () => [...waiting].sort(),
    all: () => [...shares.keys()].sort().map((path) => shares.get(path) as Share),
  };
}

function reach(from: Iterable<string>, next: (path: string) => Iterable<string>): Set<string> {
  const found = new Set(from);
  for (const path of found) for (const one of next(path)) found.add(one);
  return found;
}

/** A share of another file, with its places in `path` moved along by an edit; the same object where it has none there. */
function shiftedShare(share: Share, path: string, edit: TextEdit): Share {
  let touched = false;
  const shift = (place: Place): Place => {
    if (place.path !== path) return place;
    touched = true;
    return { path, ...moved(place, edit) };
  };
  const sites = share.sites.map((site) => {
    if (site.place.path !== path && site.paidBy?.path !== path) return site;
    return { ...site, place: shift(site.place), paidBy: site.paidBy && shift(site.paidBy) };
  });
  const paid = share.paid.map(({ inner, by }) => ({ inner: shift(inner), by: shift(by) }));
  const wrapped = share.wrapped.map((call) => ({ ...call, by: shift(call.by), inner: shift(call.inner) }));
  return touched ? { ...share, sites, paid, wrapped } : share;
}
