/** Texts: string literals with their holes, and which texts are long enough to be noted by themselves. */
import type { Value } from '../../facts/facts.ts';
import type { Builder } from './builder.ts';
import { first, value } from './expressions.ts';
import { Kind } from './kinds.ts';
import { cooked, type Literal, literalAt } from './literals.ts';

/** From how many static characters on a text is noted by itself. */
const longText = 200;

export function string(b: Builder, node: number): Value {
  const start = b.start(node);
  const end = b.end(node);
  const parts: Value[] = [];
  if (b.kind(node) === Kind.string) literalParts(b, node, parts);
  else for (let child = b.first(node); child >= 0; child = b.next(child)) literalParts(b, child, parts);
  if (parts.every((part) => part.kind === 'text')) {
    return {
      kind: 'text',
      text: parts.length === 1 ? (parts[0] as TextValue).text : parts.map((part) => (part as TextValue).text).join(''),
      start,
      end,
    };
  }
  return { kind: 'template', parts, start, end };
}

type TextValue = Extract<Value, { kind: 'text' }>;

function literalParts(b: Builder, node: number, parts: Value[]): void {
  if (b.kind(node) !== Kind.string) {
    parts.push(value(b, node));
    return;
  }
  const literal = literalAt(b.text, b.start(node), b.end(node));
  let at = literal.from;
  for (let hole = b.first(node); hole >= 0; hole = b.next(hole)) {
    if (b.kind(hole) !== Kind.interpolation) continue;
    textPart(b, parts, at, b.start(hole), literal);
    const expression = b.first(hole);
    // `{total=}` shows its own source before its value.
    const shown = expression < 0 ? null : /^[\s)]*=\s*(?=[!:}])/.exec(b.text.slice(b.end(expression), b.end(hole)));
    if (shown) textPart(b, parts, b.start(hole) + 1, b.end(expression) + shown[0].length, { ...literal, raw: true });
    parts.push(first(b, hole));
    // A format specification changes no text worth counting, but what it calls is called.
    for (let format = expression < 0 ? -1 : b.next(expression); format >= 0; format = b.next(format)) value(b, format);
    at = b.end(hole);
  }
  textPart(b, parts, at, literal.to, literal);
}

function textPart(b: Builder, parts: Value[], start: number, end: number, literal: Literal): void {
  if (start < end) parts.push({ kind: 'text', text: cooked(b.text, start, end, literal), start, end });
}

function staticLength(text: Value): number {
  switch (text.kind) {
    case 'text':
      return text.text.length;
    case 'template':
      return text.parts.reduce((sum, part) => sum + (part.kind === 'text' ? part.text.length : 0), 0);
    case 'operation':
      return text.operator === '+'
        ? staticLength(text.left) + staticLength(text.right)
        : text.operator === '%'
          ? staticLength(text.left)
          : 0;
    default:
      return 0;
  }
}

export function noted(b: Builder, text: Value, inText: boolean): Value {
  if (!inText && staticLength(text) >= longText) b.texts.push({ value: text, name: b.receiver });
  return text;
}
