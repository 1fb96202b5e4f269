/** Prompt files and template texts: static text with holes. */
import { type Document, isMap, isScalar, isSeq, parseDocument } from 'yaml';
import type { Problem } from '../facts/facts.ts';

/** Offsets into the text that was split. */
export type TemplatePiece =
  | { readonly text: string; readonly start: number; readonly end: number }
  | { readonly hole: string; readonly start: number; readonly end: number };

/** `brace`: `{name}`; `double-brace`: `{{name}}` (Handlebars, Mustache); `jinja`; `none`: text as it is. */
export type TemplateSyntax = 'brace' | 'double-brace' | 'jinja' | 'none';

export interface PromptFile {
  readonly model?: string;
  /** Tokens. */
  readonly outputCap?: number;
  readonly provider?: string;
  readonly messages: readonly PromptMessage[];
  readonly problems: readonly Problem[];
}

export interface PromptMessage {
  readonly role: PromptRole;
  readonly pieces: readonly TemplatePiece[];
}

export type PromptRole = 'system' | 'user' | 'assistant';

// ── templates ────────────────────────────────────────────────────────────────────────────────────────────────────────

/** Splits a template into text and holes, in order; tags that only control are dropped. */
export function splitTemplate(text: string, syntax: TemplateSyntax): TemplatePiece[] {
  switch (syntax) {
    case 'brace':
      return splitBraces(text);
    case 'double-brace':
      return splitTags(text, mustache);
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
function syntaxOf(text: string): TemplateSyntax {
  if (/\{%-?\s*\w/.test(text)) return 'jinja';
  if (/(?<!\{)\{[A-Za-z_]\w*\}(?!\})/.test(text)) return 'brace';
  return /\{\{[^{}"]+\}\}/.test(text) ? 'double-brace' : 'none';
}

// ── prompt files ─────────────────────────────────────────────────────────────────────────────────────────────────────

/** Reads a prompt file by its extension; offsets refer to the file. What cannot be read is a problem beside what can. */
export function readPromptFile(path: string, text: string): PromptFile {
  const name = path.slice(path.lastIndexOf('/') + 1).toLowerCase();
  if (/\.prompt\.ya?ml$/.test(name)) return yamlPrompt(text);
  if (name.endsWith('.prompty')) return prompty(text);
  if (name.endsWith('.prompt')) return dotprompt(text);
  const role: PromptRole = /system|instruction|persona/.test(name) ? 'system' : 'user';
  if (/\.(?:j2|jinja2?)$/.test(name)) return { messages: message(role, splitTemplate(text, 'jinja')), problems: [] };
  if (/\.(?:hbs|handlebars|mustache)$/.test(name)) return { messages: message(role, splitTemplate(text, 'double-brace')), problems: [] };
  if (name.endsWith('.md')) return markdownPrompt(text, role);
  return { messages: message(role, splitTemplate(text, name.endsWith('.txt') ? syntaxOf(text) : 'none')), problems: [] };
}

const message = (role: PromptRole, pieces: readonly TemplatePiece[]): PromptMessage[] => (pieces.length === 0 ? [] : [{ role, pieces }]);

/** A hand-written YAML text: its parts by path, its errors as problems. */
interface Yaml {
  text(...path: readonly (string | number)[]): string | undefined;
  number(...path: readonly (string | number)[]): number | undefined;
  readonly document: Document | undefined;
  readonly problems: Problem[];
}

function readYaml(text: string, offset: number): Yaml {
  const problems: Problem[] = [];
  let document: Document | undefined;
  try {
    const parsed = parseDocument(text, { logLevel: 'silent' });
    for (const error of parsed.errors.slice(0, 20)) {
      problems.push({
        start: offset + error.pos[0],
        end: offset + error.pos[1],
        message: (error.message.split('\n')[0] ?? '').replace(/ at line \d.*$/, ''),
      });
    }
    document = parsed as Document;
  } catch (error) {
    // The parser recurses: text nested without end overflows it.
    problems.push({
      start: offset,
      end: offset + text.length,
      message: error instanceof RangeError ? 'Nested too deeply to be read' : 'Not valid YAML',
    });
  }
  const at = (path: readonly (string | number)[]): unknown => {
    const found = document?.getIn(path);
    return isScalar(found) ? found.value : found;
  };
  return {
    document,
    problems,
    text(...path) {
      const found = at(path);
      return typeof found === 'string' && found !== '' ? found : undefined;
    },
    number(...path) {
      const found = at(path);
      return typeof found === 'number' && found > 0 ? found : undefined;
    },
  };
}

function frontMatter(text: string): { yaml: Yaml; body: number } {
  const found = /^\uFEFF?---[ \t]*\r?\n([\s\S]*?)(?:^|\n)---[ \t]*(?:\r?\n|$)/.exec(text);
  if (!found) return { yaml: readYaml('', 0), body: 0 };
  const inner = found[1] as string;
  return { yaml: readYaml(inner, found[0].indexOf('\n') + 1), body: found[0].length };
}

/** `${env:NAME:default}` is its default. */
function withoutVariable(value: string | undefined): string | undefined {
  const variable = /^\$\{[^:}]*(?::[^:}]*)?(?::([^}]*))?\}$/.exec(value ?? '');
  return variable ? variable[1] || undefined : value;
}

function settings(
  model: string | undefined,
  outputCap: number | undefined,
  provider: string | undefined,
): Pick<PromptFile, 'model' | 'outputCap' | 'provider'> {
  return {
    ...(model !== undefined && { model }),
    ...(outputCap !== undefined && { outputCap }),
    ...(provider !== undefined && { provider }),
  };
}

const roleLine = /^[ \t]*#?[ \t]*(system|developer|user|human|assistant|model)[ \t]*:[ \t]*(?:\r?\n|$)/gim;

const roleOf = (word: string): PromptRole => {
  const role = word.toLowerCase();
  return role === 'system' || role === 'developer' ? 'system' : role === 'assistant' || role === 'model' ? 'assistant' : 'user';
};

/** Front matter, then messages under lines like `system:`. */
function prompty(text: string): PromptFile {
  const { yaml, body } = frontMatter(text);
  const template =
    yaml.text('template', 'format', 'kind') ?? yaml.text('template', 'format') ?? yaml.text('template', 'type') ?? yaml.text('template');
  const syntax: TemplateSyntax = template?.includes('mustache') || template?.includes('handlebars') ? 'double-brace' : 'jinja';
  const [configuration, parameters, options] = [
    ['model', 'configuration'],
    ['model', 'parameters'],
    ['model', 'options'],
  ] as const;
  const model =
    yaml.text('model', 'id') ??
    yaml.text(...configuration, 'azure_deployment') ??
    yaml.text(...configuration, 'model') ??
    yaml.text(...configuration, 'name') ??
    yaml.text('model');
  const cap =
    yaml.number(...options, 'maxOutputTokens') ??
    yaml.number(...options, 'max_output_tokens') ??
    yaml.number(...parameters, 'max_completion_tokens') ??
    yaml.number(...parameters, 'max_tokens');
  const provider = yaml.text('model', 'provider') ?? { azure_openai: 'azure', openai: 'openai' }[yaml.text(...configuration, 'type') ?? ''];
  const marks = [...text.slice(body).matchAll(roleLine)].map((found) => ({
    role: roleOf(found[1] as string),
    start: body + found.index,
    end: body + found.index + found[0].length,
  }));
  return {
    ...settings(withoutVariable(model), cap, provider),
    messages: sections(text, body, 'system', marks, syntax),
    problems: yaml.problems,
  };
}

/** Front matter, then Handlebars with `{{role "system"}}`. */
function dotprompt(text: string): PromptFile {
  const { yaml, body } = frontMatter(text);
  const marks = [...text.slice(body).matchAll(/\{\{~?\s*role\s+["'](\w+)["']\s*~?\}\}[ \t]*(?:\r?\n)?/g)].map((found) => ({
    role: roleOf(found[1] as string),
    start: body + found.index,
    end: body + found.index + found[0].length,
  }));
  const cap = yaml.number('config', 'maxOutputTokens') ?? yaml.number('config', 'max_tokens');
  return {
    ...settings(yaml.text('model'), cap, undefined),
    messages: sections(text, body, 'user', marks, 'double-brace'),
    problems: yaml.problems,
  };
}

/** The body cut at its role marks; blank edges of a message are not sent. */
function sections(
  text: string,
  body: number,
  first: PromptRole,
  marks: readonly { role: PromptRole; start: number; end: number }[],
  syntax: TemplateSyntax,
): PromptMessage[] {
  const cuts = [{ role: first, start: body, end: body }, ...marks];
  return cuts.flatMap((cut, index) => {
    const whole = text.slice(cut.end, cuts[index + 1]?.start ?? text.length);
    const start = cut.end + whole.length - whole.trimStart().length;
    return message(cut.role, moved(splitTemplate(whole.trim(), syntax), start));
  });
}

const moved = (pieces: readonly TemplatePiece[], by: number): TemplatePiece[] =>
  pieces.map((piece) => ({ ...piece, start: piece.start + by, end: piece.end + by }));

/** Editors' prompt files: front matter, then text with `${input:name}`; or plain Markdown with holes. */
function markdownPrompt(text: string, role: PromptRole): PromptFile {
  const { yaml, body } = frontMatter(text);
  const content = text.slice(body);
  const pieces = /\$\{[\w:.-]+\}/.test(content) ? splitTags(content, dollar) : splitTemplate(content, syntaxOf(content));
  return { ...settings(yaml.text('model'), undefined, undefined), messages: message(role, moved(pieces, body)), problems: yaml.problems };
}

/** `model`, `modelParameters` and `messages` as YAML. */
function yamlPrompt(text: string): PromptFile {
  const yaml = readYaml(text, 0);
  const parameters = 'modelParameters';
  const cap =
    yaml.number(parameters, 'maxCompletionTokens') ?? yaml.number(parameters, 'maxTokens') ?? yaml.number(parameters, 'max_tokens');
  const list = yaml.document?.get('messages', true);
  const messages = (isSeq(list) ? list.items : []).flatMap((item): PromptMessage[] => {
    const content = isMap(item) ? item.get('content', true) : undefined;
    if (!isMap(item) || !isScalar(content) || typeof content.value !== 'string' || !content.range) return [];
    const offsets = aligned(content.value, text, content.range[0], content.range[1]);
    const pieces = splitTemplate(content.value, 'double-brace').map((piece) => ({
      ...piece,
      start: offsets(piece.start),
      end: offsets(piece.end),
    }));
    return message(roleOf(String(item.get('role'))), pieces);
  });
  return { ...settings(yaml.text('model'), cap, undefined), messages, problems: yaml.problems };
}

/**
 * The way from a scalar's value back to its source. Both are walked together: source characters that the value lacks
 * (indentation, quotes, a block's header) are passed over, and a folded newline answers to a space.
 */
function aligned(value: string, source: string, start: number, end: number): (offset: number) => number {
  const offsets = new Int32Array(value.length + 1);
  let at = start;
  if (/[|>]/.test(source.charAt(at))) at = Math.min(end, Math.max(at, source.indexOf('\n', at) + 1));
  for (let i = 0; i < value.length; i++) {
    const sign = value.charAt(i);
    const blank = /\s/.test(sign);
    let seek = at;
    while (seek < end && source.charAt(seek) !== sign && source.charAt(seek) !== '\\' && !(blank && source.charAt(seek) === '\n')) seek++;
    if (seek < end) at = seek;
    offsets[i] = at;
    at = Math.min(end, at + (source.charAt(at) === '\\' && source.charAt(at) !== sign ? 2 : 1));
  }
  offsets[value.length] = value.length === 0 ? start : Math.min(end, at);
  return (offset) => offsets[offset] as number;
}
