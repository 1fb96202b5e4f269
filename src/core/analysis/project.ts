/** The files of a scan as one program: facts on demand, and which file an import means in either language. */
import type { FileFacts } from '../facts/facts.ts';
import type { Host } from '../host.ts';
import type { Language, Lowered } from '../languages/language.ts';
import { type Notebook, readNotebook } from '../languages/notebook.ts';
import { folderOf, foldersAbove, joinPath, type Program } from '../resolve/program.ts';
import { type Alias, aliasesIn } from './aliases.ts';
import { PYTHON_STANDARD_LIBRARY } from './standard-library.ts';
import { pathsIn, type Workspaces, workspacesIn } from './workspaces.ts';

export interface Project extends Program {
  /**
   * Gives a file's text; undefined forgets it, so that the host is asked again. `keep`: the file is open in an editor. Then the
   * parser keeps its tree until the text is set without `keep`, and only the statements in which the next text differs are
   * parsed and lowered again.
   */
  set(path: string, text: string | undefined, options?: { readonly keep?: boolean }): void;
  /** The code of a notebook with its way back to the file; undefined for other files. */
  notebook(path: string): Notebook | undefined;
  /** The text that places in a file refer to: its own, or a notebook's code. */
  program(path: string): string | undefined;
  /** Files of the project that imports in `path` have led to so far, and those whose imports have led to it. */
  imports(path: string): Iterable<string>;
  importers(path: string): Iterable<string>;
  /** Forgets which files there are, and what imports lead to. */
  relist(): void;
}

export interface ProjectOptions {
  readonly host: Host;
  readonly languages: readonly Language[];
  /** An import of a package that the catalogue knows: it is not looked for among the project's own files. */
  readonly isPackage: (language: 'ecmascript' | 'python', specifier: string) => boolean;
}

const SCRIPT = ['.ts', '.tsx', '.mts', '.cts', '.js', '.jsx', '.mjs', '.cjs', '.vue', '.svelte', '.astro', '.json'];

