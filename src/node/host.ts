/** What the core may ask of the world, answered from the disk: only below the root, and never through a link out of it. */
import { readdirSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Host } from '../core/host.ts';
import { realPath } from './list-files.ts';
import { readText } from './read-source.ts';

/** Grammars and tokenizer tables stand beside the bundle. */
export const ASSETS = fileURLToPath(new URL('assets/', import.meta.url));

/** A host that knows what it was asked. */
export interface DiskHost extends Host {
  /** Texts by path, undefined where there was none. */
  readonly texts: ReadonlyMap<string, string | undefined>;
  /** Names by folder. */
  readonly folders: ReadonlyMap<string, readonly string[]>;
}

/** Answers are kept: one scan sees one state of the disk. `given` are texts that stand in place of those on it. */
export function nodeHost(root: string, assets: string = ASSETS, given: ReadonlyMap<string, string> = new Map()): DiskHost {
  const realRoot = realPath(root);
  const texts = new Map<string, string | undefined>(given);
  const folders = new Map<string, readonly string[]>();

  /** The real path of what lies below the root; undefined for all else. */
  function inside(relative: string): string | undefined {
    if (realRoot === undefined) return undefined;
    const real = realPath(path.join(realRoot, relative));
    return real !== undefined && isWithin(realRoot, real) ? real : undefined;
  }

  return {
    texts,
    folders,
    read: (file) =>
      remembered(texts, file, () => {
        const real = inside(file);
        return real === undefined ? undefined : readText(real);
      }),
    list: (folder) =>
      remembered(folders, folder, () => {
        const real = inside(folder);
        return real === undefined ? [] : namesIn(real);
      }),
    asset: (name) => readFile(path.join(assets, name)),
  };
}

export function isWithin(folder: string, file: string): boolean {
  const relative = path.relative(folder, file);
  return relative === '' || (relative !== '..' && !relative.startsWith(`..${path.sep}`) && !path.isAbsolute(relative));
}

function namesIn(folder: string): readonly string[] {
  try {
    return readdirSync(folder, { withFileTypes: true }).map((entry) => (entry.isDirectory() ? `${entry.name}/` : entry.name));
  } catch {
    return [];
  }
}

function remembered<T>(known: Map<string, T>, key: string, find: () => T): T {
  if (!known.has(key)) known.set(key, find());
  return known.get(key) as T;
}
