/** Sites as plain data: what holes remember of their values is needed only while reading. */
import type { Piece } from '../resolve/known.ts';
import type { CallSite } from './analysis.ts';

export const withoutValues = (site: CallSite): CallSite => ({
  ...site,
  parts: site.parts.map((part) => ({ ...part, pieces: part.pieces.map(plain) })),
});

function plain(piece: Piece): Piece {
  if ('text' in piece) return piece;
  const { value: _, options, ...rest } = piece;
  return options ? { ...rest, options: options.map((option) => option.map(plain)) } : rest;
}
