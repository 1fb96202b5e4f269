/** Asks git, and only asks: no hook, no shell, no network, no lock, nothing of the repository's own that could be executed. */
import { execFile, execFileSync, spawn } from 'node:child_process';
import path from 'node:path';
import process from 'node:process';

/** A repository that cannot answer; the message says what to do. */
export class GitError extends Error {}

export interface Repository {
  /** The top folder of the work tree, absolute. */
  readonly top: string;
  /** There is a first commit. */
  hasCommit(): boolean;
  /** The full id of the commit that a name means. */
  commit(name: string): string;
  /** The first digits of it. */
  short(commit: string): string;
  mergeBase(a: string, b: string): string;
  /** The branch that others are merged into: `origin/main`, `main` or `master`. */
  defaultBranch(): string;
  /** Files of a commit: path from the top → entry. */
  tree(commit: string): Tree;
  /** Files of the index; those of an unmerged path as our side has them. */
  index(): Tree;
  /** Paths that differ between a commit and another one, the index, or the work tree with what git does not know yet. */
  changes(base: string, head: Head): readonly TreeChange[];
  /** Contents by id, read in one go; what is missing or larger than `limit` bytes is left out. */
  blobs(ids: readonly string[], limit: number): ReadonlyMap<string, Buffer>;
  /** Lines that hold one of these texts, by path from the top; `head` says where. One character stands for one byte. */
  grep(texts: readonly string[], head: Head): Promise<ReadonlyMap<string, string>>;
}

export type Head = { readonly commit: string } | 'index' | 'work tree';

export interface TreeEntry {
  readonly mode: string;
  readonly id: string;
}
export type Tree = ReadonlyMap<string, TreeEntry>;

/** An entry is undefined where there is no file; its id is undefined where only the disk has the content. */
export interface TreeChange {
  readonly path: string;
  readonly base: TreeEntry | undefined;
  readonly head: { readonly mode: string; readonly id: string | undefined } | undefined;
}

const LARGE = 1 << 30;

/** Nothing that git would run for us, and no waiting for anybody. */
const QUIET = [
  '-c',
  'core.fsmonitor=false',
  '-c',
  'core.quotePath=false',
  '-c',
  'core.hooksPath=/dev/null',
  '-c',
  'diff.ignoreSubmodules=none',
  '--no-pager',
  '--literal-pathspecs',
];

/** The hook's own index and repository stay; what would make git start programs or write goes. */
function environment(): NodeJS.ProcessEnv {
  const env: NodeJS.ProcessEnv = {};
  for (const [name, value] of Object.entries(process.env))
    if (!/^GIT_(?:EXTERNAL_DIFF|DIFF_OPTS|PAGER|TRACE\w*|EDITOR|ASKPASS|SSH\w*|PROXY\w*|\w*PATHSPECS)$/.test(name)) env[name] = value;
  if (env.GIT_INDEX_FILE !== undefined) env.GIT_INDEX_FILE = path.resolve(env.GIT_INDEX_FILE);
  return { ...env, LC_ALL: 'C', GIT_OPTIONAL_LOCKS: '0', GIT_NO_LAZY_FETCH: '1', GIT_TERMINAL_PROMPT: '0', GIT_NO_REPLACE_OBJECTS: '1' };
}

interface Answer {
  readonly status: number;
  readonly stdout: Buffer;
  readonly stderr: string;
}

function ask(folder: string, args: readonly string[], input?: string): Answer {
  try {
    const stdout = execFileSync('git', [...QUIET, ...args], {
      cwd: folder,
      env: environment(),
      maxBuffer: LARGE,
      stdio: ['pipe', 'pipe', 'pipe'],
      windowsHide: true,
      ...(input !== undefined && { input }),
    });
    return { status: 0, stdout, stderr: '' };
  } catch (error) {
    const { code, status, stdout, stderr } = error as NodeJS.ErrnoException & { status?: number | null; stdout?: Buffer; stderr?: Buffer };
    if (code === 'ENOENT') throw new GitError('git is not installed, or not on the PATH; a diff needs it.');
    return { status: status ?? 128, stdout: stdout ?? Buffer.alloc(0), stderr: String(stderr ?? '') };
  }
}

