/** Where the arguments of a site's slots stand, or where they can be put: plain data, so that a fix needs no tree. */
import { addressesOf } from '../catalog/arguments.ts';
import type { Matcher } from '../catalog/match.ts';
import type { Address, SlotName } from '../catalog/sdk.ts';
import { type Brackets, bracketsAt, type Item, placeForItem, wholeItem } from '../languages/brackets.ts';
import { type Entry, type Quote, type Writer, writers } from '../languages/write.ts';
import type { Folder } from '../resolve/fold.ts';
import type { CallAt, Known, Place } from '../resolve/known.ts';
import type { Range } from '../text/range.ts';
import { ANCHORED, type Anchor, type CallSite } from './analysis.ts';
import type { Chain, Link } from './slots.ts';

export interface AnchorReader {
  /**
   * The anchors of a site. `model`: where its model's name is written. `framed`: the site is seen from a caller, so that only
   * literals are its own.
   */
  read(chain: Chain, model: Place | undefined, framed: boolean): CallSite['anchors'];
}

/** A list of arguments or the entries of an object, with the values in it. Most slots of a site ask for the same few. */
class Spot {
  readonly path: string;
  readonly text: string;
  readonly writer: Writer;
  readonly brackets: Brackets;
  /** The call whose arguments these are. */
  readonly at: CallAt | undefined;
  readonly child: (key: string) => Known | undefined;
  #entries: ReadonlyMap<string, EntryAt> | undefined;
  #quote: Quote | undefined;
  #room: ReturnType<typeof placeForItem> | undefined;

  constructor(path: string, text: string, writer: Writer, brackets: Brackets, at: CallAt | undefined, child: Spot['child']) {
    this.path = path;
    this.text = text;
    this.writer = writer;
    this.brackets = brackets;
    this.at = at;
    this.child = child;
  }

  /** The entries of an object by key; of several with the same key the last. Arguments have none. */
  get entries(): ReadonlyMap<string, EntryAt> {
    this.#entries ??= new Map(
      this.brackets.items.flatMap((item, index) => {
        const entry = this.at ? undefined : this.writer.entry(this.text, item);
        return entry ? [[entry.key, { index, entry }]] : [];
      }),
    );
    return this.#entries;
  }

  /** How strings in it are quoted. */
  get quote(): Quote {
    const { open, close } = this.brackets;
    this.#quote ??= firstQuote(this.text.slice(open, close)) ?? this.writer.defaultQuote;
    return this.#quote;
  }

  get hasQuotedKeys(): boolean {
    const [first] = this.brackets.items;
    return first !== undefined && /["']/.test(this.text.charAt(first.start));
  }

  /** Where a further item goes. */
  get room(): ReturnType<typeof placeForItem> {
    this.#room ??= placeForItem(this.text, this.brackets, this.at === undefined ? this.writer.padding : '');
    return this.#room;
  }
}

interface EntryAt {
  readonly index: number;
  readonly entry: Entry;
}

/** Where an address stands or would stand. */
interface Found {
  readonly spot: Spot;
  readonly key: string;
  /** Objects that would have to be made around it, outermost first. */
  readonly missing: readonly string[];
}

