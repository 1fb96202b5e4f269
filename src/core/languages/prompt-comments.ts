/** Comments in prompt files: Jinja, Handlebars, HTML comments of Markdown, and YAML, also as the head of a prompt. */
import { Lexer } from 'yaml';
import type { Comment } from '../facts/facts.ts';

const OPENER = /\{#|\{\{!--|\{\{!|<!--/g;
const CLOSERS: Readonly<Record<string, string>> = { '{#': '#}', '{{!--': '--}}', '{{!': '}}', '<!--': '-->' };

/** The comments that contain `costlint-`, in their order. */
export function promptComments(path: string, text: string): readonly Comment[] {
  if (!text.includes('costlint-')) return [];
  const head = /\.ya?ml$/i.test(path) ? text : (/^---\r?\n[\s\S]*?\n---[ \t]*(?:\r?\n|$)/.exec(text)?.[0] ?? '');
  return [...yamlComments(head), ...markupComments(text, head.length)].filter((comment) => comment.text.includes('costlint-'));
}

function markupComments(text: string, from: number): Comment[] {
  const found: Comment[] = [];
  // Once a closing mark is missing there is none further down: looking again for every opening would take forever.
  const missing = new Set<string>();
  const opener = new RegExp(OPENER);
  opener.lastIndex = from;
  for (let match = opener.exec(text); match; match = opener.exec(text)) {
    const closer = CLOSERS[match[0]] as string;
    const at = missing.has(closer) ? -1 : text.indexOf(closer, opener.lastIndex);
    if (at < 0) missing.add(closer);
    else {
      opener.lastIndex = at + closer.length;
      found.push({ text: text.slice(match.index, opener.lastIndex), start: match.index, end: opener.lastIndex });
    }
  }
  return found;
}

/** Marks of the lexer that stand in no text: they say what the next lexeme is. */
const MARKS: ReadonlySet<string> = new Set(['\u0002', '\u0018', '\u001f']);

function yamlComments(text: string): Comment[] {
  const found: Comment[] = [];
  let start = 0;
  let scalar = false;
  for (const lexeme of new Lexer().lex(text)) {
    if (MARKS.has(lexeme)) {
      scalar = lexeme === '\u001f';
      continue;
    }
    if (!scalar && lexeme.startsWith('#')) found.push({ text: lexeme, start, end: start + lexeme.length });
    scalar = false;
    start += lexeme.length;
  }
  return found;
}
