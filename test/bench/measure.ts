/** Times runs that take turns, so that a busy machine slows all of them alike. Ratios count, not times. */

export const median = (list: readonly number[]): number => [...list].sort((a, b) => a - b)[list.length >> 1] as number;

export function milliseconds(run: () => void): number {
  const start = performance.now();
  run();
  return performance.now() - start;
}

/** Processor time of this process: what a busy machine takes away does not count, but helper threads do. */
export function processorMilliseconds(run: () => void): number {
  const start = process.cpuUsage();
  run();
  const { user, system } = process.cpuUsage(start);
  return (user + system) / 1000;
}

/** Median time of each run in milliseconds; one round before the others is not counted. */
export function medians<K extends string>(runs: Readonly<Record<K, () => void>>, rounds = 5, time = milliseconds): Record<K, number> {
  const times = interleaved(runs, rounds, time);
  const names = Object.keys(times) as K[];
  return Object.fromEntries(names.map((name) => [name, median(times[name])])) as Record<K, number>;
}

/** All times by run, round by round: what stands at one index was measured one after the other. */
export function interleaved<K extends string>(runs: Readonly<Record<K, () => void>>, rounds = 5, time = milliseconds): Record<K, number[]> {
  const names = Object.keys(runs) as K[];
  const times = Object.fromEntries(names.map((name) => [name, [] as number[]])) as Record<K, number[]>;
  for (let round = 0; round <= rounds; round++) {
    for (const name of names) {
      const taken = time(runs[name]);
      if (round > 0) times[name].push(taken);
    }
  }
  return times;
}
