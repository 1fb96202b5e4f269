/** The project as resolution sees it: facts by path, and which file an import means. */
import type { FileFacts } from '../facts/facts.ts';
import type { LanguageId } from '../languages/language.ts';

export interface Program {
  facts(path: string): FileFacts | undefined;
  /** The text of any file of the project: prompts, JSON, templates. */
  text(path: string): string | undefined;
  /** Names in a folder, folders with a trailing slash. */
  list(folder: string): readonly string[];
  /** The project file that an import in `from` means; undefined for packages from outside. */
  resolve(from: string, specifier: string): string | undefined;
}

/** The language of a file; of one that is not read, the first. */
export const languageIn = (program: Program, path: string): LanguageId => program.facts(path)?.language ?? 'ecmascript';

/** `a/b/../c` → `a/c`; undefined when it leaves the root. */
export function joinPath(...parts: readonly string[]): string | undefined {
  const out: string[] = [];
  for (const part of parts.join('/').replaceAll('\\', '/').split('/')) {
    if (part === '' || part === '.') continue;
    if (part !== '..') out.push(part);
    else if (out.pop() === undefined) return undefined;
  }
  return out.join('/');
}

export const folderOf = (path: string): string => path.slice(0, Math.max(0, path.lastIndexOf('/')));

/** The folder of a file and all above it, nearest first; '' is the root. */
export function* foldersAbove(path: string): Generator<string> {
  for (let folder = folderOf(path); ; folder = folderOf(folder)) {
    yield folder;
    if (folder === '') return;
  }
}
