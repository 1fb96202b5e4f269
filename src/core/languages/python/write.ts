/** How Python writes arguments: as keywords of a call, or as entries of a dictionary. */
import { quoted } from '../quoted.ts';
import type { Entry, Writer } from '../write.ts';

const entry = /^(?:"((?:[^"\\]|\\.)*)"|'((?:[^'\\]|\\.)*)')\s*:\s*/;

export const pythonWriter: Writer = {
  defaultQuote: '"',
  padding: '',

  commentAt(text, at) {
    if (text.charAt(at) !== '#') return at;
    const end = text.indexOf('\n', at);
    return end < 0 ? text.length : end;
  },

  textAt(text, at) {
    const quote = text.charAt(at);
    if (quote !== '"' && quote !== "'") return at;
    const long = text.startsWith(quote.repeat(3), at);
    const end = long ? quote.repeat(3) : quote;
    for (let from = at + end.length; from < text.length; from++) {
      // Also in a raw string a backslash keeps the quote behind it from ending the string.
      if (text.charAt(from) === '\\') from++;
      else if (text.startsWith(end, from)) return from + end.length;
      else if (!long && text.charAt(from) === '\n') return -1;
    }
    return -1;
  },

  literal(value, quote) {
    if (typeof value === 'boolean') return value ? 'True' : 'False';
    if (typeof value !== 'object') return typeof value === 'string' ? quoted(value, quote) : String(value);
    if ('raw' in value) return value.raw;
    const entries = Object.entries(value.entries).map(
      ([name, one]) => pythonWriter.key(name, quote, true) + pythonWriter.literal(one, quote),
    );
    return `{${entries.join(', ')}}`;
  },
  keyword: (name) => `${name}=`,
  key: (name, quote) => `${quoted(name, quote)}: `,
  object: (name, quote) => [`{${pythonWriter.key(name, quote, true)}`, '}'],

  entry(text, item): Entry | undefined {
    const found = entry.exec(text.slice(item.start, item.end));
    if (!found) return undefined;
    return {
      key: found[1] ?? (found[2] as string),
      value: { start: item.start + found[0].length, end: item.end },
      shorthand: false,
    };
  },
};
