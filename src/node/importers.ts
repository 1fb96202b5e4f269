/**
 * Finds the files that import files with LLM code: a call of one's own `ask()` costs money, and so does a call of a model that
 * is made elsewhere, though nothing in its file names an SDK. Names are compared, not resolved: a file too many is only parsed, and the analysis decides.
 */

import type { Alias } from '../core/analysis/aliases.ts';
import type { Leads } from '../core/analysis/leads.ts';
import type { Share } from '../core/analysis/scan.ts';

/** Callers of callers are followed over this many imports. */
export const CALLER_LEVELS = 3;

/** `from './x'`, `import './x'`, `import('./x')`, `require('./x')`, with comments where bundlers want them. */
const SCRIPT = /(?:\bfrom|\bimport|\brequire)\s*\(?\s*(?:\/\*[^*]*\*\/\s*|\/\/[^\n]*\n\s*)*["'`]([^"'`\n]+)["'`]/g;
/** `from a import b, c`, over several lines or not, and `import a, b.c`. */
const PYTHON =
  /\bfrom[ \t]+([.\w]+)[ \t]+import[ \t]*(\((?:[\w\s,]|#[^\n]*\n)*\)|\(|[\w \t,]*(?:\\(?=\r?\n))?)|\bimport[ \t]+([\w., \t]+)/g;

/**
 * The modules that a file may import from its own project, as they are written. Of a list that goes on where no text is given, in
 * lines behind an open bracket or a backslash, it may be any module of the package: `pkg.*`.
 */
export function importsIn(path: string, latin1: string): readonly string[] {
  const found = new Set<string>();
  if (!/\.(?:py|ipynb)$/i.test(path)) {
    for (const [, specifier = ''] of latin1.matchAll(SCRIPT)) found.add(specifier);
    return [...found];
  }
  for (const [, from, names = '', modules = ''] of latin1.matchAll(PYTHON)) {
    if (from !== undefined) {
      found.add(from);
      const listed = wordsOf(names.replace(/^\(|\)$|#[^\n]*|\\$/g, ''));
      const more = names === '(' || names.endsWith('\\') ? ['*'] : [];
      for (const name of [...listed, ...more]) found.add(`${from}${from.endsWith('.') ? '' : '.'}${name}`);
    }
    // `import a.b` runs `a`, and gives its name.
    for (const module of wordsOf(modules))
      for (let end = module.length; end > 0; end = module.lastIndexOf('.', end - 1)) found.add(module.slice(0, end));
  }
  return [...found];
}

/** The first words between commas: `a as b, c` has `a` and `c`. */
const wordsOf = (list: string): readonly string[] => list.split(',').flatMap((item) => item.trim().split(/\s/)[0] || []);

/** Those of `imports` (path → modules) that may lead to one of the `targets`. */
export function importersOf(
  targets: readonly string[],
  imports: ReadonlyMap<string, readonly string[]>,
  aliases: readonly Alias[] = [],
): readonly string[] {
  const modules = modulesOf(targets, aliases);
  return [...imports].flatMap(([path, specifiers]) => (leadTo(path, specifiers, modules).length > 0 ? [path] : []));
}

/** Those of the `targets` to which the imports of a file may lead. */
export const importedBy = (from: string, specifiers: readonly string[], targets: Modules): readonly string[] => [
  ...new Set(leadTo(from, specifiers, targets)),
];

/** Files by the last segment of the names under which they can be imported; by the last two where that is any file of a folder. */
export type Modules = ReadonlyMap<string, readonly { readonly name: string; readonly path: string }[]>;

export function modulesOf(paths: Iterable<string>, aliases: readonly Alias[] = []): Modules {
  const modules = new Map<string, { name: string; path: string }[]>();
  for (const path of paths) {
    for (const name of moduleNames(path, aliases)) {
      const alike = modules.get(lastOf(name));
      if (alike) alike.push({ name, path });
      else modules.set(lastOf(name), [{ name, path }]);
    }
  }
  return modules;
}

const lastOf = (name: string): string => {
  const end = name.endsWith('/*') ? name.length - 3 : name.length;
  return name.slice(name.lastIndexOf('/', end) + 1);
};

/**
 * Files that import a file with LLM code, and name what leads to it there. `holds`: the text of a file passes a test; `expect` is
 * told all files that will be asked about.
 */
export function callersOf(
  shares: readonly Share[],
  imports: ReadonlyMap<string, readonly string[]>,
  holds: (file: string, calls: (text: string) => boolean) => boolean,
  expect: (files: readonly string[]) => void = () => {},
): string[] {
  const tests = new Map(shares.flatMap(({ leads }) => leads.map((lead) => [lead.path, testOf(lead)])));
  if (tests.size === 0) return [];
  const modules = modulesOf(tests.keys());
  const importers = [...imports].flatMap(([file, specifiers]) => {
    const targets = importedBy(file, specifiers, modules);
    return targets.length > 0 ? [{ file, targets }] : [];
  });
  expect(importers.map(({ file }) => file));
  return importers.flatMap(({ file, targets }) =>
    holds(file, (text) => targets.some((target) => tests.get(target)?.(text))) ? [file] : [],
  );
}

/** Tells whether a text names a billed function of a file, or what holds a model there together with a method that costs money. */
function testOf({ billed, holders, methods }: Leads): (text: string) => boolean {
  const [isBilled, isHeld] = [wordOf(billed), wordOf(holders)];
  // `()` is the object itself that is called.
  const spends = methods.includes('()') ? /\(/ : wordOf(methods);
  return (text) => isBilled.test(text) || (isHeld.test(text) && spends.test(text));
}

/** One of these names as a word; none matches nothing. */
const wordOf = (names: readonly string[]): RegExp =>
  names.length === 0 ? /(?!)/ : new RegExp(`\\b(?:${[...new Set(names)].map((name) => name.replace(/[^\w]/g, '\\$&')).join('|')})\\b`);

/** A file without its ending, its folder when it stands for it, `folder/*` for Python, and what aliases call it. */
function moduleNames(path: string, aliases: readonly Alias[]): readonly string[] {
  const bare = path.replace(/\.[^./]+$/, '');
  const folder = /^(.*?)\/?(?:index|__init__)$/.exec(bare)?.[1];
  const names = folder === undefined || folder === '' ? [bare] : [bare, folder];
  if (path.endsWith('.py')) return [...names, ...names.map((name) => name.replace(/[^/]*$/, '*'))];
  return aliases.length === 0
    ? names
    : [...names, ...[path, ...names].flatMap((name) => aliases.flatMap((alias) => alias.nameOf(name) ?? []).map(bareName))];
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
  return bare.startsWith('.') ? joined(from, bare) : bareName(bare);
}

/** Without the mark of an alias: the end of the path has to do. */
const bareName = (specifier: string): string => specifier.replace(/^(?:[@~#]\/?|src\/)/, '');

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
