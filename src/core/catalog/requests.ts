/** LLM calls without an SDK: HTTP requests whose URL is an endpoint of a vendor. */
import type { LanguageId } from '../languages/language.ts';
import type { Folder } from '../resolve/fold.ts';
import { type CallAt, fromRef, type Known, type Ref, staticText, textOf } from '../resolve/known.ts';
import type { SlotValue } from './arguments.ts';
import type { Matched } from './match.ts';
import type { Address, Endpoint, HttpRequest, Sdk, SdkCall, Slot, SlotName } from './sdk.ts';
import { perCatalog } from './tables.ts';

export interface RequestMatcher {
  /** Last segments of the functions and methods that send requests. */
  readonly names: ReadonlySet<string>;
  match(at: CallAt, callee: Known, language: LanguageId): Matched | undefined;
  /** A slot of a call that this matcher made; undefined for any other call. */
  slot(call: SdkCall, name: SlotName): SlotValue | undefined;
  /** What a call that this matcher made sends: addresses of its slots begin there. */
  body(call: SdkCall): Known | undefined;
}

interface Access {
  typesOf(
    known: Known,
  ): readonly { readonly sdk: Sdk; readonly type: string; readonly path: string; readonly origins: Matched['origins'] }[];
  read(at: CallAt, slot: Slot, options?: number, accepts?: (known: Known) => boolean): SlotValue;
  inside(known: Known, address: string): { readonly value: Known | undefined; readonly open: boolean };
}

interface Pattern {
  readonly sdk: Sdk;
  readonly endpoint: Endpoint;
  readonly whole: RegExp;
  /** The path alone, for a host that is only known at run time. */
  readonly tail: RegExp | undefined;
}

interface Body {
  readonly body: Known | undefined;
  readonly model: Known | undefined;
  readonly endpoint: Endpoint;
}

/** Stands in a URL for what is only known at run time. */
const OPEN = '\u0000';

const requestTable = perCatalog((catalog) => {
  const patterns = catalog.flatMap((sdk) => (sdk.endpoints ?? []).map((endpoint) => patternOf(sdk, endpoint)));
  const senders = catalog.flatMap((sdk) => (sdk.http ?? []).map((request) => ({ sdk, request })));
  const names = new Set(senders.flatMap(({ request }) => request.path.map((path) => path.slice(path.lastIndexOf('.') + 1))));
  return { patterns, senders, names };
});

