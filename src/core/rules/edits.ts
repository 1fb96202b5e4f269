/** Edits that rules ask for: by slot, where the anchors of a site know where and the languages how, and in the text of a prompt. */
import type { Anchor, AnchoredSlot, CallSite, Hole, Piece, Place, PromptPart } from '../analysis/analysis.ts';
import { around, type Literal, writers } from '../languages/write.ts';
import { keyOf } from '../resolve/known.ts';
import { dedentEdits } from './dedent.ts';
import { type MovedLast, moveLast } from './move-last.ts';
import type { PlacedEdit, PricedSite } from './rule.ts';
import { sliceEdits } from './slice.ts';

export interface Edits {
  /** Sets the argument of a slot, or adds it. Undefined where the code gives no place for it. */
  set(site: CallSite, slot: AnchoredSlot, value: Literal): readonly PlacedEdit[] | undefined;
  /** Writes the argument of a slot with a cache marker behind it. Undefined where the SDK has none for it, or it is not written at the call. */
  mark(site: CallSite, slot: AnchoredSlot): readonly PlacedEdit[] | undefined;
  /** Removes the argument of a slot. Undefined where it is not written at the call. */
  remove(site: CallSite, slot: AnchoredSlot): readonly PlacedEdit[] | undefined;
  /** Takes off what all lines of a text are indented by. Undefined where its lines are not written as such. */
  dedent(part: PromptPart): readonly PlacedEdit[] | undefined;
  /** Puts the lines with such holes at the end of a text. Undefined where they are no lines of one literal. */
  moveLast(part: PromptPart, isVolatile: (hole: Hole) => boolean): MovedLast | undefined;
  /** Cuts a value to its first items or characters where it is put into a text. Undefined where it is no plain name there. */
  slice(pieces: readonly Piece[], hole: Hole, length: number): readonly PlacedEdit[] | undefined;
}

/** The files of the project, for edits inside of a text: they are read for findings only. */
export interface Sources {
  /** The text that places in a file refer to: its own, or a notebook's code. */
  program(path: string): string | undefined;
}

/** Edits over the sites of one run. A constant that several calls share (`isShared`) is left alone: its argument is set at the call instead. */
export function createEdits(isShared: (literal: Place) => boolean, sources: Sources): Edits {
  return {
    set(site, slot, value) {
      const anchor = site.anchors[slot];
      if (!anchor) return undefined;
      const text = writers[anchor.language].literal(value, anchor.quote);
      if (anchor.literal && !isShared(anchor.literal)) return [edit(anchor.literal.path, anchor.literal, text)];
      if (anchor.value) return [edit(anchor.path, anchor.value, text)];
      return inserted(anchor, text);
    },
    mark(site, slot) {
      const { cached, value, path, language, quote } = site.anchors[slot] ?? {};
      const text = cached !== undefined && language && quote ? around(cached, writers[language], quote) : undefined;
      if (!text || !value || path === undefined) return undefined;
      return [edit(path, { start: value.start, end: value.start }, text[0]), edit(path, { start: value.end, end: value.end }, text[1])];
    },
    remove(site, slot) {
      const anchor = site.anchors[slot];
      return anchor?.whole && [edit(anchor.path, anchor.whole, '')];
    },
    dedent: (part) => dedentEdits(part, (path) => sources.program(path)),
    moveLast: (part, isVolatile) => moveLast(part, isVolatile, (path) => sources.program(path)),
    slice: (pieces, hole, length) => sliceEdits(pieces, hole, length, (path) => sources.program(path)),
  };
}

function inserted({ path, insert }: Anchor, text: string): readonly PlacedEdit[] | undefined {
  return insert && [edit(path, { start: insert.at, end: insert.at }, `${insert.before}${text}${insert.after}`)];
}

const edit = (path: string, { start, end }: { start: number; end: number }, newText: string): PlacedEdit => ({
  path,
  range: { start, end },
  newText,
});

const literals = new WeakMap<CallSite, readonly Place[]>();

/** The literals that slots of a site come from, found once a site. */
function literalsOf(site: CallSite): readonly Place[] {
  const known = literals.get(site);
  if (known) return known;
  const found = Object.values(site.anchors).flatMap(({ literal }) => literal ?? []);
  literals.set(site, found);
  return found;
}

/** Whether the slots of several paying calls come from a literal. */
export function sharedLiterals(sites: readonly PricedSite[]): (literal: Place) => boolean {
  const users = new Map<string, string>();
  const shared = new Set<string>();
  for (const { site } of sites) {
    const user = keyOf(site.paidBy ?? site.place);
    for (const literal of literalsOf(site)) {
      const key = keyOf(literal);
      const other = users.get(key);
      if (other === undefined) users.set(key, user);
      else if (other !== user) shared.add(key);
    }
  }
  return (literal) => shared.has(keyOf(literal));
}
