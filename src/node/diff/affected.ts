/**
 * Which files can cost something else because others have changed: those that import them, over any number of files, and those
 * that name a template or a prompt file. Names are compared, not resolved: a file too many is only looked at.
 */
import path from 'node:path';
import { type Alias, aliasesIn, type ReadText } from '../../core/analysis/aliases.ts';
import { catalog } from '../../core/catalog/index.ts';
import { importedBy, importersOf, importsIn, type Modules } from '../importers.ts';
import { isScanned } from '../scanned.ts';

/**
 * What stands in lines that import something, in either language, or hold a specifier of a list over several lines. Texts are found
 * several times faster than patterns, and few texts faster than many: what a line too many says leads nowhere.
 */
const IMPORTS = ['import ', 'import(', 'import{', 'require(', " from '", ' from "', './', '@/', '~/'];

/** `Settings.llm = …` holds in files that do not import the one in which it stands. */
const AMBIENT = catalog.flatMap(({ ambient = [], packages }) =>
  ambient.map(({ path }) => ({ text: path.replace(/\(\)$/, '('), packages: Object.values(packages).flat() })),
);

/** What is looked for whatever has changed; a text in which another one stands is found with that. */
const ALWAYS = [...new Set([...IMPORTS, ...AMBIENT.map(({ text }) => text)])].filter(
  (text, _, all) => !all.some((other) => other !== text && text.includes(other)),
);

const setsModel = (lines: string): boolean =>
  AMBIENT.some(({ text, packages }) => lines.includes(text) && packages.some((name) => lines.includes(name)));

const SOURCE = /\.(?:[cm]?[jt]sx?|py|ipynb|vue|svelte|astro)$/i;
/** No prompt is made of them. */
const NO_TEXT =
  /\.(?:png|jpe?g|gif|webp|avif|svg|ico|woff2?|ttf|otf|eot|mp[34]|mov|webm|wav|pdf|zip|gz|tgz|lock|map|wasm|so|dll|exe|bin|pyc)$/i;
/** More names than this are not looked for one by one: then every file that reads files may be affected, and all are compared. */
const MOST_NAMES = 200;

/** Aliases of a project, and the files in which they are declared: when one of these changes, anything may. */
export interface Aliases {
  readonly list: readonly Alias[];
  readonly files: ReadonlySet<string>;
}

/** `all`: the files of the project; `read`: their texts. */
export function aliasesAmong(all: Iterable<string>, read: ReadText): Aliases {
  const files = new Set<string>();
  const folders = new Set([...all].filter((file) => ALIASES.test(file)).map((file) => path.posix.dirname(file).replace(/^\.$/, '')));
  const reading: ReadText = (file) => {
    const text = read(file);
    if (text !== undefined) files.add(file);
    return text;
  };
  return { list: [...folders].flatMap((folder) => aliasesIn(folder, reading)), files };
}

const ALIASES = /(?:^|\/)(?:tsconfig|jsconfig)\.json$/;

export interface Lookup {
  /** Texts that stand in the lines that tell; undefined when there are too many. */
  readonly texts: readonly string[] | undefined;
  /** What the lines say: path → modules that it imports, and the changed files that it names. */
  read(lines: ReadonlyMap<string, string>): References;
}

export interface References {
  readonly imports: ReadonlyMap<string, readonly string[]>;
  readonly names: ReadonlyMap<string, readonly string[]>;
  /** Files that may set a model for a whole framework. */
  readonly ambient: readonly string[];
}

/** What to look for in the files that have not changed. */
export function lookupOf(changed: readonly string[]): Lookup {
  const data = changed.filter((file) => !SOURCE.test(file) && !NO_TEXT.test(file));
  const named = data.map((file) => {
    const mentions = mentionsOf(file);
    return { file, mentions, bytes: mentions.map(asBytes) };
  });
  return {
    texts: data.length > MOST_NAMES ? undefined : [...new Set([...ALWAYS, ...named.flatMap(({ mentions }) => mentions)])],
    read(lines) {
      const imports = new Map<string, readonly string[]>();
      const names = new Map<string, readonly string[]>();
      const ambient: string[] = [];
      for (const [from, text] of lines) {
        const modules = isScanned(from) ? importsIn(from, text) : [];
        if (isScanned(from) && setsModel(text)) ambient.push(from);
        if (modules.length > 0) imports.set(from, modules);
        const mentioned = named.flatMap(({ file, bytes }) =>
          file !== from && bytes.some((mention) => text.includes(mention)) ? [file] : [],
        );
        if (mentioned.length > 0) names.set(from, mentioned);
      }
      return { imports, names, ambient };
    },
  };
}

/** `handbook.v2.md`, and `handbook.v2` or `handbook` at the end of a string, by which loaders name it. */
function mentionsOf(file: string): readonly string[] {
  const base = file.slice(file.lastIndexOf('/') + 1);
  const stems = [...base.matchAll(/\./g)].flatMap(({ index }) => (index === 0 ? [] : [base.slice(0, index)]));
  const inQuotes = stems.flatMap((stem) => ['"', "'", '`', '/'].flatMap((before) => ['"', "'", '`'].map((after) => before + stem + after)));
  return [base, ...inQuotes];
}

/** One character for each byte, as lines come from git. */
const asBytes = (text: string): string => Buffer.from(text, 'utf8').toString('latin1');

/** The changed files and all that may depend on them, as far as imports and names tell. */
export function dependents(
  changed: readonly string[],
  { imports, names }: Omit<References, 'ambient'>,
  aliases: readonly Alias[],
): ReadonlySet<string> {
  const found = new Set(changed);
  const left = new Map(imports);
  for (let fresh: readonly string[] = [...found]; fresh.length > 0; ) {
    const targets = new Set(fresh);
    const next = [
      ...importersOf(fresh, left, aliases),
      ...[...names].flatMap(([file, of]) => (of.some((one) => targets.has(one)) ? [file] : [])),
    ];
    fresh = [...new Set(next)].filter((file) => !found.has(file));
    for (const file of fresh) {
      found.add(file);
      left.delete(file);
    }
  }
  return found;
}

/** What files import, level by level: functions of the project that end in a billed call may stand there. */
export function imported(
  from: readonly string[],
  importsOf: (files: readonly string[]) => ReadonlyMap<string, readonly string[]>,
  modules: Modules,
  levels: number,
): ReadonlySet<string> {
  const found = new Set<string>();
  let fresh = from;
  for (let level = 0; level < levels && fresh.length > 0; level++) {
    const next = new Set([...importsOf(fresh).values()].flatMap((imports) => importedBy(imports, modules)));
    fresh = [...next].filter((file) => !found.has(file));
    for (const file of fresh) found.add(file);
  }
  return found;
}
