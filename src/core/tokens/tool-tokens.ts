/** Tokens of tool definitions and response schemas, which vendors put into the prompt in forms of their own. */
import type { TokenCounter } from './counter.ts';
import { estimateJson, rounded } from './estimate.ts';
import { add, type Interval, scale, ZERO } from './interval.ts';
import type { Family, Tokenizer } from './tokenizer.ts';
import { readTools, renderNamespace, type ToolDefinition } from './tools.ts';

export interface ToolOptions {
  readonly model: string | undefined;
  readonly choice: 'auto' | 'none' | 'forced';
  /** What is billed once a request is counted with the first part of tools. */
  readonly first: boolean;
  readonly hasSystem: boolean;
}

const range = (low: number, expected: number, high: number): Interval => ({ low, expected, high });

/** A tool that runs at the vendor, such as a web search: recorded 287, reported up to 1,500. */
const HOSTED_TOOL = range(30, 290, 1500);

/** Tokens of a request's tools, and the sentence that says where the number comes from. Never exact. */
export function toolTokens(json: unknown, options: ToolOptions, tokenizer: Tokenizer, counter: TokenCounter | undefined): { readonly tokens: Interval; readonly from: string } {
  const { functions, others } = readTools(json);
  const hosted = scale(HOSTED_TOOL, others.length);
  if (functions.length === 0 && others.length === 0) return { tokens: ZERO, from: 'no tools known' };
  const count = `${functions.length + others.length} tool${functions.length + others.length === 1 ? '' : 's'}`;
  if (tokenizer.family === 'openai') {
    return { tokens: rounded(add(openAi(functions, options, counter), hosted)), from: `${count}, as OpenAI writes them into the prompt` };
  }
  const definitions = add(functions.length === 0 ? ZERO : estimateJson(JSON.stringify(functions), ratioOf(tokenizer), counter), hosted);
  if (!tokenizer.family.startsWith('claude') || !options.first) return { tokens: rounded(add(definitions, scale(PER_TOOL, functions.length))), from: `${count}, as JSON` };
  const preamble = claudePreamble(options);
  return { tokens: rounded(add(definitions, preamble)), from: `${count}, as JSON, and Claude's hidden tool prompt (${preamble.expected})` };
}

/**
 * The rendered namespace, plus once: 9 tokens (4 fewer with a system message), 81 for gpt-5 and later, 11 for a forced
 * choice. Recorded requests agree within 4 tokens when the schema is plain; nested ones within 12 %.
 */
function openAi(functions: readonly ToolDefinition[], { model, choice, first, hasSystem }: ToolOptions, counter: TokenCounter | undefined): Interval {
  const text = functions.length === 0 ? '' : renderNamespace(functions);
  const base = text === '' ? 0 : counter ? counter.count(text) : text.length / 4;
  const rendered = range(base * 0.9 - 4, base, base * (counter ? 1.12 : 1.4) + 5);
  if (!first) return rendered;
  const gpt5 = /gpt-?(?:[5-9]|\d\d)(?!\d)/i.test(model ?? '');
  const once = (hasSystem ? 5 : 9) + (gpt5 ? 81 : 0) + (choice === 'none' ? 1 : 0);
  return add(rendered, range(once, once + (choice === 'forced' ? 4 : 0), once + (choice === 'forced' ? 14 : 0)));
}

/** JSON of the definitions in multiples of o200k_base. Claude: recorded; the others: recorded where marked, else by the family's JSON. */
const RATIOS: Readonly<Partial<Record<Family, Interval>>> = {
  'claude-4.7': range(1.35, 1.65, 2),
  'claude-4.8': range(1.35, 1.6, 2),
  claude: range(1.15, 1.4, 2),
};
const CLAUDE_RATIO = range(1.15, 1.37, 1.55);
const OTHER_RATIO = range(0.7, 1.1, 1.7);
/** What chat templates write around each definition. */
const PER_TOOL = range(0, 6, 20);

const ratioOf = ({ family }: Tokenizer): Interval => RATIOS[family] ?? (family.startsWith('claude') ? CLAUDE_RATIO : OTHER_RATIO);

/** Claude's hidden prompt about tools, in tokens: for auto and none, and for a forced tool. Vendor's tool use guide, 2026; 4.5 and 4.6 recorded. */
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
  if (tokenizer.family.startsWith('claude')) return rounded(add(estimateJson(text, ratioOf(tokenizer), counter), range(40, 130, 200)));
  return rounded(estimateJson(text, range(0, 0.8, 1.6), counter));
}

/** The schema itself out of its wrappings: `response_format`, `text.format`, `{ name, schema, strict }`. A mere `json_object` has none. */
function innerSchema(json: unknown): unknown {
  let inner = json;
  for (let depth = 0; depth < 4 && typeof inner === 'object' && inner !== null; depth++) {
    const record = inner as Readonly<Record<string, unknown>>;
    if ('properties' in record || '$ref' in record || 'anyOf' in record) return record;
    const next = record['json_schema'] ?? record['schema'] ?? record['format'];
    if (typeof next !== 'object' || next === null) return 'type' in record && /^(?:json_object|text|json_schema)$/.test(String(record['type'])) ? undefined : record;
    inner = next;
  }
  return inner ?? undefined;
}
