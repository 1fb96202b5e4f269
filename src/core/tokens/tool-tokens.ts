/** Tokens of tool definitions and response schemas, which vendors put into the prompt in forms of their own. */
import type { TokenCounter } from './counter.ts';
import { estimateJson, rounded } from './estimate.ts';
import { add, type Interval, scale, ZERO } from './interval.ts';
import { type Family, GPT_5_AND_LATER, type Tokenizer } from './tokenizer.ts';
import { declaredWords, readTools, renderNamespace, type ToolDefinition } from './tools.ts';

export interface ToolOptions {
  readonly model: string | undefined;
  readonly choice: 'auto' | 'none' | 'forced';
  /** What is billed once a request is counted with the first part of tools. */
  readonly first: boolean;
  readonly hasSystem: boolean;
}

const range = (low: number, expected: number, high: number): Interval => ({ low, expected, high });

/** Tokens of a request's tools, and the sentence that says where the number comes from. Never exact. */
export function toolTokens(
  json: unknown,
  options: ToolOptions,
  tokenizer: Tokenizer,
  counter: TokenCounter | undefined,
): { readonly tokens: Interval; readonly from: string } {
  const { functions, others } = readTools(json);
  const number = functions.length + others.length;
  if (number === 0) return { tokens: ZERO, from: 'no tools known' };
  const form = formOf(tokenizer, options);
  const parts = [scale(form.hosted, others.length)];
  if (functions.length > 0) parts.push(form.definitions(functions, counter));
  if (options.first) parts.push(form.once);
  return { tokens: rounded(parts.reduce(add, ZERO)), from: `${number} tool${number === 1 ? '' : 's'}, ${form.as}` };
}

/** How a vendor writes tools into the prompt. */
interface ToolForm {
  readonly as: string;
  readonly once: Interval;
  /** A tool that runs at the vendor, such as a web search. */
  readonly hosted: Interval;
  definitions(functions: readonly ToolDefinition[], counter: TokenCounter | undefined): Interval;
}

function formOf(tokenizer: Tokenizer, options: ToolOptions): ToolForm {
  const { family } = tokenizer;
  if (family === 'openai')
    return {
      as: 'as OpenAI writes them into the prompt',
      once: openAiOnce(options),
      hosted: range(30, 287, 1500),
      definitions: namespaceTokens,
    };
  if (family.startsWith('claude')) {
    const once = claudePreamble(options);
    return {
      as: `as JSON, and Claude's hidden tool prompt (${once.expected})`,
      once,
      hosted: range(30, 290, 1500),
      definitions: asJson(CLAUDE_RATIOS[family] ?? CLAUDE_RATIO),
    };
  }
  if (family.startsWith('gemini'))
    return { as: 'by their names and descriptions', once: ZERO, hosted: range(0, 5, 80), definitions: geminiTokens(family) };
  return {
    as: 'as JSON in the chat template',
    once: TEMPLATES[family] ?? range(0, 100, 400),
    hosted: range(10, 200, 1500),
    definitions: asJson(range(0.8, 1.12, 1.6)),
  };
}

const asJson =
  (ratio: Interval) =>
  (functions: readonly ToolDefinition[], counter: TokenCounter | undefined): Interval =>
    estimateJson(JSON.stringify(functions), ratio, counter);

/** What chat templates say once about tools. Llama, Mistral, Nova, Qwen: recorded; DeepSeek: its public template. */
const TEMPLATES: Readonly<Partial<Record<Family, Interval>>> = {
  'llama-3': range(60, 130, 170),
  'llama-4': range(60, 130, 250),
  mistral: range(0, 24, 50),
  'mistral-32k': range(0, 24, 50),
  qwen: range(85, 170, 260),
  deepseek: range(50, 150, 300),
  nova: range(250, 345, 420),
};

/** Gemini bills the words of a declaration, not its JSON; from 3 on about half more (recorded). */
const geminiTokens =
  (family: Family) =>
  (functions: readonly ToolDefinition[], counter: TokenCounter | undefined): Interval =>
    estimateJson(functions.map(declaredWords).join('\n'), family === 'gemini-3' ? range(0.9, 1.5, 2.2) : range(0.75, 1.1, 2), counter);

