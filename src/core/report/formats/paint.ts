/** Colour and columns of terminal text. Widths are counted in visible characters: colour is put on after the layout. */

export type Paint = Readonly<Record<keyof typeof CODES, (text: string) => string>>;

const CODES = {
  bold: [1, 22],
  dim: [2, 22],
  underline: [4, 24],
  red: [31, 39],
  green: [32, 39],
  yellow: [33, 39],
  cyan: [36, 39],
} as const;

/** Terminal colours, or none: then every function gives its text back. */
export function painter(color: boolean): Paint {
  const paints = Object.entries(CODES).map(([name, [on, off]]) => [
    name,
    (text: string) => (color && text !== '' ? `\u001b[${on}m${text}\u001b[${off}m` : text),
  ]);
  return Object.fromEntries(paints) as Paint;
}

/** Cuts the front of a text that is too long for its column: the end of a path says more than its beginning. */
export const fitEnd = (text: string, width: number): string =>
  text.length <= width ? text.padEnd(width) : `…${text.slice(text.length - width + 1)}`;

/** Cuts the end of a text that is too long for its column. */
export const fitStart = (text: string, width: number): string =>
  text.length <= width ? text.padEnd(width) : `${text.slice(0, width - 1)}…`;

/** Breaks a text into lines of at most `width` characters, between words where there are any. */
export function wrap(text: string, width: number): string[] {
  const lines: string[] = [];
  let line = '';
  for (const word of printable(text).split(' ')) {
    if (line !== '' && line.length + 1 + word.length > width) {
      lines.push(line);
      line = '';
    }
    line = line === '' ? word : `${line} ${word}`;
  }
  return [...lines, line];
}

/** Names and messages come from scanned code: control characters in them must not reach a terminal. */
export const printable = (text: string): string => text.replace(/[\p{Cc}\p{Bidi_Control}]+/gu, ' ');
