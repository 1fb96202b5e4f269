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
  let start = 0;
  while (start < most && before.charCodeAt(start) === after.charCodeAt(start)) start++;
  let same = 0;
  while (same < most - start && before.charCodeAt(before.length - 1 - same) === after.charCodeAt(after.length - 1 - same)) same++;
  return { range: { start, end: before.length - same }, newText: after.slice(start, after.length - same) };
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