/** The repository around a folder. Throws a `GitError` where there is none. */
export function openRepository(folder: string): Repository {
  const found = ask(folder, ['rev-parse', '--show-toplevel']);
  if (found.status !== 0) throw new GitError(noRepository(folder, found.stderr));
  const top = String(found.stdout).replace(/\r?\n$/, '');
  const git = (...args: string[]): Answer => ask(top, args);
  const must = (...args: string[]): Buffer => {
    const { status, stdout, stderr } = git(...args);
    if (status !== 0) throw new GitError(`git ${args[0]} failed: ${stderr.trim()}`);
    return stdout;
  };
  const isShallow = () => String(git('rev-parse', '--is-shallow-repository').stdout).trim() === 'true';

  function commit(name: string): string {
    const { status, stdout } = git('rev-parse', '--verify', '--quiet', '--end-of-options', `${name}^{commit}`);
    if (status === 0) return String(stdout).trim();
    throw new GitError(unknownCommit(name, isShallow(), git));
  }

  function mergeBase(a: string, b: string): string {
    const { status, stdout } = git('merge-base', a, b);
    const [first] = String(stdout).split('\n');
    if (status === 0 && first) return first;
    throw new GitError(
      isShallow()
        ? `${short(a)} and ${short(b)} have no common commit in this shallow clone. Fetch more of the history: git fetch --deepen=200, or fetch-depth: 0 in actions/checkout.`
        : `${short(a)} and ${short(b)} have no common commit. Name the base: costlint diff <base>.`,
    );
  }

  const short = (id: string): string => id.slice(0, 7);

  function defaultBranch(): string {
    const remote = String(git('symbolic-ref', '--quiet', '--short', 'refs/remotes/origin/HEAD').stdout).trim();
    const names = [remote, 'origin/main', 'origin/master', 'main', 'master'].filter((name) => name !== '');
    const known = names.find((name) => git('rev-parse', '--verify', '--quiet', `${name}^{commit}`).status === 0);
    if (known !== undefined) return known;
    throw new GitError(
      git('rev-parse', '--verify', '--quiet', 'HEAD').status === 0
        ? 'there is no origin/HEAD, main or master to compare with. Name the base: costlint diff <base>.'
        : 'there is no commit yet to compare with.',
    );
  }

  return {
    top,
    hasCommit: () => git('rev-parse', '--verify', '--quiet', 'HEAD').status === 0,
    commit,
    short,
    mergeBase,
    defaultBranch,
    tree: (id) => entriesOf(must('ls-tree', '-r', '-z', '--full-tree', id), /^(\d+) \w+ ([0-9a-f]+)\t([\s\S]+)$/),
    index: () => entriesOf(must('ls-files', '-s', '-z'), /^(\d+) ([0-9a-f]+) [02]\t([\s\S]+)$/),
    changes(base, head) {
      if (head === 'index')
        return changesOf(must('diff-index', '--cached', '--raw', '-r', '-z', '--no-renames', '--no-abbrev', base), true);
      if (head !== 'work tree')
        return changesOf(must('diff-tree', '--raw', '-r', '-z', '--no-renames', '--no-abbrev', base, head.commit), true);
      const unknown = String(must('ls-files', '-o', '--exclude-standard', '-z')).split('\0');
      return [
        ...changesOf(must('diff-index', '--raw', '-r', '-z', '--no-renames', '--no-abbrev', base), false),
        ...unknown.flatMap((file): TreeChange[] =>
          file === '' ? [] : [{ path: file, base: undefined, head: { mode: '100644', id: undefined } }],
        ),
      ];
    },
    blobs: (ids, limit) => readBlobs(top, [...new Set(ids)], limit),
    grep: (texts, head) => grepLines(top, texts, head),
  };
}

/**
 * Where HEAD and these branches are, as one text: while it stays the same, so does what they have in common. '' where git does not
 * say. Does not block.
 */
export function whereBranchesAre(folder: string, names: readonly string[]): Promise<string> {
  return new Promise((resolve) => {
    const options = { cwd: folder, env: environment(), maxBuffer: LARGE, windowsHide: true };
    execFile('git', [...QUIET, 'show-ref', '--head', '--', 'HEAD', ...names], options, (_, stdout) => resolve(stdout));
  });
}

function noRepository(folder: string, stderr: string): string {
  if (/dubious ownership/.test(stderr))
    return `git does not trust ${folder}: it belongs to somebody else. Allow it: git config --global --add safe.directory ${folder}`;
  if (/must be run in a work tree/.test(stderr)) return `${folder} is a repository without a work tree; run Costlint in a checkout.`;
  return `${folder} is not inside a git repository; a diff needs one.`;
}

function unknownCommit(name: string, shallow: boolean, git: (...args: string[]) => Answer): string {
  if (name === 'HEAD') return 'there is no commit yet to compare with.';
  if (shallow)
    return `${name} is not in this shallow clone. Fetch it first: git fetch --deepen=200, or fetch-depth: 0 in actions/checkout.`;
  const remote = `origin/${name}`;
  if (git('rev-parse', '--verify', '--quiet', '--end-of-options', `${remote}^{commit}`).status === 0)
    return `there is no commit ${name} here. Did you mean ${remote}?`;
  return `there is no commit ${name} here. Is it spelled right? A branch that only the remote has comes with: git fetch origin ${name}`;
}

