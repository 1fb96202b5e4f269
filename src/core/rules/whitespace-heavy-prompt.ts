import type { Indented, Piece, Place, PromptPart } from '../analysis/analysis.ts';
import { dedented } from './dedent.ts';
import { count, isHole, isRequest, isText, percent, textOf, tokensWith, withPart, withText } from './parts.ts';
import { defineRule, type PricedSite, type RuleContext, type RuleFix } from './rule.ts';

export default defineRule({
  id: 'whitespace-heavy-prompt',
  summary: 'Send JSON without indentation, and text without that of the code around it.',
  why: 'Blanks and line ends are tokens. Indented JSON costs about a quarter more than the same data on one line, and models read both alike.',
  category: 'waste',
  severity: 'warning',
  fix: 'safe',
  options: {
    share: { type: 'number', default: 0.05, description: 'Share of the input in indentation of text from which it is reported.' },
    tokens: { type: 'number', default: 30, description: 'Tokens of indentation of text from which it is reported.' },
  },
  check(priced, cx) {
    if (!isRequest(priced)) return;
    priced.site.parts.forEach((part, at) => {
      if (!isText(part)) return;
      for (const indented of new Set(part.pieces.flatMap((piece) => piece.indented ?? []))) indentedJson(priced, cx, at, indented);
      indentedText(priced, cx, at);
    });
  },
});

function indentedJson(priced: PricedSite, cx: RuleContext, at: number, indented: Indented): void {
  const { site } = priced;
  const part = site.parts[at] as PromptPart;
  const pieces = part.pieces.map((piece) => (piece.indented === indented ? compacted(piece) : piece));
  const impact = cx.saving(priced, { parts: withPart(site.parts, at, { ...part, pieces }) });
  cx.report({
    at: indented.place,
    message: 'This JSON goes into the prompt with indentation, which is billed like any other text.',
    impact,
    fixes: dropIndent(indented, part, site.place),
  });
}

function compacted(piece: Piece): Piece {
  if (!isHole(piece)) return { text: piece.compact ?? piece.text, place: piece.place };
  const { indented: _, ...rest } = piece;
  return rest;
}

/** Written inside the prompt it serves nothing else; text that a variable holds may be shown or stored as well. */
function dropIndent({ argument, place }: Indented, part: PromptPart, call: Place): readonly RuleFix[] {
  if (!argument) return [];
  const inside = (outer: Place) => outer.path === place.path && outer.start <= place.start && place.end <= outer.end;
  const beside = part.pieces.some(
    (piece) =>
      !isHole(piece) && piece.place.path === place.path && (touches(piece.place.end, place.start) || touches(place.end, piece.place.start)),
  );
  return [
    {
      title: 'Drop the indentation',
      safety: inside(call) || beside ? 'safe' : 'suggestion',
      edits: [{ path: place.path, range: argument, newText: '' }],
    },
  ];
}

/** `…text${call}text…`: at most the brackets of an interpolation stand between. */
const touches = (end: number, start: number): boolean => start >= end && start - end <= 3;

function indentedText(priced: PricedSite, cx: RuleContext, at: number): void {
  const { site, cost } = priced;
  const part = site.parts[at] as PromptPart;
  const text = textOf(part.pieces);
  const bare = dedented(text);
  // A token of white space stands for one character at least.
  if (text.length - bare.length < cx.option<number>('tokens')) return;
  const parts = withPart(site.parts, at, withText(part, bare));
  const before = cost.tokens?.input.expected ?? 0;
  const saved = before - tokensWith(cx, site, parts);
  if (saved < cx.option<number>('tokens') || saved < cx.option<number>('share') * before) return;
  const edits = cx.edit.dedent(part);
  cx.report({
    at: part.place,
    message: `${count(saved)} tokens of this prompt, ${percent(saved / before)} of the input, are the indentation of the code around it.`,
    impact: cx.saving(priced, { parts }),
    fixes: edits && [{ title: 'Take the indentation off', safety: 'suggestion', edits }],
  });
}
