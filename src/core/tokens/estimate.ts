/**
 * Tokens of text for models without a public vocabulary: o200k_base tokens times a measured multiple per class of text,
 * with the band in which recorded usage fell. Never exact.
 */
import { classAt, LOWER, OTHER_LETTER, UPPER } from './classes.ts';
import type { TokenCounter } from './counter.ts';
import { add, type Interval, scale, ZERO } from './interval.ts';
import type { Family } from './tokenizer.ts';

export type TextClass = 'prose' | 'code' | 'json' | 'cjk' | 'other';

type Band = readonly [low: number, expected: number, high: number];

/** The vocabulary of Gemma 3, which is that of Gemini to 3.0. */
const GEMMA = bands([0.96, 1.05, 1.22], [1.03, 1.15, 1.3], [0.9, 1.1, 1.4], [0.78, 0.92, 1.08], [0.95, 1.07, 1.22]);

/**
 * Tokens in multiples of o200k_base. English prose of Claude and Gemini: recorded usage of 250 calls. Gemini 2, Llama 3,
 * DeepSeek, Qwen, Mistral: their own vocabularies on 90 chunks of 1,500 characters a class, band p5–p95. Code, JSON and
 * CJK of Claude: published comparisons. Cohere, Grok, Llama 4, Nova, Titan and unknown models: no vocabulary, wide bands.
 */
const MULTIPLES: Readonly<Record<Family, Readonly<Record<TextClass, Band>>>> = {
  openai: bands([0.97, 1, 1.05], [0.96, 1, 1.06], [0.97, 1, 1.2], [0.97, 1, 1.4], [0.97, 1, 1.4]),
  'claude-2': bands([0.95, 1.06, 1.2], [0.95, 1.06, 1.2], [1, 1.11, 1.3], [1, 1.2, 1.4], [1.1, 1.3, 1.6]),
  'claude-3': bands([1.03, 1.17, 1.32], [1.08, 1.2, 1.32], [1.05, 1.2, 1.4], [1, 1.2, 1.45], [1.05, 1.25, 1.55]),
  'claude-4.5': bands([1.02, 1.09, 1.2], [1.05, 1.18, 1.3], [1.05, 1.2, 1.4], [1, 1.2, 1.45], [1.05, 1.25, 1.55]),
  'claude-4.6': bands([1.03, 1.12, 1.3], [1.05, 1.18, 1.32], [1.05, 1.2, 1.4], [1, 1.2, 1.45], [1.05, 1.25, 1.55]),
  'claude-4.7': bands([1.3, 1.6, 1.78], [1.25, 1.5, 1.8], [1.15, 1.4, 1.65], [1, 1.2, 1.45], [1.05, 1.4, 1.75]),
  'claude-4.8': bands([1.3, 1.45, 1.7], [1.25, 1.5, 1.8], [1.15, 1.4, 1.65], [1, 1.2, 1.45], [1.05, 1.4, 1.75]),
  claude: bands([1.03, 1.15, 1.7], [1.05, 1.25, 1.75], [1.05, 1.25, 1.6], [1, 1.2, 1.45], [1.05, 1.3, 1.7]),
  'gemini-2': GEMMA,
  gemma: GEMMA,
  'gemini-3': bands([0.95, 1.03, 1.18], [1, 1.12, 1.3], [0.9, 1.1, 1.4], [0.75, 0.92, 1.1], [0.92, 1.07, 1.25]),
  'llama-2': bands([1.05, 1.2, 1.35], [1.1, 1.28, 1.5], [1.1, 1.38, 1.7], [1.2, 1.9, 2.6], [1.2, 1.4, 2.2]),
  'llama-3': bands([0.96, 1, 1.05], [0.95, 1, 1.05], [0.95, 1, 1.08], [0.88, 0.98, 1.12], [0.98, 1.09, 1.22]),
  'llama-4': bands([0.93, 1.02, 1.15], [0.93, 1.03, 1.2], [0.88, 1.02, 1.25], [0.8, 0.97, 1.2], [0.9, 1.05, 1.25]),
  'mistral-32k': bands([1.08, 1.2, 1.32], [1.1, 1.25, 1.42], [1.12, 1.36, 1.6], [1.15, 1.38, 1.6], [1.15, 1.33, 1.55]),
  mistral: bands([0.97, 1.05, 1.14], [0.97, 1.07, 1.18], [0.92, 1.07, 1.25], [0.95, 1.12, 1.35], [0.98, 1.09, 1.25]),
  deepseek: bands([0.96, 1.03, 1.1], [0.97, 1.05, 1.14], [0.88, 1, 1.14], [0.82, 0.93, 1.06], [1, 1.11, 1.22]),
  qwen: bands([0.95, 1.02, 1.1], [0.94, 1.01, 1.1], [0.8, 0.96, 1.12], [0.86, 0.96, 1.08], [1, 1.12, 1.26]),
  cohere: bands([0.92, 1.05, 1.25], [0.95, 1.12, 1.4], [0.9, 1.1, 1.45], [0.75, 1, 1.35], [0.85, 1.05, 1.35]),
  grok: bands([0.9, 1.04, 1.25], [0.9, 1.06, 1.35], [0.88, 1.05, 1.4], [0.8, 1.05, 1.4], [0.85, 1.08, 1.4]),
  nova: bands([0.92, 1.06, 1.3], [0.95, 1.15, 1.45], [0.9, 1.15, 1.5], [0.8, 1.1, 1.5], [0.9, 1.12, 1.5]),
  titan: bands([0.92, 1.12, 1.4], [0.95, 1.2, 1.6], [0.9, 1.2, 1.6], [0.9, 1.4, 2.2], [0.9, 1.3, 2]),
  other: bands([0.85, 1.06, 1.5], [0.85, 1.1, 1.6], [0.8, 1.1, 1.65], [0.75, 1.1, 2], [0.85, 1.15, 1.9]),
};

