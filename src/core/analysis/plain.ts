/** Sites as plain data: what holes remember of their values is needed only while reading. */
import type { Piece } from '../resolve/known.ts';
import type { CallSite, PromptPart } from './analysis.ts';

export const withoutValues = (site: CallSite): CallSite =>
  site.parts.some(hasHoles) ? { ...site, parts: site.parts.map((part) => (hasHoles(part) ? withoutOwn(part) : part)) } : site;

const hasHoles = ({ pieces }: PromptPart): boolean => pieces.some((piece) => 'hole' in piece);

const withoutOwn = (part: PromptPart): PromptPart => ({ ...part, pieces: part.pieces.map(plain) });

function plain(piece: Piece): Piece {
  if ('text' in piece) return piece;
  const { value: _, options, ...rest } = piece;
  return options ? { ...rest, options: options.map((option) => option.map(plain)) } : rest;
}
