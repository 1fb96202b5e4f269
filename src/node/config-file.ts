/** Finds the configuration files that hold for a folder and what lies below it, and reads them, together with what they extend. */
import { existsSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import {
  type Cascade,
  CONFIG_NAMES,
  type ConfigFile,
  type ReadConfig,
  type ReadOptions,
  readCascade,
  readConfig,
} from '../core/config/config.ts';
import { type ConfigProblem, MAX_CHARACTERS } from '../core/config/parse.ts';
import {
  MAX_PRICE_CHARACTERS,
  PRICE_FILE,
  type PriceFile,
  type ReadPrices,
  readPriceFile,
  unusablePrices,
} from '../core/prices/refresh.ts';
import { rules } from '../core/rules/index.ts';
import { isWithin } from './host.ts';
import { realPath } from './list-files.ts';

export interface Configured extends ReadConfig {
  /** Absolute paths of the files that took part, the nearest first. */
  readonly files: readonly string[];
  /** Folders where what goes with the configuration may stand: the root, then those of its files, the nearest first. Absolute. */
  readonly beside: readonly string[];
  /** Downloaded prices that stand there, in place of those that ship with Costlint. */
  readonly prices: PriceFile | undefined;
}

/** The files that a configuration is read from: those on the disk, or those of a commit. Paths are absolute. */
export interface ConfigDisk {
  exists(file: string): boolean;
  /** Throws as the disk does where there is no file. */
  size(file: string): number | undefined;
  read(file: string): string;
  /** Without links; undefined where there is nothing. */
  real(file: string): string | undefined;
}

export const DISK: ConfigDisk = {
  exists: existsSync,
  size: (file) => {
    const stats = statSync(file);
    return stats.isFile() ? stats.size : undefined;
  },
  read: (file) => readFileSync(file, 'utf8'),
  real: realPath,
};

export interface ConfigPlace {
  /** Absolute. */
  readonly root: string;
  /** Used instead of looking for files. */
  readonly only?: string | undefined;
  /** Folders below the root whose own files take part; relative, POSIX. See `configuredBelow`. */
  readonly below?: readonly string[];
  /** Settings of the editor: every file goes before them. */
  readonly behind?: ConfigFile | undefined;
  readonly disk?: ConfigDisk;
}

/** The nearest folder at or above `folder` that holds a configuration file. */
export function configuredFolder(folder: string): string | undefined {
  for (const above of foldersUp(folder)) if (namesIn(above).length > 0) return above;
  return undefined;
}

/** The folders below the root that hold a configuration file for one of these paths. */
export function configuredBelow(root: string, paths: readonly string[], disk = DISK): readonly string[] {
  const folders = new Set<string>();
  for (const file of paths) {
    for (let at = file.lastIndexOf('/'); at > 0; at = file.lastIndexOf('/', at - 1)) {
      const folder = file.slice(0, at);
      if (folders.has(folder)) break;
      folders.add(folder);
    }
  }
  return [...folders].filter((folder) => namesIn(path.join(root, folder), disk).length > 0).sort();
}

/** The configuration of the root and of the folders below it. */
export function loadConfig(place: ConfigPlace): Configured {
  const { files, options, seen, problems } = filesOf(place);
  const read = readConfig(files, options);
  const taken = files.slice(0, read.taken).flatMap((file) => (file === place.behind ? [] : [path.dirname(path.resolve(file.path))]));
  const beside = place.only === undefined ? [...new Set([place.root, ...taken])] : taken;
  const prices = pricesBeside(beside, place.disk ?? DISK, problems);
  return { ...read, problems: [...problems, ...read.problems], files: seen, beside, prices };
}

/** The same, unmerged: where each value comes from. */
export function loadCascade(place: ConfigPlace): Cascade {
  const { files, options, problems } = filesOf(place);
  const read = readCascade(files, options);
  return { ...read, problems: [...problems, ...read.problems] };
}

interface Found {
  readonly files: readonly ConfigFile[];
  readonly options: ReadOptions;
  /** Absolute paths of what has been read so far. */
  readonly seen: string[];
  readonly problems: ConfigProblem[];
}

function filesOf({ root, only, below = [], behind, disk = DISK }: ConfigPlace): Found {
  const problems: ConfigProblem[] = [];
  const seen: string[] = [];
  const report = (file: string, message: string): undefined => {
    problems.push({ path: shown(file), line: 1, column: 1, message });
  };

  function read(file: string): ConfigFile | undefined {
    try {
      const size = disk.size(file);
      if (size === undefined) return report(file, 'Cannot be read (not a file).');
      // Larger ones are refused by their number of characters; whoever reads them first may run out of memory.
      if (size > 4 * MAX_CHARACTERS) return report(file, `Too large for a configuration: ${size} bytes.`);
      const text = disk.read(file).replace(/^\uFEFF/, '');
      seen.push(file);
      return { path: shown(file), text, reported: posix(path.relative(root, file)) };
    } catch (error) {
      return report(file, `Cannot be read (${(error as NodeJS.ErrnoException).code}).`);
    }
  }

  function readIn(folder: string, more: Partial<ConfigFile>): ConfigFile[] {
    const [first, second] = namesIn(folder, disk);
    if (second !== undefined) report(path.join(folder, second), `${CONFIG_NAMES[0]} stands beside it: keep one of the two.`);
    const file = first && read(path.join(folder, first));
    return file ? [{ ...file, ...more }] : [];
  }

  const above = only === undefined ? [...foldersUp(root)] : [];
  const load: ReadOptions['load'] = (from, name) => {
    const folder = path.dirname(path.resolve(from));
    const file = path.resolve(folder, name);
    const boundary = projectFolder(folder, disk);
    const real = disk.real(file);
    if (!isWithin(boundary, file) || (real !== undefined && !isWithin(disk.real(boundary) ?? boundary, real)))
      return { refused: `it lies outside of the project, ${shown(boundary)}.` };
    return disk.exists(file) ? read(file) : undefined;
  };
  const files =
    only === undefined
      ? above.flatMap((folder) => readIn(folder, { rootBelow: posix(path.relative(folder, root)) }))
      : [read(only) ?? []].flat();
  return {
    files: behind ? [...files, behind] : files,
    options: { load, rules, below: below.flatMap((folder) => readIn(path.join(root, folder), { folder })) },
    seen,
    problems,
  };
}

/** How far `extends` may reach: the repository around the file, or, without one, the outermost folder above it with a configuration. */
function projectFolder(folder: string, disk: ConfigDisk): string {
  const above = [...foldersUp(folder)];
  return above.find((one) => existsSync(path.join(one, '.git'))) ?? above.findLast((one) => namesIn(one, disk).length > 0) ?? folder;
}

const namesIn = (folder: string, disk: ConfigDisk = DISK): readonly string[] =>
  CONFIG_NAMES.filter((name) => disk.exists(path.join(folder, name)));

function* foldersUp(folder: string): Generator<string> {
  for (let at = path.resolve(folder), above = ''; at !== above; above = at, at = path.dirname(at)) yield at;
}

/** As a reader in the current folder would write it. */
const shown = (file: string): string => posix(path.relative(process.cwd(), file)) || '.';

const posix = (file: string): string => file.split(path.sep).join('/');

/** The file of this name that goes with a configuration: the nearest there is, else where it would be written, beside the nearest configuration. */
export function fileBeside(beside: readonly string[], name: string, disk: ConfigDisk = DISK): string {
  const [root = '.', nearest = root] = beside;
  const found = beside.map((folder) => path.join(folder, name)).find((file) => disk.exists(file));
  return found ?? path.join(namesIn(root, disk).length > 0 ? root : nearest, name);
}

/** A broken file is a problem: to fall back on other prices unasked would be worse. */
function pricesBeside(beside: readonly string[], disk: ConfigDisk, problems: ConfigProblem[]): PriceFile | undefined {
  const file = fileBeside(beside, PRICE_FILE, disk);
  if (!disk.exists(file)) return undefined;
  const read = readPrices(file, disk);
  if ('prices' in read) return read.prices;
  problems.push(unusablePrices(shown(file), read.problem));
  return undefined;
}

function readPrices(file: string, disk: ConfigDisk): ReadPrices {
  try {
    const size = disk.size(file);
    if (size === undefined) return { problem: 'it is not a file' };
    if (size > 2 * MAX_PRICE_CHARACTERS) return { problem: `it is larger than ${MAX_PRICE_CHARACTERS} characters` };
    return readPriceFile(disk.read(file).replace(/^\uFEFF/, ''));
  } catch (error) {
    return { problem: `it cannot be read (${(error as NodeJS.ErrnoException).code})` };
  }
}