/** `sourceOf` gives the text that offsets refer to: of a notebook its program. */
export function createAnchorReader(folder: Folder, matcher: Matcher, sourceOf: (path: string) => string | undefined): AnchorReader {
  const { languageOf } = matcher;
  /** By call and by object: all slots of all calls behind a site ask for the same few. */
  const spots = folder.memory.weak<object, Spot | undefined>();
  /** By link and address: what is not given is looked for twice, as empty and as absent. */
  const located = folder.memory.weak<Link, Map<Address, Found | undefined>>();

  function read(chain: Chain, model: Place | undefined, framed: boolean): CallSite['anchors'] {
    const anchors: { -readonly [S in keyof CallSite['anchors']]: Anchor } = {};
    for (const slot of ANCHORED) {
      const own = given(chain, slot, model);
      const anchor = framed ? own?.literal && onlyLiteral(own) : (own ?? empty(chain, slot) ?? absent(chain, slot));
      if (anchor) anchors[slot] = anchor;
    }
    return anchors;
  }

  // ── what is given ──────────────────────────────────────────────────────────────────────────────────────────────────

  function given(chain: Chain, slot: SlotName, model: Place | undefined): Anchor | undefined {
    const { value, address, by: link } = chain.get(slot);
    if (!value || address === undefined || !link) return undefined;
    const parameter = nameOf(address);
    const literal = slot === 'model' ? model : literalOf(value);
    const written = literal && isLiteral(literal) ? literal : undefined;
    const found = spotAt(link, address);
    const base = { parameter, path: link.at.path, language: languageOf(link.at.path), quote: quoteOf(link.at.path, written) };
    const cached = slot === 'system' && link.call.cachedSystem !== undefined ? { cached: link.call.cachedSystem } : {};
    const inside = written && isInside(written, link.at);
    const own = found && found.missing.length === 0 ? itemOf(found.spot, found.key) : undefined;
    if (!own || !found) return written ? { ...base, ...(inside ? { value: rangeOf(written) } : { literal: written }) } : undefined;
    const { spot, index, value: range, shorthand } = own;
    const fixed = value.kind !== 'choice' && value.kind !== 'ref';
    return {
      ...base,
      ...cached,
      path: spot.path,
      language: languageOf(spot.path),
      whole: wholeItem(spot.text, spot.brackets, index),
      ...(written && !inside && { literal: written }),
      ...(inside ? { value: rangeOf(written) } : fixed && (shorthand ? { insert: afterShorthand(range) } : { value: range })),
    };
  }

  const afterShorthand = ({ end }: Range): NonNullable<Anchor['insert']> => ({ at: end, before: ': ', after: '' });

  const isInside = ({ path, start, end }: Place, at: CallAt): boolean => path === at.path && at.call.start <= start && end <= at.call.end;

  /** The number or text that a value comes from: itself, its default, the first argument of what wraps it (`stepCountIs(20)`). */
  function literalOf(value: Known, depth = 0): Place | undefined {
    if (depth > 3) return undefined;
    if (value.kind === 'number') return value.place;
    if (value.kind === 'text') return value.pieces.length === 1 ? value.pieces[0]?.place : undefined;
    if (value.kind === 'choice') return value.fallback ? literalOf(value.options.at(-1) as Known, depth + 1) : undefined;
    if (value.kind === 'list') return value.items.map((item) => literalOf(item, depth + 1)).find((place) => place !== undefined);
    if (value.kind !== 'ref' || value.step?.kind !== 'call') return undefined;
    const { positional, named } = folder.args(value.step.at);
    return [...positional, ...named.values()].find((one) => one.kind === 'number')?.place;
  }

  /** A number or a string is written there, and no expression that gives one. */
  function isLiteral(place: Place): boolean {
    const code = sourceOf(place.path)?.slice(place.start, place.end) ?? '';
    return (
      /^(?:\d[\w.]*|"(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*'|`[^`$\\]*`)$/.test(code) && !code.startsWith('""') && !code.startsWith("''")
    );
  }

  // ── what is absent ─────────────────────────────────────────────────────────────────────────────────────────────────

  /** `max_tokens: undefined` is as good as absent, but its place is taken. */
  function empty(chain: Chain, slot: SlotName): Anchor | undefined {
    for (const link of chain.links) {
      const language = languageOf(link.at.path);
      const addresses = link.call.slots?.[slot];
      for (const address of addresses === undefined ? [] : addressesOf(addresses, language)) {
        const found = spotAt(link, address);
        const own = found && found.missing.length === 0 ? itemOf(found.spot, found.key) : undefined;
        if (!own || own.shorthand || !/^(?:undefined|null|None)$/.test(own.spot.text.slice(own.value.start, own.value.end))) continue;
        return { parameter: nameOf(address), path: own.spot.path, language, value: rangeOf(own.value), quote: own.spot.quote };
      }
    }
    return undefined;
  }

  /** At the nearest call that has a place for it; a cap at the model where there is one, since not every model takes one on a call. */
  function absent(chain: Chain, slot: SlotName): Anchor | undefined {
    const makers = chain.links.filter((link) => slot === 'outputCap' && link.call.kind === 'model-constructor');
    for (const link of new Set([...makers, ...chain.links])) {
      const language = languageOf(link.at.path);
      for (const address of chain.addresses(link, slot)) {
        const found = spotAt(link, address);
        const insert = found && insertion(link, found);
        if (!insert || !found) continue;
        const { spot } = found;
        return { parameter: nameOf(address), path: spot.path, language, insert, quote: spot.quote };
      }
    }
    return undefined;
  }

  function insertion({ sdk }: Link, { spot, key, missing }: Found): Anchor['insert'] | undefined {
    const { writer, text, brackets, quote } = spot;
    const language = languageOf(spot.path);
    const made = [...missing, key];
    if (made.some((name) => sdk.typed?.[language]?.includes(name)) || made.slice(1).some(isIndex)) return undefined;
    const [first, ...rest] = made as [string, ...string[]];
    let before: string;
    let after = '';
    if (spot.at === undefined) before = writer.key(first, quote, spot.hasQuotedKeys);
    else if (spot.at.call.args.length !== brackets.items.length || isBareGenerator(spot.at, text)) return undefined;
    else if (isIndex(first)) {
      // By position, behind all others; options by name follow as an object.
      if (Number(first) !== brackets.items.length || spot.at.call.args.some((arg) => arg.spread || arg.name !== undefined))
        return undefined;
      before = '';
    } else {
      const keyword = writer.keyword(first);
      if (keyword === undefined) return undefined;
      before = keyword;
    }
    for (const name of rest) {
      const [open, close] = writer.object(name, quote);
      before += open;
      after = close + after;
    }
    const { room } = spot;
    return { at: room.at, before: room.before + before, after: after + room.after };
  }

  // ── where arguments stand ──────────────────────────────────────────────────────────────────────────────────────────

  /** The arguments or the object in which an address stands or would stand. */
  function spotAt(link: Link, address: Address): Found | undefined {
    const known = located.get(link) ?? new Map<Address, Found | undefined>();
    if (known.size === 0) located.set(link, known);
    if (!known.has(address)) known.set(address, locate(link, address));
    return known.get(address);
  }

  function locate({ at, call }: Link, address: Address): Found | undefined {
    const keys = String(address).split('.');
    const body = matcher.body(call);
    if (body) return within(objectOf(body), keys);
    const head = keys[0] as string;
    if (isIndex(head) || languageOf(at.path) === 'python') return within(argumentsOf(at), keys);
    return within(argumentsOf(at), [String(call.options ?? 0), ...keys]);
  }

  function within(start: Spot | undefined, keys: readonly string[]): Found | undefined {
    let spot = start;
    for (let i = 0; spot && i < keys.length - 1; i++) {
      const child = spot.child(keys[i] as string);
      if (!child || child.kind === 'flag') return { spot, missing: keys.slice(i, -1), key: keys.at(-1) as string };
      const next = keys[i + 1] as string;
      const item = child.kind === 'list' && isIndex(next) ? child.items[Number(next)] : undefined;
      if (item) {
        i++;
        if (i === keys.length - 1) return undefined;
      }
      spot = objectOf(item ?? child);
    }
    return spot && { spot, key: keys.at(-1) as string, missing: [] };
  }

  /** The object that a value is written as, also as the arguments of a constructor, or inside its serialisation. */
  function objectOf(value: Known): Spot | undefined {
    if (value.kind === 'text') return value.source && objectOf(value.source);
    if (value.kind === 'record') return spotOf(value, () => recordSpot(value));
    const at = value.kind === 'instance' ? value.call : value.kind === 'ref' && value.step?.kind === 'call' ? value.step.at : undefined;
    if (!at) return undefined;
    if (languageOf(at.path) === 'python') return argumentsOf(at);
    const first = folder.args(at).positional[0];
    return first?.kind === 'record' ? objectOf(first) : undefined;
  }

  function recordSpot({ place: { path, start, end }, fields }: Extract<Known, { kind: 'record' }>): Spot | undefined {
    const text = sourceOf(path);
    const writer = writers[languageOf(path)];
    const brackets = text?.charAt(start) === '{' ? bracketsAt(text, start, writer) : undefined;
    return text && brackets?.close === end - 1 ? new Spot(path, text, writer, brackets, undefined, (key) => fields.get(key)) : undefined;
  }

  /** Inside an activation arguments are others than outside of it. */
  const argumentsOf = (at: CallAt): Spot | undefined => (at.frame ? callSpot(at) : spotOf(at.call, () => callSpot(at)));

  function callSpot(at: CallAt): Spot | undefined {
    const text = sourceOf(at.path);
    const writer = writers[languageOf(at.path)];
    const brackets = text === undefined ? undefined : argumentList(at, text, writer);
    if (text === undefined || !brackets) return undefined;
    const child = (key: string) => (isIndex(key) ? folder.args(at).positional[Number(key)] : folder.args(at).named.get(key));
    return new Spot(at.path, text, writer, brackets, at, child);
  }

  function spotOf(of: object, make: () => Spot | undefined): Spot | undefined {
    if (!spots.has(of)) spots.set(of, make());
    return spots.get(of);
  }

  /** The brackets that the call ends with; type arguments before them have brackets of their own. */
  function argumentList({ call }: CallAt, text: string, writer: Writer): Brackets | undefined {
    if (text.charAt(call.end - 1) !== ')') return undefined;
    for (let open = text.indexOf('(', call.callee.end); open >= 0 && open < call.end; open = text.indexOf('(', open + 1)) {
      const brackets = bracketsAt(text, open, writer);
      if (brackets?.close === call.end - 1) return brackets;
      if (!brackets || brackets.close >= call.end) return undefined;
      open = brackets.close;
    }
    return undefined;
  }

  /** The item of an argument or key, and its value. */
  function itemOf(
    spot: Spot,
    key: string,
  ): { readonly spot: Spot; readonly index: number; readonly value: Range; readonly shorthand: boolean } | undefined {
    const { text, brackets, at } = spot;
    const { items } = brackets;
    if (at === undefined) {
      const own = spot.entries.get(key);
      return own && { spot, index: own.index, value: own.entry.value, shorthand: own.entry.shorthand };
    }
    if (at.call.args.length !== items.length) return undefined;
    const index = isIndex(key)
      ? at.call.args.slice(0, Number(key) + 1).some((arg) => arg.spread || arg.name !== undefined)
        ? -1
        : Number(key)
      : at.call.args.findIndex((arg) => arg.name === key);
    const item = items[index];
    if (!item) return undefined;
    return { spot, index, value: isIndex(key) ? item : afterName(text, item), shorthand: false };
  }

  function quoteOf(path: string, literal: Place | undefined): Quote {
    const sign = literal && sourceOf(literal.path)?.charAt(literal.start);
    return sign === '"' || sign === "'" ? sign : writers[languageOf(literal?.path ?? path)].defaultQuote;
  }

  return { read };
}

/** Of a wrapped call: what the caller itself, or a constant, says. */
const onlyLiteral = ({ value: _v, whole: _w, insert: _i, ...anchor }: Anchor): Anchor => anchor;

const isIndex = (key: string): boolean => /^\d+$/.test(key);
const rangeOf = ({ start, end }: Range): Range => ({ start, end });
const nameOf = (address: Address): string => String(address).slice(String(address).lastIndexOf('.') + 1);
const firstQuote = (code: string): Quote | undefined => /["']/.exec(code)?.[0] as Quote | undefined;

/** The value behind `name=`. */
const afterName = (text: string, item: Item): Range => {
  const name = /^\w+\s*=\s*/.exec(text.slice(item.start, item.end))?.[0] ?? '';
  return { start: item.start + name.length, end: item.end };
};

/** `f(x for x in xs)` takes no second argument without brackets of its own. */
const isBareGenerator = ({ call }: CallAt, text: string): boolean =>
  call.args.length === 1 && call.args[0]?.value.kind === 'each' && !/[([]/.test(text.charAt(call.args[0].value.start));
