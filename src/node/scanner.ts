/** The two halves of a scan that can be shared out between threads: which files may hold LLM code, and what stands in them. */
import path from 'node:path';
import type { Share } from '../core/analysis/scan.ts';
import { catalog } from '../core/catalog/index.ts';
import { createPrefilter } from '../core/catalog/prefilter.ts';
import type { Config, FolderConfig } from '../core/config/settings.ts';
import { type Choices, createEngine, type Engine } from '../core/engine.ts';
import type { Snapshot } from '../core/prices/snapshot.ts';
import { type DiskHost, nodeHost } from './host.ts';
import { importsIn } from './importers.ts';
import { readSource } from './read-source.ts';
import { hashOfNames, hashOfText, type Read } from './store.ts';

export interface ScannerOptions {
  /** Absolute; all paths are relative to it, POSIX. */
  readonly root: string;
  readonly config: Config;
  /** Folders below the root with a configuration of their own. */
  readonly folders?: readonly FolderConfig[] | undefined;
  readonly choices?: Choices | undefined;
  /** Downloaded prices, in place of those that ship with Costlint. */
  readonly prices?: Snapshot | undefined;
  /** The day that is priced, YYYY-MM-DD in UTC. */
  readonly at: string;
  readonly version: string;
  /** Texts that stand in place of those on the disk: fixes that are not written yet. */
  readonly texts?: ReadonlyMap<string, string> | undefined;
  /** Note what was read, for the cache. */
  readonly noted?: boolean;
}

/** What a first look at files gives. Plain data. */
export interface Sifted {
  readonly candidates: readonly Candidate[];
  /** Of all other files: the modules that they import. */
  readonly imports: readonly (readonly [path: string, modules: readonly string[]])[];
  readonly skipped: readonly { readonly path: string; readonly reason: string }[];
}

export interface Candidate {
  readonly path: string;
  /** Bytes or characters: what parsing it will cost. */
  readonly size: number;
}

export interface Scanner {
  /** Questions that are best asked at once, so that the next one is there when one is answered. */
  readonly abreast: number;
  sift(files: readonly string[]): Promise<Sifted>;
  /** Names the candidates of all shares that are asked for next. */
  begin(scanned: ReadonlySet<string>): void;
  share(paths: readonly string[]): Promise<Share>;
  /** What was read for all shares, for the cache. */
  reads(): Promise<readonly Read[]>;
  close(): void;
}

export interface LocalScanner extends Scanner {
  engine(): Promise<Engine>;
}

/** Scans in this thread. The engine starts to load at once. */
export function createScanner({ root, config, folders = [], choices, prices, at, version, texts, noted }: ScannerOptions): LocalScanner {
  const host = nodeHost(root, undefined, texts);
  const prefilter = createPrefilter([...config.sdks, ...catalog]);
  const engine = createEngine({ host, config, folders, choices, prices, version, at, now: () => performance.now() });
  // Whoever awaits it gets the error; until then it must not end the process.
  engine.catch(() => undefined);
  let shares: ReturnType<Engine['sharesOf']> | undefined;
  let scanned: ReadonlySet<string> = new Set();
  return {
    abreast: 1,
    engine: () => engine,
    sift: async (files) => sift(root, files, prefilter.matters),
    begin(all) {
      scanned = all;
      shares = undefined;
    },
    async share(paths) {
      const { sharesOf } = await engine;
      shares ??= sharesOf(scanned);
      return shares(paths);
    },
    reads: async () => (noted ? readsOf(host) : []),
    close() {},
  };
}

/** A first look at each of these files. */
export function sift(root: string, files: readonly string[], matters: (path: string, latin1: string) => boolean): Sifted {
  const candidates: Candidate[] = [];
  const imports: [string, readonly string[]][] = [];
  const skipped: { path: string; reason: string }[] = [];
  for (const file of files) {
    const look = (name: string, latin1: string): boolean => {
      if (matters(name, latin1)) return true;
      const modules = importsIn(name, latin1);
      if (modules.length > 0) imports.push([name, modules]);
      return false;
    };
    const source = readSource(path.join(root, file), look, file);
    if (source && 'text' in source) candidates.push({ path: file, size: source.text.length });
    else if (source) skipped.push({ path: file, reason: source.skipped });
  }
  return { candidates, imports, skipped };
}

const readsOf = ({ texts, folders }: DiskHost): Read[] => [
  ...[...texts].map(([file, text]): Read => [file, hashOfText(text)]),
  ...[...folders].map(([folder, names]): Read => [`${folder}/`, hashOfNames(names)]),
];
