/** Reads and analyses listed files: which of them matter, what the engine makes of them, in one thread or several. */
import path from 'node:path';
import { joinShares, type Share } from '../core/analysis/scan.ts';
import type { Report } from '../core/report/report.ts';
import { CALLER_LEVELS, callersOf } from './importers.ts';
import type { FileList } from './list-files.ts';
import { readSource } from './read-source.ts';
import type { ScanOptions } from './scan.ts';
import { createScanner, type LocalScanner, type Scanner, type ScannerOptions, type Sifted } from './scanner.ts';
import type { Store } from './store.ts';
import { workerScanner } from './worker-scanner.ts';

/** A second thread takes about 200 ms to start: fewer files are read sooner by one. */
const FILES_FOR_THREADS = 1500;
/** So many files are sifted between two signs of progress. */
const BATCH = 500;
/** Parts that a thread analyses on average: the last ones are small, so that no thread waits long for another. */
const PARTS = 12;

/** The report over the files of a list; `store` keeps it. */
export async function scanFiles(list: FileList, options: ScanOptions & ScannerOptions, store: Store | undefined): Promise<Report> {
  return withScanners(list, options, async (scanners, own) => {
    const found = await siftAll(scanners, list.files, options.onProgress);
    const shares = await shareOut(scanners, found.candidates, pathsOf(found));
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
  return withScanners(list, options, async (scanners) => {
    const found = await siftAll(scanners, list.files, options.onProgress);
    const own = found.candidates.filter(({ path: file }) => isOwn(file));
    const shares = await shareOut(scanners, own, pathsOf(found));
    return {
      found: {
        candidates: own,
        imports: found.imports.filter(([file]) => isOwn(file)),
        skipped: found.skipped.filter(({ path: file }) => isOwn(file)),
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
    return await finish(
      own,
      list,
      joined(parts.map(({ found }) => found)),
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
  work: (scanners: readonly Scanner[], own: LocalScanner) => Promise<T>,
): Promise<T> {
  const { root, config, folders, choices, at, version, texts } = options;
  const scannerOptions: ScannerOptions = { root, config, folders, choices, at, version, texts };
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

const pathsOf = ({ candidates }: Sifted): ReadonlySet<string> => new Set(candidates.map(({ path: file }) => file));

/** Neighbours import each other: the first thread goes on from the beginning, all others from the end, until they meet. */
async function shareOut(
  scanners: readonly Scanner[],
  candidates: Sifted['candidates'],
  scanned: ReadonlySet<string>,
): Promise<readonly Share[]> {
  const parts = cut(candidates, scanners.length === 1 ? 1 : scanners.length * PARTS);
  const shares: Share[] = [];
  let begin = 0;
  let end = parts.length;
  for (const scanner of scanners) scanner.expect(scanned);
  await inTurn(scanners, async (scanner) => {
    if (begin === end) return false;
    const at = scanner === scanners[0] ? begin++ : --end;
    shares[at] = await scanner.share(parts[at] as readonly string[]);
    return true;
  });
  return shares;
}

/** Lets every scanner do the next piece of work until there is none. The first is this thread, which hears no other while it works: those are asked ahead. */
async function inTurn(scanners: readonly Scanner[], next: (scanner: Scanner) => Promise<boolean>): Promise<void> {
  const work = async (scanner: Scanner) => {
    // What the others have answered waits in the event loop.
    while (await next(scanner)) await new Promise((resolve) => setImmediate(resolve));
  };
  await Promise.all([...scanners, ...scanners.slice(1)].map(work));
}

/** Follows what was found into the files that call it, and makes the report. */
async function finish(own: LocalScanner, list: FileList, found: Sifted, parts: readonly Share[], root: string): Promise<Report> {
  let scanned = pathsOf(found);
  const imports = new Map(found.imports);
  const shares = [...parts];
  for (let level = 0, fresh: readonly Share[] = shares; level < CALLER_LEVELS && imports.size > 0; level++) {
    const callers = callersOf(fresh, imports, (file, calls) => {
      const source = readSource(path.join(root, file), (_, latin1) => calls(latin1), file);
      return source !== undefined && 'text' in source;
    });
    if (callers.length === 0) break;
    for (const caller of callers) imports.delete(caller);
    scanned = new Set([...scanned, ...callers]);
    own.expect(scanned);
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
  const sifted: Sifted[] = [];
  let next = 0;
  let seen = 0;
  let candidates = 0;
  await inTurn(scanners, async (scanner) => {
    const at = next++;
    const batch = batches[at];
    if (!batch) return false;
    const result = await scanner.sift(batch);
    sifted[at] = result;
    seen += batch.length;
    candidates += result.candidates.length;
    onProgress?.({ seen, total: files.length, candidates });
    return true;
  });
  return joined(sifted);
}

/** Every part costs about the same to parse. */
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
