/** What vendors add around the messages of a chat request: tokens once a request and per message. */
import type { Interval } from './interval.ts';
import { type Family, GPT_5_AND_LATER, type Tokenizer } from './tokenizer.ts';

export interface Framing {
  /** Once a request. */
  readonly once: Interval;
  /** Per message, the token of its role included. */
  readonly perMessage: Interval;
  /** Per system message, where it differs. */
  readonly perSystem?: Interval;
}

const range = (low: number, expected: number, high: number): Interval => ({ low, expected, high });
const exactly = (value: number): Interval => range(value, value, value);

/** OpenAI's figures are exact: 617 of 652 recorded requests agree to the token. A role is one token. */
const OPENAI_MESSAGE = exactly(4);

/** Fitted to recorded requests of each family; templates of open models are public. */
const FRAMINGS: Readonly<Partial<Record<Family, Framing>>> = {
  openai: { once: range(2, 3, 3), perMessage: OPENAI_MESSAGE },
  'gemini-2': { once: range(0, 0, 1), perMessage: range(0, 0, 1) },
  'gemini-3': { once: range(0, 0, 1), perMessage: range(0, 0, 1) },
  gemma: { once: range(2, 4, 5), perMessage: range(4, 5, 6) },
  'llama-2': { once: range(1, 3, 6), perMessage: range(2, 5, 9) },
  'llama-3': { once: range(4, 5, 30), perMessage: range(4, 5, 6) },
  'llama-4': { once: range(3, 5, 30), perMessage: range(3, 5, 6) },
  'mistral-32k': { once: range(1, 2, 6), perMessage: range(1, 3, 6) },
  mistral: { once: range(0, 1, 3), perMessage: range(1, 2, 5) },
  deepseek: { once: range(2, 3, 4), perMessage: range(0, 0.5, 2) },
  qwen: { once: range(2, 5, 8), perMessage: range(4, 5, 6) },
  nova: { once: range(0, 0, 3), perMessage: range(0, 0, 2) },
  titan: { once: range(0, 1, 6), perMessage: range(0, 1, 3) },
};

/** Recorded: one message costs 7, with or without a system prompt; a further turn about 3. */
const CLAUDE: Framing = { once: range(3, 4, 6), perMessage: range(1.5, 3, 4), perSystem: range(0, 0, 4) };
/** Cohere bills without its template, which usage reports may contain: 60 to 80 tokens, about 500 for Command A. */
const COHERE: Framing = { once: range(0, 2, 80), perMessage: range(0, 2, 8) };
const COHERE_A: Framing = { once: range(0, 2, 560), perMessage: range(0, 4, 30) };
/** The harmony format writes a system message of its own. */
const GPT_OSS: Framing = { once: range(10, 62, 80), perMessage: range(4, 5, 6) };
/** Llama 3.1 and later are told the dates of their knowledge and of today. */
const LLAMA_DATED: Framing = { once: range(4, 29, 34), perMessage: range(3, 5, 6) };
const UNKNOWN: Framing = { once: range(0, 4, 40), perMessage: range(0, 4, 6) };

/** The framing of a model's chat requests. */
export function framingOf(tokenizer: Tokenizer, model: string | undefined): Framing {
  const id = model?.toLowerCase() ?? '';
  const { family } = tokenizer;
  if (/gpt-?oss/.test(id)) return GPT_OSS;
  // From o3 and gpt-5 on the answer is primed with one token less.
  if (tokenizer.exact) return { once: exactly(/\bo[3-9]\b/.test(id) || GPT_5_AND_LATER.test(id) ? 2 : 3), perMessage: OPENAI_MESSAGE };
  if (family.startsWith('claude')) return CLAUDE;
  if (family === 'cohere') return /command-?a/.test(id) ? COHERE_A : COHERE;
  if (family === 'llama-3' && /3[.-][1-3](?!\d)/.test(id)) return LLAMA_DATED;
  return FRAMINGS[family] ?? UNKNOWN;
}
