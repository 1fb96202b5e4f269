/** How long the longest answer is that a call asks for, where its schema or its words say so: labels, numbers, yes or no. */
import type { CallSite } from './analysis.ts';

export interface LargestAnswer {
  /** Tokens of the longest answer. */
  readonly tokens: number;
  /** For people: `a schema of labels and numbers`. */
  readonly why: string;
}

const known = new WeakMap<CallSite, LargestAnswer | null>();

/** Undefined: the answer may be of any length. Found once a site. */
export function largestAnswer(site: CallSite): LargestAnswer | undefined {
  let answer = known.get(site);
  if (answer === undefined) {
    answer = answerOf(site) ?? null;
    known.set(site, answer);
  }
  return answer ?? undefined;
}

function answerOf(site: CallSite): LargestAnswer | undefined {
  if (site.kind !== 'llm-call' && site.kind !== 'wrapped-call') return undefined;
  if (site.parts.some(({ role }) => role === 'tools')) return undefined;
  const schema = site.parts.find(({ role }) => role === 'schema');
  if (schema) {
    const tokens = schema.json === undefined ? undefined : sizeOf(unwrapped(schema.json), schema.json, 0);
    return tokens === undefined || tokens > LABEL
      ? undefined
      : { tokens: Math.ceil(tokens), why: 'its schema holds nothing but labels and numbers' };
  }
  const words = asked(site);
  return words === undefined ? undefined : { tokens: WORDS, why: `the prompt asks for no more: “${words}”` };
}

/** Tokens up to which an answer is a label or a handful of them. */
const LABEL = 120;
/** Tokens of an answer of a word or two. */
const WORDS = 16;
/** Characters of a token in JSON; short words make small tokens. */
const CHARACTERS = 3;

// ── by schema ────────────────────────────────────────────────────────────────────────────────────────────────────────

type Json = Readonly<Record<string, unknown>>;
const isObject = (value: unknown): value is Json => typeof value === 'object' && value !== null && !Array.isArray(value);

/** The schema inside what an SDK wraps around it: `{ name, schema }`, `{ type: 'json_schema', json_schema: { schema } }`. */
function unwrapped(json: unknown): unknown {
  let at = json;
  for (let depth = 0; depth < 3 && isObject(at); depth++) {
    const inner: unknown = at.json_schema ?? at.schema;
    if (!isObject(inner)) break;
    at = inner;
  }
  return at;
}

const NESTED = 6;

/** Tokens of the largest value that a schema allows; undefined when it sets no bound. */
function sizeOf(schema: unknown, root: unknown, depth: number): number | undefined {
  if (!isObject(schema) || depth > NESTED) return undefined;
  const own = resolved(schema, root);
  if (own !== schema) return sizeOf(own, root, depth + 1);
  if ('const' in schema) return sizeOfText(String(schema.const));
  if (Array.isArray(schema.enum)) return schema.enum.length === 0 ? WORDS : Math.max(...schema.enum.map((one) => sizeOfText(String(one))));
  const either = schema.anyOf ?? schema.oneOf;
  if (Array.isArray(either)) return largest(either.map((one) => sizeOf(one, root, depth + 1)));
  if (Array.isArray(schema.type)) return largest(schema.type.map((type) => sizeOf({ ...schema, type }, root, depth + 1)));
  switch (schema.type) {
    case 'boolean':
    case 'null':
      return 2;
    case 'integer':
    case 'number':
      return 6;
    case 'string':
      return sizeOfString(schema);
    case 'array':
      return sizeOfList(schema, root, depth);
    case 'object':
      return sizeOfObject(schema, root, depth);
    default:
      return undefined;
  }
}

function sizeOfString({ maxLength, description }: Json): number | undefined {
  if (typeof maxLength === 'number') return Math.ceil(maxLength / CHARACTERS);
  return typeof description === 'string' && YES_OR_NO.test(description) && description.length < 200 ? WORDS : undefined;
}

function sizeOfList(schema: Json, root: unknown, depth: number): number | undefined {
  const item = isObject(schema.items) ? resolved(schema.items, root) : undefined;
  const size = item === undefined ? undefined : sizeOf(item, root, depth + 1);
  if (item === undefined || size === undefined) return undefined;
  // A list of labels has each label once.
  const labels = isObject(item) && Array.isArray(item.enum) ? item.enum.length || undefined : undefined;
  const most = typeof schema.maxItems === 'number' ? schema.maxItems : labels;
  return most === undefined ? undefined : 2 + most * (size + 2);
}

function sizeOfObject(schema: Json, root: unknown, depth: number): number | undefined {
  const fields = isObject(schema.properties) ? Object.entries(schema.properties) : [];
  if (fields.length === 0 || isObject(schema.additionalProperties)) return undefined;
  let total = 2;
  for (const [key, value] of fields) {
    const size = sizeOf(value, root, depth + 1);
    if (size === undefined) return undefined;
    total += sizeOfText(key) + 2 + size;
  }
  return total;
}

const largest = (sizes: readonly (number | undefined)[]): number | undefined =>
  sizes.length === 0 || sizes.includes(undefined) ? undefined : Math.max(...(sizes as number[]));

const sizeOfText = (text: string): number => 2 + Math.ceil(text.length / CHARACTERS);

/** What `#/$defs/Label` stands for. */
function resolved(schema: Json, root: unknown): unknown {
  if (typeof schema.$ref !== 'string' || !schema.$ref.startsWith('#/')) return schema;
  let at: unknown = unwrapped(root);
  for (const key of schema.$ref.slice(2).split('/')) at = isObject(at) && Object.hasOwn(at, key) ? at[key] : undefined;
  return at;
}

// ── by words ─────────────────────────────────────────────────────────────────────────────────────────────────────────

const ANSWER = String.raw`\b(?:answer|respond|reply|return|output|say|write|print|give)\b`;
const YES_OR_NO = /(['"“]?)\b(?:yes|true)\b['"”]?\s*(?:or|\/)\s*['"“]?\b(?:no|false)\b/i;
const ONE_LABEL = String.raw`(?:(?:only|just|exactly|simply|nothing but)\b[^.\n]{0,24}\b(?:label|category|class|intent|sentiment|digit|letter|number|integer|score|word|name)\b(?!s)|(?:one|a single)[- ](?:word|letter|number|digit|label)\b)`;

/** Sentences that ask for one word: an instruction to answer, and what the answer is. */
const ASKS = [
  new RegExp(`${ANSWER}[^.\\n]{0,40}?${YES_OR_NO.source}[^\\n]{0,24}`, 'i'),
  new RegExp(`${ANSWER}[^.\\n]{0,24}?${ONE_LABEL}`, 'i'),
];
/** What is asked for besides makes the answer long. */
const MORE =
  /\b(explain|explanation|reason(ing|s)?|because|justif|json|step[- ]by[- ]step|think|rationale|followed by|then (write|give|list)|if (yes|so|no|not)\b|otherwise)/i;
/** Characters of a prompt that may ask for one word and mean the whole answer. */
const SHORT_PROMPT = 3000;

function asked(site: CallSite): string | undefined {
  const texts = site.parts
    .filter(({ role }) => role === 'system' || role === 'user')
    .map(({ pieces }) => pieces.map((piece) => ('text' in piece ? piece.text : ' … ')).join(''));
  const text = texts.join('\n');
  if (text.length > SHORT_PROMPT || MORE.test(text)) return undefined;
  const found = ASKS.map((ask) => ask.exec(text)?.[0]).find((match) => match !== undefined);
  return found?.replace(/\s+/g, ' ').trim();
}