function bands(prose: Band, code: Band, json: Band, cjk: Band, other: Band): Readonly<Record<TextClass, Band>> {
  return { prose, code, json, cjk, other };
}

/** Characters per o200k_base token, for the time until the table is loaded; measured on the same chunks. */
const CHARACTERS: Readonly<Record<TextClass, Band>> = bands(
  [3.6, 4.5, 5.4],
  [2.8, 3.9, 4.8],
  [1.9, 2.7, 4],
  [1.2, 1.6, 2.3],
  [2, 3.2, 4.2],
);

/** Below this many characters the band is at least ±20 %. */
const SHORT_TEXT = 1500;

/** Tokens of a text for a family: `counter` counts o200k_base, without it characters do. */
export function estimateText(text: string, family: Family, counter: TokenCounter | undefined): Interval {
  if (text === '') return ZERO;
  const multiples = MULTIPLES[family];
  let sum = ZERO;
  for (const segment of segmentsOf(text)) {
    const textClass = classOf(segment);
    const [low, expected, high] = multiples[textClass];
    const base = counter ? counter.count(segment) : undefined;
    sum = add(
      sum,
      base === undefined
        ? byCharacters(segment.length, textClass, multiples[textClass])
        : { low: low * base, expected: expected * base, high: high * base },
    );
  }
  return rounded(text.length < SHORT_TEXT ? widened(sum) : sum);
}

/** Tokens of a text by its characters alone, for an exact vocabulary whose table is not loaded. */
export function estimateByCharacters(text: string): Interval {
  let sum = ZERO;
  for (const segment of segmentsOf(text)) sum = add(sum, byCharacters(segment.length, classOf(segment), [1, 1, 1]));
  return rounded(text === '' ? ZERO : widened(sum));
}

function byCharacters(characters: number, textClass: TextClass, [low, expected, high]: Band): Interval {
  const [few, usual, many] = CHARACTERS[textClass];
  return { low: (characters / many) * low, expected: (characters / usual) * expected, high: (characters / few) * high };
}

/** At least ±20 %, and −2 … +3 tokens: one word more or less is a large share of a short text. */
function widened({ low, expected, high }: Interval): Interval {
  return {
    low: Math.max(Math.min(1, low), Math.min(low, expected * 0.8, expected - 2)),
    expected,
    high: Math.max(high, expected * 1.2, expected + 3),
  };
}

/** Whole tokens, outwards. */
export const rounded = ({ low, expected, high }: Interval): Interval => ({
  low: Math.floor(low),
  expected: Math.round(expected),
  high: Math.ceil(high),
});

/** Tokens of JSON that is given to a model as JSON, such as a tool's schema: `ratio` is a multiple of its o200k_base tokens. */
export function estimateJson(json: string, ratio: Interval, counter: TokenCounter | undefined): Interval {
  const [few, usual, many] = CHARACTERS.json;
  const base: Interval = counter
    ? fixed(counter.count(json))
    : { low: json.length / many, expected: json.length / usual, high: json.length / few };
  return rounded({ low: base.low * ratio.low, expected: base.expected * ratio.expected, high: base.high * ratio.high });
}

const fixed = (value: number): Interval => scale({ low: 1, expected: 1, high: 1 }, value);

/** A text in stretches of one class each: blocks between fences and blank lines, so that a JSON example in prose is judged as JSON. */
function segmentsOf(text: string): string[] {
  return text.length < 200
    ? [text]
    : text.split(/(?<=\n[ \t]*\n)|(?<=```[a-z]*\n)|(?<=\n)(?=[ \t]*```)/).filter((segment) => segment !== '');
}

const CODE_SIGNS = '{}()[];=<>_|&$\\*/';
const JSON_SIGNS = '{}[]":,';

/** The class of a stretch of text, by the share of scripts and signs in its first 4,000 units. */
export function classOf(text: string): TextClass {
  let letters = 0;
  let foreign = 0;
  let cjk = 0;
  let signs = 0;
  let jsonSigns = 0;
  let quotes = 0;
  let solid = 0;
  const n = Math.min(text.length, 4000);
  for (let i = 0; i < n; i++) {
    const unit = text.charCodeAt(i);
    if (unit <= 32) continue;
    solid++;
    if (unit < 128) {
      const character = text.charAt(i);
      if (unit === 34) quotes++;
      if (JSON_SIGNS.includes(character)) jsonSigns++;
      if (CODE_SIGNS.includes(character)) signs++;
      else if ((unit | 32) >= 97 && (unit | 32) <= 122) letters++;
      continue;
    }
    if (isCjk(unit)) {
      cjk++;
      letters++;
    } else if (classAt(text, i) & (UPPER | LOWER | OTHER_LETTER) || unit >= 0x2190) {
      foreign++;
      letters++;
    }
  }
  if (cjk > 0.25 * letters) return 'cjk';
  if (foreign > 0.03 * letters) return 'other';
  if (quotes >= 4 && jsonSigns > 0.15 * solid && /^\s*(?:```\w*\s*)?["[{\]}]/.test(text)) return 'json';
  return signs > 0.07 * solid ? 'code' : 'prose';
}

/** Han, kana, Hangul, and CJK punctuation and full-width forms. */
const isCjk = (unit: number) =>
  (unit >= 0x2e80 && unit <= 0x9fff) ||
  (unit >= 0xac00 && unit <= 0xd7ff) ||
  (unit >= 0xf900 && unit <= 0xfaff) ||
  (unit >= 0xff00 && unit <= 0xffef);
