/**
 * Keeps the report of a scan, so that an unchanged tree is not read again. What makes a report is its key: this build, the
 * configuration, the day, and every file by content; what the analysis read besides is compared one by one.
 */
import { createHash } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Report } from '../core/report/report.ts';
import { nodeHost } from './host.ts';
import type { FileList } from './list-files.ts';
import type { ScannerOptions } from './scanner.ts';

/** What the analysis read: a file or (ending in '/') a folder, and the hash of what stood there; null where there was nothing. */
export type Read = readonly [path: string, hash: string | null];

export interface Store {
  /** The report of the same scan, when nothing has changed since. */
  readonly report: Report | undefined;
  save(report: Report, reads: readonly Read[]): void;
}

interface Stored {
  readonly key: string;
  readonly reads: readonly Read[];
  readonly report: Report;
}

/** Changes with every build, since the files of a bundle are named by their content. */
const build = (): string =>
  readdirSync(path.dirname(fileURLToPath(import.meta.url)))
    .sort()
    .join('\n');

/** What is kept of scans of these paths. */
interface Kept {
  readonly isEmpty: boolean;
  /** The store as it is for these files, with this configuration. */
  at(options: ScannerOptions, list: FileList): Store;
}

export function openStore(folder: string, { root, paths }: { readonly root: string; readonly paths: readonly string[] }): Kept {
  const file = path.join(folder, `${hashOf(`${root}\n${paths.join('\n')}`).slice(0, 16)}.json`);
  const stored = load(file);
  return {
    isEmpty: stored === undefined,
    at(options, list) {
      const key = scanKey(options, list);
      const listed = new Set(list.files);
      return {
        report: stored?.key === key && isUnchanged(stored.reads, root) ? stored.report : undefined,
        save(report, reads) {
          const others = [...new Map(reads)].filter(([name]) => !listed.has(name));
          write(file, { key, reads: others, report });
        },
      };
    },
  };
}

/** What makes a report: this build, the configuration, the day, and every listed file by content. */
export function scanKey(
  { root, config, folders = [], choices = {}, prices, at, version }: ScannerOptions,
  { files, blobs }: FileList,
): string {
  const hash = createHash('sha1').update(JSON.stringify([build(), version, at, config, folders, choices, prices ?? null]));
  for (const name of files) hash.update(`\n${name}\0${blobs.get(name) ?? hashOfFile(path.join(root, name))}`);
  return hash.digest('hex');
}

export const hashOf = (content: string | Uint8Array): string => createHash('sha1').update(content).digest('hex');

/** The hash of an answer of the host. */
export const hashOfText = (text: string | undefined): string | null => (text === undefined ? null : hashOf(text));
export const hashOfNames = (names: readonly string[]): string => hashOf([...names].sort().join('\0'));

function hashOfFile(file: string): string {
  try {
    return hashOf(readFileSync(file));
  } catch (error) {
    return String((error as NodeJS.ErrnoException).code);
  }
}

function isUnchanged(reads: readonly Read[], root: string): boolean {
  const host = nodeHost(root);
  return reads.every(
    ([name, hash]) => hash === (name.endsWith('/') ? hashOfNames(host.list(name.slice(0, -1))) : hashOfText(host.read(name))),
  );
}

/** A cache that cannot be read is none. */
function load(file: string): Stored | undefined {
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as Stored;
  } catch {
    return undefined;
  }
}

/** Written beside and then renamed, so that nobody reads half of it; a cache that cannot be written is no failure of the scan. */
function write(file: string, stored: Stored): void {
  try {
    mkdirSync(path.dirname(file), { recursive: true });
    const draft = `${file}.${process.pid}`;
    writeFileSync(draft, JSON.stringify(stored));
    renameSync(draft, file);
  } catch {
    // The next scan is slower; that is all.
  }
}
