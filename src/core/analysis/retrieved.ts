/** Retrieved text in a prompt: which holes hold it, and how much of it. */
import type { Matcher } from '../catalog/match.ts';
import type { Folder } from '../resolve/fold.ts';
import type { Hole, Known, Piece, Place, Ref, Retrieved } from '../resolve/known.ts';
import { natureOf } from './nature.ts';
import { chainOf } from './slots.ts';

/** Names what the holes of a text hold. */
export type HoleReader = (pieces: readonly Piece[]) => readonly Piece[];

export function createHoleReader(folder: Folder, matcher: Matcher): HoleReader {
  /** A hole that holds retrieved text says so, with the retriever's k. */
  function read(pieces: readonly Piece[]): readonly Piece[] {
    return pieces.map((piece): Piece => {
      if ('text' in piece) return piece;
      const options = piece.options?.map(read);
      const within = options?.flat().find((one) => 'hole' in one && one.retrieved !== undefined);
      const retrieved = (piece.value && retrievalOf(piece.value)) ?? (within && 'hole' in within ? within.retrieved : undefined);
      const of: Hole = { ...piece, ...(options && { options }), ...(piece.value && natureOf(piece.value, folder)) };
      return retrieved ? { ...of, kind: 'context', retrieved } : of;
    });
  }

  function retrievalOf(known: Known, depth = 0): Retrieved | undefined {
    let most = Number.POSITIVE_INFINITY;
    for (let ref: Known | undefined = known; ref?.kind === 'ref'; ref = ref.of) {
      most = Math.min(most, keptOf(ref) ?? most);
      if (ref.root.kind === 'chain' && !ref.of && depth < 4) {
        const found = ref.root.members.map((member) => retrievalOf(member, depth + 1)).find((one) => one !== undefined);
        if (found) return found;
      }
      if (ref.step?.kind !== 'call') continue;
      const match = matcher.match(ref.step.at.path, ref.step.at.call);
      if (match?.call.kind !== 'retriever') continue;
      const chain = chainOf(match, matcher);
      const k = chain.get('topK').value;
      const by = chain.links.map(({ at }): Place => ({ path: at.path, start: at.call.start, end: at.call.end }));
      const topK = k?.kind === 'number' ? k.value : k ? undefined : chain.default('topK');
      const sent = Math.min(topK ?? Number.POSITIVE_INFINITY, most);
      return { topK: Number.isFinite(sent) ? sent : undefined, chunkTokens: chain.default('chunkSize'), by, ...(k && { at: k.place }) };
    }
    return undefined;
  }

  /** How many items a step keeps: `docs[:5]`, `docs.slice(0, 5)`. */
  function keptOf({ cut, of, step }: Ref): number | undefined {
    if (typeof cut === 'number') return cut;
    if (step?.kind !== 'call' || of?.step?.kind !== 'member' || of.step.name !== 'slice') return undefined;
    const [from, to] = folder.args(step.at).positional;
    return from?.kind === 'number' && from.value === 0 && to?.kind === 'number' && to.value > 0 ? to.value : undefined;
  }

  return read;
}
