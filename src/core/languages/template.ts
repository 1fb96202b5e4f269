/** Template texts: static text with holes. */

/** Offsets into the text that was split. */
export type TemplatePiece =
  | { readonly text: string; readonly start: number; readonly end: number }
  | { readonly hole: string; readonly start: number; readonly end: number };

/** `brace`: `{name}`; `double-brace`: `{{name}}` (Handlebars, Mustache); `dollar`: `${name}` of editors; `jinja`; `none`: text as it is. */
export type TemplateSyntax = 'brace' | 'double-brace' | 'dollar' | 'jinja' | 'none';

/** Splits a template into text and holes, in order; tags that only control are dropped. */
export function splitTemplate(text: string, syntax: TemplateSyntax): TemplatePiece[] {
  switch (syntax) {
    case 'brace':
      return splitBraces(text);
    case 'double-brace':
      return splitTags(text, mustache);
    case 'dollar':
      return splitTags(text, dollar);
    case 'jinja':
      return splitTags(text, jinja);
    case 'none':
      return text === '' ? [] : [{ text, start: 0, end: text.length }];
  }
}

const fields = /\{\{|\}\}|\{([^{}\n]*(?:\{[^{}\n]*\}[^{}\n]*)?)\}/g;

/** What `str.format` takes for a field: a path, perhaps with a conversion and a format. */
const fieldName = /^\s*([\w$]*(?:\.\w+|\[[^\]]*\])*)\s*(?:![rsa])?(?::.*)?$/;

function splitBraces(text: string): TemplatePiece[] {
  const pieces: TemplatePiece[] = [];
  let at = 0;
  for (const found of text.matchAll(fields)) {
    const end = found.index + found[0].length;
    const name = found[1] === undefined ? undefined : fieldName.exec(found[1])?.[1];
    if (found[1] !== undefined && name === undefined) continue;
    addText(pieces, text.slice(at, found.index), at, found.index);
    if (name === undefined) addText(pieces, found[0].charAt(0), found.index, end);
    else pieces.push({ hole: name, start: found.index, end });
    at = end;
  }
  addText(pieces, text.slice(at), at, text.length);
  return pieces;
}

/** Text that touches the text before it joins it. */
function addText(pieces: TemplatePiece[], text: string, start: number, end: number): void {
  if (text === '') return;
  const before = pieces[pieces.length - 1];
  if (before && 'text' in before && before.end === start)
    pieces[pieces.length - 1] = { text: before.text + text, start: before.start, end };
  else pieces.push({ text, start, end });
}

/** What a tag leaves behind. `alone`: a line that holds only the tag goes with it. */
type Tag = { readonly hole: string } | { readonly drop: true; readonly alone?: boolean } | { readonly verbatimUntil: RegExp };

/** How the tags of a syntax look, longer openings first, and what the inside of one means. */
interface Tags {
  readonly delimiters: readonly (readonly [open: string, close: string])[];
  read(open: string, inside: string): Tag;
}

const jinja: Tags = {
  delimiters: [
    ['{{', '}}'],
    ['{%', '%}'],
    ['{#', '#}'],
  ],
  read(open, inside) {
    if (open === '{{') return { hole: holeName(inside) };
    return open === '{%' && inside === 'raw' ? { verbatimUntil: /\{%[-+]?\s*endraw\s*[-+]?%\}/g } : { drop: true };
  },
};

