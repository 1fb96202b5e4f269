/** Reads and analyses listed files: which of them matter, what the engine makes of them, in one thread or several. */
import path from 'node:path';
import { joinShares, type Share } from '../core/analysis/scan.ts';
import type { Report } from '../core/report/report.ts';
import { CALLER_LEVELS, callersOf } from './importers.ts';
import type { FileList } from './list-files.ts';
import { readSource } from './read-source.ts';
import type { ScanOptions } from './scan.ts';
import { createScanner, type LocalScanner, type Scanner, type ScannerOptions, type Shared, type Sifted } from './scanner.ts';
import type { Read, Store } from './store.ts';
import { workerScanner } from './worker-scanner.ts';

/** A second thread takes about 200 ms to start: fewer files are read sooner by one. */
const FILES_FOR_THREADS = 1500;
/** So many files are sifted between two signs of progress. */
const BATCH = 500;

/** The report over the files of a list; `store` keeps it. */
export async function scanFiles(list: FileList, options: ScanOptions & ScannerOptions, store: Store | undefined): Promise<Report> {
  return withScanners(list, options, store !== undefined, async (scanners, own) => {
    const found = await siftAll(scanners, list.files, options.onProgress);
    const scanned = new Set(found.candidates.map((candidate) => candidate.path));
    const shared = await shareOut(scanners, found.candidates, scanned);
    const { report, reads } = await finish(
      own,
      list,
      found,
      shared.map(({ share }) => share),
      options.root,
    );
    store?.save(report, [...shared.flatMap((one) => one.reads), ...reads]);
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
    const shared = await shareOut(scanners, own, new Set(candidates.map((candidate) => candidate.path)));
    return {
      found: {
        candidates: own,
        imports: imports.filter(([file]) => isOwn(file)),
        skipped: skipped.filter(({ path: file }) => isOwn(file)),
      },
      share: joinShares(shared.map(({ share }) => share)),
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
    const { report } = await finish(
      own,
      list,
      joined(parts.map(({ found }) => found)),
      parts.map(({ share }) => share),
      options.root,
    );
    return report;
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

async function shareOut(
  scanners: readonly Scanner[],
  candidates: Sifted['candidates'],
  scanned: ReadonlySet<string>,
): Promise<readonly Shared[]> {
  const parts = cut(candidates, scanners.length);
  return Promise.all(scanners.map((scanner, at) => scanner.share(parts[at] ?? [], scanned)));
}

/** Follows what was found into the files that call it, and makes the report. */
async function finish(
  own: LocalScanner,
  list: FileList,
  found: Sifted,
  parts: readonly Share[],
  root: string,
): Promise<{ readonly report: Report; readonly reads: readonly Read[] }> {
  const scanned = new Set(found.candidates.map((candidate) => candidate.path));
  const imports = new Map(found.imports);
  const shares = [...parts];
  const reads: Read[] = [];
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
    const more = await own.share(callers, scanned);
    fresh = [more.share];
    shares.push(more.share);
    reads.push(...more.reads);
  }
  const skipped = [...list.skipped, ...found.skipped].sort((a, b) => (a.path < b.path ? -1 : 1));
  const engine = await own.engine();
  return { report: await engine.report({ seen: list.files.length, analysed: scanned.size, skipped, failed: [] }, shares), reads };
}

const joined = (sifted: readonly Sifted[]): Sifted => ({
  candidates: sifted.flatMap((one) => one.candidates),
  imports: sifted.flatMap((one) => one.imports).sort(([a], [b]) => (a < b ? -1 : 1)),
  skipped: sifted.flatMap((one) => one.skipped),
});

async function siftAll(scanners: readonly Scanner[], files: readonly string[], onProgress: ScanOptions['onProgress']): Promise<Sifted> {
  const batches = Array.from({ length: Math.ceil(files.length / BATCH) }, (_, at) => files.slice(at * BATCH, (at + 1) * BATCH));
  const sifted: Sifted[] = [];
  let next = 0;
  let seen = 0;
  let candidates = 0;
  const work = async (scanner: Scanner) => {
    for (let at = next++; at < batches.length; at = next++) {
      const batch = batches[at] as readonly string[];
      const result = await scanner.sift(batch);
      sifted[at] = result;
      seen += batch.length;
      candidates += result.candidates.length;
      onProgress?.({ seen, total: files.length, candidates });
      // The other threads' answers wait in the event loop.
      await new Promise((resolve) => setImmediate(resolve));
    }
  };
  await Promise.all(scanners.map(work));
  return joined(sifted);
}

/** Neighbours stay together, since they import each other; every part costs about the same to parse. */
function cut(candidates: Sifted['candidates'], parts: number): string[][] {
  const total = candidates.reduce((sum, { size }) => sum + size, 0);
  const out: string[][] = Array.from({ length: parts }, () => []);
  let before = 0;
  for (const candidate of candidates) {
    out[Math.min(parts - 1, Math.floor((before / Math.max(1, total)) * parts))]?.push(candidate.path);
    before += candidate.size;
  }
  return out;
}
