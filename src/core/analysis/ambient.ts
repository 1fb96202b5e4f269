/** Models that are set once for a whole framework: `Settings.llm = …`, `dspy.configure(lm=…)`. */
import type { Matcher } from '../catalog/match.ts';
import type { Sdk } from '../catalog/sdk.ts';
import type { FileFacts } from '../facts/facts.ts';
import type { Folder } from '../resolve/fold.ts';
import type { Known } from '../resolve/known.ts';

/** The ambient model of an SDK as a file sees it: its own setting, else the project's only one. */
export type Ambient = (sdk: Sdk, path: string) => Known | undefined;

export function ambientModels(files: ReadonlyMap<string, FileFacts>, catalog: readonly Sdk[], folder: Folder, matcher: Matcher): Ambient {
  const found = new Map<Sdk, { readonly path: string; readonly model: Known }[]>();
  const put = (sdk: Sdk, path: string, model: Known) => found.set(sdk, [...(found.get(sdk) ?? []), { path, model }]);
  const settings = catalog.flatMap((sdk) =>
    (sdk.ambient ?? []).map((setting) => {
      const whole = setting.path.replace(/\(\)$/, '');
      const dot = whole.lastIndexOf('.');
      return { sdk, setting, whole, owner: whole.slice(0, Math.max(0, dot)), last: whole.slice(dot + 1) };
    }),
  );
  for (const [path, facts] of files) {
    for (const { sdk, setting, whole, owner, last } of settings) {
      if (setting.argument === undefined) {
        for (const store of facts.stores) {
          if (store.key === last && matcher.isExport(folder.fold(path, store.target), sdk, owner)) put(sdk, path, folder.fold(path, store.value));
        }
        continue;
      }
      for (const call of facts.calls) {
        const { callee } = call;
        if ((callee.kind !== 'member' && callee.kind !== 'name') || (callee.kind === 'member' && callee.name !== last)) continue;
        const at = { path, call, frame: undefined };
        if (!matcher.isExport(folder.callee(at), sdk, whole)) continue;
        const model = matcher.read(at, setting.argument).value;
        if (model) put(sdk, path, model);
      }
    }
  }
  return (sdk, path) => {
    const all = found.get(sdk) ?? [];
    return (all.findLast((one) => one.path === path) ?? (all.length === 1 ? all[0] : undefined))?.model;
  };
}
