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
    const { chunk = CHUNK_TOKENS.expected } = site.topK;
    const found = Math.min(site.topK.k, sentTo(cx.payer(priced).site, site.place) ?? site.topK.k);
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

/** The most chunks of this retriever that a request holds: the code behind it may keep only the first. */
function sentTo({ parts }: CallSite, by: Place): number | undefined {
  const found = parts.flatMap(({ pieces }) => pieces.flatMap((piece) => chunksIn(piece, by)));
  return found.length > 0 ? Math.max(...found) : undefined;
}

const chunksIn = (piece: Piece, by: Place): readonly number[] => {
  if (!isHole(piece)) return [];
  const inner = (piece.options ?? []).flatMap((option) => option.flatMap((one) => chunksIn(one, by)));
  return isBy(piece, by) && piece.retrieved?.topK !== undefined ? [piece.retrieved.topK, ...inner] : inner;
};

const isBy = ({ retrieved }: Hole, by: Place): boolean =>
  retrieved?.by?.some((place) => place.path === by.path && place.start === by.start && place.end === by.end) ?? false;

/** The parts of a request when this retriever found k chunks. */
const withTopK = ({ parts }: CallSite, by: Place, topK: number): CallSite['parts'] =>
  parts.map((part) => ({ ...part, pieces: part.pieces.map((piece) => retrieving(piece, by, topK)) }));

function retrieving(piece: Piece, by: Place, topK: number): Piece {
  if (!isHole(piece)) return piece;
  const options = piece.options?.map((option) => option.map((one) => retrieving(one, by, topK)));
  const hole: Hole = options ? { ...piece, options } : piece;
  return isBy(piece, by) && piece.retrieved ? { ...hole, retrieved: { ...piece.retrieved, topK } } : hole;
}
