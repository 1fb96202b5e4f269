import type { CallSite, Hole, Piece, Place } from '../analysis/analysis.ts';
import { CHUNK_TOKENS } from '../economics/assumptions.ts';
import { isHole } from './parts.ts';
import { defineRule } from './rule.ts';

export default defineRule({
  id: 'excessive-retrieval',
  summary: 'Retrieve few chunks: every one is input of the call behind it.',
  why: 'Chunks in a prompt cost k × their length on every query, and the best few hold the answer. Rank many, send three to five.',
  category: 'context',
  severity: 'warning',
  fix: 'suggestion',
  options: {
    limit: { type: 'number', default: 10, description: 'Chunks above which a retriever is reported.' },
    tokens: { type: 'number', default: 2000, description: 'Tokens of these chunks above which it is reported.' },
    k: { type: 'number', default: 5, description: 'Chunks that the quick fix asks for.' },
  },
  check(priced, cx) {
    const { site } = priced;
    if (site.kind !== 'retriever' || site.reranked || (site.topK?.state !== 'set' && site.topK?.state !== 'default')) return;
    const { k: found, chunk = CHUNK_TOKENS.expected } = site.topK;
    if (!site.paidBy || found <= cx.option<number>('limit') || found * chunk <= cx.option<number>('tokens')) return;
    const k = cx.option<number>('k');
    const edits = cx.edit.set(site, 'topK', k);
    cx.report({
      at: site.place,
      message: `${found} chunks go into the prompt with every query, and nothing ranks them first.`,
      impact: cx.saving(priced, (payer) => ({ parts: withTopK(payer, site.place, k) })),
      fixes: edits ? [{ title: `Retrieve ${k} chunks`, safety: 'suggestion', edits }] : [],
    });
  },
});

/** The parts of a request when this retriever found k chunks. */
const withTopK = ({ parts }: CallSite, by: Place, topK: number): CallSite['parts'] =>
  parts.map((part) => ({ ...part, pieces: part.pieces.map((piece) => retrieving(piece, by, topK)) }));

function retrieving(piece: Piece, by: Place, topK: number): Piece {
  if (!isHole(piece)) return piece;
  const options = piece.options?.map((option) => option.map((one) => retrieving(one, by, topK)));
  const own = piece.retrieved?.by?.some((place) => place.path === by.path && place.start === by.start && place.end === by.end);
  const hole: Hole = options ? { ...piece, options } : piece;
  return own && piece.retrieved ? { ...hole, retrieved: { ...piece.retrieved, topK } } : hole;
}
