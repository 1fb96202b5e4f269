import type { Hole, Piece, Place, PromptPart } from '../analysis/analysis.ts';
import { requestOrder } from '../analysis/request-order.ts';
import { count, isHole, isRequest, isText, withPart } from './parts.ts';
import { defineRule } from './rule.ts';

export default defineRule({
  id: 'cache-hostile-prefix',
  summary: 'Put what changes behind what stays: a cache ends at the first new character.',
  why: 'Providers cache the beginning of a prompt. A time, an id or the words of a user in front of the static part make every request a new one, billed in full.',
  category: 'caching',
  severity: 'warning',
  fix: 'suggestion',
  options: {
    tokens: { type: 'number', default: 1024, description: 'Static tokens behind the changing text from which it is reported.' },
  },
  check(priced, cx) {
    const { site, cost } = priced;
    if (!isRequest(priced)) return;
    const order = requestOrder(site.parts);
    const first = order.findIndex(({ part }) => part.pieces.some(isHole) || part.role === 'image');
    const { part, i } = order[first] ?? {};
    const hole = part && isText(part) ? part.pieces.find(isHole) : undefined;
    if (!part || i === undefined || !hole || !isVolatile(hole)) return;
    const moved = site.parts.map((other) => ({ ...other, pieces: volatileLast(other) }));
    const parts = [
      ...moved.filter(({ pieces }) => !pieces.every(isHole)),
      ...moved.filter(({ pieces }) => pieces.length > 0 && pieces.every(isHole)),
    ];
    const best = cx.costOf({ ...site, parts }).terms?.cached.expected ?? 0;
    const gained = best - (cost.terms?.cached.expected ?? 0);
    const ideal = cx.saving(priced, { parts });
    if (gained < cx.option<number>('tokens') || !ideal || ideal.expected <= 0) return;
    const mended = cx.edit.moveLast(part, isVolatile);
    const mendedParts = mended && withPart(site.parts, i, mended.part);
    // Only what leaves nothing more to move is offered: the finding is gone then.
    const isMended =
      mendedParts && best - (cx.costOf({ ...site, parts: mendedParts }).terms?.cached.expected ?? 0) < cx.option<number>('tokens');
    const saved = isMended ? cx.saving(priced, { parts: mendedParts }) : undefined;
    const offered = mended && saved && saved.expected > 0;
    cx.report({
      at: placeOf(hole, part),
      message: `${WORDS[hole.changes ?? 'text'](hole.hole)} stands before ${count(gained)} static tokens: no request finds them in the prompt cache. Put it behind them.`,
      impact: offered ? saved : ideal,
      fixes: offered ? [{ title: 'Move the line to the end of the prompt', safety: 'suggestion', edits: mended.edits }] : [],
    });
  },
});

const WORDS = {
  time: (name: string) => `The time (${name})`,
  id: (name: string) => `A random id (${name})`,
  text: (name: string) => `{${name}}, new with every request,`,
} as const;

/** Text of the request itself, or a value that is new each time; what is only unknown may well stay the same. */
const isVolatile = (hole: Hole): boolean => hole.changes !== undefined || (hole.kind !== 'unknown' && hole.options === undefined);

const volatileLast = ({ pieces }: PromptPart): readonly Piece[] => {
  const last = pieces.filter((piece) => isHole(piece) && isVolatile(piece));
  return last.length === 0 ? pieces : [...pieces.filter((piece) => !last.includes(piece)), ...last];
};

/** The value itself where it is made in the prompt; a parameter or a field stands far from the text into which it is put. */
function placeOf(hole: Hole, { pieces, place }: PromptPart): Place {
  if (hole.changes !== undefined) return hole.place;
  const at = pieces.indexOf(hole);
  const text = [pieces[at - 1], pieces[at + 1]].find((piece) => piece !== undefined && !isHole(piece) && piece.text.trim() !== '');
  return text?.place ?? place;
}
