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
 * The modules that a file may import from its own project, as paths without ending. Of a list that goes on where no text is given, in
 * lines behind an open bracket or a backslash, it may be any module of the package: `pkg/*`.
 */
export function importsIn(path: string, latin1: string): readonly string[] {
  const found = new Set<string>();
  const add = (module: string | undefined) => module !== undefined && found.add(module);
  if (!/\.(?:py|ipynb)$/i.test(path)) {
    for (const [, specifier = ''] of latin1.matchAll(SCRIPT)) for (const module of scriptPaths(path, specifier)) add(module);
    return [...found];
  }
  for (const [, from, names = '', modules = ''] of latin1.matchAll(PYTHON)) {
    if (from !== undefined) {
      add(pythonPath(path, from));
      const listed = wordsOf(names.replace(/^\(|\)$|#[^\n]*|\\$/g, ''));
      const more = names === '(' || names.endsWith('\\') ? ['*'] : [];
      for (const name of [...listed, ...more]) add(pythonPath(path, `${from}${from.endsWith('.') ? '' : '.'}${name}`));
    }
    // `import a.b` runs `a`, and gives its name.
    for (const module of wordsOf(modules))
      for (let end = module.length; end > 0; end = module.lastIndexOf('.', end - 1)) add(pythonPath(path, module.slice(0, end)));
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
  return [...imports].flatMap(([path, imported]) => (leadTo(imported, modules).length > 0 ? [path] : []));
}

/** Those of the `targets` to which the imports of a file may lead. */
export const importedBy = (imports: readonly string[], targets: Modules): readonly string[] => [...new Set(leadTo(imports, targets))];

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
  const callers = new Set<string>();
  const passing = new Set<string>();
  let leads = shares.flatMap((share) => share.leads);
  for (let level = 0; level <= BARREL_LEVELS && leads.length > 0; level++) {
    const known = new Map(leads.map((lead) => [lead.path, { lead, test: testOf(lead) }]));
    const modules = modulesOf(known.keys());
    const importers = [...imports].flatMap(([file, imported]) => {
      const targets = importedBy(imported, modules).flatMap((target) => known.get(target) ?? []);
      return targets.length > 0 ? [{ file, targets }] : [];
    });
    expect(importers.map(({ file }) => file));
    const barrels: Leads[] = [];
    for (const { file, targets } of importers) {
      const isCaller = holds(file, (text) => {
        if (!passing.has(file) && isBarrel(file, text)) {
          const own = targets.map(({ lead }) => lead);
          passing.add(file);
          barrels.push(passedOn(file, text, own));
        }
        return targets.some(({ test }) => test(text));
      });
      if (isCaller) callers.add(file);
    }
    leads = barrels;
  }
  return [...callers];
}

/** Files that pass on what they import are followed over this many levels, besides those of calls. */
const BARREL_LEVELS = 3;

/** The file exports what it imports: `export * from './ask'`, `export { ask as answer }`, the `__init__.py` of a package. */
const isBarrel = (file: string, text: string): boolean =>
  file.endsWith('.py') ? file.endsWith('__init__.py') : /\bexport\s*(?:type\s*)?[*{]/.test(text);

/** What of a file leads on through one that passes it on, also under other names. */
function passedOn(path: string, text: string, leads: readonly Leads[]): Leads {
  const renamed = [...text.matchAll(/\b(\w+)\s+as\s+(\w+)/g)];
  const all = (names: readonly string[]): readonly string[] => [
    ...new Set([...names, ...renamed.flatMap(([, from = '', to = '']) => (names.includes(from) ? [to] : []))]),
  ];
  return {
    path,
    billed: all(leads.flatMap(({ billed }) => billed)),
    holders: all(leads.flatMap(({ holders }) => holders)),
    methods: all(leads.flatMap(({ methods }) => methods)),
  };
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
  // A package of a workspace is imported without the folder of its sources.
  for (const name of [...names]) if (/\/src(?:\/|$)/.test(name)) names.push(name.replace(/\/src(?=\/|$)/, ''));
  return aliases.length === 0
    ? names
    : [...names, ...[path, ...names].flatMap((name) => aliases.flatMap((alias) => alias.nameOf(name) ?? []).map(bareName))];
}

/** The files to which imports lead. Where the root of absolute names lies cannot be seen here: the end of the path has to do. */
function leadTo(imports: readonly string[], modules: Modules): readonly string[] {
  const found: string[] = [];
  for (const wanted of imports) {
    for (const { name, path } of modules.get(lastOf(wanted)) ?? []) if (name === wanted || name.endsWith(`/${wanted}`)) found.push(path);
  }
  return found;
}

/** The folder of a scoped package most often has its name without the scope. */
function scriptPaths(from: string, specifier: string): readonly (string | undefined)[] {
  const bare = specifier.replace(/\?.*$/, '').replace(/\.(?:[cm]?[jt]sx?|vue|svelte|astro)$/, '');
  return bare.startsWith('.') ? [joined(from, bare)] : [bareName(bare), /^@[^/]+\/(.+)$/.exec(bare)?.[1]];
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
