/** Facts × catalogue → calls of known SDKs: by import and type flow, by a distinctive path with telling arguments, never by a bare name. */
import type { Call, Value } from '../facts/facts.ts';
import type { LanguageId } from '../languages/language.ts';
import type { Folder } from '../resolve/fold.ts';
import { type CallAt, fromRef, type Known, type Ref, staticText } from '../resolve/known.ts';
import { foldersAbove } from '../resolve/program.ts';
import { createArgumentReader, type SlotValue } from './arguments.ts';
import { createRequestMatcher } from './requests.ts';
import type { Defaults, Sdk, SdkCall, Slot, SlotName } from './sdk.ts';
import { type Index, matchTable, packageTable } from './tables.ts';

/** A call that the catalogue knows. */
export interface Matched {
  readonly at: CallAt;
  readonly sdk: Sdk;
  readonly call: SdkCall;
  readonly evidence: 'type' | 'shape' | 'url';
  /** The calls that made the receiver, nearest first: builders, sessions, model constructors, clients. */
  readonly origins: readonly Origin[];
  /** What the receiver chains together (`prompt | model | parser`). */
  readonly members: readonly Known[];
}

export interface Origin {
  readonly at: CallAt;
  readonly sdk: Sdk;
  /** Undefined for a call on the way that the catalogue does not list. */
  readonly call: SdkCall | undefined;
}

/** A value as an SDK sees it: `path` steps beyond a value of type `type` ('' is the package itself). */
interface Typed {
  readonly sdk: Sdk;
  readonly type: string;
  readonly path: string;
  readonly origins: readonly Origin[];
  readonly members: readonly Known[];
}

export interface Matcher {
  match(path: string, call: Call): Matched | undefined;
  /** The SDK types of a value, e.g. of what is passed as `model` or `agent`. */
  typesOf(
    known: Known,
  ): readonly { readonly sdk: Sdk; readonly type: string; readonly origins: readonly Origin[]; readonly members: readonly Known[] }[];
  /** What a value stands for when a call of the catalogue only hands it on (`googleAI.model('gemini')`); the value itself otherwise. */
  passed(known: Known): Known;
  /** The value is the export of an SDK at this path. */
  isExport(known: Known, sdk: Sdk, path: string): boolean;
  /** The call that made a value, when the catalogue lists it: a message, a template, a model, a tool. */
  madeBy(known: Known): Made | undefined;
  slot(at: CallAt, call: SdkCall, name: SlotName): SlotValue;
  read(at: CallAt, slot: Slot, options?: number): SlotValue;
  defaults(at: CallAt, call: SdkCall): Defaults;
  languageOf(path: string): LanguageId;
  /** Of a call without an SDK, the request's body: addresses of its slots begin there. */
  body(call: SdkCall): Known | undefined;
}

/** A call step whose dotted path from its package or type is known. */
export interface Made {
  readonly sdk: Sdk;
  /** Without the last `()`: `ChatPromptTemplate.from_messages`. */
  readonly path: string;
  readonly at: CallAt;
}

const MAX_STEPS = 8;

