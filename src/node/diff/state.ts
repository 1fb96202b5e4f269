/** A state of a project's files: as a commit, the index or the disk has them. */
import { readlinkSync } from 'node:fs';
import path from 'node:path';
import type { Host } from '../../core/host.ts';
import { type ConfigDisk, DISK } from '../config-file.ts';
import type { Repository, Tree, TreeEntry } from '../git.ts';
import { isWithin, nodeHost } from '../host.ts';
import { type Matters, mostBytes, readSource, type Source, sourceOf } from '../read-source.ts';
import { type Links, linksAmong } from './links.ts';

export interface State {
  /** Answers for the core; paths are relative to the root, POSIX. */
  readonly host: Host;
  readonly configDisk: ConfigDisk;
  /** The files below the root, links and submodules left out, with the id of their content where git has it. */
  readonly files: ReadonlyMap<string, string | undefined>;
  readonly links: Links;
  source(file: string, matters: Matters): Source;
  /** Reads these files in one go, since they will be asked for. */
  preload(files: Iterable<string>): void;
  /** Their contents need not be kept. */
  forget(files: Iterable<string>): void;
}

const LINK = '120000';
/** The mode of an entry that is another repository. */
export const SUBMODULE = '160000';
/** Files are read in batches of about so many. */
const BATCH = 2000;

/** The files of a commit or of the index, read from git's objects. */
export function treeState(repository: Repository, tree: Tree, root: string, assets?: string): State {
  const prefix = prefixOf(repository.top, root);
  const entries = new Map<string, TreeEntry>();
  for (const [file, entry] of tree) if (file.startsWith(prefix) && entry.mode !== SUBMODULE) entries.set(file.slice(prefix.length), entry);
  const blobs = new Map<string, Buffer | undefined>();
  let folders: ReadonlyMap<string, readonly string[]> | undefined;

  function preload(files: Iterable<string>): void {
    const wanted = new Map<string, number>();
    for (const file of files) {
      const entry = entries.get(file);
      if (entry && !blobs.has(entry.id)) wanted.set(entry.id, mostBytes(file));
    }
    const ids = [...wanted.keys()];
    for (let at = 0; at < ids.length; at += BATCH) {
      const batch = ids.slice(at, at + BATCH);
      const found = repository.blobs(batch, Math.max(...wanted.values()));
      for (const id of batch) blobs.set(id, found.get(id));
    }
  }

  function bytes(file: string): Buffer | undefined {
    const entry = entries.get(file);
    if (!entry) return undefined;
    preload([file]);
    return blobs.get(entry.id);
  }

  const links = linksAmong(
    [...entries].flatMap(([file, { mode }]) => (mode === LINK ? [file] : [])),
    (link) => bytes(link)?.toString('utf8'),
  );

  function source(file: string, matters: Matters): Source {
    const found = bytes(file);
    if (!found) return entries.has(file) ? { skipped: 'too large' } : { skipped: 'gone' };
    return found.length > mostBytes(file) ? { skipped: 'too large' } : sourceOf(found, matters, file);
  }

  return {
    files: new Map([...entries].flatMap(([file, { mode, id }]) => (mode === LINK ? [] : [[file, id] as const]))),
    preload,
    forget(files) {
      for (const file of files) blobs.delete(entries.get(file)?.id ?? '');
    },
    source,
    links,
    host: {
      read(file) {
        const target = links.real(file);
        const read = target === undefined ? undefined : source(target, () => true);
        return read && 'text' in read ? read.text : undefined;
      },
      list(folder) {
        folders ??= foldersOf(entries.keys());
        return folders.get(links.real(folder) ?? '') ?? [];
      },
      asset: nodeHost(root, assets).asset,
    },
    configDisk: treeDisk(repository, tree),
  };
}

/** What lies above the repository is the same in all its states. */
function treeDisk(repository: Repository, tree: Tree): ConfigDisk {
  const inTree = (file: string): string | undefined =>
    isWithin(repository.top, file) && path.basename(file) !== '.git' ? posix(path.relative(repository.top, file)) : undefined;
  const bytesOf = (name: string): Buffer | undefined => {
    const entry = tree.get(name);
    return entry && repository.blobs([entry.id], 1 << 24).get(entry.id);
  };
  return {
    exists: (file) => {
      const name = inTree(file);
      return name === undefined ? DISK.exists(file) : tree.has(name);
    },
    size: (file) => {
      const name = inTree(file);
      return name === undefined ? DISK.size(file) : bytesOf(name)?.length;
    },
    read: (file) => {
      const name = inTree(file);
      return name === undefined ? DISK.read(file) : (bytesOf(name)?.toString('utf8') ?? '');
    },
    real: (file) => (inTree(file) === undefined ? DISK.real(file) : file),
  };
}

/** The files on the disk; an entry without an id is one that git does not have like this. */
export function diskState(
  repository: Repository,
  tree: ReadonlyMap<string, { readonly mode: string; readonly id: string | undefined }>,
  root: string,
  assets?: string,
): State {
  const prefix = prefixOf(repository.top, root);
  const files = new Map<string, string | undefined>();
  for (const [file, { mode, id }] of tree)
    if (file.startsWith(prefix) && mode !== SUBMODULE && mode !== LINK) files.set(file.slice(prefix.length), id);
  const links = linksAmong(
    [...tree].flatMap(([file, { mode }]) => (mode === LINK && file.startsWith(prefix) ? [file.slice(prefix.length)] : [])),
    (link) => targetOf(path.join(root, link)),
  );
  return {
    files,
    links,
    preload() {},
    forget() {},
    source: (file, matters) => readSource(path.join(root, file), matters, file),
    host: nodeHost(root, assets),
    configDisk: DISK,
  };
}

function targetOf(link: string): string | undefined {
  try {
    return posix(readlinkSync(link));
  } catch {
    return undefined;
  }
}

/** The root as seen from the top of the repository: '' or ending in '/'. */
export function prefixOf(top: string, root: string): string {
  const below = posix(path.relative(top, root));
  return below === '' ? '' : `${below}/`;
}

function foldersOf(files: Iterable<string>): ReadonlyMap<string, readonly string[]> {
  const folders = new Map<string, Set<string>>([['', new Set()]]);
  for (const file of files) {
    for (let rest = file, mark = ''; rest !== ''; mark = '/') {
      const end = rest.lastIndexOf('/');
      const folder = rest.slice(0, Math.max(0, end));
      const name = rest.slice(end + 1) + mark;
      const known = folders.get(folder);
      if (known?.has(name)) break;
      if (known) known.add(name);
      else folders.set(folder, new Set([name]));
      rest = folder;
    }
  }
  return new Map([...folders].map(([folder, names]) => [folder, [...names]]));
}

const posix = (file: string): string => file.split(path.sep).join('/');