const mustache: Tags = {
  delimiters: [
    ['{{!--', '--}}'],
    ['{{{', '}}}'],
    ['{{', '}}'],
  ],
  read(open, inside) {
    if (open === '{{!--' || /^(?:[#^/!]|else\b)/.test(inside)) return { drop: true, alone: true };
    const words = inside.replace(/^[&>]\s*/, '').split(/\s+/);
    // Of a helper with arguments, the first path says what is inserted.
    const path = words
      .slice(1)
      .map((word) => word.replace(/^\w+=/, ''))
      .find((word) => /^[@$A-Za-z_]/.test(word));
    return { hole: (path ?? words[0] ?? '').replace(/^\$/, '') };
  },
};

/** `${input:name}`, `${selection}` of editors' prompt files. */
const dollar: Tags = {
  delimiters: [['${', '}']],
  read: (_, inside) => ({ hole: /^(?:input:)?([^:]*)/.exec(inside)?.[1] ?? inside }),
};

/** `user.name` of `user.name | upper`; of a larger expression the first path in it. */
function holeName(expression: string): string {
  const value = expression.replace(/"[^"]*"|'[^']*'/g, ' ').trim();
  const path = /^[\w.$]+(?=\s*(?:\||$))/.exec(value)?.[0] ?? /[A-Za-z_$][\w.$]*(?![\w.$]*\s*\()/.exec(value)?.[0];
  return path ?? expression.trim();
}

function splitTags(text: string, tags: Tags): TemplatePiece[] {
  const pieces: TemplatePiece[] = [];
  /** Closings that do not come any more: looking for them again and again would take quadratic time. */
  const gone = new Set<string>();
  const first = (tags.delimiters[0] as readonly [string, string])[0].charAt(0);
  let at = 0;
  for (let start = text.indexOf(first); start >= 0; start = text.indexOf(first, Math.max(at, start + 1))) {
    const delimiter = tags.delimiters.find(([open, close]) => !gone.has(close) && text.startsWith(open, start));
    if (!delimiter) continue;
    const [open, close] = delimiter;
    const inner = start + open.length;
    const closing = text.indexOf(close, inner);
    if (closing < 0) {
      gone.add(close);
      start--;
      continue;
    }
    const end = closing + close.length;
    const written = text.slice(inner, closing);
    const tag = tags.read(open, written.replace(/^[-+~]|[-+~]$/g, '').trim());
    let from = start;
    let until = end;
    if (/^[-~]/.test(written)) while (from > at && /\s/.test(text.charAt(from - 1))) from--;
    if (/[-~]$/.test(written)) while (until < text.length && /\s/.test(text.charAt(until))) until++;
    if ('drop' in tag && tag.alone && from === start && until === end) [from, until] = wholeLine(text, start, end, at);
    addText(pieces, text.slice(at, from), at, from);
    if ('hole' in tag) pieces.push({ hole: tag.hole, start, end });
    at = until;
    if ('verbatimUntil' in tag && !gone.has(tag.verbatimUntil.source)) {
      tag.verbatimUntil.lastIndex = end;
      const stop = tag.verbatimUntil.exec(text);
      if (!stop) gone.add(tag.verbatimUntil.source);
      else {
        addText(pieces, text.slice(until, stop.index), until, stop.index);
        at = stop.index + stop[0].length;
      }
    }
  }
  addText(pieces, text.slice(at), at, text.length);
  return pieces;
}

/** The line around a tag that stands alone on it, with its newline; otherwise just the tag. */
function wholeLine(text: string, start: number, end: number, notBefore: number): [number, number] {
  let from = start;
  while (from > notBefore && /[ \t]/.test(text.charAt(from - 1))) from--;
  const after = /[ \t]*(?:\r?\n|$)/y;
  after.lastIndex = end;
  const rest = after.exec(text);
  return rest && (from === 0 || text.charAt(from - 1) === '\n') ? [from, end + rest[0].length] : [start, end];
}

/** The syntax that a text without a declared one seems to use. */
/** The syntax that a text without a telling name seems to be written in. */
export function syntaxOf(text: string): TemplateSyntax {
  if (/\{%-?\s*\w/.test(text)) return 'jinja';
  if (/(?<!\{)\{[A-Za-z_]\w*\}(?!\})/.test(text)) return 'brace';
  return /\{\{[^{}"]+\}\}/.test(text) ? 'double-brace' : 'none';
}
