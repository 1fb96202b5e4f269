/** One scan: the files that are there, and the report over them, new or as it was kept. */
import { globMatcher } from '../core/config/globs.ts';
import type { FolderConfig } from '../core/config/settings.ts';
import type { Report } from '../core/report/report.ts';
import { type FileList, listFiles } from './list-files.ts';
import { isScanned } from './scanned.ts';
import type { ScannerOptions } from './scanner.ts';
import { openStore } from './store.ts';

export interface ScanOptions extends Omit<ScannerOptions, 'folders'> {
  /** The configurations of folders below the root that hold for these files; asked once the files are known. */
  readonly foldersOf?: (files: readonly string[]) => readonly FolderConfig[];
  /** What to scan, relative to the root, POSIX; '' is the root itself. */
  readonly paths: readonly string[];
  /** Of the files below `paths` only these. */
  readonly only?: ReadonlySet<string> | undefined;
  /** By default two for large scans. */
  readonly threads?: number | undefined;
  /** The folder of the cache; undefined for none. */
  readonly cache?: string | undefined;
  readonly onProgress?: (progress: Progress) => void;
}

export interface Progress {
  readonly seen: number;
  readonly total: number;
  readonly candidates: number;
}

/** The files of a scan, and its options with the configurations that hold for them. */
export async function listed(asked: ScanOptions): Promise<{ readonly list: FileList; readonly options: ScanOptions & ScannerOptions }> {
  const { root, paths, config } = asked;
  const ignored = globMatcher(config.ignore);
  const list = await listFiles(root, paths, (file) => isScanned(file) && !ignored(file) && asked.only?.has(file) !== false);
  return { list, options: { ...asked, folders: asked.foldersOf?.(list.files) } };
}

export async function scan(asked: ScanOptions): Promise<Report> {
  // Git lists the files while the kept report is read, or the engine.
  const listing = listed(asked);
  const kept = asked.cache === undefined ? undefined : openStore(asked.cache, asked);
  const engine = kept?.isEmpty === false ? undefined : import('./scan-files.ts');
  const { list, options } = await listing;
  const store = kept?.at(options, list);
  if (store?.report) return store.report;
  const { scanFiles } = await (engine ?? import('./scan-files.ts'));
  return scanFiles(list, options, store);
}
