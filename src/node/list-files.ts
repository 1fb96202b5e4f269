/** Names the files of a folder that a scan looks at: by git where git knows the folder, else by walking and reading .gitignore files. */
import { execFile } from 'node:child_process';
import { existsSync, lstatSync, readdirSync, readFileSync, realpathSync } from 'node:fs';
import path from 'node:path';
import ignore, { type Ignore } from 'ignore';

export interface FileList {
  /** Relative to the root, POSIX, sorted, once each. */
  readonly files: readonly string[];
  /** The git blob of files whose content is what git has: path → id. */
  readonly blobs: ReadonlyMap<string, string>;
  readonly skipped: readonly { readonly path: string; readonly reason: string }[];
}

interface Found {
  readonly files: Set<string>;
  readonly blobs: Map<string, string>;
  readonly skipped: { readonly path: string; readonly reason: string }[];
}

/** Code of others, wherever it lies, and what version control keeps for itself. */
const FOREIGN: ReadonlySet<string> = new Set([
  'node_modules',
  'bower_components',
  'site-packages',
  '__pycache__',
  '.git',
  '.hg',
  '.svn',
  '.venv',
  'venv',
  '.tox',
  '.nox',
  '.eggs',
  '.yarn',
]);

/**
 * Lists what lies under `paths` (relative to the root, POSIX; '' is the root itself). Links are not followed, so that no
 * loop can arise and nothing is counted twice. A file that is named itself is listed even when git ignores it.
 */
export async function listFiles(root: string, paths: readonly string[], wanted: (path: string) => boolean): Promise<FileList> {
  const found: Found = { files: new Set(), blobs: new Map(), skipped: [] };
  for (const start of paths) {
    if (isFile(path.join(root, start))) found.files.add(start);
    else if (!(await listByGit(root, start, wanted, found))) walk(root, start, wanted, found);
  }
  return { files: [...found.files].sort(), blobs: found.blobs, skipped: found.skipped };
}

function isFile(file: string): boolean {
  return lstatSync(file, { throwIfNoEntry: false })?.isFile() === true;
}

/** False where git does not know the folder, is not installed, or has nothing in it: then a walk decides. */
async function listByGit(root: string, folder: string, wanted: (path: string) => boolean, found: Found): Promise<boolean> {
  // Git names a changed or removed file twice: with its blob, and again with what became of it.
  const entries = await gitEntries(path.join(root, folder));
  if (!entries || entries.length === 0) return false;
  const changed: string[] = [];
  const removed: string[] = [];
  for (const { tag, mode, blob, name } of entries) {
    const file = folder === '' ? name : `${folder}/${name}`;
    if (mode === SUBMODULE) {
      // One that was never fetched is an empty folder, in which git would answer for the repository around it.
      if (existsSync(path.join(root, file, '.git'))) (await listByGit(root, file, wanted, found)) || walk(root, file, wanted, found);
    } else if (tag === 'R') {
      removed.push(file);
    } else if (mode !== LINK && wanted(file) && !isForeign(name) && !(tag === '?' && !isFile(path.join(root, file)))) {
      if (tag === 'C') changed.push(file);
      found.files.add(file);
      if (blob) found.blobs.set(file, blob);
    }
  }
  for (const file of [...changed, ...removed]) found.blobs.delete(file);
  for (const file of removed) found.files.delete(file);
  return true;
}

const SUBMODULE = '160000';
const LINK = '120000';

const isForeign = (name: string): boolean => name.split('/').some((segment) => FOREIGN.has(segment));

interface GitEntry {
  /** `H` as git has it, `C` changed, `R` removed, `?` unknown to git. */
  readonly tag: string;
  readonly mode: string | undefined;
  readonly blob: string | undefined;
  readonly name: string;
}

const ENTRIES = ['ls-files', '-t', '-s', '-c', '-o', '-m', '-d', '--exclude-standard', '-z'];

/** Undefined where git has no answer. */
function gitEntries(cwd: string): Promise<GitEntry[] | undefined> {
  return new Promise((resolve) => {
    execFile('git', ENTRIES, { cwd, encoding: 'utf8', maxBuffer: 1 << 30, windowsHide: true }, (error, stdout) =>
      resolve(error ? undefined : stdout.split('\0').flatMap(gitEntry)),
    );
  });
}

function gitEntry(line: string): readonly GitEntry[] {
  const [, tag, mode, blob, name] = /^(\S) (?:(\d{6}) ([0-9a-f]+) \d\t)?([\s\S]+)$/.exec(line) ?? [];
  return tag === undefined || name === undefined ? [] : [{ tag, mode, blob, name }];
}

interface Rules {
  /** The folder of the .gitignore file, '' or ending in '/'. */
  readonly folder: string;
  readonly matcher: Ignore;
}

function walk(root: string, start: string, wanted: (path: string) => boolean, found: Found): void {
  const pending: { readonly folder: string; readonly rules: readonly Rules[] }[] = [{ folder: start, rules: [] }];
  for (let next = pending.pop(); next; next = pending.pop()) {
    const { folder } = next;
    const entries = entriesOf(path.join(root, folder));
    if (typeof entries === 'string') {
      found.skipped.push({ path: folder === '' ? '.' : folder, reason: entries });
      continue;
    }
    if (folder !== start && entries.some(({ name }) => name === 'pyvenv.cfg')) continue;
    const prefix = folder === '' ? '' : `${folder}/`;
    const rules = entries.some(({ name }) => name === '.gitignore') ? [...next.rules, rulesOf(root, prefix)] : next.rules;
    for (const entry of entries) {
      const file = prefix + entry.name;
      if (entry.isDirectory()) {
        if (!FOREIGN.has(entry.name) && !isIgnored(`${file}/`, rules)) pending.push({ folder: file, rules });
      } else if (entry.isFile() && wanted(file) && !isIgnored(file, rules)) found.files.add(file);
    }
  }
}

function entriesOf(folder: string) {
  try {
    return readdirSync(folder, { withFileTypes: true });
  } catch (error) {
    return `unreadable folder (${(error as NodeJS.ErrnoException).code})`;
  }
}

function rulesOf(root: string, folder: string): Rules {
  let text = '';
  try {
    text = readFileSync(path.join(root, folder, '.gitignore'), 'utf8');
  } catch {
    // A .gitignore that cannot be read ignores nothing.
  }
  return { folder, matcher: ignore().add(text) };
}

/** As in git, the deepest .gitignore that says something decides. */
function isIgnored(file: string, rules: readonly Rules[]): boolean {
  for (let at = rules.length - 1; at >= 0; at--) {
    const { folder, matcher } = rules[at] as Rules;
    const { ignored, unignored } = matcher.test(file.slice(folder.length));
    if (ignored || unignored) return ignored;
  }
  return false;
}

/** The real path of a file or folder, or undefined where there is none. */
export function realPath(file: string): string | undefined {
  try {
    return realpathSync.native(file);
  } catch {
    return undefined;
  }
}
