/** Text and lists times a number: `"-" * 3`, `"-".repeat(3)`. */
import { type Known, MAX_PIECES, type Place } from './known.ts';

const MAX_CHARACTERS = 1_000_000;

/** Undefined where the number is not known, or the result would be out of all proportion. */
export function repeated(thing: Known, by: Known, place: Place): Known | undefined {
  const count = by.kind === 'number' ? by.value : -1;
  if (!Number.isInteger(count) || count < 0) return undefined;
  if (thing.kind === 'list') {
    if (thing.items.length * count > MAX_PIECES) return undefined;
    return { ...thing, items: Array.from({ length: count }, () => thing.items).flat(), place };
  }
  if (thing.kind !== 'text') return undefined;
  const characters = thing.pieces.reduce((sum, piece) => sum + ('text' in piece ? piece.text.length : 0), 0);
  if (thing.pieces.length * count > MAX_PIECES || characters * count > MAX_CHARACTERS) return undefined;
  return { ...thing, pieces: Array.from({ length: count }, () => thing.pieces).flat(), via: 'constant', place };
}
