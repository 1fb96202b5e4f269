/** The catalogue turned round for looking things up: access path → type, path → call, import → SDK. */
import type { LanguageId } from '../languages/language.ts';
import type { Sdk, SdkCall, Slot } from './sdk.ts';

export type Lookup = NonNullable<Sdk['lookups']>[number];

/** One SDK by key `type|path`; the type is '' for exports of its packages. */
export interface Index {
  readonly types: ReadonlyMap<string, string>;
  readonly calls: ReadonlyMap<string, SdkCall>;
  readonly passes: ReadonlyMap<string, Slot>;
  readonly lookups: ReadonlyMap<string, Lookup>;
  /** The type of a chain, and the types of which the calls bill. */
  readonly chain: string | undefined;
  readonly runs: ReadonlySet<string>;
  readonly literalArguments: boolean;
}

function indexOf(sdk: Sdk): Index {
  const types = new Map<string, string>();
  const names = new Set(Object.keys(sdk.types ?? {}));
  let chain: string | undefined;
  for (const [type, paths] of Object.entries(sdk.types ?? {})) {
    for (const path of paths) {
      if (path === '|') chain = type;
      else types.set(keyOfPath(path, names), type);
    }
  }
  const calls = new Map<string, SdkCall>();
  for (const call of sdk.calls) {
    const owners = call.on === undefined ? [''] : typeof call.on === 'string' ? [call.on] : call.on;
    for (const owner of owners) for (const path of call.path) calls.set(`${owner}|${path}`, call);
  }
  const passes = new Map<string, Slot>();
  for (const pass of sdk.passes ?? []) for (const path of pass.path) passes.set(keyOfPath(path.replace(/\(\)$/, ''), names), pass.argument);
  const lookups = new Map<string, Lookup>();
  for (const lookup of sdk.lookups ?? []) for (const path of lookup.path) lookups.set(keyOfPath(path, names), lookup);
  const runs = new Set(
    sdk.calls.flatMap((call) =>
      call.kind === 'llm-call' && call.on !== undefined ? (typeof call.on === 'string' ? [call.on] : call.on) : [],
    ),
  );
  return {
    types,
    calls,
    passes,
    lookups,
    chain,
    runs,
    literalArguments: Object.values(sdk.types ?? {}).some((paths) => paths.some((path) => path.includes("('"))),
  };
}

/** `Client.chats.create()` → `Client|chats.create()`; `OpenAI()` → `|OpenAI()`. */
function keyOfPath(path: string, types: ReadonlySet<string>): string {
  const dot = path.search(/[.([]/);
  const head = dot < 0 ? path : path.slice(0, dot);
  if (!types.has(head) || path[dot] === undefined) return `|${path}`;
  if (path[dot] === '(') return `|${path}`;
  return `${head}|${path.slice(path[dot] === '.' ? dot + 1 : dot)}`;
}

export interface PackageTable {
  find(language: LanguageId, specifier: string, name: string): readonly { readonly sdk: Sdk; readonly rest: string }[];
}

/** Makes something of a catalogue once: an editor asks with every key, and the catalogue stays. */
export function perCatalog<T>(make: (catalog: readonly Sdk[]) => T): (catalog: readonly Sdk[]) => T {
  const made = new WeakMap<readonly Sdk[], { readonly table: T }>();
  return (catalog) => {
    let known = made.get(catalog);
    if (!known) {
      known = { table: make(catalog) };
      made.set(catalog, known);
    }
    return known.table;
  };
}

export type MatchTable = ReturnType<typeof matchTable>;

/** What matching looks up in all of a catalogue. */
export const matchTable = perCatalog((catalog) => {
  /** Last names of the paths of all calls: a call of another name is none of the catalogue. */
  const lastNames = new Set<string>();
  const telling = new Map<string, { sdk: Sdk; call: SdkCall; path: string }[]>();
  for (const sdk of catalog) {
    for (const call of sdk.calls) {
      for (const path of call.path) {
        const last = path.slice(path.lastIndexOf('.') + 1);
        lastNames.add(last);
        if (call.telling) telling.set(last, [...(telling.get(last) ?? []), { sdk, call, path }]);
      }
    }
  }
  return {
    indices: new Map(catalog.map((sdk) => [sdk, indexOf(sdk)])),
    byId: new Map(catalog.map((sdk) => [sdk.id, sdk])),
    lastNames,
    /** Calls that are known by their arguments, by the last name of their path. */
    telling,
    clientTypes: new Set(catalog.flatMap((sdk) => Object.keys(sdk.types ?? {})).filter((type) => /Client$/.test(type))),
    chains: new Set(catalog.flatMap((sdk) => sdk.chains ?? [])),
  };
});

/** Import specifier and imported name → SDKs, and what of the name is inside the package. */
export const packageTable = perCatalog((catalog): PackageTable => {
  const exact = { ecmascript: new Map<string, Sdk[]>(), python: new Map<string, Sdk[]>() };
  const wild: { language: LanguageId; prefix: string; sdk: Sdk }[] = [];
  for (const sdk of catalog) {
    for (const language of ['ecmascript', 'python'] as const) {
      for (const name of sdk.packages[language] ?? []) {
        if (name.endsWith('*')) wild.push({ language, prefix: name.slice(0, -1), sdk });
        else exact[language].set(name, [...(exact[language].get(name) ?? []), sdk]);
      }
    }
  }
  return {
    find(language, specifier, name) {
      const separator = language === 'python' ? '.' : '/';
      const rest = name === '*' ? '' : name;
      const found: { sdk: Sdk; rest: string }[] = [];
      const add = (sdks: readonly Sdk[] | undefined, inner: string) => {
        for (const sdk of sdks ?? []) if (!found.some((one) => one.sdk === sdk)) found.push({ sdk, rest: inner });
      };
      // `from google import genai` names the package `google.genai`.
      if (language === 'python' && name !== '*') add(exact.python.get(`${specifier}.${name}`), '');
      for (let prefix = specifier, inner = ''; ; ) {
        add(exact[language].get(prefix), language === 'python' && name === '*' ? inner : rest);
        const cut = prefix.lastIndexOf(separator);
        if (cut <= 0) break;
        inner = inner === '' ? prefix.slice(cut + 1) : `${prefix.slice(cut + 1)}.${inner}`;
        prefix = prefix.slice(0, cut);
      }
      for (const one of wild) if (one.language === language && specifier.startsWith(one.prefix)) add([one.sdk], rest);
      return found;
    },
  };
});
