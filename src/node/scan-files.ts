/** Reads and analyses listed files: which of them matter, what the engine makes of them, in one thread or several. */
import path from 'node:path';
import type { Share } from '../core/analysis/scan.ts';
import type { Report } from '../core/report/report.ts';
import { CALLER_LEVELS, callersOf } from './importers.ts';
import type { FileList } from './list-files.ts';
import { readSource } from './read-source.ts';
import type { ScanOptions } from './scan.ts';
import { createScanner, type Scanner, type ScannerOptions, type Sifted } from './scanner.ts';
import type { Store } from './store.ts';
import { workerScanner } from './worker-scanner.ts';

/** A second thread takes about 200 ms to start: fewer files are read sooner by one. */
const FILES_FOR_THREADS = 1500;
/** So many files are sifted between two signs of progress. */
const BATCH = 500;

/** The report over the files of a list; `store` keeps it. */
export async function scanFiles(list: FileList, options: ScanOptions & ScannerOptions, store: Store | undefined): Promise<Report> {
  const { root, config, folders, choices, at, version, texts } = options;
  const scannerOptions: ScannerOptions = { root, config, folders, choices, at, version, texts, noted: store !== undefined };
  // Only the report prices anything, and that is made here.
  const own = createScanner({ ...scannerOptions, prices: options.prices });
  const threads = options.threads ?? (list.files.length >= FILES_FOR_THREADS ? 2 : 1);
  const scanners: Scanner[] = [own, ...Array.from({ length: threads - 1 }, () => workerScanner(scannerOptions))];
  try {
    const sifted = await siftAll(scanners, list.files, options.onProgress);
    const candidates = sifted.flatMap((one) => one.candidates);
    const scanned = new Set(candidates.map((candidate) => candidate.path));
    const parts = cut(candidates, scanners.length);
    const shared = await Promise.all(scanners.map((scanner, at) => scanner.share(parts[at] ?? [], scanned)));
    const shares = shared.map(({ share }) => share);
    const reads = shared.flatMap((one) => one.reads);
    const imports = new Map(sifted.flatMap((one) => one.imports));
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
    const skipped = [...list.skipped, ...sifted.flatMap((one) => one.skipped)].sort((a, b) => (a.path < b.path ? -1 : 1));
    const engine = await own.engine();
    const report = await engine.report({ seen: list.files.length, analysed: scanned.size, skipped, failed: [] }, shares);
    store?.save(report, reads);
    return report;
  } finally {
    for (const scanner of scanners) scanner.close();
  }
}

async function siftAll(
  scanners: readonly Scanner[],
  files: readonly string[],
  onProgress: ScanOptions['onProgress'],
): Promise<readonly Sifted[]> {
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
  return sifted;
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
