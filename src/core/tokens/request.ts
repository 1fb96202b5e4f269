/** Input tokens of a whole request: its texts, and what the vendor adds around them. */
import { estimateByCharacters, estimateText, rounded } from './estimate.ts';
import { framingOf } from './framing.ts';
import { type ImageFacts, imageTokens } from './image.ts';
import { add, exactly, type Interval, isExact, scale, ZERO } from './interval.ts';
import type { TokenizerTables } from './tables.ts';
import { type Tokenizer, tokenizerOf } from './tokenizer.ts';
import { schemaTokens, toolTokens } from './tool-tokens.ts';

/** What a part is in the request. `tools` and `schema` carry JSON, `image` an image; every other part is a message. */
export type RequestRole = 'system' | 'user' | 'assistant' | 'few-shot' | 'tools' | 'schema' | 'context' | 'history' | 'image' | 'overhead';

export interface PartInput {
  readonly role: RequestRole;
  /** Text in order; a number of tokens stands where text is only known at run time. */
  readonly pieces: readonly (string | Interval)[];
  /** Of `tools` and `schema`: what is sent, as far as it is known. */
  readonly json?: unknown;
  readonly image?: ImageFacts;
  /** The sender's name field. */
  readonly name?: string;
  /** How many times the part is sent. Default 1. */
  readonly repeats?: number;
}

export interface RequestInput {
  readonly parts: readonly PartInput[];
  readonly model: string | undefined;
  /** An id of the price book. */
  readonly provider: string | undefined;
  readonly toolChoice: 'auto' | 'none' | 'forced';
  /** `none`: text goes to the model as it is, as to completion and embedding endpoints. Default `chat`. */
  readonly framing?: 'chat' | 'none';
  /** Extended thinking is switched on; Claude is then told about it. */
  readonly thinking?: boolean;
}

export interface PartCount {
  readonly tokens: Interval;
  readonly exact: boolean;
  /** Where the number comes from, when it is not a count of text. */
  readonly from?: string;
}

export interface RequestCount {
  /** One for each part of the input, in its order. */
  readonly parts: readonly PartCount[];
  /** The vendor's framing: what the messages cost besides their text. */
  readonly overhead: Interval;
  /** All parts and the overhead. */
  readonly input: Interval;
  /** As reports show it: `o200k_base`, `estimate:claude-4.6` … */
  readonly tokenizer: string;
  /** `input` is a count, not an estimate. */
  readonly exact: boolean;
}

/** Counts the input tokens of a request. Never fails: what is unknown widens the range. */
export function countRequest(request: RequestInput, tables: TokenizerTables): RequestCount {
  const tokenizer = tokenizerOf(request.model, request.provider);
  const parts = request.parts.map((part) => repeated(countPart(part, request, tokenizer, tables), part.repeats ?? 1));
  const overhead = request.framing === 'none' ? ZERO : framing(request, tokenizer, tables);
  return {
    parts,
    overhead,
    input: parts.reduce((sum, part) => add(sum, part.tokens), overhead),
    tokenizer: tokenizer.id,
    exact: tokenizer.exact && isExact(overhead) && parts.every((part) => part.exact),
  };
}

const repeated = (part: PartCount, times: number): PartCount => (times === 1 ? part : { ...part, tokens: scale(part.tokens, times) });

const isMessage = (role: RequestRole): boolean => role !== 'tools' && role !== 'schema' && role !== 'image' && role !== 'overhead';

function framing({ parts, model, thinking }: RequestInput, tokenizer: Tokenizer, tables: TokenizerTables): Interval {
  const { once, perMessage, perSystem = perMessage } = framingOf(tokenizer, model);
  let sum = thinking && tokenizer.family.startsWith('claude') ? add(once, CLAUDE_THINKING) : once;
  for (const { role, name, repeats = 1 } of parts) {
    if (!isMessage(role)) continue;
    sum = add(sum, scale(role === 'system' ? perSystem : perMessage, repeats));
    if (name !== undefined) sum = add(sum, scale(nameTokens(name, role, tokenizer, tables), repeats));
  }
  return rounded(sum);
}

/** Recorded with extended thinking switched on: 28 and 29 tokens more. */
const CLAUDE_THINKING: Interval = { low: 20, expected: 28, high: 32 };

/** OpenAI: one token more than the name's own, and one in all when it equals the role. */
function nameTokens(name: string, role: RequestRole, tokenizer: Tokenizer, tables: TokenizerTables): Interval {
  return name === role ? exactly(1) : add(exactly(1), countText(name, tokenizer, tables).tokens);
}

function countPart(part: PartInput, request: RequestInput, tokenizer: Tokenizer, tables: TokenizerTables): PartCount {
  switch (part.role) {
    case 'image':
      return countImage(part.image ?? {}, request);
    case 'tools':
      return withPieces(countTools(part, request, tokenizer, tables), part, tokenizer, tables);
    case 'schema':
      return withPieces(
        { tokens: schemaTokens(part.json, tokenizer, tables.counter(tokenizer.encoding)), exact: false, from: 'response schema' },
        part,
        tokenizer,
        tables,
      );
    default:
      return countPieces(part.pieces, tokenizer, tables);
  }
}

/** Neighbouring texts are counted as one, because tokens reach over their border; a hole ends the text. */
function countPieces(pieces: PartInput['pieces'], tokenizer: Tokenizer, tables: TokenizerTables): PartCount {
  let tokens: Interval = ZERO;
  let exact = true;
  let text = '';
  const flush = () => {
    if (text === '') return;
    const counted = countText(text, tokenizer, tables);
    tokens = add(tokens, counted.tokens);
    exact &&= counted.exact;
    text = '';
  };
  for (const piece of pieces) {
    if (typeof piece === 'string') {
      text += piece;
      continue;
    }
    flush();
    tokens = add(tokens, piece);
    exact = false;
  }
  flush();
  return { tokens, exact };
}

function countText(text: string, tokenizer: Tokenizer, tables: TokenizerTables): PartCount {
  const counter = tables.counter(tokenizer.encoding);
  if (!counter)
    return { tokens: tokenizer.exact ? estimateByCharacters(text) : estimateText(text, tokenizer.family, counter), exact: false };
  return tables.once(tokenizer.id, text, () =>
    tokenizer.exact
      ? { tokens: exactly(counter.count(text)), exact: !counter.isCut(text) }
      : { tokens: estimateText(text, tokenizer.family, counter), exact: false },
  );
}

function countTools(part: PartInput, request: RequestInput, tokenizer: Tokenizer, tables: TokenizerTables): PartCount {
  const first = request.parts.find((other) => other.role === 'tools') === part;
  const hasSystem = request.parts.some((other) => other.role === 'system');
  const options = { model: request.model, choice: request.toolChoice, first, hasSystem };
  return { exact: false, ...toolTokens(part.json, options, tokenizer, tables.counter(tokenizer.encoding)) };
}

/** Text that stands beside the JSON of tools or a schema, such as a description that is known when the rest is not. */
function withPieces(counted: PartCount, part: PartInput, tokenizer: Tokenizer, tables: TokenizerTables): PartCount {
  return part.pieces.length === 0
    ? counted
    : { ...counted, tokens: add(counted.tokens, countPieces(part.pieces, tokenizer, tables).tokens) };
}

function countImage(image: ImageFacts, { model, provider }: RequestInput): PartCount {
  const known = image.width !== undefined && image.height !== undefined;
  const tokens = imageTokens(image, model, provider);
  return { tokens, exact: false, from: known ? `image of ${image.width} × ${image.height}` : 'image, 1024 × 1024 assumed' };
}
