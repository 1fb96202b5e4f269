/** Facts × catalogue → calls of known SDKs: by the type of the receiver, by a distinctive path with telling arguments, never by a bare name. */
import type { Call, Value } from '../facts/facts.ts';
import type { LanguageId } from '../languages/language.ts';
import type { Folder } from '../resolve/fold.ts';
import type { CallAt, Known } from '../resolve/known.ts';
import { foldersAbove, languageIn } from '../resolve/program.ts';
import { createArgumentReader, type SlotValue } from './arguments.ts';
import { createRequestMatcher } from './requests.ts';
import type { Defaults, Sdk, SdkCall, Slot, SlotName } from './sdk.ts';
import { matchTable } from './tables.ts';
import { annotated, asDefault, createTypeFlow, type Origin, pathOf, type Typed } from './type-flow.ts';

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

export interface Matcher {
  match(path: string, call: Call): Matched | undefined;
  /** The SDK types of a value, e.g. of what is passed as `model` or `agent`. */
  typesOf(known: Known): readonly Typed[];
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

export function createMatcher(folder: Folder, catalog: readonly Sdk[]): Matcher {
  const table = matchTable(catalog);
  const { lastNames, telling } = table;
  const { slot: ownSlot, read, inside, defaults } = createArgumentReader(folder);
  const { typesOf, entryOf, handedOn } = createTypeFlow(folder, catalog, table, read);
  const requests = createRequestMatcher(folder, catalog, { typesOf, read, inside });
  const languageOf = (path: string): LanguageId => languageIn(folder.program, path);

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
      // `self.llm.invoke`, `fast_llm.invoke`.
      if (dotted !== path && !dotted.endsWith(`.${path}`) && !dotted.endsWith(`_${path}`)) continue;
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

  function passed(known: Known): Known {
    if (known.kind !== 'ref' || known.step?.kind !== 'call' || !known.of) return known;
    for (const t of typesOf(known.of).map(asDefault)) {
      const value = handedOn(t, known.step.at);
      if (value) return value;
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
function dottedPath(value: Value): string {
  if (value.kind === 'name') return value.name;
  if (value.kind === 'member') return `${dottedPath(value.of)}.${value.name}`;
  if (value.kind === 'self') return 'self';
  return '()';
}
