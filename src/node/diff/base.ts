/** What an editor compares its texts with: the commit that the work tree has in common with a branch, and what the calls cost there. */
import { loadShared } from '../../core/engine.ts';
import { type BaseCall, baseCalls } from '../../core/report/diff/base-calls.ts';
import { openRepository, type Repository } from '../git.ts';
import { nodeHost } from '../host.ts';
import { openSide, type SideOptions } from './side.ts';
import { treeState } from './state.ts';

export interface BaseOptions extends SideOptions {
  /** A branch or a commit; by default the default branch. */
  readonly base: string | undefined;
  /** The commit whose calls are known already. */
  readonly known?: string | undefined;
}

export interface Base {
  /** The full id. */
  readonly commit: string;
  /** As a reader names the branch: `main` for `origin/main`. */
  readonly name: string;
  /** Undefined for the commit that was known. */
  readonly calls: readonly BaseCall[] | undefined;
}

/** Analyses the whole commit, from git's objects. Throws a `GitError` that says what to do where there is none. */
export async function readBase(options: BaseOptions): Promise<Base> {
  const { root, assets, known } = options;
  const repository = openRepository(root);
  const branch = options.base ?? repository.defaultBranch();
  const commit = repository.mergeBase(repository.commit(branch), repository.commit('HEAD'));
  const name = branch.replace(/^(?:refs\/(?:heads|remotes)\/)?(?:origin\/)?/, '');
  return { commit, name, calls: commit === known ? undefined : await callsIn(repository, commit, options, assets) };
}

async function callsIn(repository: Repository, commit: string, options: BaseOptions, assets?: string): Promise<readonly BaseCall[]> {
  const state = treeState(repository, repository.tree(commit), options.root, assets);
  const shared = loadShared(nodeHost(options.root, assets).asset, () => performance.now());
  const side = openSide(state, options, shared, new Map());
  const files = await side.reach(state.files.keys(), new Map(), { inward: false });
  return baseCalls(await side.side(files));
}

/** The text of a file as a commit has it; undefined where it has none. The path is relative to the root, POSIX. */
export function textAt(root: string, commit: string, file: string): string | undefined {
  const repository = openRepository(root);
  return treeState(repository, repository.tree(commit), root).host.read(file);
}
