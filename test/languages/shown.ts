/** A template as a test reads it. */
import type { TemplatePiece } from '../../src/core/languages/template.ts';

/** Text as it is, holes in ‹›. */
export const shown = (pieces: readonly TemplatePiece[]) =>
  pieces.map((piece) => ('text' in piece ? piece.text : `‹${piece.hole}›`)).join('');
