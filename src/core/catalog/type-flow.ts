/** How the types of an SDK flow through values: from imports over constructors, members, calls, branches and chains. */
import type { LanguageId } from '../languages/language.ts';
import { constructionOf } from '../resolve/bases.ts';
import type { Folder } from '../resolve/fold.ts';
import { type CallAt, choice, fromRef, type Known, type Ref, staticText, textOf, unwritten } from '../resolve/known.ts';
import { languageIn } from '../resolve/program.ts';
import type { SlotValue } from './arguments.ts';
import type { Sdk, SdkCall, Slot } from './sdk.ts';
import { type Index, type Lookup, type MatchTable, packageTable } from './tables.ts';

export interface Origin {
  readonly at: CallAt;
  readonly sdk: Sdk;
  /** Undefined for a call on the way that the catalogue does not list. */
  readonly call: SdkCall | undefined;
}

/** A value as an SDK sees it: `path` steps beyond a value of type `type` ('' is the package itself). */
export interface Typed {
  readonly sdk: Sdk;
  readonly type: string;
  readonly path: string;
  readonly origins: readonly Origin[];
  readonly members: readonly Known[];
}

export interface TypeFlow {
  /** The SDK types of a value, e.g. of what is passed as `model` or `agent`. */
  typesOf(known: Known): readonly Typed[];
  /** The call of the catalogue that calling a value of this type is. */
  entryOf(t: Typed): SdkCall | undefined;
  /** What calling a value of this type only hands on: an argument, or what stands under a name in an argument of an earlier call. */
  handedOn(t: Typed, at: CallAt): Known | undefined;
}

const MAX_STEPS = 8;

export function createTypeFlow(
  folder: Folder,
  catalog: readonly Sdk[],
  { indices, byId, clientTypes, chains }: MatchTable,
  read: (at: CallAt, slot: Slot) => SlotValue,
): TypeFlow {
  const packages = packageTable(catalog);
  const typed = folder.memory.weak<object, readonly Typed[]>();
  const inProgress = new Set<object>();

  const languageOf = (path: string): LanguageId => languageIn(folder.program, path);

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
          (typesOf(known.of).length > 0 ? called(typesOf(known.of), known.step.at) : wrapped(known.of, known.step.at))
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
          return of.kind === 'ref' && of.root.kind === 'package' ? called(typesOf(of), constructionOf(folder, known, base)) : [];
        });
      }
      default:
        return [];
    }
  }

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
        called(typesOf(of), unwritten(ref.place.path, { kind: 'unknown', why: 'runtime', start: ref.place.start, end: ref.place.end })).map(
          (t) => ({ ...t, origins: [] }),
        ),
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

  /**
   * `TracedClient(OpenAI(), logger)` of a package that is not in the catalogue: it most likely is the client that it is given,
   * and `traced(client.messages.create)` the function. `partial(f, model='m')` is `f` with arguments of its own.
   */
  function wrapped(ref: Ref, at: CallAt): readonly Typed[] {
    if (ref.root.kind !== 'package') return [];
    const [first] = folder.args(at).positional;
    if (first?.kind !== 'ref') return [];
    if (first.step?.kind === 'call') return typesOf(first).filter((t) => t.path === '' && clientTypes.has(t.type));
    if (first.step?.kind !== 'member') return [];
    const [own, ...given] = at.call.args;
    const bound = own && { ...at, call: { ...at.call, callee: own.value, args: given } };
    return typesOf(first).flatMap((t) => {
      const call = entryOf(t);
      if (!call) return [];
      return [bound && fromRef(ref) === 'functools.partial' ? { ...t, origins: [{ at: bound, sdk: t.sdk, call }, ...t.origins] } : t];
    });
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
      const handed = handedOn(t, at);
      if (handed || passOf(t) !== undefined) {
        return (handed ? typesOf(handed) : []).map((i) => ({ ...i, origins: [...i.origins, { at, sdk: t.sdk, call: undefined }] }));
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

  function tidy(t: Typed): readonly Typed[] {
    const index = indices.get(t.sdk) as Index;
    for (const path of shortened(t)) {
      const type = index.types.get(`${t.type}|${path}`);
      if (type === undefined) continue;
      const [sdkId, name] = type.includes(':') ? (type.split(':') as [string, string]) : [t.sdk.id, type];
      return [{ ...t, sdk: byId.get(sdkId) ?? t.sdk, type: name, path: '' }];
    }
    // `prompt.partial(…).partial(…)` goes on and on without becoming another thing.
    const path = t.path.replace(/(\.\w+\(\))\1+$/, '$1');
    return path.split(/[.(]/).length > MAX_STEPS ? [] : [{ ...t, path }];
  }

  function passOf(t: Typed): Slot | undefined {
    const { passes } = indices.get(t.sdk) as Index;
    for (const path of shortened(t)) {
      const pass = passes.get(`${t.type}|${path}`);
      if (pass !== undefined) return pass;
    }
    return undefined;
  }

  function handedOn(t: Typed, at: CallAt): Known | undefined {
    const pass = passOf(t);
    if (pass !== undefined) return read(at, pass).value;
    const lookup = indices.get(t.sdk)?.lookups.get(`${t.type}|${t.path}`);
    const name = lookup && read(at, 0).value;
    return name && lookedUp(t, lookup, name);
  }

  /** What stands under a name in the argument of the call that made the receiver; all there is where the name is not known. */
  function lookedUp({ origins: [made], path }: Typed, lookup: Lookup, name: Known): Known | undefined {
    const fields = made && read(made.at, lookup.in).value;
    if (fields?.kind !== 'record') return undefined;
    const whole = staticText(name);
    if (whole === undefined)
      return lookup.separator !== undefined || fields.open ? undefined : choice([...fields.fields.values()], name.place);
    const [own = whole, ...rest] = lookup.separator === undefined ? [whole] : whole.split(lookup.separator);
    const field = fields.fields.get(own);
    if (!field || rest.length === 0) return field;
    for (const of of typesOf(field)) {
      const inner = indices.get(of.sdk)?.lookups.get(`${of.type}|${path}`);
      const found = inner && lookedUp({ ...of, path }, inner, textOf(rest.join(lookup.separator), name.place));
      if (found) return found;
    }
    return undefined;
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

  return { typesOf, entryOf, handedOn };
}

/** The types that an annotation allows. */
export const annotated = (known: Known): readonly Known[] => {
  if (known.kind === 'choice') return known.options;
  if (known.kind === 'ref' && known.root.kind === 'chain' && !known.of) return known.root.members;
  return [known];
};

/** `const OpenAI = require('openai')`: the module itself is called where its default export is meant. */
export const asDefault = (t: Typed): Typed => (t.type === '' && t.path === '' ? { ...t, path: 'default' } : t);

/** From the package or the type on, as the catalogue writes it. */
export const pathOf = (t: Typed) => (t.type === '' ? t.path : t.path === '' ? t.type : `${t.type}.${t.path}`);

/** The pending path, and in a package also without leading submodules (`chat_models.ChatOpenAI`). */
function shortened({ type, path }: Typed): readonly string[] {
  const paths = [path];
  if (type !== '') return paths;
  let rest = path;
  for (let dot = rest.indexOf('.'); dot > 0 && !rest.slice(0, dot).includes('('); dot = rest.indexOf('.')) {
    rest = rest.slice(dot + 1);
    paths.push(rest);
  }
  return paths;
}
