/** How a language writes arguments: the half of a language that fixes need. Everything else asks by slot. */
import type { Range } from '../text/range.ts';
import type { Lexical } from './brackets.ts';
import { ecmascriptWriter } from './ecmascript/write.ts';
import type { LanguageId } from './language.ts';
import { pythonWriter } from './python/write.ts';
import type { Quote } from './quoted.ts';

export type { Quote };

/** A scalar; code that is taken as it is; an object or dictionary. */
export type Literal = Scalar | { readonly raw: string } | { readonly entries: Readonly<Record<string, Scalar>> };
export type Scalar = number | boolean | string;

/** Plain data that is written as code. */
export type Json = string | number | boolean | readonly Json[] | { readonly [key: string]: Json };

export interface Writer extends Lexical {
  /** `true` or `True`, numbers, quoted strings, objects. */
  literal(value: Literal, quote: Quote): string;
  /** `name` and what stands between it and its value in the argument list of a call: `max_tokens=`; undefined where arguments have no names. */
  keyword(name: string): string | undefined;
  /** A key and its colon, in an object or dictionary whose keys are `quoted` or not. */
  key(name: string, quote: Quote, quoted: boolean): string;
  /** An object or dictionary of one entry: what stands before and after the value. */
  object(name: string, quote: Quote): readonly [string, string];
  /** The blank inside the brackets of an object. */
  readonly padding: string;
  /** The key of an item of an object and where its value stands; `shorthand` for `{ model }`. */
  entry(text: string, item: Range): Entry | undefined;
  readonly defaultQuote: Quote;
}

export interface Entry {
  readonly key: string;
  readonly value: Range;
  readonly shorthand: boolean;
}

export const writers: Readonly<Record<LanguageId, Writer>> = { ecmascript: ecmascriptWriter, python: pythonWriter };

/** Data as code around an expression that stands where the text `$text` does: what comes before it, and what behind. */
export function around(value: Json, writer: Writer, quote: Quote): readonly [before: string, after: string] | undefined {
  const write = (one: Json): string => {
    if (one === '$text') return EXPRESSION;
    if (typeof one !== 'object') return writer.literal(one, quote);
    if (Array.isArray(one)) return `[${one.map(write).join(', ')}]`;
    const entries = Object.entries(one).map(([key, of]) => `${writer.key(key, quote, false)}${write(of)}`);
    return `{${writer.padding}${entries.join(', ')}${writer.padding}}`;
  };
  const [before, after, more] = write(value).split(EXPRESSION);
  return before === undefined || after === undefined || more !== undefined ? undefined : [before, after];
}

const EXPRESSION = '\u0000';
