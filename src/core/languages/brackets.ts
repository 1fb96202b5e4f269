/** What stands between a pair of brackets: items, commas and blank space, found without a parser in text that has parsed before. */
import type { Range } from '../text/range.ts';

/** The part of a language that its brackets depend on. */
export interface Lexical {
  /** The end of the comment that begins here; `at` where none does. */
  commentAt(text: string, at: number): number;
  /** The end of the string, template or other text that begins here; `at` where none does, -1 when it does not end. */
  textAt(text: string, at: number): number;
}

export interface Item extends Range {
  /** Offset of the comma behind it; -1 where there is none. */
  readonly comma: number;
}

/** Brackets and what is listed in them. */
export interface Brackets {
  /** Offset of the opening bracket. */
  readonly open: number;
  /** Offset of the closing bracket. */
  readonly close: number;
  /** Without blanks and comments around them. */
  readonly items: readonly Item[];
}

const CLOSERS: Readonly<Record<string, string>> = { '(': ')', '[': ']', '{': '}' };

/** The brackets that open at `open`; undefined when they do not close, or not in order. */
export function bracketsAt(text: string, open: number, language: Lexical): Brackets | undefined {
  const items: Item[] = [];
  const expected: string[] = [];
  let start = -1;
  let end = -1;
  const close = (comma: number) => {
    if (start >= 0) items.push({ start, end, comma });
    start = -1;
  };
  for (let at = open; at < text.length; ) {
    const sign = text.charAt(at);
    const comment = language.commentAt(text, at);
    if (comment > at) {
      at = comment;
      continue;
    }
    const closer = CLOSERS[sign];
    if (closer !== undefined) expected.push(closer);
    else if (sign === ')' || sign === ']' || sign === '}') {
      if (expected.pop() !== sign) return undefined;
      if (expected.length === 0) {
        close(-1);
        return { open, close: at, items };
      }
    }
    const textEnd = closer === undefined ? language.textAt(text, at) : at;
    if (textEnd < 0) return undefined;
    const next = Math.max(at + 1, textEnd);
    if (at > open && expected.length === 1 && sign === ',') close(at);
    else if (at > open && !isBlank(sign)) {
      if (start < 0) start = at;
      end = next;
    }
    at = next;
  }
  return undefined;
}

const isBlank = (sign: string): boolean => sign === ' ' || sign === '\n' || sign === '\t' || sign === '\r' || sign === '\f';

/** Where a further item goes, and what stands around it. `padding`: the blank inside brackets that are empty. */
export function placeForItem(
  text: string,
  { open, close, items }: Brackets,
  padding: string,
): { at: number; before: string; after: string } {
  const last = items.at(-1);
  if (!last) return { at: open + 1, before: padding, after: text.slice(open + 1, close).trim() === '' && close > open + 1 ? '' : padding };
  const indent = ownLineIndent(text, last.start);
  if (indent === undefined)
    return last.comma < 0 ? { at: last.end, before: ', ', after: '' } : { at: last.comma + 1, before: ' ', after: ',' };
  const newline = lineBreakBefore(text, last.start);
  const end = lineEnd(text, last.end);
  if (last.comma >= 0) {
    const from = lineEnd(text, last.comma);
    // A comment behind the comma belongs to the item before.
    return from < close
      ? { at: from, before: `${newline}${indent}`, after: ',' }
      : { at: last.comma + 1, before: `${newline}${indent}`, after: ',' };
  }
  // Without a comma a comment on the line would come to stand behind the new item: the new one goes before instead.
  const hasComment = end < close && text.slice(last.end, end).trim() !== '';
  if (hasComment && !text.startsWith('*', last.start) && !text.startsWith('...', last.start))
    return { at: last.start, before: '', after: `,${newline}${indent}` };
  return { at: last.end, before: `,${newline}${indent}`, after: '' };
}

/** What is deleted with an item: its comma, and its line where it has one of its own. */
export function wholeItem(text: string, { items }: Brackets, index: number): Range {
  const item = items[index] as Item;
  const before = items[index - 1];
  const after = items[index + 1];
  const indent = ownLineIndent(text, item.start);
  const end = item.comma < 0 ? item.end : item.comma + 1;
  const last = lineEnd(text, end);
  const alone = after === undefined || after.start > last;
  if (indent !== undefined && alone && last < text.length && (item.comma >= 0 || before === undefined)) {
    // With a comment on its line, but not with a bracket that closes there.
    const rest = text.slice(end, last).trim();
    if (rest === '' || /^(#|\/\/)/.test(rest)) return { start: lineStart(text, item.start), end: last + lineBreakAt(text, last) };
  }
  if (after) return { start: item.start, end: after.start };
  if (before) return { start: before.end, end: item.end };
  return { start: item.start, end };
}

/** The blanks that a line begins with, when nothing but a comment stands before `at` on it. */
function ownLineIndent(text: string, at: number): string | undefined {
  const start = lineStart(text, at);
  return start === 0 ? undefined : /^(\s*)(?:\/\*.*\*\/\s*)?$/.exec(text.slice(start, at))?.[1];
}

const lineStart = (text: string, at: number): number => (at === 0 ? 0 : text.lastIndexOf('\n', at - 1) + 1);

function lineBreakBefore(text: string, at: number): string {
  const feed = text.lastIndexOf('\n', at - 1);
  return text.charAt(feed - 1) === '\r' ? '\r\n' : '\n';
}

/** The offset of the line break at or after an offset. */
function lineEnd(text: string, at: number): number {
  const feed = text.indexOf('\n', at);
  if (feed < 0) return text.length;
  return feed > at && text.charAt(feed - 1) === '\r' ? feed - 1 : feed;
}

const lineBreakAt = (text: string, at: number): number => (text.charAt(at) === '\r' ? 2 : 1);
