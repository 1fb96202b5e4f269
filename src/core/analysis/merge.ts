/** Shares of a scan → all sites of the project, in one order, each once, with the months where they are paid. */
import { keyOf, type Place } from '../resolve/known.ts';
import type { CallSite } from './analysis.ts';
import type { FoundModel } from './model.ts';
import type { Share } from './scan.ts';

/** The same sites whatever the number of shares and their order. `isApp`: the file belongs to the application, not to its tests or examples. */
export function mergeShares(shares: readonly Share[], isApp: (path: string) => boolean = () => true): readonly CallSite[] {
  const payers = payersOf(shares, isApp);
  const ambient = ambientOf(shares);
  const merged: CallSite[] = [];
  for (const site of shares.flatMap((share) => share.sites).sort(bySource)) {
    const other = merged.at(-1);
    if (!other || bySource(other, site) !== 0) merged.push(site);
    else if (isBefore(site, other)) merged[merged.length - 1] = site;
  }
  return merged.map((given) => {
    const site = withAmbient(given, ambient);
    return isCarried(site) ? withPayer(site, payers.get(keyOf(site.place))) : site;
  });
}

/** By file and position, an outer site before those in it. */
export const bySource = (a: CallSite, b: CallSite): number =>
  compare(a.place.path, b.place.path) || a.place.start - b.place.start || b.place.end - a.place.end || compare(a.kind, b.kind);

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
const comparePlaces = (a: Place, b: Place): number => compare(a.path, b.path) || a.start - b.start || a.end - b.end;

/** Of the same prompt seen from several shares: one that is sent before one that is not, then by the place of the sender. */
function isBefore(a: CallSite, b: CallSite): boolean {
  if (!a.paidBy || !b.paidBy) return a.paidBy !== undefined;
  return comparePlaces(a.paidBy, b.paidBy) < 0;
}

/**
 * Who carries whose month. Models, agents and retrievers are carried by what runs them. An inner call is carried by its
 * callers when one of them decides what it sends; otherwise it carries its callers. A test never carries the application's month.
 */
function payersOf(shares: readonly Share[], isApp: (path: string) => boolean): ReadonlyMap<string, readonly Place[]> {
  const payers = new Map<string, Place[]>();
  const put = (of: Place, by: Place) => {
    const key = keyOf(of);
    const others = payers.get(key);
    if (others) others.push(by);
    else payers.set(key, [by]);
  };
  for (const { paid } of shares) for (const { inner, by } of paid) put(inner, by);
  const calls = shares.flatMap((share) => share.wrapped).filter(({ by, inner }) => isApp(by.path) || !isApp(inner.path));
  const decided = new Set(calls.filter((call) => call.decides).map(({ inner }) => keyOf(inner)));
  for (const { by, inner } of calls) {
    if (decided.has(keyOf(inner))) put(inner, by);
    else put(by, inner);
  }
  for (const [key, places] of payers) if (places.length > 1) payers.set(key, distinct(places));
  return payers;
}

const isCarried = (site: CallSite): boolean =>
  site.kind === 'llm-call' ||
  site.kind === 'wrapped-call' ||
  site.kind === 'model-constructor' ||
  site.kind === 'retriever' ||
  (site.kind === 'agent' && site.paidBy === undefined);

/** The last answer for a site: what did not change stays the same object, so that an editor need not count it again. */
const carried = new WeakMap<CallSite, CallSite>();

function withPayer(site: CallSite, payers: readonly Place[] | undefined): CallSite {
  const [paidBy] = payers ?? [];
  if (!payers || !paidBy) return site;
  const known = carried.get(site);
  if (known?.payers?.length === payers.length && known.payers.every((place, i) => comparePlaces(place, payers[i] as Place) === 0))
    return known;
  const made = { ...site, paidBy, payers };
  carried.set(site, made);
  return made;
}

/** Sorted, each once. */
const distinct = (places: readonly Place[]): Place[] =>
  [...new Map(places.map((place) => [keyOf(place), place])).values()].sort(comparePlaces);

type Ambient = (site: CallSite) => Share['ambient'][number] | undefined;

/** What the file itself sets for the framework, else the only setting of the project. */
function ambientOf(shares: readonly Share[]): Ambient {
  const all = shares.flatMap((share) => share.ambient).filter(({ found }) => found.model !== undefined);
  return (site) => {
    const own = all.filter(({ sdk }) => sdk === site.sdk);
    return own.findLast(({ path }) => path === site.place.path) ?? (own.length === 1 ? own[0] : undefined);
  };
}

/** The last answer for a site, as above. */
const given = new WeakMap<CallSite, { readonly by: FoundModel; readonly made: CallSite }>();

function withAmbient(site: CallSite, ambient: Ambient): CallSite {
  if (site.model || (site.kind !== 'llm-call' && site.kind !== 'agent' && site.kind !== 'wrapped-call')) return site;
  const set = ambient(site);
  if (!set?.found.model) return site;
  const known = given.get(site);
  if (known?.by === set.found) return known.made;
  const made = {
    ...site,
    model: set.found.model,
    provider: set.found.provider ?? site.provider,
    notes: site.notes.filter(({ code }) => code !== 'model-unresolved'),
  };
  given.set(site, { by: set.found, made });
  return made;
}
