/** How a language writes arguments: the half of a language that fixes need. Everything else asks by slot. */
import type { Range } from '../text/range.ts';
import type { Lexical } from './brackets.ts';
import { ecmascriptWriter } from './ecmascript/write.ts';
import type { LanguageId } from './language.ts';
import { pythonWriter } from './python/write.ts';
import type { Quote } from './quoted.ts';

export type { Quote };

/** A value as code; `raw` is taken as it is. */
export type Literal = number | boolean | string | { readonly raw: string };

export interface Writer extends Lexical {
  /** `true` or `True`, numbers, quoted strings. */
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
