/** The class of every character that the pre-token patterns ask for, the same in every JavaScript engine. */
import runs from './unicode.ts';

export const UPPER = 1; // Lu Lt
export const LOWER = 2; // Ll
export const OTHER_LETTER = 4; // Lm Lo
export const MARK = 8; // M
export const NUMBER = 16; // N
/** The property White_Space without line ends. A RegExp's `\s` has U+FEFF besides and lacks U+0085. */
export const SPACE = 32;
export const NEWLINE = 64; // CR LF
export const REST = 128;
/** Set besides the class when the character is a surrogate pair: two UTF-16 units. */
export const WIDE = 256;

/** Letters of the run-length table, in the order of the bits above. */
const LETTERS = 'ULOMNSCR';

/** Classes by code point; beyond its end everything is `REST`. */
const classes = decode(runs);

/** Runs of one class each: a letter of `LETTERS`, then the number of code points in base 36. The last run is `REST` to the end. */
function decode(table: string): Uint8Array {
  const list = Array.from(table.matchAll(/([A-Z])([0-9a-z]*)/g), (run) => ({
    cls: 1 << LETTERS.indexOf(run[1] as string),
    size: parseInt(run[2] as string, 36),
  }));
  list.pop();
  const filled = new Uint8Array(list.reduce((sum, run) => sum + run.size, 0));
  let at = 0;
  for (const { cls, size } of list) {
    filled.fill(cls, at, at + size);
    at += size;
  }
  return filled;
}

/** The class of the character that begins at `i`, with `WIDE` when it takes two units; a lone surrogate is `REST`. */
export function classAt(text: string, i: number): number {
  const unit = text.charCodeAt(i);
  if ((unit & 0xfc00) !== 0xd800) return classes[unit] as number;
  const low = text.charCodeAt(i + 1);
  if ((low & 0xfc00) !== 0xdc00) return REST;
  return (classes[((unit - 0xd800) << 10) + (low - 0xdc00) + 0x10000] ?? REST) | WIDE;
}

/** UTF-16 units of a character of class `cls`. */
export const widthOf = (cls: number): number => 1 + (cls >> 8);
