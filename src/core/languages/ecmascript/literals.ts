/** Reads what string, template and number literals stand for. */

const ESCAPE = /\\(?:u\{([0-9a-fA-F]+)\}|u([0-9a-fA-F]{4})|x([0-9a-fA-F]{2})|([0-7]{1,3})|(\r\n|[\s\S]))/g;
const LETTERS: Readonly<Record<string, string>> = {
  n: '\n',
  t: '\t',
  r: '\r',
  b: '\b',
  f: '\f',
  v: '\v',
  '\n': '',
  '\r': '',
  '\r\n': '',
  '\u2028': '',
  '\u2029': '',
};

/** The value of a string literal with its quotes; one that is broken off lacks the last. */
export function stringValue(source: string): string {
  const closed = source.length > 1 && source[source.length - 1] === source[0];
  return decode(source.slice(1, closed ? -1 : undefined));
}

/** The cooked value of the static part of a template literal; a line ends in `\n` whatever the file says. */
export function templateText(source: string): string {
  return decode(source.includes('\r') ? source.replace(/\r\n?/g, '\n') : source);
}

/** The value of a number literal, NaN when it is none. A BigInt counts as a number. */
export function numberValue(source: string): number {
  const digits = source.replaceAll('_', '');
  return Number(digits.endsWith('n') ? digits.slice(0, -1) : digits);
}

function decode(source: string): string {
  if (!source.includes('\\')) return source;
  return source.replace(ESCAPE, (_, braced?: string, four?: string, two?: string, octal?: string, letter?: string) => {
    const hex = braced ?? four ?? two;
    if (hex !== undefined) return character(Number.parseInt(hex, 16));
    if (octal !== undefined) return character(Number.parseInt(octal, 8));
    return LETTERS[letter as string] ?? (letter as string);
  });
}

function character(code: number): string {
  return code <= 0x10ffff ? String.fromCodePoint(code) : '\ufffd';
}
