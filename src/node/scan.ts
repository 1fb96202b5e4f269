/** One scan: which files, which of them matter, what the engine makes of them. */
import path from 'node:path';
import { catalog } from '../core/catalog/index.ts';
import { globMatcher } from '../core/config/globs.ts';
import type { Config } from '../core/config/settings.ts';
import { createEngine, type Engine } from '../core/engine.ts';
import type { Report } from '../core/report/report.ts';
import { nodeHost } from './host.ts';
import { listFiles } from './list-files.ts';
import { createPrefilter, isScanned } from './prefilter.ts';
import { readSource } from './read-source.ts';

export interface ScanOptions {
  /** Absolute; paths in the report are relative to it. */
  readonly root: string;
  /** What to scan, relative to the root, POSIX; '' is the root itself. */
  readonly paths: readonly string[];
  readonly config: Config;
  /** The day that is priced, YYYY-MM-DD in UTC. */
  readonly at: string;
  readonly version: string;
  readonly onProgress?: (progress: Progress) => void;
}

export interface Progress {
  readonly seen: number;
  readonly total: number;
  readonly candidates: number;
}

export interface Scanned {
  readonly report: Report;
  readonly engine: Engine;
}

export async function scan({ root, paths, config, at, version, onProgress }: ScanOptions): Promise<Scanned> {
  const ignored = globMatcher(config.ignore);
  const list = listFiles(root, paths, (file) => isScanned(file) && !ignored(file));
  const prefilter = createPrefilter([...config.sdks, ...catalog]);
  const engine = await createEngine({ host: nodeHost(root), config, version, at, now: () => performance.now() });
  const skipped = [...list.skipped];
  let candidates = 0;
  for (const [index, file] of list.files.entries()) {
    const source = readSource(path.join(root, file), prefilter.matters, file);
    if (source && 'text' in source) {
      engine.set(file, source.text);
      candidates++;
    } else if (source) skipped.push({ path: file, reason: source.skipped });
    onProgress?.({ seen: index + 1, total: list.files.length, candidates });
  }
  const files = { seen: list.files.length, analysed: candidates, skipped, failed: [] };
  return { engine, report: await engine.report(files) };
}
