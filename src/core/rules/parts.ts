/** What rules about prompts ask of a request: who sends it, its texts, and how it would be with other parts. */
import type { CallSite, Hole, Piece, PromptPart } from '../analysis/analysis.ts';
import type { PricedSite, RuleContext } from './rule.ts';

/** The site sends its parts and carries their month: a prompt that goes through wrappers is judged once, where it is paid. */
export const isRequest = ({ site, cost }: PricedSite): boolean =>
  (site.kind === 'llm-call' || site.kind === 'agent' || site.kind === 'wrapped-call') && !site.paidBy && cost.tokens !== null;

/** Parts that are sent as text, unlike tools, schemas and images. */
export const isText = ({ role }: PromptPart): boolean => role !== 'tools' && role !== 'schema' && role !== 'image' && role !== 'overhead';

export const isHole = (piece: Piece): piece is Hole => 'hole' in piece;

/** The static text of a part; a hole stands as one character that no text has. */
export const HOLE = '\u0000';
export const textOf = (pieces: readonly Piece[]): string => pieces.map((piece) => (isHole(piece) ? HOLE : piece.text)).join('');

/** The parts with one replaced. */
export const withPart = (parts: readonly PromptPart[], at: number, part: PromptPart): readonly PromptPart[] =>
  parts.map((other, i) => (i === at ? part : other));

/** The part with another static text, in which a hole stands where one stood. */
export function withText(part: PromptPart, text: string): PromptPart {
  const holes = part.pieces.filter(isHole);
  const pieces = text.split(HOLE).flatMap((piece, i): Piece[] => {
    const hole = holes[i - 1];
    return [...(hole ? [hole] : []), ...(piece === '' ? [] : [{ text: piece, place: part.place }])];
  });
  return { ...part, pieces };
}

/** Expected input tokens of a request that would have other parts. */
export const tokensWith = (cx: RuleContext, site: CallSite, parts: readonly PromptPart[]): number =>
  cx.costOf({ ...site, parts }).tokens?.input.expected ?? 0;

/** `1,234`. */
export const count = (tokens: number): string => Math.round(tokens).toLocaleString('en-US');
export const percent = (share: number): string => `${Math.round(100 * share)} %`;
