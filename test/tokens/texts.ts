/** Made-up texts of sixteen kinds from a seed, and inputs on which a quadratic merge stalls. */

/** xorshift: the same numbers on every machine. */
export function random(seed: number): (below: number) => number {
  let s = seed;
  return (below) => {
    s ^= s << 13;
    s ^= s >>> 17;
    s ^= s << 5;
    return (s >>> 0) % below;
  };
}

const range = (from: number, to: number) =>
  Array.from({ length: to - from }, (_, i) => String.fromCodePoint(from + i)).filter((c) => /[\p{L}\p{M}\p{N}\p{P}\p{S}]/u.test(c));
const BLANKS = [
  ' ',
  '  ',
  '   ',
  '\t',
  '\t\t',
  '\n',
  '\r\n',
  '\n\n',
  '\r',
  '\u00a0',
  '\u3000',
  '\u2003',
  '\f',
  '\v',
  '        ',
  '\n\t\t  ',
  ' \n ',
  '\u0085',
  '\u2028',
  '\ufeff',
  '\u180e',
  '\u200b',
];
const ENDINGS = ["'s", "'S", "'re", "'LL", "'Ve", "'d", "'x", '’s', '...', '?!', '/', '//\n', ';\n', ':', ',', '——', '_', '#', '%%'];
const ENGLISH = (
  'the of and to in a is that for it you are answer question given following context must should respond only with JSON user assistant ' +
  'system tool call result list each item if not when do then return description example important concise step by careful policy ' +
  'customer refund order model tokens summarise translate classify Extract NEVER ALWAYS MUST OpenAI API HTTP getUserById ' +
  'parse_response XMLHttpRequest iPhone'
).split(' ');
const CODE = [
  'const ',
  'await ',
  'function ',
  'return ',
  'import {',
  '} from "',
  '";\n',
  ' => ',
  '(',
  ')',
  '{\n',
  '}\n',
  '[',
  ']',
  ';\n',
  '.',
  ', ',
  ' = ',
  ' === ',
  '`${',
  '}`',
  '/** ',
  ' */\n',
  '// ',
  '  ',
  '    ',
  'self.',
  'def ',
  ':\n',
  'None',
  '"""',
  '#include',
  '::',
  '->',
  '&&',
  '0x1f',
  '3.14',
  '1_000',
];
const SCRIPTS: Readonly<Record<string, readonly [number, number]>> = {
  latin: [0xc0, 0x250],
  greek: [0x370, 0x400],
  cyrillic: [0x400, 0x500],
  hebrew: [0x590, 0x600],
  arabic: [0x600, 0x700],
  devanagari: [0x900, 0x980],
  thai: [0xe00, 0xe80],
  kana: [0x3040, 0x3100],
  han: [0x4e00, 0x9fff],
  hangul: [0xac00, 0xd7a0],
};

/** Kind → text of about `size` UTF-16 units. */
export function madeUp(size: number, seed = 88172645): Readonly<Record<string, string>> {
  const rnd = random(seed);
  const pick = <T>(list: readonly T[]) => list[rnd(list.length)] as T;
  const repeat = (n: number, part: () => string) => Array.from({ length: n }, part).join('');
  const fill = (part: () => string) => {
    let text = '';
    while (text.length < size) text += part();
    return text;
  };
  const emoji = range(0x1f300, 0x1faff).concat([
    '👨‍👩‍👧‍👦',
    '🏳️‍🌈',
    '👩🏽‍💻',
    '🇩🇪',
    '❤️',
    '✌🏿',
    '1️⃣',
    'e\u0301',
    'ﷺ',
    '\u200d',
    '𝒳',
    '𠮷',
    '𐐨',
    '𐐀',
  ]);
  const texts: Record<string, string> = {
    english: fill(() => pick(ENGLISH) + (rnd(9) ? ' ' : pick(ENDINGS) + pick([' ', '\n', '\n\n']))),
    code: fill(() => pick(CODE) + (rnd(3) ? pick(ENGLISH) : '')),
    json: fill(() => {
      const value = rnd(2) ? rnd(1e9) : `"${pick(ENGLISH)} ${pick(ENGLISH)}"`;
      return `{"${pick(ENGLISH)}": ${value}, "id": "${rnd(1e9).toString(16)}", "v": [${rnd(99)}, -${rnd(9)}.${rnd(999)}e${rnd(20)}, null]},\n`;
    }),
    blanks: fill(() => pick(rnd(3) ? ENGLISH : ENDINGS) + repeat(1 + rnd(3), () => pick(BLANKS))),
    emoji: fill(() => `${pick(ENGLISH)} ${repeat(1 + rnd(3), () => pick(emoji))}`),
    unicode: fill(() => anyCharacter(rnd)),
  };
  for (const [script, [from, to]] of Object.entries(SCRIPTS)) {
    const letters = range(from, to);
    texts[script] = fill(
      () => repeat(1 + rnd(9), () => pick(letters)) + (rnd(8) ? pick([' ', ' ', '', '-']) : pick(ENDINGS) + pick(BLANKS)),
    );
  }
  return texts;
}

/** A character of any plane in use; a lone surrogate becomes U+FFFD, because tiktoken takes no others. */
function anyCharacter(rnd: (below: number) => number): string {
  const delicate = [39, 83, 0x301, 0x1c5, 0x2b0, 0x4e2d, 0x85, 0xfeff];
  const code = [
    32 + rnd(95),
    rnd(32),
    rnd(0x3000),
    0x3000 + rnd(0x8000),
    0x10000 + rnd(0x10000),
    0x1f300 + rnd(0x600),
    delicate[rnd(delicate.length)] as number,
  ][rnd(7)] as number;
  return code >= 0xd800 && code < 0xe000 ? '\ufffd' : String.fromCodePoint(code);
}

export const anyText = (rnd: (below: number) => number): string => Array.from({ length: 1 + rnd(60) }, () => anyCharacter(rnd)).join('');

/** The text cut into chunks of 37 to 9,036 units at whole characters. */
export function* chunksOf(text: string): Generator<string> {
  for (let at = 0, end: number; at < text.length; at = end) {
    end = at + 37 + ((at * 7919) % 9000);
    if ((text.charCodeAt(end) & 0xfc00) === 0xdc00) end++;
    yield text.slice(at, end);
  }
}

const rnd = random(88172645);
const DIGITS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';
const many = (part: () => string) => (n: number) => Array.from({ length: n }, part).join('');

/** Name → text of a length: inputs on which a quadratic merge stalls. */
export const PATHOLOGICAL: Readonly<Record<string, (n: number) => string>> = {
  a: (n) => 'a'.repeat(n),
  letters: many(() => String.fromCharCode(97 + rnd(26))),
  base64: many(() => DIGITS.charAt(rnd(64))),
  spaces: (n) => ' '.repeat(n),
  newlines: (n) => '\n'.repeat(n),
  han: many(() => String.fromCharCode(0x4e00 + rnd(3000))),
  '=': (n) => '='.repeat(n),
  emoji: (n) => '😀'.repeat(n / 2),
  UPPER: (n) => 'Q'.repeat(n),
  'space newline': (n) => ' \n'.repeat(n / 2),
};
