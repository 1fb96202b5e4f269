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
