/** Rectangles whose areas are values, as square as can be: Bruls, Huizing and van Wijk, Squarified Treemaps, 2000. */

export interface Rectangle {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** Divides `room` by values above 0, given the largest first; a rectangle for each, in their order. */
export function squarified(values: readonly number[], room: Rectangle): readonly Rectangle[] {
  const total = values.reduce((sum, value) => sum + value, 0);
  const scale = (room.width * room.height) / total;
  const placed: Rectangle[] = [];
  let left = room;
  for (let from = 0; from < values.length; ) {
    const side = Math.min(left.width, left.height);
    // A row along the shorter side grows for as long as its rectangles become squarer.
    let to = from + 1;
    let sum = (values[from] ?? 0) * scale;
    const worst = (area: number, end: number) => {
      const [most, least] = [(values[from] ?? 0) * scale, (values[end - 1] ?? 0) * scale];
      return Math.max((side * side * most) / (area * area), (area * area) / (side * side * least));
    };
    while (to < values.length) {
      const grown = sum + (values[to] ?? 0) * scale;
      if (worst(grown, to + 1) > worst(sum, to)) break;
      sum = grown;
      to++;
    }
    const depth = side > 0 ? sum / side : 0;
    let at = 0;
    for (const value of values.slice(from, to)) {
      const length = depth > 0 ? (value * scale) / depth : 0;
      placed.push(
        left.width < left.height
          ? { x: left.x + at, y: left.y, width: length, height: depth }
          : { x: left.x, y: left.y + at, width: depth, height: length },
      );
      at += length;
    }
    left =
      left.width < left.height
        ? { ...left, y: left.y + depth, height: Math.max(0, left.height - depth) }
        : { ...left, x: left.x + depth, width: Math.max(0, left.width - depth) };
    from = to;
  }
  return placed;
}
