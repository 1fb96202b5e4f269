/** The formats of prompt files: messages, model and cap, as they are written by hand. */
import { type Document, isMap, isScalar, isSeq, parseDocument } from 'yaml';
import type { Problem } from '../facts/facts.ts';
import { splitTemplate, syntaxOf, type TemplatePiece, type TemplateSyntax } from './template.ts';

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
  const pieces = splitTemplate(content, /\$\{[\w:.-]+\}/.test(content) ? 'dollar' : syntaxOf(content));
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
