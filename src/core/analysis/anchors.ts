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

/** A list of arguments or the entries of an object, with the values in it. */
interface Spot {
  readonly path: string;
  readonly text: string;
  readonly writer: Writer;
  readonly brackets: Brackets;
  /** The call whose arguments these are. */
  readonly at: CallAt | undefined;
  child(key: string): Known | undefined;
  /** The entries of an object by key; of several with the same key the last. */
  entries(): ReadonlyMap<string, { readonly index: number; readonly entry: Entry }>;
}

/** `sourceOf` gives the text that offsets refer to: of a notebook its program. */
export function createAnchorReader(folder: Folder, matcher: Matcher, sourceOf: (path: string) => string | undefined): AnchorReader {
  const { languageOf } = matcher;
  /** By call and by object: all slots of all calls behind a site ask for the same few. */
  const spots = new WeakMap<object, Spot | undefined>();

  function read(chain: Chain, model: Place | undefined, framed: boolean): CallSite['anchors'] {
    const anchors: { -readonly [S in keyof CallSite['anchors']]: Anchor } = {};
    for (const slot of ANCHORED) {
      const anchor = given(chain, slot, model) ?? empty(chain, slot) ?? absent(chain, slot);
      const own = anchor && (framed ? onlyLiteral(anchor) : anchor);
      if (own) anchors[slot] = own;
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
        return { parameter: nameOf(address), path: own.spot.path, language, value: rangeOf(own.value), quote: quoteIn(own.spot) };
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
        return { parameter: nameOf(address), path: spot.path, language, insert, quote: quoteIn(spot) };
      }
    }
    return undefined;
  }

  function insertion({ sdk }: Link, { spot, key, missing }: Found): Anchor['insert'] | undefined {
    const { writer, text, brackets } = spot;
    const language = languageOf(spot.path);
    const made = [...missing, key];
    if (made.some((name) => sdk.typed?.[language]?.includes(name)) || made.slice(1).some(isIndex)) return undefined;
    const quote = quoteIn(spot);
    const [first, ...rest] = made as [string, ...string[]];
    let before: string;
    let after = '';
    if (spot.at === undefined) before = writer.key(first, quote, hasQuotedKeys(spot));
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
    const place = placeForItem(text, brackets, spot.at === undefined ? writer.padding : '');
    return { at: place.at, before: place.before + before, after: after + place.after };
  }

  // ── where arguments stand ──────────────────────────────────────────────────────────────────────────────────────────

  interface Found {
    readonly spot: Spot;
    readonly key: string;
    /** Objects that would have to be made around it, outermost first. */
    readonly missing: readonly string[];
  }

  /** The arguments or the object in which an address stands or would stand. */
  function spotAt(link: Link, address: Address): Found | undefined {
    const { at, call } = link;
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
    if (!text || brackets?.close !== end - 1) return undefined;
    let entries: ReturnType<Spot['entries']> | undefined;
    return {
      path,
      text,
      writer,
      brackets,
      at: undefined,
      child: (key) => fields.get(key),
      entries() {
        entries ??= entriesOf(text, writer, brackets);
        return entries;
      },
    };
  }

  /** Inside an activation arguments are others than outside of it. */
  const argumentsOf = (at: CallAt): Spot | undefined => (at.frame ? callSpot(at) : spotOf(at.call, () => callSpot(at)));

  function callSpot(at: CallAt): Spot | undefined {
    const text = sourceOf(at.path);
    const writer = writers[languageOf(at.path)];
    const brackets = text === undefined ? undefined : argumentList(at, text, writer);
    if (text === undefined || !brackets) return undefined;
    const child = (key: string) => (isIndex(key) ? folder.args(at).positional[Number(key)] : folder.args(at).named.get(key));
    return { path: at.path, text, writer, brackets, at, child, entries: () => NO_ENTRIES };
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
      const found = spot.entries().get(key);
      return found && { spot, index: found.index, value: found.entry.value, shorthand: found.entry.shorthand };
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

  const quoteIn = ({ text, brackets, writer }: Spot): Quote => firstQuote(text.slice(brackets.open, brackets.close)) ?? writer.defaultQuote;

  function quoteOf(path: string, literal: Place | undefined): Quote {
    const sign = literal && sourceOf(literal.path)?.charAt(literal.start);
    return sign === '"' || sign === "'" ? sign : writers[languageOf(literal?.path ?? path)].defaultQuote;
  }

  return { read };
}

const NO_ENTRIES: ReturnType<Spot['entries']> = new Map();

function entriesOf(text: string, writer: Writer, { items }: Brackets): ReturnType<Spot['entries']> {
  const entries = new Map<string, { index: number; entry: Entry }>();
  items.forEach((item, index) => {
    const entry = writer.entry(text, item);
    if (entry) entries.set(entry.key, { index, entry });
  });
  return entries;
}

/** Of a wrapped call: what the caller itself, or a constant, says. */
const onlyLiteral = ({ value: _v, whole: _w, insert: _i, ...anchor }: Anchor): Anchor | undefined => (anchor.literal ? anchor : undefined);

const isIndex = (key: string): boolean => /^\d+$/.test(key);
const rangeOf = ({ start, end }: Range): Range => ({ start, end });
const nameOf = (address: Address): string => String(address).slice(String(address).lastIndexOf('.') + 1);
const firstQuote = (code: string): Quote | undefined => /["']/.exec(code)?.[0] as Quote | undefined;

const hasQuotedKeys = ({ text, brackets }: Spot): boolean => {
  const [first] = brackets.items;
  return first !== undefined && /["']/.test(text.charAt(first.start));
};

/** The value behind `name=`. */
const afterName = (text: string, item: Item): Range => {
  const name = /^\w+\s*=\s*/.exec(text.slice(item.start, item.end))?.[0] ?? '';
  return { start: item.start + name.length, end: item.end };
};

/** `f(x for x in xs)` takes no second argument without brackets of its own. */
const isBareGenerator = ({ call }: CallAt, text: string): boolean =>
  call.args.length === 1 && call.args[0]?.value.kind === 'each' && !/[([]/.test(text.charAt(call.args[0].value.start));
