import type { Hole, Piece } from '../analysis/analysis.ts';
import { count, isHole, isRequest, isText } from './parts.ts';
import { defineRule } from './rule.ts';

export default defineRule({
  id: 'uncapped-context',
  summary: 'Bound what goes into a prompt: a file, a table or a list may be of any length.',
  why: 'The largest document decides the worst bill: a whole file or all rows of a query may fill the context window with one call.',
  category: 'context',
  severity: 'info',
  fix: 'suggestion',
  options: {
    characters: { type: 'number', default: 8000, description: 'Characters to which the quick fix cuts a text.' },
    rows: { type: 'number', default: 20, description: 'Rows to which the quick fix cuts a list.' },
  },
  check(priced, cx) {
    if (!isRequest(priced)) return;
    for (const part of priced.site.parts) {
      if (!isText(part)) continue;
      for (const hole of holesIn(part.pieces)) {
        if (!hole.whole) continue;
        const isList = hole.whole === 'rows';
        const length = cx.option<number>(isList ? 'rows' : 'characters');
        const edits = cx.edit.slice(part.pieces, hole, length);
        cx.report({
          at: hole.place,
          message: `${WORDS[hole.whole]} goes into the prompt, whatever its length. Cut it to a number of tokens.`,
          fixes: edits && [{ title: `Send the first ${count(length)} ${isList ? 'rows' : 'characters'}`, safety: 'suggestion', edits }],
        });
      }
    }
  },
});

const WORDS: Readonly<Record<NonNullable<Hole['whole']>, string>> = {
  file: 'A whole file',
  page: 'A whole page',
  rows: 'A whole table',
  table: 'A whole table',
};

const holesIn = (pieces: readonly Piece[]): readonly Hole[] =>
  pieces.filter(isHole).flatMap((hole) => [hole, ...(hole.options ?? []).flatMap(holesIn)]);
