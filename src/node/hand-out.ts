/** Hands pieces of work out to those who do it, so that all end together, and neighbours are mostly done by one. */

interface Hand {
  /** Pieces that it has at once. */
  readonly abreast: number;
}

/** Pieces by index that nobody has taken yet. */
interface Stretch {
  next: number;
  end: number;
}

/**
 * Each begins in a stretch of its own, at its beginning; whoever has done all of it goes on at the end of what is longest. The results
 * have the order of the pieces. After a failure no more pieces are taken.
 */
export async function handOut<H extends Hand, P, R>(
  hands: readonly H[],
  pieces: readonly P[],
  work: (hand: H, piece: P) => Promise<R>,
): Promise<readonly R[]> {
  const startOf = (i: number): number => Math.floor((pieces.length * i) / hands.length);
  const stretches = hands.map((hand, i): Stretch & { readonly hand: H } => ({ hand, next: startOf(i), end: startOf(i + 1) }));
  const results: R[] = Array.from({ length: pieces.length });

  function take(own: Stretch): number | undefined {
    if (own.next < own.end) return own.next++;
    const longest = stretches.reduce((a, b) => (b.end - b.next > a.end - a.next ? b : a));
    return longest.next < longest.end ? --longest.end : undefined;
  }

  async function goOn(hand: H, own: Stretch): Promise<void> {
    for (let at = take(own); at !== undefined; at = take(own)) {
      results[at] = await work(hand, pieces[at] as P);
      // What other threads have answered waits in the event loop.
      await new Promise((resolve) => setImmediate(resolve));
    }
  }

  try {
    await Promise.all(stretches.flatMap((own) => Array.from({ length: own.hand.abreast }, () => goOn(own.hand, own))));
  } catch (error) {
    for (const stretch of stretches) stretch.next = stretch.end;
    throw error;
  }
  return results;
}