function entriesOf(output: Buffer, entry: RegExp): Tree {
  const tree = new Map<string, TreeEntry>();
  for (const line of output.toString('utf8').split('\0')) {
    const [, mode, id, file] = entry.exec(line) ?? [];
    if (mode !== undefined && id !== undefined && file !== undefined) tree.set(file, { mode, id });
  }
  return tree;
}

const NO_FILE = '000000';

/** `:100644 100644 <id> <id> M\0path\0` …; an id of zeros stands for what only the disk has. */
function changesOf(output: Buffer, known: boolean): readonly TreeChange[] {
  const fields = output.toString('utf8').split('\0');
  const changes = new Map<string, TreeChange>();
  for (let at = 0; at + 1 < fields.length; at += 2) {
    const [, was, is, before = '', after = ''] = /^:(\d+) (\d+) ([0-9a-f]+) ([0-9a-f]+) /.exec(fields[at] as string) ?? [];
    const file = fields[at + 1] as string;
    if (was === undefined || is === undefined) continue;
    const head = is === NO_FILE ? undefined : { mode: is, id: known || /[1-9a-f]/.test(after) ? after : undefined };
    changes.set(file, { path: file, base: was === NO_FILE ? undefined : { mode: was, id: before }, head });
  }
  return [...changes.values()];
}

function readBlobs(top: string, ids: readonly string[], limit: number): ReadonlyMap<string, Buffer> {
  const blobs = new Map<string, Buffer>();
  if (ids.length === 0) return blobs;
  const small = ids.length < 200 ? ids : sizedBelow(top, ids, limit);
  const { stdout } = ask(top, ['cat-file', '--batch'], `${small.join('\n')}\n`);
  for (let at = 0; at < stdout.length; ) {
    const end = stdout.indexOf(LF, at);
    if (end < 0) break;
    const [id = '', type, size] = stdout.toString('latin1', at, end).split(' ');
    at = end + 1;
    if (size === undefined) continue;
    const bytes = Number(size);
    if (type === 'blob' && bytes <= limit) blobs.set(id, Buffer.from(stdout.subarray(at, at + bytes)));
    at += bytes + 1;
  }
  return blobs;
}

const LF = 10;

/** Many blobs are measured first, so that a few huge ones do not fill the memory. */
function sizedBelow(top: string, ids: readonly string[], limit: number): readonly string[] {
  const { stdout } = ask(top, ['cat-file', '--batch-check'], `${ids.join('\n')}\n`);
  return String(stdout)
    .split('\n')
    .flatMap((line) => {
      const [id, type, size] = line.split(' ');
      return id !== undefined && type === 'blob' && Number(size) <= limit ? [id] : [];
    });
}

function grepLines(top: string, texts: readonly string[], head: Head): Promise<ReadonlyMap<string, string>> {
  const where = head === 'work tree' ? ['--untracked'] : head === 'index' ? ['--cached'] : [head.commit];
  const prefix = typeof head === 'string' ? '' : `${head.commit}:`;
  return new Promise((resolve, reject) => {
    const child = spawn(
      'git',
      [...QUIET, 'grep', '-I', '-z', '--no-color', '--full-name', '-F', ...texts.flatMap((text) => ['-e', text]), ...where],
      {
        cwd: top,
        env: environment(),
        stdio: ['ignore', 'pipe', 'ignore'],
        windowsHide: true,
      },
    );
    const chunks: Buffer[] = [];
    child.stdout.on('data', (chunk: Buffer) => chunks.push(chunk));
    child.on('error', () => reject(new GitError('git grep cannot be run.')));
    child.on('close', () => resolve(linesByFile(Buffer.concat(chunks).toString('latin1'), prefix)));
  });
}

/** `path\0line\n`: all lines of one file follow each other. */
function linesByFile(output: string, prefix: string): ReadonlyMap<string, string> {
  const files = new Map<string, string[]>();
  for (const line of output.split('\n')) {
    const end = line.indexOf('\0');
    if (end < 0) continue;
    const file = Buffer.from(line.slice(prefix.length, end), 'latin1').toString('utf8');
    const lines = files.get(file);
    if (lines) lines.push(line.slice(end + 1));
    else files.set(file, [line.slice(end + 1)]);
  }
  return new Map([...files].map(([file, lines]) => [file, lines.join('\n')]));
}
