/** Reads the configuration files that hold for a scan and merges them: one `Config` for the root, one for each folder with a file of its own. */
import { toConfig } from './complete.ts';
import { declaredIn } from './declared.ts';
import { type ConfigFile, type Layer, type Load, layersOf } from './layer.ts';
import { mergedLayers } from './merge.ts';
import type { ConfigurableRule } from './options.ts';
import type { ConfigProblem } from './parse.ts';
import type { Config, FolderConfig } from './settings.ts';

export type { ConfigFile, Load } from './layer.ts';

/** A folder holds one of them. */
export const CONFIG_NAMES = ['costlint.config.json', '.costlintrc.json'] as const;

export interface ReadOptions {
  readonly load?: Load;
  /** Files of folders below the root, in any order; `folder` says of which. */
  readonly below?: readonly ConfigFile[];
  /** Their ids and options are checked, and presets speak of them; without them any id will do. */
  readonly rules?: readonly ConfigurableRule[];
}

export interface ReadConfig {
  /** Of the root: settings of the whole scan, and of files that no folder below speaks for. */
  readonly config: Config;
  /** Of folders below the root. */
  readonly folders: readonly FolderConfig[];
  readonly problems: readonly ConfigProblem[];
  /** What is right, but does not do what its writer may expect. */
  readonly notes: readonly ConfigProblem[];
  /** How many of the files given nearest first take part. */
  readonly taken: number;
}

export interface Cascade {
  /** All that holds in a folder (relative to the root; '' is the root), the strongest first. */
  layers(folder: string): readonly Layer[];
  readonly folders: readonly string[];
  /** How many of the files given nearest first take part. */
  readonly taken: number;
  readonly problems: readonly ConfigProblem[];
  readonly notes: readonly ConfigProblem[];
}

/** Settings that speak of the scan as a whole; from a folder below its root they are not taken. */
const OF_THE_SCAN = ['ignore', 'scopes', 'models', 'prices', 'discounts', 'sdks', 'scenarios'] as const;

/** Reads files given nearest first, and those of the folders below. A file with `root: true` ends the way up. */
export function readCascade(files: readonly ConfigFile[], { load = () => undefined, below = [], rules }: ReadOptions = {}): Cascade {
  const problems: ConfigProblem[] = [];
  const notes: ConfigProblem[] = [];
  const read = (file: ConfigFile) => layersOf(file, { load, rules, problems });
  const above: (readonly Layer[])[] = [];
  for (const file of files) {
    above.push(read(file));
    if (isRoot(above.at(-1))) break;
  }
  const own = new Map<string, readonly Layer[]>();
  for (const file of below) {
    const here = read(file);
    own.set(file.folder ?? '', here.map(ofFiles));
    for (const key of OF_THE_SCAN) {
      const place = here[0]?.places.get(key);
      if (place) notes.push({ path: file.path, ...place, message: `"${key}" holds for a whole scan: it is only read at the root of one.` });
    }
  }

  function layers(folder: string): Layer[] {
    const found: Layer[] = [];
    for (let at = folder; at !== ''; at = at.slice(0, Math.max(0, at.lastIndexOf('/')))) {
      const here = own.get(at);
      found.push(...(here ?? []));
      if (isRoot(here)) return found;
    }
    return [...found, ...above.flat()];
  }
  return { layers, folders: [...own.keys()].sort(), taken: above.length, problems: onceEach(problems), notes };
}

/** A file that is extended in several places has its problems once. */
const onceEach = (problems: readonly ConfigProblem[]): ConfigProblem[] => [
  ...new Map(problems.map((problem) => [JSON.stringify(problem), problem])).values(),
];

/** Without what speaks of the scan as a whole. */
const ofFiles = (layer: Layer): Layer => ({
  ...layer,
  written: Object.fromEntries(Object.entries(layer.written).filter(([key]) => !OF_THE_SCAN.some((one) => one === key))),
});

const isRoot = (layers: readonly Layer[] | undefined): boolean => layers?.[0]?.written.root === true;

/**
 * Merges what holds: near goes before far; numbers and names replace, objects merge by key, lists of globs and overrides add
 * up. Wrong parts become problems and are left out. Of a folder below the root only the settings of files are its own: rules,
 * overrides, usage and budgets; what speaks of the scan as a whole comes from the root.
 */
export function readConfig(files: readonly ConfigFile[], options: ReadOptions = {}): ReadConfig {
  const { layers, folders, taken, problems, notes } = readCascade(files, options);
  const configOf = (folder: string): Config => {
    const own = layers(folder);
    return { ...toConfig(mergedLayers(own.map(({ written }) => written))), declared: declaredIn(own) };
  };
  return { config: configOf(''), folders: folders.map((folder) => ({ folder, config: configOf(folder) })), taken, problems, notes };
}

/** Finds the configuration of a file: that of the nearest folder at or above it, else the root's. */
export function configLookup(config: Config, folders: readonly FolderConfig[]): (path: string) => Config {
  if (folders.length === 0) return () => config;
  const known = new Map(folders.map((one) => [one.folder, one.config]));
  return (path) => {
    for (let at = path.lastIndexOf('/'); at > 0; at = path.lastIndexOf('/', at - 1)) {
      const found = known.get(path.slice(0, at));
      if (found) return found;
    }
    return config;
  };
}
