/** What a change of a repository costs: two of its states, analysed in one process as far as they can differ. */
import path from 'node:path';
import type { ConfigProblem } from '../../core/config/parse.ts';
import { loadShared, type Shared } from '../../core/engine.ts';
import { remembered } from '../../core/languages/remembered.ts';
import { PRICE_FILE } from '../../core/prices/refresh.ts';
import { budgetsOf } from '../../core/report/budgets.ts';
import { compare } from '../../core/report/diff/compare.ts';
import { type Gates, judge, wantsTotals } from '../../core/report/diff/verdict.ts';
import type { Diff } from '../../core/report/diff.ts';
import type { Report } from '../../core/report/report.ts';
import type { Configured } from '../config-file.ts';
import { type Head, openRepository, type Repository, type TreeChange, type TreeEntry } from '../git.ts';
import { nodeHost } from '../host.ts';
import { dependents, lookupOf, type References } from './affected.ts';
import { openSide, type Seen, type SideOptions, type SideScan } from './side.ts';
import { diskState, prefixOf, type State, SUBMODULE, treeState } from './state.ts';

export interface DiffOptions extends SideOptions {
  /** A commit; by default the merge base with the default branch, and HEAD for the index. */
  readonly base: string | undefined;
  readonly head: { readonly name: string } | 'index' | 'work tree';
  /** Compare with the commit that both have in common. */
  readonly mergeBase: boolean;
  readonly gates: Gates;
  /** Analyse the whole project in any case, so that totals are known. */
  readonly whole?: boolean;
}

export interface Diffed {
  readonly diff: Diff;
  /** The head's, with all of its findings; of the whole project where `diff.totals` are known. */
  readonly report: Report;
  /** The head's. */
  readonly configured: Configured;
}

/**
 * Problems, when the head's configuration cannot be used. Throws a `GitError` that says what to do when git cannot give one of the
 * states.
 */
export async function diffProject(options: DiffOptions): Promise<Diffed | { readonly problems: readonly ConfigProblem[] }> {
  const repository = openRepository(options.root);
  const { base, head } = endsOf(repository, options);
  const prefix = prefixOf(repository.top, options.root);
  const changes = repository.changes(base, head);
  const changed = changes.flatMap(({ path: file, base: was, head: is }) =>
    file.startsWith(prefix) && (is ?? was)?.mode !== SUBMODULE ? [file.slice(prefix.length)] : [],
  );
  const search = (files: readonly string[]) => {
    const lookup = lookupOf(files);
    const lines = lookup.texts === undefined || files.length === 0 ? undefined : repository.grep(lookup.texts, head);
    // Whoever awaits it gets the error; until then it must not end the process.
    lines?.catch(() => undefined);
    return { lookup, lines };
  };
  const early = search(changed);
  const loaded = load(
    options,
    new Set(changes.flatMap(({ path: file, base: was, head: is }) => (was && is ? [file.slice(prefix.length)] : []))),
  );
  const shared = loaded.then(({ shared: own }) => own);
  shared.catch(() => undefined);
  try {
    const seen: Seen = new Map();
    const [start, finish] = statesOf(repository, base, head, changes, options);
    const names = [...new Set([start, finish].flatMap(({ links }) => [...changed, ...links.namesOf(changed)]))];
    const { lookup, lines } = names.length === changed.length ? early : search(names);
    const [was, is] = [openSide(start, options, shared, seen), openSide(finish, options, shared, seen)];
    const { config, folders, problems } = is.configured;
    if (problems.length > 0) return { problems };
    const budgets = budgetsOf(config, folders, options.choices?.budgetMonth);
    const whole =
      options.whole === true ||
      wantsTotals(options.gates, budgets) ||
      changes.some(({ path: file }) => path.posix.basename(file) === PRICE_FILE) ||
      changed.some((file) => was.aliases().files.has(file) || is.aliases().files.has(file)) ||
      JSON.stringify(settingsOf(was)) !== JSON.stringify(settingsOf(is));
    const partly =
      whole || !lines
        ? undefined
        : await affected(
            was,
            is,
            names,
            lines.then((found) => lookup.read(inside(found, prefix, changed))),
          );
    const files = partly ?? (changed.length === 0 && !whole ? new Set<string>() : await everything(was, is));
    const [before, after] = [await was.side(files), await is.side(files)];
    const compared = compare(before, after, {
      base: repository.short(base),
      head: typeof head === 'string' ? (head === 'index' ? 'index' : 'working tree') : repository.short(head.commit),
      whole: partly === undefined && (whole || changed.length > 0),
      files: { changed: changed.length, analysed: files.size },
    });
    const diff = judge(compared, { gates: options.gates, budgets, base: before, head: after });
    return { diff, report: after.report, configured: is.configured };
  } finally {
    (await loaded).release();
  }
}

