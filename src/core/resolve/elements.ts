/** What functions that walk over collections give: `next`, `random.choice`, `enumerate`, `zip`. */
import { typedPart } from './annotations.ts';
import type { Folder } from './fold.ts';
import { choice, type Known, MAX_PIECES, type Place, type Step, stepFrom, unknown } from './known.ts';
import { first, type Meaning } from './meaning.ts';

/** Elements of a collection from which one is chosen at run time, beyond which it stays open. */
export const MAX_CHOICES = 64;

const ANY: Step = { kind: 'index', key: undefined };

/** One element of a collection, whichever. */
export function anyOf(folder: Folder, of: Known, place: Place): Known {
  if (of.kind === 'ref') return typedPart(folder, of, ANY, place) ?? stepFrom(of, ANY, place);
  if (of.kind !== 'list' || of.items.length === 0 || of.items.length > MAX_CHOICES) return unknown('item', 'chosen at run time', place);
  return of.open ? (of.items[0] as Known) : choice(of.items, place);
}

export const anyElement: Meaning = (cx) => {
  const of = first(cx);
  return of && anyOf(cx.folder, of, cx.place);
};

export const enumerated: Meaning = ({ args, place, folder }) => {
  const [of] = args.positional;
  return of && together([{ kind: 'list', items: [], open: true, grows: false, place }, of], place, folder);
};

export const zipped: Meaning = ({ args, place, folder }) => (args.open ? undefined : together(args.positional, place, folder));

/** Collections side by side: a list of lists with an element of each. */
function together(sides: readonly Known[], place: Place, folder: Folder): Known {
  const closed = sides.flatMap((side) => (side.kind === 'list' && !side.open ? [side.items.length] : []));
  const length = Math.min(...(closed.length > 0 ? closed : [1]), MAX_PIECES);
  const items = Array.from({ length }, (_, at): Known => {
    const row = sides.map((side) => (side.kind === 'list' && !side.open ? (side.items[at] as Known) : anyOf(folder, side, place)));
    return { kind: 'list', items: row, open: false, grows: false, place };
  });
  return { kind: 'list', items, open: closed.length === 0, grows: false, place };
}