export function createRequestMatcher(folder: Folder, catalog: readonly Sdk[], access: Access): RequestMatcher {
  const { patterns, senders, names } = requestTable(catalog);
  const bodies = new WeakMap<SdkCall, Body>();

  function match(at: CallAt, callee: Known, language: LanguageId): Matched | undefined {
    const sender = senderOf(callee, language);
    if (!sender) return undefined;
    const { request, origins } = sender;
    const method = request.method === undefined ? undefined : staticText(access.read(at, request.method, request.options).value);
    if (method !== undefined && method.toUpperCase() !== 'POST') return undefined;
    const url = access.read(at, request.url, request.options, isText).value;
    const written = url && urlOf(url);
    if (written === undefined) return undefined;
    const base = origins
      .flatMap((origin) => (origin.call?.slots?.baseUrl === undefined ? [] : [access.read(origin.at, origin.call.slots.baseUrl).value]))
      .find((one) => one !== undefined);
    const address =
      written.startsWith('http') || written.startsWith(OPEN) || !base ? written : `${urlOf(base) ?? OPEN}/${written.replace(/^\//, '')}`;
    const body = access.read(at, request.body, request.options).value;
    for (const [pattern, found] of fits(address, body)) {
      const call: SdkCall = {
        id: pattern.endpoint.id,
        kind: pattern.endpoint.kind,
        path: [],
        slots: slotsOf(pattern.endpoint),
        ...(pattern.endpoint.provider === undefined ? {} : { provider: pattern.endpoint.provider }),
      };
      const model =
        found.model === undefined || found.model.includes(OPEN) || found.model === '' || !url ? undefined : textOf(found.model, url.place);
      bodies.set(call, { body, model, endpoint: pattern.endpoint });
      return { at, sdk: pattern.sdk, call, evidence: 'url', origins: [], members: [] };
    }
    return undefined;
  }

  /** Endpoints of this address: of a known host, else, with a body that tells, of a host that is only known at run time. */
  function* fits(address: string, body: Known | undefined): Generator<readonly [Pattern, { readonly model: string | undefined }]> {
    const plain = address.replace(/^https?:\/\//, '');
    for (const pattern of patterns) {
      const whole = pattern.whole.exec(plain);
      if (whole) yield [pattern, { model: whole.groups?.model }];
    }
    if (!plain.startsWith(OPEN) || !body || !['model', 'messages'].every((key) => access.inside(body, key).value !== undefined)) return;
    for (const pattern of patterns) {
      const tail = pattern.tail?.exec(plain);
      if (tail) yield [pattern, { model: tail.groups?.model }];
    }
  }

  function senderOf(callee: Known, language: LanguageId): { request: HttpRequest; origins: Matched['origins'] } | undefined {
    if (callee.kind === 'choice') return callee.options.map((option) => senderOf(option, language)).find((one) => one !== undefined);
    if (callee.kind !== 'ref') return undefined;
    const suits = (request: HttpRequest) => !request.languages || request.languages.includes(language);
    if (callee.root.kind === 'global') {
      const name = fromRef(callee as Ref);
      const found = senders.find(({ request }) => request.global && suits(request) && name !== undefined && request.path.includes(name));
      return found && { request: found.request, origins: [] };
    }
    for (const typed of access.typesOf(callee)) {
      for (const { sdk, request } of senders) {
        if (sdk !== typed.sdk || !suits(request)) continue;
        const owners = request.on === undefined ? [''] : typeof request.on === 'string' ? [request.on] : request.on;
        if (owners.includes(typed.type) && request.path.includes(typed.path === '' ? '()' : typed.path))
          return { request, origins: typed.origins };
      }
    }
    return undefined;
  }

  function urlOf(known: Known): string | undefined {
    if (known.kind === 'choice') return urlOf(known.options.at(-1) as Known);
    if (known.kind === 'text') return known.pieces.map((piece) => ('text' in piece ? piece.text : holeText(piece.value))).join('');
    if (known.kind === 'ref' && known.step?.kind === 'call') {
      const first = folder.args(known.step.at).positional[0];
      return first ? urlOf(first) : OPEN;
    }
    return known.kind === 'ref' ? OPEN : undefined;
  }

  /** A known default inside a URL (`${base ?? 'https://api.openai.com'}/v1`) counts. */
  const holeText = (value: Known | undefined): string => {
    if (value?.kind !== 'choice') return OPEN;
    const last = staticText(value.options.at(-1));
    return last ?? OPEN;
  };

  function slot(call: SdkCall, name: SlotName): SlotValue | undefined {
    const of = bodies.get(call);
    if (!of) return undefined;
    if (name === 'model' && of.model) return { value: of.model, address: 'url', open: false };
    const addresses = of.endpoint.slots[name];
    if (addresses === undefined || !of.body) return { value: undefined, address: undefined, open: addresses !== undefined };
    let open = false;
    for (const address of Array.isArray(addresses) ? (addresses as readonly Address[]) : [addresses as Address]) {
      const found = access.inside(of.body, String(address));
      if (found.value && !(found.value.kind === 'flag' && found.value.value === null)) return { value: found.value, address, open: false };
      open ||= found.open;
    }
    return { value: undefined, address: undefined, open };
  }

  return { names, match, slot, body: (call) => bodies.get(call)?.body };
}

const isText = (known: Known): boolean => known.kind === 'text' || known.kind === 'choice' || known.kind === 'ref';

/** The endpoint's slots, with the model that stands in the URL. */
const slotsOf = (endpoint: Endpoint): NonNullable<SdkCall['slots']> =>
  endpoint.url.includes('{model}') && endpoint.slots.model === undefined ? { ...endpoint.slots, model: 'model' } : endpoint.slots;

function patternOf(sdk: Sdk, endpoint: Endpoint): Pattern {
  const source = endpoint.url
    .split(/(\{\w+\}|\*)/)
    .map((part) =>
      part === '*'
        ? '[^?]*?'
        : part === '{model}'
          ? '(?<model>[^/?]+?)'
          : /^\{/.test(part)
            ? '[^/?]+'
            : part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'),
    )
    .join('');
  const slash = endpoint.url.indexOf('/');
  const path = slash < 0 ? '' : endpoint.url.slice(slash).replace(/^\/v\d+/, '');
  const tail = /^\/(chat\/completions|messages|responses)$/.test(path)
    ? new RegExp(`^\\u0000.*${path.replaceAll('/', '\\/')}\\/?(\\?.*)?$`)
    : undefined;
  return { sdk, endpoint, whole: new RegExp(`^${source}\\/?(\\?.*)?$`, 's'), tail };
}