/** The files that can differ and all that belongs to them; undefined when that cannot be told without looking at everything. */
async function affected(
  was: SideScan,
  is: SideScan,
  changed: readonly string[],
  references: Promise<References>,
): Promise<ReadonlySet<string> | undefined> {
  // Git looks through the other files in the meantime.
  for (const side of [was, is]) await side.prepare(changed);
  const { imports, names, ambient } = await references;
  const all = { imports: withChanged(imports, was, is, changed), names };
  const files = await reached(
    was,
    is,
    new Set([...dependents(changed, all, [...was.aliases().list, ...is.aliases().list]), ...ambient]),
    imports,
  );
  // A model that is set for a whole framework holds in files that do not name the one that sets it.
  return was.ambient() === is.ambient() ? files : undefined;
}

const everything = (was: SideScan, is: SideScan): Promise<ReadonlySet<string>> =>
  reached(was, is, new Set([...was.state.files.keys(), ...is.state.files.keys()]), new Map());

/** What one side reaches is analysed on both, so that what it pays for is seen on both. */
async function reached(
  was: SideScan,
  is: SideScan,
  files: ReadonlySet<string>,
  imports: References['imports'],
): Promise<ReadonlySet<string>> {
  return new Set([...(await was.reach(files, imports, { inward: true })), ...(await is.reach(files, imports, { inward: true }))]);
}

async function load({ root, assets }: DiffOptions, edited: ReadonlySet<string>): Promise<{ readonly shared: Shared; release(): void }> {
  const { languages, tables } = await loadShared(nodeHost(root, assets).asset, () => performance.now());
  const once = remembered(languages, (file) => edited.has(file));
  return { shared: { languages: once.languages, tables }, release: once.release };
}

function endsOf(repository: Repository, { base, head, mergeBase }: DiffOptions): { readonly base: string; readonly head: Head } {
  const end: Head = typeof head === 'string' ? head : { commit: repository.commit(head.name) };
  const tip = typeof end === 'string' ? () => repository.commit('HEAD') : () => end.commit;
  if (base === undefined && head === 'index') return { base: repository.commit('HEAD'), head: end };
  const start = repository.commit(base ?? repository.defaultBranch());
  return { base: base === undefined || mergeBase ? repository.mergeBase(start, tip()) : start, head: end };
}

/** The other end is the base with what has changed, so that no tree has to be listed twice. */
function statesOf(
  repository: Repository,
  base: string,
  head: Head,
  changes: readonly TreeChange[],
  { root, assets }: DiffOptions,
): readonly [State, State] {
  const tree = repository.tree(base);
  const after = new Map<string, { readonly mode: string; readonly id: string | undefined }>(tree);
  for (const { path: file, head: entry } of changes) {
    if (entry) after.set(file, entry);
    else after.delete(file);
  }
  const start = treeState(repository, tree, root, assets);
  return [
    start,
    head === 'work tree'
      ? diskState(repository, after, root, assets)
      : treeState(repository, after as ReadonlyMap<string, TreeEntry>, root, assets),
  ];
}

/** What the configuration says of all files. */
const settingsOf = ({ configured: { config, folders } }: SideScan): unknown => [config, folders];

/** Lines of the files below the root that have not changed, by their path from there. */
function inside(lines: ReadonlyMap<string, string>, prefix: string, changed: readonly string[]): ReadonlyMap<string, string> {
  const own = [...lines].flatMap(([file, text]) => (file.startsWith(prefix) ? [[file.slice(prefix.length), text] as const] : []));
  const differ = new Set(changed);
  return new Map(own.filter(([file]) => !differ.has(file)));
}

/** With the imports of the changed files, as both sides have them. */
function withChanged(imports: References['imports'], was: SideScan, is: SideScan, changed: readonly string[]): References['imports'] {
  const all = new Map(imports);
  for (const side of [was, is])
    for (const [file, modules] of side.importsOf(changed)) all.set(file, [...new Set([...(all.get(file) ?? []), ...modules])]);
  return all;
}
