/** A scan of what is staged: read from the index, whatever the work tree holds, and written nowhere. */
import path from 'node:path';
import type { ConfigProblem } from '../../core/config/parse.ts';
import { loadShared } from '../../core/engine.ts';
import { totalsOf } from '../../core/report/build.ts';
import type { Report } from '../../core/report/report.ts';
import type { Configured } from '../config-file.ts';
import { openRepository } from '../git.ts';
import { isWithin, nodeHost } from '../host.ts';
import { openSide, type SideOptions } from './side.ts';
import { prefixOf, SUBMODULE, treeState } from './state.ts';

export interface StagedOptions extends SideOptions {
  /** Files and folders, absolute; none for all that the next commit would change. Only these are reported. */
  readonly paths: readonly string[];
}

export type Staged =
  | {
      readonly report: Report;
      readonly configured: Configured;
      readonly text: (file: string) => string | undefined;
      readonly unmatched: readonly string[];
    }
  | { readonly problems: readonly ConfigProblem[] };

/** Throws a `GitError` that says what to do when there is no index to read. */
export async function scanStaged(options: StagedOptions): Promise<Staged> {
  const repository = openRepository(options.root);
  const prefix = prefixOf(repository.top, options.root);
  const state = treeState(repository, repository.index(), options.root, options.assets);
  const shared = loadShared(nodeHost(options.root, options.assets).asset, () => performance.now());
  // Whoever awaits it gets the error; until then it must not end the process.
  shared.catch(() => undefined);
  const side = openSide(state, options, shared, new Map());
  if (side.configured.problems.length > 0) return { problems: side.configured.problems };
  const { files, unmatched } = options.paths.length > 0 ? named(options, state.files) : { files: changed(), unmatched: [] };
  const analysed = await side.reach(files, new Map(), { inward: false });
  const { report } = await side.side(analysed, files);
  const given = new Set(files);
  const own = <T extends { readonly path: string }>(list: readonly T[]): readonly T[] => list.filter(({ path: file }) => given.has(file));
  const sites = own(report.sites);
  return {
    report: { ...report, sites, findings: own(report.findings), totals: totalsOf(sites) },
    configured: side.configured,
    text: (file) => state.host.read(file),
    unmatched,
  };

  function changed(): readonly string[] {
    const head = repository.hasCommit() ? repository.commit('HEAD') : undefined;
    const own = head === undefined ? [...state.files.keys()] : repository.changes(head, 'index').flatMap(belowRoot);
    return own.filter((file) => state.files.has(file)).sort();
  }

  function belowRoot({ path: file, head }: { readonly path: string; readonly head: { readonly mode: string } | undefined }): string[] {
    return head && head.mode !== SUBMODULE && file.startsWith(prefix) ? [file.slice(prefix.length)] : [];
  }
}

function named(
  { root, paths }: StagedOptions,
  all: ReadonlyMap<string, unknown>,
): { readonly files: readonly string[]; readonly unmatched: readonly string[] } {
  const files = new Set<string>();
  const unmatched: string[] = [];
  for (const given of paths) {
    const name = path.relative(root, given).split(path.sep).join('/');
    const below = isWithin(root, given)
      ? all.has(name)
        ? [name]
        : [...all.keys()].filter((file) => name === '' || file.startsWith(`${name}/`))
      : [];
    for (const file of below) files.add(file);
    if (below.length === 0) unmatched.push(given);
  }
  return { files: [...files].sort(), unmatched };
}
