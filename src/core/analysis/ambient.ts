/** Models that are set once for a whole framework: `Settings.llm = …`, `dspy.configure(lm=…)`. */
import type { Matcher } from '../catalog/match.ts';
import type { Sdk } from '../catalog/sdk.ts';
import type { FileFacts } from '../facts/facts.ts';
import { callsNamed, storesOf } from '../facts/lookup.ts';
import type { Folder } from '../resolve/fold.ts';
import type { Known } from '../resolve/known.ts';

/** A model that a file sets for an SDK as a whole. */
export interface AmbientModel {
  readonly sdk: string;
  readonly path: string;
  readonly model: Known;
}

/** The ambient models that one file sets, in its order. */
export function ambientModels(
  path: string,
  facts: FileFacts,
  catalog: readonly Sdk[],
  folder: Folder,
  matcher: Matcher,
): readonly AmbientModel[] {
  const found: AmbientModel[] = [];
  const put = (sdk: Sdk, model: Known) => found.push({ sdk: sdk.id, path, model });
  const settings = catalog.flatMap((sdk) =>
    (sdk.ambient ?? []).map((setting) => {
      const whole = setting.path.replace(/\(\)$/, '');
      const dot = whole.lastIndexOf('.');
      return { sdk, setting, whole, owner: whole.slice(0, Math.max(0, dot)), last: whole.slice(dot + 1) };
    }),
  );
  for (const { sdk, setting, whole, owner, last } of settings) {
    if (setting.argument === undefined) {
      for (const store of storesOf(facts, last)) {
        if (matcher.isExport(folder.fold(path, store.target), sdk, owner)) put(sdk, folder.fold(path, store.value));
      }
      continue;
    }
    for (const call of callsNamed(facts, last)) {
      const at = { path, call, frame: undefined };
      if (!matcher.isExport(folder.callee(at), sdk, whole)) continue;
      const model = matcher.read(at, setting.argument).value;
      if (model) put(sdk, model);
    }
  }
  return found;
}
