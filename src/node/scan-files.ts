/** Reads and analyses listed files: which of them matter, what the engine makes of them, in one thread or several. */
import path from 'node:path';
import { joinShares, type Share } from '../core/analysis/scan.ts';
import type { Report } from '../core/report/report.ts';
import { handOut } from './hand-out.ts';
import { CALLER_LEVELS, callersOf } from './importers.ts';
import type { FileList } from './list-files.ts';
import { readSource } from './read-source.ts';
import type { ScanOptions } from './scan.ts';
import { type Candidate, createScanner, type LocalScanner, type Scanner, type ScannerOptions, type Sifted } from './scanner.ts';
import type { Store } from './store.ts';
import { workerScanner } from './worker-scanner.ts';

/** A second thread takes about 200 ms to start: fewer files are read sooner by one. */
const FILES_FOR_THREADS = 1500;
/** So many files are sifted at once, and so much text is read: little enough that all threads end together. */
const BATCH = 250;
const PART = 1 << 15;
/** So many shares are counted at once: a report of each by itself costs more than it saves. */
const COUNTED = 16;

/** The report over the files of a list; `store` keeps it. */
export async function scanFiles(list: FileList, options: ScanOptions & ScannerOptions, store: Store | undefined): Promise<Report> {
  return withScanners(list, options, store !== undefined, async (scanners, own) => {
    const found = await siftAll(scanners, list.files, options.onProgress);
    const scanned = new Set(found.candidates.map((candidate) => candidate.path));
    const shares = await shareOut(scanners, own, found.candidates, scanned);
    const report = await finish(own, list, found, shares, options.root);
    if (store) store.save(report, (await Promise.all(scanners.map((scanner) => scanner.reads()))).flat());
    return report;
  });
}

/** The share of those files that `isOwn` names, and what was found in them. All are looked at, since calls reach over files. */
export async function shareFiles(
  list: FileList,
  options: ScanOptions & ScannerOptions,
  isOwn: (path: string) => boolean,
): Promise<{ readonly found: Sifted; readonly share: Share }> {
  return withScanners(list, options, false, async (scanners) => {
    const { candidates, imports, skipped } = await siftAll(scanners, list.files, options.onProgress);
    const own = candidates.filter(({ path: file }) => isOwn(file));
    const shares = await shareOut(scanners, undefined, own, new Set(candidates.map((candidate) => candidate.path)));
    return {
      found: {
        candidates: own,
        imports: imports.filter(([file]) => isOwn(file)),
        skipped: skipped.filter(({ path: file }) => isOwn(file)),
      },
      share: joinShares(shares),
    };
  });
}

/** The report over shares that were made apart: of each of the list's files, in whatever order. */
export async function joinFiles(
  list: FileList,
  options: ScanOptions & ScannerOptions,
  parts: readonly { readonly found: Sifted; readonly share: Share }[],
): Promise<Report> {
  const own = createScanner(options);
  try {
    const found = joined(parts.map((part) => part.found));
    return await finish(
      own,
      list,
      found,
      parts.map(({ share }) => share),
      options.root,
    );
  } finally {
    own.close();
  }
}

async function withScanners<T>(
  list: FileList,
  options: ScanOptions & ScannerOptions,
  noted: boolean,
  work: (scanners: readonly Scanner[], own: LocalScanner) => Promise<T>,
): Promise<T> {
  const { root, config, folders, choices, at, version, texts } = options;
  const scannerOptions: ScannerOptions = { root, config, folders, choices, at, version, texts, noted };
  // Only the report prices anything, and that is made here.
  const own = createScanner({ ...scannerOptions, prices: options.prices });
  const threads = options.threads ?? (list.files.length >= FILES_FOR_THREADS ? 2 : 1);
  const scanners: Scanner[] = [own, ...Array.from({ length: threads - 1 }, () => workerScanner(scannerOptions))];
  try {
    return await work(scanners, own);
  } finally {
    for (const scanner of scanners) scanner.close();
  }
}

/**
 * The shares of all candidates. What `counting` counts it keeps: while the others read, it counts what has been read, so that little is
 * left to do for the report over everything.
 */
async function shareOut(
  scanners: readonly Scanner[],
  counting: LocalScanner | undefined,
  candidates: Sifted['candidates'],
  scanned: ReadonlySet<string>,
): Promise<readonly Share[]> {
  for (const scanner of scanners) scanner.begin(scanned);
  const fresh: Share[] = [];
  return handOut(scanners, partsOf(candidates), async (scanner, paths) => {
    const share = await scanner.share(paths);
    if (scanners.length > 1) fresh.push(share);
    if (scanner === counting && fresh.length >= COUNTED) await (await counting.engine()).report(NO_FILES, fresh.splice(0));
    return share;
  });
}

const NO_FILES: Report['files'] = { seen: 0, analysed: 0, skipped: [], failed: [] };

/** Follows what was found into the files that call it, and makes the report. */
async function finish(own: LocalScanner, list: FileList, found: Sifted, parts: readonly Share[], root: string): Promise<Report> {
  const scanned = new Set(found.candidates.map((candidate) => candidate.path));
  const imports = new Map(found.imports);
  const shares = [...parts];
  for (let level = 0, fresh: readonly Share[] = shares; level < CALLER_LEVELS && imports.size > 0; level++) {
    const callers = callersOf(fresh, imports, (file, calls) => {
      const source = readSource(path.join(root, file), (_, latin1) => calls(latin1), file);
      return source !== undefined && 'text' in source;
    });
    if (callers.length === 0) break;
    for (const caller of callers) {
      imports.delete(caller);
      scanned.add(caller);
    }
    own.begin(scanned);
    fresh = [await own.share(callers)];
    shares.push(...fresh);
  }
  const skipped = [...list.skipped, ...found.skipped].sort((a, b) => (a.path < b.path ? -1 : 1));
  const engine = await own.engine();
  return engine.report({ seen: list.files.length, analysed: scanned.size, skipped, failed: [] }, shares);
}

const joined = (sifted: readonly Sifted[]): Sifted => ({
  candidates: sifted.flatMap((one) => one.candidates),
  imports: sifted.flatMap((one) => one.imports).sort(([a], [b]) => (a < b ? -1 : 1)),
  skipped: sifted.flatMap((one) => one.skipped),
});

async function siftAll(scanners: readonly Scanner[], files: readonly string[], onProgress: ScanOptions['onProgress']): Promise<Sifted> {
  const batches = Array.from({ length: Math.ceil(files.length / BATCH) }, (_, at) => files.slice(at * BATCH, (at + 1) * BATCH));
  let seen = 0;
  let candidates = 0;
  const sifted = await handOut(scanners, batches, async (scanner, batch) => {
    const result = await scanner.sift(batch);
    seen += batch.length;
    candidates += result.candidates.length;
    onProgress?.({ seen, total: files.length, candidates });
    return result;
  });
  return joined(sifted);
}

/** Neighbours stay together, since they import each other. */
function partsOf(candidates: readonly Candidate[]): readonly (readonly string[])[] {
  const parts: string[][] = [];
  let room = 0;
  for (const { path: file, size } of candidates) {
    if (room <= 0) {
      parts.push([]);
      room = PART;
    }
    parts.at(-1)?.push(file);
    room -= size;
  }
  return parts;
}
