/** The lines that differ between two sides, narrowed to what is not the same in both. */
import type { Place } from '../../analysis/analysis.ts';
import type { CauseLines } from '../diff.ts';
import type { DiffSide } from './side.ts';

export interface BothLines {
  readonly base: readonly CauseLines[];
  readonly head: readonly CauseLines[];
}

/** More lines than this say no more. */
const MOST_PLACES = 5;

/**
 * Of places that belong together those whose text is not found on the other side. The first of one side is compared with the
 * first of the other, and so on: only the lines between what they begin with and what they end with are named.
 */
export function differingLines(base: DiffSide, head: DiffSide, was: readonly Place[], is: readonly Place[]): BothLines {
  const [before, after] = [fragmentsOf(base, was), fragmentsOf(head, is)];
  const [texts, others] = [new Set(before.map(({ text }) => text)), new Set(after.map(({ text }) => text))];
  const gone = before.filter(({ text }) => !others.has(text));
  const come = after.filter(({ text }) => !texts.has(text));
  const found: { base: CauseLines[]; head: CauseLines[] } = { base: [], head: [] };
  for (let i = 0; i < Math.max(gone.length, come.length); i++) {
    const [a, b] = [gone[i], come[i]];
    const {
      start,
      before: endBefore,
      after: endAfter,
    } = a && b ? differingPart(a.text, b.text) : { start: 0, before: undefined, after: undefined };
    if (a && endBefore !== start) found.base.push(linesOf(base, a.place, start, endBefore));
    if (b && endAfter !== start) found.head.push(linesOf(head, b.place, start, endAfter));
  }
  return { base: found.base.slice(0, MOST_PLACES), head: found.head.slice(0, MOST_PLACES) };
}

interface Fragment {
  readonly place: Place;
  readonly text: string;
}

function fragmentsOf(side: DiffSide, places: readonly Place[]): readonly Fragment[] {
  const seen = new Set<string>();
  return places.flatMap((place) => {
    const key = `${place.path}:${place.start}:${place.end}`;
    const text = side.text(place.path)?.slice(place.start, place.end);
    if (text === undefined || seen.has(key)) return [];
    seen.add(key);
    return [{ place, text }];
  });
}

/** Offsets of whole lines: both texts are the same up to `start`, and behind `before` and `after`. */
function differingPart(a: string, b: string): { readonly start: number; readonly before: number; readonly after: number } {
  const [was, is] = [a.split(/(?<=\n)/), b.split(/(?<=\n)/)];
  let first = 0;
  while (first < was.length && first < is.length && was[first] === is[first]) first++;
  let last = 0;
  while (last < was.length - first && last < is.length - first && was.at(-1 - last) === is.at(-1 - last)) last++;
  const length = (lines: readonly string[]) => lines.join('').length;
  const start = length(was.slice(0, first));
  return { start, before: start + length(was.slice(first, was.length - last)), after: start + length(is.slice(first, is.length - last)) };
}

function linesOf(side: DiffSide, place: Place, from: number, to: number | undefined): CauseLines {
  // A line ends before its break.
  const text = side.text(place.path)?.slice(place.start, place.end) ?? '';
  const part = text.slice(from, to).replace(/\r?\n$/, '');
  const start = place.start + from;
  return { path: place.path, range: side.place({ path: place.path, start, end: start + part.length }).range };
}
