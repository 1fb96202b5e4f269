/** Reads Python string literals: prefixes, quotes, escapes, docstrings. */

export interface Literal {
  /** Of the characters between the quotes. */
  readonly from: number;
  readonly to: number;
  readonly raw: boolean;
  readonly formatted: boolean;
  readonly bytes: boolean;
}

const quote = (code: number) => code === 34 || code === 39;

/** What stands at `start`; a literal without its closing quotes ends at `end`. */
export function literalAt(text: string, start: number, end: number): Literal {
  let at = start;
  let raw = false;
  let formatted = false;
  let bytes = false;
  for (; at < end && !quote(text.charCodeAt(at)); at++) {
    const letter = text.charCodeAt(at) | 32;
    if (letter === 114) raw = true;
    else if (letter === 102 || letter === 116) formatted = true;
    else if (letter === 98) bytes = true;
  }
  const mark = text.charCodeAt(at);
  const width = end - at >= 6 && text.charCodeAt(at + 1) === mark && text.charCodeAt(at + 2) === mark ? 3 : 1;
  const from = Math.min(at + width, end);
  const closed = end - width >= from && text.charCodeAt(end - 1) === mark && text.charCodeAt(end - width) === mark;
  return { from, to: closed ? end - width : end, raw, formatted, bytes };
}

const escapes = /\\(?:\r?\n|[0-7]{1,3}|x[\da-fA-F]{2}|u[\da-fA-F]{4}|U[\da-fA-F]{8}|N\{[^}\n]*\}|[\s\S])/g;
const braces = /\{\{|\}\}/g;
const controls: Readonly<Record<string, string>> = { n: '\n', t: '\t', r: '\r', a: '\x07', b: '\b', f: '\f', v: '\v' };

/** The characters that a stretch of a literal stands for. */
export function cooked(text: string, from: number, to: number, literal: Literal): string {
  let piece = text.slice(from, to);
  if (piece.includes('\r')) piece = piece.replace(/\r\n?/g, '\n');
  if (literal.formatted && (piece.includes('{{') || piece.includes('}}'))) piece = piece.replace(braces, (pair) => pair.charAt(0));
  return literal.raw || !piece.includes('\\') ? piece : piece.replace(escapes, literal.bytes ? unescapedByte : unescaped);
}

function unescapedByte(written: string): string {
  return /^\\[NuU]/.test(written) ? written : unescaped(written);
}

function unescaped(written: string): string {
  const sign = written.charAt(1);
  if (sign === '\n' || sign === '\r') return '';
  if (sign === '\\' || sign === '"' || sign === "'") return sign;
  const control = controls[sign];
  if (control !== undefined) return control;
  if (sign >= '0' && sign <= '7') return String.fromCharCode(Number.parseInt(written.slice(1), 8));
  if (written.length === 2) return written;
  // The table of Unicode names is large; one character stands for the named one.
  if (sign === 'N') return '\ufffd';
  const code = Number.parseInt(written.slice(2), 16);
  return code <= 0x10ffff ? String.fromCodePoint(code) : '\ufffd';
}

/** A docstring as its reader sees it: without the common indentation of its lines and without blank edges. */
export function docText(doc: string): string {
  const lines = doc.replaceAll('\t', '        ').split('\n');
  let margin = Number.POSITIVE_INFINITY;
  for (let i = 1; i < lines.length; i++) {
    const indent = (lines[i] as string).search(/\S/);
    if (indent >= 0 && indent < margin) margin = indent;
  }
  for (let i = 1; i < lines.length; i++) lines[i] = (lines[i] as string).slice(Math.min(margin, (lines[i] as string).length)).trimEnd();
  lines[0] = (lines[0] as string).trim();
  return lines.join('\n').replace(/^\n+|\n+$/g, '');
}
