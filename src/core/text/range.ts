/** A half-open range of UTF-16 offsets into one text. */
export interface Range {
  readonly start: number;
  readonly end: number;
}

/** Replacement of one range by new text; offsets refer to the text before the edit. */
export interface TextEdit {
  readonly range: Range;
  readonly newText: string;
}

/** The one edit that makes a text of another: what stands between their common beginning and their common end. */
export function differenceOf(before: string, after: string): TextEdit {
  const most = Math.min(before.length, after.length);
  const start = longest(most, (from, to) => before.slice(from, to) === after.slice(from, to));
  const same = longest(
    most - start,
    (from, to) => before.slice(before.length - to, before.length - from) === after.slice(after.length - to, after.length - from),
  );
  return { range: { start, end: before.length - same }, newText: after.slice(start, after.length - same) };
}

/** How long two texts are the same, at most so long. Texts are compared by halves: an editor asks with every key, of whole files. */
function longest(most: number, isSame: (from: number, to: number) => boolean): number {
  let same = 0;
  for (let rest = most; rest > 0; ) {
    const half = Math.ceil(rest / 2);
    if (isSame(same, same + half)) {
      same += half;
      rest -= half;
    } else rest = half - 1;
  }
  return same;
}

/** Where a range stands after an edit. Text inserted at one of its ends stays outside; an end that is replaced moves to the edge. */
export function moved({ start, end }: Range, { range, newText }: TextEdit): Range {
  const by = newText.length - (range.end - range.start);
  const from =
    start < range.start || (start === range.start && range.end > range.start)
      ? start
      : start >= range.end
        ? start + by
        : range.start + newText.length;
  const to = end <= range.start ? end : end >= range.end ? end + by : range.start;
  return { start: from, end: Math.max(from, to) };
}
