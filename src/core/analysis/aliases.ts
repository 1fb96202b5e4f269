/** Other names for paths, as `tsconfig.json` and `jsconfig.json` declare them for the files below them. */
import { parse as parseJsonc } from 'jsonc-parser';
import { folderOf, joinPath } from '../resolve/program.ts';

export interface Alias {
  /** The path, relative to the root, that a specifier means by it, without an ending; undefined for another specifier. */
  pathOf(specifier: string): string | undefined;
  /** The specifier that means a path by it; undefined for a path that it does not reach. */
  nameOf(path: string): string | undefined;
}

/** The texts of configurations, relative to the root; undefined where there is none. */
export type ReadText = (path: string) => string | undefined;

/** So many configurations extend each other. */
const MOST_EXTENDED = 4;

/** `compilerOptions.paths` and `baseUrl` of a folder's own configurations, with what they extend. */
export const aliasesIn = (folder: string, read: ReadText): readonly Alias[] =>
  ['tsconfig.json', 'jsconfig.json'].flatMap((name) => aliasesOf(folder === '' ? name : `${folder}/${name}`, read, MOST_EXTENDED));

function aliasesOf(path: string, read: ReadText, depth: number): readonly Alias[] {
  const text = depth > 0 ? read(path) : undefined;
  if (text === undefined) return [];
  const config: unknown = parseJsonc(text);
  if (typeof config !== 'object' || config === null) return [];
  const { compilerOptions, extends: parent } = config as { compilerOptions?: { baseUrl?: unknown; paths?: unknown }; extends?: unknown };
  const own = folderOf(path);
  const base = typeof compilerOptions?.baseUrl === 'string' ? joinPath(own, compilerOptions.baseUrl) : own;
  const list: Alias[] = [];
  if (base !== undefined && typeof compilerOptions?.paths === 'object' && compilerOptions.paths !== null) {
    for (const [pattern, targets] of Object.entries(compilerOptions.paths))
      for (const target of Array.isArray(targets) ? targets : [])
        if (typeof target === 'string') list.push(...aliasOf(pattern, base, target));
  }
  if (base !== undefined && compilerOptions?.baseUrl !== undefined) list.push(...aliasOf('*', base, '*'));
  if (typeof parent !== 'string' || !parent.startsWith('.')) return list;
  const above = joinPath(own, parent);
  if (above === undefined) return list;
  return [...list, ...aliasesOf(above.endsWith('.json') ? above : `${above}.json`, read, depth - 1)];
}

function aliasOf(pattern: string, base: string, target: string): readonly Alias[] {
  const path = joinPath(base, target);
  if (path === undefined) return [];
  const [names, paths] = [wildcard(pattern), wildcard(path)];
  return [{ pathOf: (specifier) => paths.with(names.rest(specifier)), nameOf: (file) => names.with(paths.rest(file)) }];
}

interface Wildcard {
  /** What stands for the `*`, '' where there is none; undefined for another text. */
  rest(of: string): string | undefined;
  with(rest: string | undefined): string | undefined;
}

function wildcard(text: string): Wildcard {
  const [head, tail] = text.split('*') as [string, string | undefined];
  return {
    rest(of) {
      if (tail === undefined) return of === text ? '' : undefined;
      const fits = of.startsWith(head) && of.endsWith(tail) && of.length >= head.length + tail.length;
      return fits ? of.slice(head.length, of.length - tail.length) : undefined;
    },
    with: (rest) => (rest === undefined ? undefined : `${head}${rest}${tail ?? ''}`),
  };
}
