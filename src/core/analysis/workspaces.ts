/** The packages of a repository's own workspaces: which file an import of one of them by its name means. */
import { parse as parseJsonc } from 'jsonc-parser';
import { parse as parseYaml } from 'yaml';
import { joinPath } from '../resolve/program.ts';
import type { ReadText } from './aliases.ts';

/** Packages by name. */
export type Workspaces = ReadonlyMap<string, WorkspacePackage>;

export interface WorkspacePackage {
  /** Relative to the root. */
  readonly folder: string;
  /** The parsed `package.json`. */
  readonly manifest: Manifest;
}

interface Manifest {
  readonly name?: unknown;
  readonly workspaces?: unknown;
  readonly exports?: unknown;
  readonly [field: string]: unknown;
}

/** More packages than this are not looked at. */
const MOST_PACKAGES = 1000;
/** `**` goes down so many folders. */
const MOST_LEVELS = 4;

/** The workspaces that a folder declares in `package.json` or `pnpm-workspace.yaml`; `list` has the names in a folder, folders with a slash. */
export function workspacesIn(folder: string, read: ReadText, list: (folder: string) => Iterable<string>): Workspaces {
  const packages = new Map<string, WorkspacePackage>();
  const patterns = [...declaredIn(manifestOf(folder, read)), ...declaredForPnpm(read(inFolder(folder, 'pnpm-workspace.yaml')))];
  for (const pattern of patterns) {
    if (pattern.startsWith('!')) continue;
    for (const one of foldersOf(folder, pattern.split('/'), list)) {
      const manifest = packages.size < MOST_PACKAGES ? manifestOf(one, read) : undefined;
      if (typeof manifest?.name === 'string' && !packages.has(manifest.name)) packages.set(manifest.name, { folder: one, manifest });
    }
  }
  return packages;
}

/**
 * The paths, best first and perhaps without an ending, that a specifier may mean; none where it names no package of these. What is
 * built is not in the repository, so the sources of it come first.
 */
export function pathsIn(workspaces: Workspaces, specifier: string): readonly string[] {
  const [, name = '', rest = ''] = /^((?:@[^/]+\/)?[^/]+)\/?(.*)$/.exec(specifier) ?? [];
  const own = workspaces.get(name);
  if (!own) return [];
  const { exports, source, module, main, types } = own.manifest;
  const targets = rest === '' ? [...exported(exports, '.'), source, module, main, types] : exported(exports, `./${rest}`);
  const files = targets.flatMap((target) => (typeof target === 'string' ? sourcesOf(target) : []));
  const usual = rest === '' ? ['src/index', 'index', 'src/main', 'lib/index'] : [`src/${rest}`, rest, `lib/${rest}`];
  return [...files, ...usual].flatMap((file) => joinPath(own.folder, file) ?? []);
}

const inFolder = (folder: string, name: string): string => (folder === '' ? name : `${folder}/${name}`);

function manifestOf(folder: string, read: ReadText): Manifest | undefined {
  const text = read(inFolder(folder, 'package.json'));
  const value: unknown = text === undefined ? undefined : parseJsonc(text);
  return typeof value === 'object' && value !== null ? (value as Manifest) : undefined;
}

function declaredIn(manifest: Manifest | undefined): readonly string[] {
  const { workspaces } = manifest ?? {};
  return textsOf(typeof workspaces === 'object' && workspaces !== null && 'packages' in workspaces ? workspaces.packages : workspaces);
}

function declaredForPnpm(text: string | undefined): readonly string[] {
  if (text === undefined) return [];
  try {
    return textsOf((parseYaml(text) as { packages?: unknown } | null)?.packages);
  } catch {
    return [];
  }
}

const textsOf = (list: unknown): readonly string[] => (Array.isArray(list) ? list.filter((one) => typeof one === 'string') : []);

/** The folders that a pattern means: `packages/*`, `apps/**`. */
function foldersOf(folder: string, [segment, ...rest]: readonly string[], list: (folder: string) => Iterable<string>, level = 0): string[] {
  if (segment === undefined) return [folder];
  if (segment === '' || segment === '.') return foldersOf(folder, rest, list, level);
  if (!segment.includes('*')) {
    const next = joinPath(folder, segment);
    return next === undefined ? [] : foldersOf(next, rest, list, level);
  }
  const inner = [...list(folder)].flatMap((name) => (name.endsWith('/') && !/^(?:\.|node_modules\/)/.test(name) ? name.slice(0, -1) : []));
  if (segment === '**') {
    const deeper =
      level < MOST_LEVELS ? inner.flatMap((name) => foldersOf(inFolder(folder, name), [segment, ...rest], list, level + 1)) : [];
    return [...foldersOf(folder, rest, list, level), ...deeper];
  }
  const [head = '', tail = ''] = segment.split('*');
  return inner
    .filter((name) => name.length >= head.length + tail.length && name.startsWith(head) && name.endsWith(tail))
    .flatMap((name) => foldersOf(inFolder(folder, name), rest, list, level));
}

/** The targets of a subpath in `exports`, under whatever conditions. */
function exported(exports: unknown, subpath: string): readonly string[] {
  if (typeof exports !== 'object' || exports === null || Array.isArray(exports)) return subpath === '.' ? leavesOf(exports) : [];
  const entries = Object.entries(exports);
  if (!entries.some(([key]) => key.startsWith('.'))) return subpath === '.' ? leavesOf(exports) : [];
  for (const [key, target] of entries) if (key === subpath) return leavesOf(target);
  for (const [key, target] of entries) {
    const [head = '', tail] = key.split('*');
    if (tail === undefined || !subpath.startsWith(head) || !subpath.endsWith(tail)) continue;
    const star = subpath.slice(head.length, subpath.length - tail.length);
    return leavesOf(target).map((leaf) => leaf.replaceAll('*', star));
  }
  return [];
}

function leavesOf(target: unknown): readonly string[] {
  if (typeof target === 'string') return [target];
  return typeof target === 'object' && target !== null ? Object.values(target).flatMap(leavesOf) : [];
}

/** `./dist/esm/index.d.ts` is made of `src/index`. */
function sourcesOf(target: string): readonly string[] {
  const bare = target.replace(/^\.\//, '').replace(/\.d\.([cm]?)ts$/, '.$1js');
  const built = /^(?:dist|build|out|lib|es|esm|cjs)\/(?:(?:es|esm|cjs|src)\/)?(.*)$/.exec(bare)?.[1];
  return built === undefined ? [bare] : [`src/${built}`, built, bare];
}
