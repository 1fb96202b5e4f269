/** Turns offsets of a text into lines and columns and back: only the edges of Costlint speak in lines. */

/** Both count from 1; a column is a UTF-16 unit. */
export interface LineColumn {
  readonly line: number;
  readonly column: number;
}

/** Where the lines of one text begin. Lines end in `\n`, `\r\n` or `\r`. */
export class Lines {
  readonly #starts: readonly number[];
  readonly #length: number;

  constructor(text: string) {
    const starts = [0];
    for (let at = 0; at < text.length; at++) {
      const unit = text.charCodeAt(at);
      if (unit === LF || (unit === CR && text.charCodeAt(at + 1) !== LF)) starts.push(at + 1);
    }
    this.#starts = starts;
    this.#length = text.length;
  }

  get count(): number {
    return this.#starts.length;
  }

  /** An offset outside the text counts as its nearest end. */
  at(offset: number): LineColumn {
    const inside = Math.min(Math.max(offset, 0), this.#length);
    let low = 0;
    let high = this.#starts.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if ((this.#starts[middle] as number) <= inside) low = middle;
      else high = middle - 1;
    }
    return { line: low + 1, column: inside - (this.#starts[low] as number) + 1 };
  }

  /** The offset of a line and column; beyond the text it is the text's end. */
  offset({ line, column }: LineColumn): number {
    const start = this.#starts[Math.max(line, 1) - 1];
    return start === undefined ? this.#length : Math.min(start + Math.max(column, 1) - 1, this.#length);
  }
}

const LF = 10;
const CR = 13;
