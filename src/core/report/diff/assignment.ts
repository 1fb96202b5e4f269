/** The pairing of two lists with the greatest sum of scores: the assignment problem, solved group by group. */

/** More cells than this in one group are paired one after the other, the best first. */
const MOST_CELLS = 160_000;

/**
 * Pairs of row and column, each at most once; a score of 0 is no pair. Deterministic, and the same pairs when rows and columns
 * are exchanged: among equal scores those at the same place of their lists belong together.
 */
export function assign(
  rows: number,
  columns: number,
  score: (row: number, column: number) => number,
): readonly (readonly [number, number])[] {
  if (rows > columns) return assign(columns, rows, (a, b) => score(b, a)).map(([a, b]) => [b, a] as const);
  const scores = Array.from({ length: rows }, (_, row) => Array.from({ length: columns }, (_, column) => score(row, column)));
  return groupsOf(scores, columns).flatMap((group) =>
    group.rows.length * group.columns.length > MOST_CELLS ? greedy(group, scores) : best(group, scores),
  );
}

interface Group {
  readonly rows: readonly number[];
  readonly columns: readonly number[];
}

/** Rows and columns that scores connect, at whatever distance. */
function groupsOf(scores: readonly (readonly number[])[], columns: number): readonly Group[] {
  const seenColumns = new Set<number>();
  const seenRows = new Set<number>();
  const groups: Group[] = [];
  for (let first = 0; first < scores.length; first++) {
    if (seenRows.has(first)) continue;
    const group = { rows: [first], columns: [] as number[] };
    seenRows.add(first);
    for (const row of group.rows) {
      for (let column = 0; column < columns; column++) {
        if (seenColumns.has(column) || !((scores[row]?.[column] ?? 0) > 0)) continue;
        seenColumns.add(column);
        group.columns.push(column);
        for (let other = 0; other < scores.length; other++) {
          if (seenRows.has(other) || !((scores[other]?.[column] ?? 0) > 0)) continue;
          seenRows.add(other);
          group.rows.push(other);
        }
      }
    }
    if (group.columns.length > 0) groups.push({ rows: group.rows.sort(ascending), columns: group.columns.sort(ascending) });
  }
  return groups;
}

const ascending = (a: number, b: number): number => a - b;

function greedy({ rows, columns }: Group, scores: readonly (readonly number[])[]): readonly (readonly [number, number])[] {
  const cells = rows.flatMap((row, i) =>
    columns.map((column, j) => ({ row, column, apart: Math.abs(i - j), score: scores[row]?.[column] ?? 0 })),
  );
  cells.sort((a, b) => b.score - a.score || a.apart - b.apart || a.row + a.column - (b.row + b.column) || a.row - b.row);
  const usedRows = new Set<number>();
  const usedColumns = new Set<number>();
  return cells.flatMap(({ row, column, score }) => {
    if (score <= 0 || usedRows.has(row) || usedColumns.has(column)) return [];
    usedRows.add(row);
    usedColumns.add(column);
    return [[row, column] as const];
  });
}

/** Kuhn and Munkres with potentials, O(n³). */
function best({ rows, columns }: Group, scores: readonly (readonly number[])[]): readonly (readonly [number, number])[] {
  const n = Math.max(rows.length, columns.length);
  // Costs; a little more for what stands at different places of the lists, so that one of equal pairings is the best.
  const cost = (i: number, j: number): number => {
    const value = scores[rows[i] ?? -1]?.[columns[j] ?? -1] ?? 0;
    return value > 0 ? -value + (1e-7 * Math.abs(i - j)) / n : 0;
  };
  const rowPotential = new Float64Array(n + 1);
  const columnPotential = new Float64Array(n + 1);
  const rowOf = new Int32Array(n + 1);
  for (let row = 1; row <= n; row++) {
    rowOf[0] = row;
    const least = new Float64Array(n + 1).fill(Number.POSITIVE_INFINITY);
    const before = new Int32Array(n + 1);
    const used = new Uint8Array(n + 1);
    let at = 0;
    do {
      used[at] = 1;
      const current = rowOf[at] as number;
      let step = Number.POSITIVE_INFINITY;
      let next = 0;
      for (let column = 1; column <= n; column++) {
        if (used[column]) continue;
        const reduced = cost(current - 1, column - 1) - (rowPotential[current] as number) - (columnPotential[column] as number);
        if (reduced < (least[column] as number)) {
          least[column] = reduced;
          before[column] = at;
        }
        if ((least[column] as number) < step) {
          step = least[column] as number;
          next = column;
        }
      }
      for (let column = 0; column <= n; column++) {
        if (used[column]) {
          const of = rowOf[column] as number;
          rowPotential[of] = (rowPotential[of] as number) + step;
          columnPotential[column] = (columnPotential[column] as number) - step;
        } else least[column] = (least[column] as number) - step;
      }
      at = next;
    } while (rowOf[at] !== 0);
    while (at !== 0) {
      const earlier = before[at] as number;
      rowOf[at] = rowOf[earlier] as number;
      at = earlier;
    }
  }
  const pairs: (readonly [number, number])[] = [];
  for (let column = 1; column <= n; column++) {
    const row = rows[(rowOf[column] as number) - 1];
    const own = columns[column - 1];
    if (row !== undefined && own !== undefined && (scores[row]?.[own] ?? 0) > 0) pairs.push([row, own]);
  }
  return pairs.sort(([a], [b]) => a - b);
}