export function createMatcher(folder: Folder, catalog: readonly Sdk[]): Matcher {
  const { indices, byId, lastNames, telling, clientTypes, chains } = matchTable(catalog);
  const packages = packageTable(catalog);
  const { slot: ownSlot, read, inside, defaults } = createArgumentReader(folder);
  const requests = createRequestMatcher(folder, catalog, { typesOf: (known) => typesOf(known), read, inside });
  const typed = new WeakMap<object, readonly Typed[]>();
  const inProgress = new Set<object>();

  const languageOf = (path: string): LanguageId => folder.program.facts(path)?.language ?? 'ecmascript';

  function typesOf(known: Known): readonly Typed[] {
    const found = typed.get(known);
    if (found) return found;
    if (inProgress.has(known) || inProgress.size > 64) return [];
    inProgress.add(known);
    try {
      const list = derive(known);
      typed.set(known, list);
      return list;
    } finally {
      inProgress.delete(known);
    }
  }

  function derive(known: Known): readonly Typed[] {
    switch (known.kind) {
      case 'ref':
        if (!known.of || !known.step) return rootTypes(known);
        if (known.step.kind !== 'call') return stepped(known.of, known);
        return (
          piped(known.of, known.step.at) ??
          (typesOf(known.of).length > 0 ? called(typesOf(known.of), known.step.at) : wrappedClient(known, known.step.at))
        );
      case 'choice':
        return known.options.flatMap(typesOf);
      case 'instance': {
        // An object of a class that extends an SDK's class is one of these.
        const own = folder.program.facts(known.path)?.classes[known.class];
        return (own?.bases ?? []).flatMap((base) => {
          const of = folder.fold(known.path, base);
          if (of.kind === 'class' && !(of.path === known.path && of.class === known.class))
            return typesOf({ ...known, path: of.path, class: of.class });
          return of.kind === 'ref' && of.root.kind === 'package' ? called(typesOf(of), known.call ?? baseCall(known.path, base)) : [];
        });
      }
      default:
        return [];
    }
  }

  const baseCall = (path: string, base: Value): CallAt => ({
    path,
    call: {
      callee: base,
      construct: true,
      args: [],
      start: base.start,
      end: base.end,
      at: base.end,
      scope: 0,
      function: -1,
      loop: -1,
      branch: -1,
    },
    frame: undefined,
  });

  function rootTypes(ref: Ref): readonly Typed[] {
    const { root } = ref;
    if (root.kind === 'package') {
      const language = languageOf(ref.place.path);
      const list: Typed[] = [];
      for (const { sdk, rest } of packages.find(language, root.specifier, root.name))
        list.push(...tidy({ sdk, type: '', path: rest, origins: [], members: [] }));
      return list;
    }
    if (root.kind === 'unknown' && root.annotation) {
      return annotated(root.annotation).flatMap((of) =>
        called(typesOf(of), { path: ref.place.path, call: emptyCall(ref), frame: undefined }).map((t) => ({ ...t, origins: [] })),
      );
    }
    if (root.kind === 'global' && languageOf(ref.place.path) === 'python') {
      // A package that is put into the namespace from outside goes by its name.
      return packages
        .find('python', root.name, '*')
        .flatMap(({ sdk, rest }) => tidy({ sdk, type: '', path: rest, origins: [], members: [] }));
    }
    return root.kind === 'chain' ? chainOf(root.members) : [];
  }

  /** `TracedClient(OpenAI(), logger)` of a package that is not in the catalogue: it most likely is the client that it is given. */
  function wrappedClient(ref: Ref, at: CallAt): readonly Typed[] {
    if (ref.root.kind !== 'package') return [];
    const [first] = folder.args(at).positional;
    return first?.kind === 'ref' && first.step?.kind === 'call'
      ? typesOf(first).filter((t) => t.path === '' && clientTypes.has(t.type))
      : [];
  }

  /** `a.pipe(b)`: the two chained. */
  function piped(callee: Ref, at: CallAt): readonly Typed[] | undefined {
    if (callee.step?.kind !== 'member' || !callee.of) return undefined;
    const { name } = callee.step;
    if (!chains.has(name)) return undefined;
    const list = chainOf([callee.of, ...folder.args(at).positional]);
    return list.length > 0 ? list : undefined;
  }

  /** A chain is one when a model runs in it: one that is known, or one that is not among known templates. */
  function chainOf(members: readonly Known[]): readonly Typed[] {
    const flat = members.flatMap((member) =>
      member.kind === 'ref' && member.root.kind === 'chain' && !member.of ? member.root.members : [member],
    );
    const inner = flat.flatMap((member) => typesOf(member));
    for (const { sdk } of inner) {
      const { chain, runs } = indices.get(sdk) as Index;
      if (chain === undefined) continue;
      const model = inner.some((t) => t.sdk === sdk && runs.has(t.type));
      const open = flat.some((member) => member.kind === 'ref' && member.root.kind === 'unknown') && inner.some((t) => t.type === '');
      if (model || open)
        return [
          { sdk, type: chain, path: '', origins: inner.flatMap((t) => t.origins), members: [...inner.flatMap((t) => t.members), ...flat] },
        ];
    }
    return [];
  }

  const emptyCall = (ref: Ref): Call => ({
    callee: { kind: 'unknown', why: 'runtime', start: ref.place.start, end: ref.place.end },
    construct: true,
    args: [],
    start: ref.place.start,
    end: ref.place.end,
    at: ref.place.end,
    scope: 0,
    function: -1,
    loop: -1,
    branch: -1,
  });

  const annotated = (known: Known): readonly Known[] => {
    if (known.kind === 'choice') return known.options;
    if (known.kind === 'ref' && known.root.kind === 'chain' && !known.of) return known.root.members;
    return [known];
  };

  function stepped(of: Ref, ref: Ref): readonly Typed[] {
    const suffix = ref.step?.kind === 'member' ? ref.step.name : '[]';
    // `import urllib.request` binds `urllib`; the package of the catalogue lies deeper.
    const deeper = ref.root.kind === 'package' && ref.root.name === '*' && typesOf(of).length === 0 ? fromRef(ref) : undefined;
    if (deeper !== undefined)
      return packages
        .find(languageOf(ref.place.path), deeper, '*')
        .flatMap(({ sdk, rest }) => tidy({ sdk, type: '', path: rest, origins: [], members: [] }));
    return typesOf(of).flatMap((t) => {
      const path = suffix === '[]' ? `${t.path}[]` : t.path === '' ? suffix : `${t.path}.${suffix}`;
      return tidy({ ...t, path });
    });
  }

  /** The types after a call of values of these types. */
  function called(before: readonly Typed[], at: CallAt): readonly Typed[] {
    return before.map(asDefault).flatMap((t) => {
      const index = indices.get(t.sdk) as Index;
      for (const path of shortened(t)) {
        const pass = index.passes.get(`${t.type}|${path}`);
        if (pass === undefined) continue;
        const argument = read(at, pass).value;
        const inner = argument ? typesOf(argument) : [];
        return inner.length > 0 ? inner.map((i) => ({ ...i, origins: [...i.origins, { at, sdk: t.sdk, call: undefined }] })) : [];
      }
      const entry = entryOf(t);
      const origins = [{ at, sdk: t.sdk, call: entry }, ...t.origins];
      if (index.chain !== undefined && t.sdk.chains?.some((name) => name === `${t.path}()`)) {
        const given = folder.args(at).positional;
        const members = given.flatMap((one) => (one.kind === 'list' ? one.items : [one]));
        return chainOf(members).map((made) => ({ ...made, origins: [...origins, ...made.origins] }));
      }
      if (index.literalArguments) {
        const args = folder.args(at);
        for (const argument of [...args.positional.slice(0, 1), ...args.named.values()]) {
          const literal = staticText(argument);
          const next = literal === undefined ? [] : tidy({ ...t, path: `${t.path}('${literal}')`, origins });
          if (next[0] && next[0].path === '') return next;
        }
      }
      return tidy({ ...t, path: `${t.path}()`, origins });
    });
  }

  /** `const OpenAI = require('openai')`: the module itself is called where its default export is meant. */
  const asDefault = (t: Typed): Typed => (t.type === '' && t.path === '' ? { ...t, path: 'default' } : t);

  function tidy(t: Typed): readonly Typed[] {
    const index = indices.get(t.sdk) as Index;
    for (const path of shortened(t)) {
      const type = index.types.get(`${t.type}|${path}`);
      if (type === undefined) continue;
      const [sdkId, name] = type.includes(':') ? (type.split(':') as [string, string]) : [t.sdk.id, type];
      return [{ ...t, sdk: byId.get(sdkId) ?? t.sdk, type: name, path: '' }];
    }
    return t.path.split(/[.(]/).length > MAX_STEPS ? [] : [t];
  }

  /** The pending path, and in a package also without leading submodules (`chat_models.ChatOpenAI`). */
  function* shortened(t: Typed): Generator<string> {
    yield t.path;
    if (t.type !== '') return;
    let path = t.path;
    for (let dot = path.indexOf('.'); dot > 0 && !path.slice(0, dot).includes('('); dot = path.indexOf('.')) {
      path = path.slice(dot + 1);
      yield path;
    }
  }

  function entryOf(t: Typed): SdkCall | undefined {
    const index = indices.get(t.sdk) as Index;
    if (t.path === '' && t.type !== '') return index.calls.get(`${t.type}|()`);
    for (const path of shortened(t)) {
      const entry = index.calls.get(`${t.type}|${path}`);
      if (entry) return entry;
    }
    return undefined;
  }

  function match(path: string, call: Call): Matched | undefined {
    const last = call.callee.kind === 'member' ? call.callee.name : undefined;
    // A field that is called itself (`self.llm(…)`) may hold anything that is callable.
    const ownField = call.callee.kind === 'member' && call.callee.of.kind === 'self';
    if (last !== undefined && !ownField && !lastNames.has(last) && !requests.names.has(last)) return undefined;
    const at: CallAt = { path, call, frame: undefined };
    const callee = folder.callee(at);
    const language = languageOf(path);
    let known = false;
    const types = typesOf(callee).map(asDefault);
    for (const t of types) {
      const entry = entryOf(t);
      known ||= t.sdk !== undefined && t.type !== '';
      if (entry && (!entry.languages || entry.languages.includes(language)) && needed(at, entry)) {
        return {
          at,
          sdk: t.sdk,
          call: entry,
          evidence: rootOf(callee) === 'global' ? 'shape' : 'type',
          ...allOrigins(types.filter((other) => other.sdk === t.sdk && entryOf(other) === entry)),
        };
      }
    }
    const request = requests.match(at, callee, language);
    if (request) return request;
    return known || last === undefined ? undefined : matchShape(at, callee, last, language);
  }

  /** Where branches make the receiver in several ways, all of them count. */
  const allOrigins = (types: readonly Typed[]) => ({ origins: types.flatMap((t) => t.origins), members: types.flatMap((t) => t.members) });

  const rootOf = (known: Known) => (known.kind === 'ref' ? known.root.kind : undefined);

  function matchShape(at: CallAt, callee: Known, last: string, language: LanguageId): Matched | undefined {
    const candidates = telling.get(last);
    if (!candidates) return undefined;
    const isOpaque = opaque(callee);
    if (!isOpaque && !fromOutside(callee)) return undefined;
    const dotted = dottedPath(at.call.callee);
    for (const { sdk, call, path } of candidates) {
      // Clients of many vendors speak a path of three names (`chat.completions.create`), and nothing else does.
      if (!isOpaque && path.split('.').length < 3) continue;
      if (sdk.packages[language] === undefined || (call.languages && !call.languages.includes(language))) continue;
      if (dotted !== path && !dotted.endsWith(`.${path}`)) continue;
      const args = folder.args(at);
      const options = args.positional[call.options ?? 0];
      const has = (name: string) =>
        language === 'python'
          ? args.named.has(name)
          : options?.kind === 'record'
            ? options.fields.has(name)
            : options?.kind === 'choice' && options.options.some((o) => o.kind === 'record' && o.fields.has(name));
      const tells = listFor(call.telling, language);
      if (tells?.every(has) && needed(at, call)) return { at, sdk, call, evidence: 'shape', origins: [], members: [] };
    }
    return undefined;
  }

  const needed = (at: CallAt, call: SdkCall): boolean =>
    !call.needs || call.needs.some((address) => read(at, address, call.options).value !== undefined);

  /** Nothing is known of the receiver's type. A package from outside that is no SDK is a known other type. */
  function opaque(callee: Known): boolean {
    if (callee.kind === 'choice') return callee.options.every(opaque);
    if (callee.kind !== 'ref') return false;
    const { root } = callee;
    if (root.kind === 'unknown')
      return root.annotation === undefined || annotated(root.annotation).every((a) => a.kind === 'ref' && opaque(a));
    if (root.kind === 'package') return isLocal(callee.place.path, root.specifier);
    return root.kind === 'global' && !/^(console|window|document|Math|Object|process|globalThis)$/.test(root.name);
  }

  /** What a package that is not in the catalogue makes. */
  function fromOutside(callee: Known): boolean {
    if (callee.kind === 'choice') return callee.options.every((option) => fromOutside(option) || opaque(option));
    if (callee.kind !== 'ref') return false;
    return callee.root.kind === 'package' || (callee.root.kind === 'unknown' && callee.root.annotation !== undefined);
  }

  /** An import of the project's own code whose file is not there. */
  function isLocal(from: string, specifier: string): boolean {
    if (languageOf(from) === 'ecmascript') return /^(@\/|~|#|\$|src\/)/.test(specifier);
    const top = `${specifier.split('.')[0] ?? ''}/`;
    for (const above of foldersAbove(from)) if (folder.program.list(above).includes(top)) return true;
    return false;
  }

  function madeBy(known: Known): Made | undefined {
    if (known.kind === 'instance' && known.call) {
      const base = folder.program.facts(known.path)?.classes[known.class]?.bases[0];
      const of = base && folder.fold(known.path, base);
      if (of?.kind !== 'ref') return undefined;
      const t = typesOf(of)[0];
      return t && { sdk: t.sdk, path: pathOf(t), at: known.call };
    }
    if (known.kind !== 'ref' || known.step?.kind !== 'call' || !known.of) return undefined;
    const t = typesOf(known.of)[0];
    return t && { sdk: t.sdk, path: pathOf(t), at: known.step.at };
  }

  const pathOf = (t: Typed) => (t.type === '' ? t.path : t.path === '' ? t.type : `${t.type}.${t.path}`);

  function passed(known: Known): Known {
    if (known.kind !== 'ref' || known.step?.kind !== 'call' || !known.of) return known;
    for (const t of typesOf(known.of).map(asDefault)) {
      const index = indices.get(t.sdk) as Index;
      for (const path of shortened(t)) {
        const pass = index.passes.get(`${t.type}|${path}`);
        const value = pass === undefined ? undefined : read(known.step.at, pass).value;
        if (value) return value;
      }
    }
    return known;
  }

  const isExport = (known: Known, sdk: Sdk, path: string): boolean => typesOf(known).some((t) => t.sdk === sdk && pathOf(t) === path);

  const slot = (at: CallAt, call: SdkCall, name: SlotName): SlotValue => requests.slot(call, name) ?? ownSlot(at, call, name);

  return { match, typesOf, passed, isExport, madeBy, slot, read, defaults, languageOf, body: requests.body };
}

/** A list that may differ by language; undefined where it is not given for this one. */
const listFor = (list: SdkCall['telling'], language: LanguageId): readonly string[] | undefined =>
  Array.isArray(list) ? (list as readonly string[]) : (list as { [L in LanguageId]?: readonly string[] } | undefined)?.[language];

/** `client.beta.messages.create` as it is written; calls on the way stand as `()`. */
export function dottedPath(value: Value): string {
  if (value.kind === 'name') return value.name;
  if (value.kind === 'member') return `${dottedPath(value.of)}.${value.name}`;
  if (value.kind === 'self') return 'self';
  return '()';
}
