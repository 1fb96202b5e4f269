/** The files of the work tree that may cost something else than at a commit: those that have changed, and those that depend on them. */

import path from 'node:path';
import { CONFIG_NAMES } from '../../core/config/config.ts';
import { PRICE_FILE } from '../../core/prices/refresh.ts';
import type { ConfigPlace } from '../config-file.ts';
import { openRepository } from '../git.ts';
import { importsIn } from '../importers.ts';
import { readSource } from '../read-source.ts';
import { aliasesAmong, dependents, lookupOf } from './affected.ts';
import { configuredIn } from './side.ts';
import { diskState, prefixOf, SUBMODULE } from './state.ts';

/**
 * Paths relative to the root. `since`: a commit; compared is from where the branch began. Undefined when every file may be
 * affected. Throws a `GitError` that says what to do when there is no such commit.
 */
export async function affectedSince(root: string, since: string, place: ConfigPlace | undefined): Promise<ReadonlySet<string> | undefined> {
  const repository = openRepository(root);
  const prefix = prefixOf(repository.top, root);
  const base = repository.mergeBase(repository.commit(since), repository.commit('HEAD'));
  const below = (file: string): string[] => (file.startsWith(prefix) ? [file.slice(prefix.length)] : []);
  const changes = repository.changes(base, 'work tree');
  const changed = changes.flatMap(({ path: file, base: was, head: is }) => ((is ?? was)?.mode === SUBMODULE ? [] : below(file)));
  if (changes.length === 0) return new Set();
  const state = diskState(repository, repository.index(), root);
  const names = [...changed, ...state.links.namesOf(changed)];
  const lookup = lookupOf(names);
  const aliases = aliasesAmong([...state.files.keys(), ...changed], (file) => state.host.read(file));
  const settings = new Set(configuredIn(state, place).files.map((file) => posix(path.relative(repository.top, file))));
  const decides = (file: string): boolean => settings.has(file) || DECIDING.has(path.posix.basename(file));
  if (lookup.texts === undefined || changes.some((one) => decides(one.path)) || changed.some((file) => aliases.files.has(file)))
    return undefined;
  if (changed.length === 0) return new Set();
  const lines = await repository.grep(lookup.texts, 'work tree');
  const references = lookup.read(new Map([...lines].flatMap(([file, text]) => below(file).map((name) => [name, text] as const))));
  const imports = new Map(references.imports);
  for (const file of changed)
    readSource(
      path.join(root, file),
      (_, latin1) => {
        imports.set(file, importsIn(file, latin1));
        return false;
      },
      file,
    );
  return dependents(names, { ...references, imports }, aliases.list);
}

/** Traffic, prices, rules and aliases hold for files far away: also those of a file that is gone. */
const DECIDING: ReadonlySet<string> = new Set([...CONFIG_NAMES, PRICE_FILE, 'tsconfig.json', 'jsconfig.json']);

const posix = (file: string): string => file.split(path.sep).join('/');