/**
 * The rendered namespace; besides, once, 9 tokens (4 fewer with a system message), 81 for gpt-5 and later, up to 14 for a
 * forced choice. Recorded requests agree within 4 tokens when the schema is plain, nested ones within 12 %.
 */
function namespaceTokens(functions: readonly ToolDefinition[], counter: TokenCounter | undefined): Interval {
  const text = renderNamespace(functions);
  const base = counter ? counter.count(text) : text.length / 4;
  return range(base * 0.9 - 4, base, base * (counter ? 1.12 : 1.4) + 5);
}

function openAiOnce({ model, choice, hasSystem }: ToolOptions): Interval {
  const once = (hasSystem ? 5 : 9) + (GPT_5_AND_LATER.test((model ?? '').toLowerCase()) ? 81 : 0);
  return choice === 'forced' ? range(once, once + 3, once + 14) : range(once, once, once + 1);
}

/** JSON of the definitions in multiples of o200k_base; recorded, but for 4.7 and later. */
const CLAUDE_RATIO = range(1.15, 1.37, 1.55);
const CLAUDE_RATIOS: Readonly<Partial<Record<Family, Interval>>> = {
  'claude-4.7': range(1.35, 1.65, 2),
  'claude-4.8': range(1.35, 1.6, 2),
  claude: range(1.15, 1.4, 2),
};

/** Claude's hidden tool prompt, in tokens: for auto and none, for a forced tool. Vendor's tool use guide, 2026; 4.5 and 4.6 recorded. */
const PREAMBLES: readonly (readonly [RegExp, number, number])[] = [
  [/opus-4[.-]?8/, 290, 410],
  [/opus-4[.-]?7/, 675, 804],
  [/4[.-]?6/, 497, 589],
  [/(?:opus|sonnet|haiku)-4[.-]?5|4[.-]5/, 496, 588],
  [/sonnet-5/, 354, 474],
  [/(?:opus|sonnet)-4|claude-4/, 313, 315],
  [/3[.-]7/, 346, 313],
  [/3[.-]5-haiku|haiku-3[.-]5/, 264, 355],
  [/3[.-]5-sonnet-20240620/, 294, 261],
  [/3[.-]5/, 346, 313],
  [/3-opus/, 530, 281],
  [/3-sonnet/, 159, 235],
  [/3-haiku/, 264, 340],
];

function claudePreamble({ model, choice }: ToolOptions): Interval {
  const id = (model ?? '').toLowerCase();
  const known = PREAMBLES.find(([pattern]) => pattern.test(id));
  if (!known) return range(250, 500, 850);
  const expected = known[choice === 'forced' ? 2 : 1];
  return range(Math.min(expected * 0.9, expected - 35), expected, Math.max(expected * 1.05, expected + 25));
}

/** Tokens of a response schema; vendors put it into the prompt like a tool without a name. Never exact. */
export function schemaTokens(json: unknown, tokenizer: Tokenizer, counter: TokenCounter | undefined): Interval {
  const schema = innerSchema(json);
  if (schema === undefined) return ZERO;
  const text = JSON.stringify(schema) ?? '';
  if (tokenizer.family === 'openai') return rounded(add(estimateJson(text, range(0.8, 0.95, 1.1), counter), range(0, 6, 17)));
  if (tokenizer.family.startsWith('claude'))
    return rounded(add(estimateJson(text, CLAUDE_RATIOS[tokenizer.family] ?? CLAUDE_RATIO, counter), range(40, 130, 200)));
  return rounded(estimateJson(text, range(0, 0.8, 1.6), counter));
}

/** The schema itself out of its wrappings: `response_format`, `text.format`, `{ name, schema, strict }`. A mere `json_object` has none. */
function innerSchema(json: unknown): unknown {
  let inner = json;
  for (let depth = 0; depth < 4 && typeof inner === 'object' && inner !== null; depth++) {
    const record = inner as Readonly<Record<string, unknown>>;
    if ('properties' in record || '$ref' in record || 'anyOf' in record) return record;
    const next = record.json_schema ?? record.schema ?? record.format;
    if (typeof next !== 'object' || next === null)
      return 'type' in record && /^(?:json_object|text|json_schema)$/.test(String(record.type)) ? undefined : record;
    inner = next;
  }
  return inner ?? undefined;
}
