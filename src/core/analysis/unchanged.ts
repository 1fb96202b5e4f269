/** Which sites say what they said before an edit, in the same place or moved: nothing has to be counted or checked again for them. */
import { keyOf } from '../resolve/known.ts';
import { moved, type TextEdit } from '../text/range.ts';
import type { CallSite, Place } from './analysis.ts';

export interface Unchanged {
  /** The sites as they are now; those that are the same in every respect are the objects from before. */
  readonly sites: readonly CallSite[];
  /** Sites that only stand elsewhere, and what they were. */
  readonly was: ReadonlyMap<CallSite, CallSite>;
  /** Where a place of such a site is now. */
  move(place: Place): Place;
}

/** Compares the sites of two states of a project. `edits`: by file, what makes the text of now of the one before. */
export function unchangedSites(before: readonly CallSite[], now: readonly CallSite[], edits: ReadonlyMap<string, TextEdit>): Unchanged {
  const move = (place: Place): Place => {
    const edit = edits.get(place.path);
    return edit ? { path: place.path, ...moved(place, edit) } : place;
  };
  const was = new Map<CallSite, CallSite>();
  const held = new Set(before);
  if (now.every((site) => held.has(site))) return { sites: now, was, move };
  const kept = new Set(now);
  const gone = new Map<string, CallSite[]>();
  for (const site of before) {
    if (kept.has(site)) continue;
    const key = keyOf(move(site.place));
    const others = gone.get(key);
    if (others) others.push(site);
    else gone.set(key, [site]);
  }
  const sites = now.map((site) => {
    const other = held.has(site) ? undefined : gone.get(keyOf(site.place))?.findLast(({ kind }) => kind === site.kind);
    if (!other) return site;
    if (isEqual(other, site)) return other;
    if (isEqual(other, site, edits)) was.set(site, other);
    return site;
  });
  return { sites, was, move };
}

/**
 * Whether two plain values say the same, with all places moved along by the edits. A place that an edit touches is another one: what is
 * derived from it need not move as it does. Ranges without a path are of the file that stands next to them, or `around` them.
 */
function isEqual(before: unknown, now: unknown, edits?: ReadonlyMap<string, TextEdit>, around = ''): boolean {
  if (typeof before !== 'object' || typeof now !== 'object' || before === null || now === null) return before === now;
  if (before === now && !edits) return true;
  if (Array.isArray(before) || Array.isArray(now)) {
    if (!Array.isArray(before) || !Array.isArray(now) || before.length !== now.length) return false;
    for (let i = 0; i < now.length; i++) if (!isEqual(before[i], now[i], edits, around)) return false;
    return true;
  }
  const [old, fresh] = [before as Readonly<Record<string, unknown>>, now as Readonly<Record<string, unknown>>];
  const path = edits ? (pathOf(fresh) ?? around) : around;
  const edit = edits?.get(path);
  let more = 0;
  for (const _ in old) more++;
  for (const key in fresh) {
    const value = fresh[key];
    if (old[key] === undefined && !Object.hasOwn(old, key)) return false;
    more--;
    if (edit && POSITIONS.has(key) && typeof value === 'number') {
      if (!hasMoved(old, fresh, key, edit)) return false;
      // What is sent as JSON has no places, whatever its keys are called.
    } else if (!isEqual(old[key], value, key === 'json' ? undefined : edits, path)) return false;
  }
  return more === 0;
}

/** The keys of offsets: of a range, or of a single place between characters. */
const POSITIONS: ReadonlySet<string> = new Set(['start', 'end', 'at']);

function hasMoved(old: Readonly<Record<string, unknown>>, fresh: Readonly<Record<string, unknown>>, key: string, edit: TextEdit): boolean {
  const isRange = typeof old['start'] === 'number' && typeof old['end'] === 'number';
  const from = old[isRange ? 'start' : key];
  const to = old[isRange ? 'end' : key];
  if (typeof from !== 'number' || typeof to !== 'number') return false;
  const { range, newText } = edit;
  if (to <= range.start) return fresh[key] === old[key];
  return from >= range.end && fresh[key] === (old[key] as number) + newText.length - (range.end - range.start);
}

function pathOf({ path, place }: Readonly<Record<string, unknown>>): string | undefined {
  if (typeof path === 'string') return path;
  return typeof place === 'object' && place !== null ? (place as Partial<Place>).path : undefined;
}
