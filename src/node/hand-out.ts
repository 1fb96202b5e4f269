/** Hands work out to those who do it, so that all end together, and what lies together is mostly done by one. */

interface Worker {
  /** Pieces that it has at once. */
  readonly abreast: number;
}

/**
 * Each begins in a stretch of its own, at its beginning; whoever has done all of it goes on at the end of what is longest. The results
 * have the order of the pieces.
 */
export async function handOut<W extends Worker, P, R>(
  workers: readonly W[],
  pieces: readonly P[],
  work: (worker: W, piece: P) => Promise<R>,
): Promise<readonly R[]> {
  const stretches = workers.map((_, i) => ({ next: startOf(i), end: startOf(i + 1) }));
  const results: R[] = Array.from({ length: pieces.length });

  function startOf(i: number): number {
    return Math.floor((pieces.length * i) / workers.length);
  }

  function take(own: (typeof stretches)[number]): number | undefined {
    if (own.next < own.end) return own.next++;
    const longest = stretches.reduce((a, b) => (b.end - b.next > a.end - a.next ? b : a));
    return longest.next < longest.end ? --longest.end : undefined;
  }

  async function goOn(worker: W, own: (typeof stretches)[number]): Promise<void> {
    for (let at = take(own); at !== undefined; at = take(own)) {
      results[at] = await work(worker, pieces[at] as P);
      // What other threads have answered waits in the event loop.
      await new Promise((resolve) => setImmediate(resolve));
    }
  }

  await Promise.all(
    workers.flatMap((worker, i) =>
      Array.from({ length: worker.abreast }, () => goOn(worker, stretches[i] as { next: number; end: number })),
    ),
  );
  return results;
}
