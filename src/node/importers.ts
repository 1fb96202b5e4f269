/**
 * Finds the files that import files with LLM code: a call of one's own `ask()` costs money, and so does a call of a model that
 * is made elsewhere, though nothing in its file names an SDK. Names are compared, not resolved: a file too many is only parsed, and the analysis decides.
 */

import type { Share } from '../core/analysis/scan.ts';

/** Callers of callers are followed over this many imports. */
export const CALLER_LEVELS = 3;

const SCRIPT = /(?:\bfrom|\bimport|\brequire)\s*\(?\s*["']([.@~#][^"'\n]*|src\/[^"'\n]*)["']/g;
const PYTHON = /\bfrom[ \t]+([.\w]+)[ \t]+import[ \t]+\(?([\w \t,]*)|\bimport[ \t]+(\w+(?:\.\w+)+)/g;

/** The modules that a file may import from its own project, as they are written. */
export function importsIn(path: string, latin1: string): readonly string[] {
  const found = new Set<string>();
  if (!/\.(?:py|ipynb)$/i.test(path)) {
    for (const [, specifier = ''] of latin1.matchAll(SCRIPT)) found.add(specifier);
    return [...found];
  }
  for (const [, from, names = '', whole] of latin1.matchAll(PYTHON)) {
    const module = from ?? whole ?? '';
    found.add(module);
    if (from !== undefined)
      for (const name of names.split(',')) found.add(`${module}${module.endsWith('.') ? '' : '.'}${name.trim().split(/\s/)[0]}`);
  }
  return [...found];
}

/** Those of `imports` (path → modules) that may lead to one of the `targets`. */
export function importersOf(targets: readonly string[], imports: ReadonlyMap<string, readonly string[]>): readonly string[] {
  const modules = modulesOf(targets);
  return [...imports].flatMap(([path, specifiers]) => (leadTo(path, specifiers, modules).length > 0 ? [path] : []));
}

/** Those of the `targets` to which the imports of a file may lead. */
export const importedBy = (from: string, specifiers: readonly string[], targets: Modules): readonly string[] => [
  ...new Set(leadTo(from, specifiers, targets)),
];

/** Files by the last segment of the names under which they can be imported. */
export type Modules = ReadonlyMap<string, readonly { readonly name: string; readonly path: string }[]>;

export function modulesOf(paths: Iterable<string>): Modules {
  const modules = new Map<string, { name: string; path: string }[]>();
  for (const path of paths) {
    for (const name of moduleNames(path)) {
      const alike = modules.get(lastOf(name));
      if (alike) alike.push({ name, path });
      else modules.set(lastOf(name), [{ name, path }]);
    }
  }
  return modules;
}

const lastOf = (name: string): string => name.slice(name.lastIndexOf('/') + 1);

/** Files that import a file with LLM code, and name what leads to it there. `holds`: the text of a file passes a test. */
export function callersOf(
  shares: readonly Share[],
  imports: ReadonlyMap<string, readonly string[]>,
  holds: (file: string, calls: (text: string) => boolean) => boolean,
): string[] {
  const names = leadsIn(shares);
  if (names.size === 0) return [];
  const distinct = [...new Set([...names.values()].flat())];
  const callable = new RegExp(`\\b(?:${distinct.map((name) => name.replace(/[^\w]/g, '\\$&')).join('|')})\\b`);
  return importersOf([...names.keys()], imports).filter((file) => holds(file, (text) => callable.test(text)));
}

/** By file: the names that lead to a model. */
export const leadsIn = (shares: readonly Share[]): ReadonlyMap<string, readonly string[]> =>
  new Map(shares.flatMap(({ leads }) => leads.map(({ path, names }) => [path, names])));

/** A file without its ending, and its folder when it stands for it. */
function moduleNames(path: string): string[] {
  const bare = path.replace(/\.[^./]+$/, '');
  const folder = /^(.*?)\/?(?:index|__init__)$/.exec(bare)?.[1];
  return folder === undefined || folder === '' ? [bare] : [bare, folder];
}

function leadTo(from: string, specifiers: readonly string[], modules: Modules): readonly string[] {
  return wantedBy(from, specifiers).flatMap((wanted) =>
    // Where the root of absolute names lies cannot be seen here: the end of the path has to do.
    (modules.get(lastOf(wanted)) ?? []).flatMap(({ name, path }) => (name === wanted || name.endsWith(`/${wanted}`) ? [path] : [])),
  );
}

/** Asked again and again for the same files: for their callers, and for the callers of these. */
const wantedPaths = new WeakMap<readonly string[], { readonly from: string; readonly paths: readonly string[] }>();

/** The paths, without ending, that imports of a file mean. */
function wantedBy(from: string, specifiers: readonly string[]): readonly string[] {
  const known = wantedPaths.get(specifiers);
  if (known?.from === from) return known.paths;
  const pathOf = /\.(?:py|ipynb)$/i.test(from) ? pythonPath : scriptPath;
  const paths = specifiers.flatMap((specifier) => pathOf(from, specifier) ?? []);
  wantedPaths.set(specifiers, { from, paths });
  return paths;
}

function scriptPath(from: string, specifier: string): string | undefined {
  const bare = specifier.replace(/\?.*$/, '').replace(/\.(?:[cm]?[jt]sx?|vue|svelte|astro)$/, '');
  return bare.startsWith('.') ? joined(from, bare) : bare.replace(/^(?:[@~#]\/?|src\/)/, '');
}

function pythonPath(from: string, module: string): string | undefined {
  const [, dots = '', rest = ''] = /^(\.*)(.*)$/.exec(module) ?? [];
  const path = rest.replaceAll('.', '/');
  return dots === ''
    ? path
    : joined(
        from,
        `${
          dots === '.'
            ? '.'
            : Array(dots.length - 1)
                .fill('..')
                .join('/')
        }/${path}`,
      );
}

/** A relative path as seen from a file; undefined when it leaves the root. */
function joined(from: string, relative: string): string | undefined {
  const out = from.split('/').slice(0, -1);
  for (const segment of relative.split('/')) {
    if (segment === '..' && out.pop() === undefined) return undefined;
    if (segment !== '' && segment !== '.' && segment !== '..') out.push(segment);
  }
  return out.join('/');
}
