/** How JavaScript and TypeScript write arguments: as keys of an options object. */
import { quoted } from '../quoted.ts';
import type { Entry, Writer } from '../write.ts';

const identifier = /^[A-Za-z_$][\w$]*$/;
const entry = /^(?:"((?:[^"\\]|\\.)*)"|'((?:[^'\\]|\\.)*)'|([A-Za-z_$][\w$]*))\s*:\s*/;

export const ecmascriptWriter: Writer = {
  defaultQuote: "'",
  padding: ' ',

  commentAt(text, at) {
    if (text.charCodeAt(at) !== SLASH) return at;
    if (text.charAt(at + 1) === '/') return orEnd(text, text.indexOf('\n', at));
    if (text.charAt(at + 1) !== '*') return at;
    const end = text.indexOf('*/', at + 2);
    return end < 0 ? text.length : end + 2;
  },

  textAt: (text, at) => textAt(text, at, 0),

  literal(value, quote) {
    if (typeof value !== 'object') return typeof value === 'string' ? quoted(value, quote) : String(value);
    if ('raw' in value) return value.raw;
    const entries = Object.entries(value.entries).map(
      ([name, one]) => ecmascriptWriter.key(name, quote, false) + ecmascriptWriter.literal(one, quote),
    );
    return `{ ${entries.join(', ')} }`;
  },
  keyword: () => undefined,
  key: (name, quote, withQuotes) => `${withQuotes || !identifier.test(name) ? quoted(name, quote) : name}: `,
  object: (name, quote) => [`{ ${ecmascriptWriter.key(name, quote, false)}`, ' }'],

  entry(text, item): Entry | undefined {
    const code = text.slice(item.start, item.end);
    const found = entry.exec(code);
    if (found) {
      const key = found[1] ?? found[2] ?? (found[3] as string);
      return { key, value: { start: item.start + found[0].length, end: item.end }, shorthand: false };
    }
    return identifier.test(code) ? { key: code, value: item, shorthand: true } : undefined;
  },
};

const SLASH = 47;

const orEnd = (text: string, at: number): number => (at < 0 ? text.length : at);

function afterQuote(text: string, from: number, quote: string): number {
  for (let at = from + 1; at < text.length; at++) {
    const sign = text.charAt(at);
    if (sign === '\\') at++;
    else if (sign === quote) return at + 1;
    else if (sign === '\n') return -1;
  }
  return -1;
}

function textAt(text: string, at: number, depth: number): number {
  const sign = text.charAt(at);
  if (sign === '"' || sign === "'") return afterQuote(text, at, sign);
  return sign === '`' ? afterTemplate(text, at, depth) : at;
}

/** Templates inside templates that are followed. */
const MAX_DEPTH = 50;

/** A template literal, with what is interpolated. */
function afterTemplate(text: string, from: number, depth: number): number {
  if (depth > MAX_DEPTH) return -1;
  for (let at = from + 1; at < text.length; at++) {
    const sign = text.charAt(at);
    if (sign === '\\') at++;
    else if (sign === '`') return at + 1;
    else if (sign === '$' && text.charAt(at + 1) === '{') {
      const end = afterInterpolation(text, at + 2, depth);
      if (end < 0) return -1;
      at = end - 1;
    }
  }
  return -1;
}

function afterInterpolation(text: string, from: number, above: number): number {
  let depth = 1;
  for (let at = from; at < text.length; ) {
    const comment = ecmascriptWriter.commentAt(text, at);
    if (comment > at) {
      at = comment;
      continue;
    }
    const end = textAt(text, at, above + 1);
    if (end < 0) return -1;
    if (end > at) {
      at = end;
      continue;
    }
    const sign = text.charAt(at++);
    if (sign === '{') depth++;
    else if (sign === '}' && --depth === 0) return at;
  }
  return -1;
}
