import type { Hole, Piece } from '../analysis/analysis.ts';
import { isHole, isRequest, isText } from './parts.ts';
import { defineRule } from './rule.ts';

export default defineRule({
  id: 'uncapped-context',
  summary: 'Bound what goes into a prompt: a file, a table or a list may be of any length.',
  why: 'The largest document decides the worst bill: a whole file or all rows of a query may fill the context window with one call.',
  category: 'context',
  severity: 'info',
  fix: 'none',
  options: {},
  check(priced, cx) {
    if (!isRequest(priced)) return;
    for (const part of priced.site.parts) {
      if (!isText(part)) continue;
      for (const hole of holesIn(part.pieces))
        if (hole.whole)
          cx.report({
            at: hole.place,
            message: `${WORDS[hole.whole]} goes into the prompt, whatever its length. Cut it to a number of tokens.`,
          });
    }
  },
});

const WORDS: Readonly<Record<NonNullable<Hole['whole']>, string>> = {
  file: 'A whole file',
  page: 'A whole page',
  rows: 'A whole table or document',
};

const holesIn = (pieces: readonly Piece[]): readonly Hole[] =>
  pieces.filter(isHole).flatMap((hole) => [hole, ...(hole.options ?? []).flatMap(holesIn)]);
