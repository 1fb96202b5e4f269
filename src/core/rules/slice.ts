/** A value that is cut where it is put into a text: `{page}` → `{page[:8000]}`, `${page}` → `${page.slice(0, 8000)}`. */
import type { Hole, Piece } from '../analysis/analysis.ts';
import { isHole } from './parts.ts';
import type { PlacedEdit } from './rule.ts';

/** Undefined where the interpolation is more than a name or a member, or is not seen beside the text of its template. */
export function sliceEdits(
  pieces: readonly Piece[],
  hole: Hole,
  length: number,
  sourceOf: (path: string) => string | undefined,
): readonly PlacedEdit[] | undefined {
  const at = pieces.indexOf(hole);
  const [before, after] = [placeOf(pieces[at - 1]), placeOf(pieces[at + 1])];
  const path = (before ?? after)?.path;
  const source = path === undefined ? undefined : sourceOf(path);
  if (at < 0 || path === undefined || source === undefined) return undefined;
  if (before && after && before.path !== after.path) return undefined;
  const code = before
    ? source.slice(before.end, after ? Math.max(before.end, after.start) : before.end + LONGEST)
    : source.slice(Math.max(0, (after?.start ?? 0) - LONGEST), after?.start);
  const found = (before ? (after ? /^(\$?)\{([\w$.]+)\}$/ : /^(\$?)\{([\w$.]+)\}/) : /(\$?)\{([\w$.]+)\}$/).exec(code);
  if (!found) return undefined;
  const start = (before ? before.end : (after?.start ?? 0) - found[0].length) + found[0].length - 1;
  return [{ path, range: { start, end: start }, newText: found[1] === '' ? `[:${length}]` : `.slice(0, ${length})` }];
}

/** Characters of an interpolation that are looked at. */
const LONGEST = 200;

const placeOf = (piece: Piece | undefined) => (piece && !isHole(piece) ? piece.place : undefined);
