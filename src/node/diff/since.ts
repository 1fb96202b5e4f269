/** The files of the work tree that may cost something else than at a commit: those that have changed, and those that depend on them. */

import path from 'node:path';
import { openRepository } from '../git.ts';
import { importsIn } from '../importers.ts';
import { readSource } from '../read-source.ts';
import { decidesImports, dependents, lookupOf } from './affected.ts';
import { prefixOf, SUBMODULE } from './state.ts';

/**
 * Paths relative to the root. `since`: a commit; compared is from where the branch began. Undefined when every file may be
 * affected. Throws a `GitError` that says what to do when there is no such commit.
 */
export async function affectedSince(root: string, since: string): Promise<ReadonlySet<string> | undefined> {
  const repository = openRepository(root);
  const prefix = prefixOf(repository.top, root);
  const base = repository.mergeBase(repository.commit(since), repository.commit('HEAD'));
  const below = (file: string): string[] => (file.startsWith(prefix) ? [file.slice(prefix.length)] : []);
  const changes = repository.changes(base, 'work tree');
  const changed = changes.flatMap(({ path: file, base: was, head: is }) => ((is ?? was)?.mode === SUBMODULE ? [] : below(file)));
  if (changed.length === 0) return new Set();
  const lookup = lookupOf(changed);
  if (lookup.texts === undefined || changed.some((file) => decidesImports(file) || decidesSettings(file))) return undefined;
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
  return dependents(changed, { ...references, imports });
}

/** Traffic, prices and rules hold for files far away. */
const decidesSettings = (file: string): boolean => /(?:^|\/)(?:costlint\.config\.json|\.costlintrc\.json)$/.test(file);