export function createProject({ host, languages, isPackage }: ProjectOptions): Project {
  const texts = new Map<string, string>();
  const onDisk = new Map<string, string | undefined>();
  const lowered = new Map<string, Lowered | undefined>();
  /** The files that are kept, with the lowering of an earlier text. */
  const kept = new Map<string, Lowered | undefined>();
  const notebooks = new Map<string, Notebook>();
  const folders = new Map<string, ReadonlySet<string>>();
  const resolved = new Map<string, string | undefined>();
  const imports = new Map<string, Set<string>>();
  const importers = new Map<string, Set<string>>();
  const aliases = new Map<string, readonly Alias[]>();
  const workspaces = new Map<string, Workspaces>();

  const languageOf = (path: string): Language | undefined => {
    const extension = path.slice(path.lastIndexOf('.')).toLowerCase();
    if (extension === '.ipynb') return languages.find((language) => language.id === 'python');
    return languages.find((language) => language.extensions.includes(extension));
  };

  const text = (path: string): string | undefined => texts.get(path) ?? (exists(path) ? readOnce(path) : undefined);

  function readOnce(path: string): string | undefined {
    if (!onDisk.has(path)) onDisk.set(path, host.read(path));
    return onDisk.get(path);
  }

  function entries(folder: string): ReadonlySet<string> {
    let names = folders.get(folder);
    if (!names) {
      names = new Set(host.list(folder));
      folders.set(folder, names);
    }
    return names;
  }

  const exists = (path: string): boolean => texts.has(path) || entries(folderOf(path)).has(path.slice(path.lastIndexOf('/') + 1));
  const isFolder = (path: string): boolean => entries(folderOf(path)).has(`${path.slice(path.lastIndexOf('/') + 1)}/`);

  function facts(path: string): FileFacts | undefined {
    if (lowered.has(path)) return lowered.get(path)?.facts;
    const language = languageOf(path);
    const source = language && sourceOf(path);
    const keep = kept.has(path);
    const previous = kept.get(path);
    const made =
      language && source !== undefined ? language.lower(source, { path, keep, ...(previous ? { previous } : undefined) }) : undefined;
    lowered.set(path, made);
    if (keep) {
      previous?.release();
      kept.set(path, made);
    }
    return made?.facts;
  }

  function sourceOf(path: string): string | undefined {
    return path.endsWith('.ipynb') ? notebookOf(path)?.program : text(path);
  }

  function notebookOf(path: string): Notebook | undefined {
    const known = notebooks.get(path);
    if (known || !path.endsWith('.ipynb')) return known;
    const whole = text(path);
    const notebook = whole === undefined ? undefined : readNotebook(whole);
    if (notebook) notebooks.set(path, notebook);
    return notebook;
  }

  // ── imports ────────────────────────────────────────────────────────────────────────────────────────────────────────

  function resolve(from: string, specifier: string): string | undefined {
    const python = from.endsWith('.py') || from.endsWith('.ipynb');
    const key = `${python || specifier.startsWith('.') ? folderOf(from) : from}\n${specifier}`;
    if (!resolved.has(key)) resolved.set(key, python ? resolvePython(from, specifier) : resolveScript(from, specifier));
    const found = resolved.get(key);
    if (found !== undefined) {
      put(imports, from, found);
      put(importers, found, from);
    }
    return found;
  }

  function resolveScript(from: string, specifier: string): string | undefined {
    if (specifier.startsWith('.')) return scriptFile(joinPath(folderOf(from), specifier));
    if (isPackage('ecmascript', specifier)) return undefined;
    for (const folder of foldersAbove(from)) {
      for (const alias of aliasesOf(folder)) {
        const path = scriptFile(alias.pathOf(specifier));
        if (path !== undefined) return path;
      }
    }
    for (const folder of foldersAbove(from)) {
      for (const path of pathsIn(workspacesOf(folder), specifier)) {
        const file = scriptFile(path);
        if (file !== undefined) return file;
      }
    }
    // The usual alias of the source folder, where its declaration is not at hand.
    const local = /^(?:@|~)\/(.+)$/.exec(specifier)?.[1];
    if (local !== undefined) {
      for (const folder of foldersAbove(from)) {
        const path = scriptFile(joinPath(folder, local)) ?? scriptFile(joinPath(folder, 'src', local));
        if (path !== undefined) return path;
      }
    }
    return undefined;
  }

  function scriptFile(path: string | undefined): string | undefined {
    if (path === undefined) return undefined;
    if (path.slice(path.lastIndexOf('/') + 1).includes('.') && exists(path)) return path;
    const bare = path.replace(/\.(m|c)?jsx?$/, '');
    for (const extension of SCRIPT) if (exists(`${path}${extension}`)) return `${path}${extension}`;
    // TypeScript writes the extension of the output.
    if (bare !== path) for (const extension of SCRIPT) if (exists(`${bare}${extension}`)) return `${bare}${extension}`;
    const index = path === '' ? 'index' : `${path}/index`;
    if (path === '' || isFolder(path)) for (const extension of SCRIPT) if (exists(`${index}${extension}`)) return `${index}${extension}`;
    return undefined;
  }

  function aliasesOf(folder: string): readonly Alias[] {
    let list = aliases.get(folder);
    if (!list) {
      list = aliasesIn(folder, (path) => (exists(path) ? host.read(path) : undefined));
      aliases.set(folder, list);
    }
    return list;
  }

  function workspacesOf(folder: string): Workspaces {
    let known = workspaces.get(folder);
    if (!known) {
      known = workspacesIn(folder, (path) => (exists(path) ? host.read(path) : undefined), entries);
      workspaces.set(folder, known);
    }
    return known;
  }

  function resolvePython(from: string, specifier: string): string | undefined {
    const dots = /^\.*/.exec(specifier)?.[0].length ?? 0;
    const parts = specifier
      .slice(dots)
      .split('.')
      .filter((part) => part !== '');
    if (dots > 0) {
      const folder = joinPath(folderOf(from), ...Array<string>(dots - 1).fill('..'));
      return folder === undefined ? undefined : pythonModule(joinPath(folder, ...parts));
    }
    const top = parts[0] ?? '';
    if (PYTHON_STANDARD_LIBRARY.has(top)) return undefined;
    const known = isPackage('python', specifier) || isPackage('python', top);
    for (const folder of foldersAbove(from)) {
      for (const root of [folder, joinPath(folder, 'src') ?? folder]) {
        // A package of the catalogue is the project's own only where the importing file stands in it or beside it.
        if (known && !(root === folderOf(from) || folderOf(from).startsWith(joinPath(root, top) ?? '\n'))) continue;
        const path = pythonModule(joinPath(root, ...parts));
        if (path !== undefined && path !== from) return path;
      }
    }
    return undefined;
  }

  function pythonModule(path: string | undefined): string | undefined {
    if (path === undefined) return undefined;
    if (path !== '' && exists(`${path}.py`)) return `${path}.py`;
    const init = path === '' ? '__init__.py' : `${path}/__init__.py`;
    return (path === '' || isFolder(path)) && exists(init) ? init : undefined;
  }

  return {
    facts,
    text,
    list: (folder) => [...entries(folder)],
    resolve,
    set(path, source, { keep = false } = {}) {
      if (source === undefined) texts.delete(path);
      else texts.set(path, source);
      onDisk.delete(path);
      lowered.delete(path);
      if (keep && source !== undefined) kept.set(path, kept.get(path));
      else {
        kept.get(path)?.release();
        kept.delete(path);
      }
      notebooks.delete(path);
    },
    notebook: notebookOf,
    program: (path) => notebookOf(path)?.program ?? text(path),
    imports: (path) => imports.get(path) ?? [],
    importers: (path) => importers.get(path) ?? [],
    relist() {
      folders.clear();
      resolved.clear();
      aliases.clear();
      workspaces.clear();
      for (const [path, source] of onDisk) if (source === undefined) onDisk.delete(path);
      for (const [path, made] of lowered) if (made === undefined) lowered.delete(path);
    },
  };
}

function put(map: Map<string, Set<string>>, key: string, value: string): void {
  const known = map.get(key);
  if (known) known.add(value);
  else map.set(key, new Set([value]));
}
