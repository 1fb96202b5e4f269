/** Which tokenizer a model uses: one of the two public OpenAI vocabularies, or a family whose tokens are estimated. */
import type { Encoding } from './split.ts';

export type Family =
  | 'openai'
  | 'claude-2'
  | 'claude-3'
  | 'claude-4.5'
  | 'claude-4.6'
  | 'claude-4.7'
  | 'claude-4.8'
  | 'claude'
  | 'gemini-2'
  | 'gemini-3'
  | 'gemma'
  | 'llama-2'
  | 'llama-3'
  | 'llama-4'
  | 'mistral-32k'
  | 'mistral'
  | 'deepseek'
  | 'qwen'
  | 'cohere'
  | 'grok'
  | 'nova'
  | 'titan'
  | 'other';

export interface Tokenizer {
  /** As reports show it: `o200k_base`, `cl100k_base`, `estimate:claude-4.6` … */
  readonly id: string;
  /** The vocabulary that is counted with; an estimate is a multiple of its count. */
  readonly encoding: Encoding;
  readonly family: Family;
  /** The vocabulary is the model's own. */
  readonly exact: boolean;
}

const exactly = (encoding: Encoding): Tokenizer => ({ id: encoding, encoding, family: 'openai', exact: true });
const estimated = (family: Family): Tokenizer => ({ id: `estimate:${family}`, encoding: 'o200k_base', family, exact: false });

/** In a lower-case model id: gpt-5 and later, not `gpt-35`. */
export const GPT_5_AND_LATER = /gpt-?(?:[5-9]|1\d)(?!\d)/;

/** The first pattern that is found in the lower-case model id decides. */
const TOKENIZERS: readonly (readonly [RegExp, Tokenizer])[] = [
  [/gpt-?oss|gpt-?4o|gpt-?4\.\d|gpt-?(?:[5-9]|1\d)(?!\d)|chatgpt|\bo[1-9]\b|codex-mini|computer-use/, exactly('o200k_base')],
  [/gpt-?4|gpt-?3\.?5|text-embedding-(?:3|ada-002)|(?:davinci|babbage)-002/, exactly('cl100k_base')],
  [/claude-?(?:v?[12]\b|instant)/, estimated('claude-2')],
  [/claude-(?:(?:opus|sonnet|haiku)-)?3/, estimated('claude-3')],
  [/claude-(?:opus|sonnet|haiku)-4[.-]?5|claude-4[.-]5/, estimated('claude-4.5')],
  [/claude-(?:opus|sonnet|haiku)-4[.-]?6|claude-4[.-]6/, estimated('claude-4.6')],
  [/claude-(?:opus|sonnet|haiku)-4[.-]?7|claude-4[.-]7/, estimated('claude-4.7')],
  [/claude-(?:opus|sonnet|haiku)-4[.-]?[89]|claude-4[.-][89]/, estimated('claude-4.8')],
  [/claude-(?:(?:opus|sonnet|haiku)-)?4/, estimated('claude-4.5')],
  [/claude-(?:opus|sonnet|haiku|fable|mythos)-|claude-[5-9]/, estimated('claude-4.8')],
  [/claude/, estimated('claude')],
  [/gemini-(?:[3-9]|flash-latest|pro-latest|flash-lite-latest)/, estimated('gemini-3')],
  [/gemini|text-embedding-00\d|learnlm/, estimated('gemini-2')],
  [/gemma/, estimated('gemma')],
  [/llama-?2|codellama/, estimated('llama-2')],
  [/llama-?4/, estimated('llama-4')],
  [/deepseek(?!.*(?:llama|qwen))/, estimated('deepseek')],
  [/llama/, estimated('llama-3')],
  [/qwen|qwq/, estimated('qwen')],
  [/mixtral|mistral-(?:tiny|embed|7b)|open-mistral-7b|mistral-large-240[27]|codestral-2405|mamba/, estimated('mistral-32k')],
  [/mistral|ministral|pixtral|devstral|magistral|codestral|voxtral/, estimated('mistral')],
  [/command|cohere|\bc4ai|embed-(?:english|multilingual|v\d)|rerank/, estimated('cohere')],
  [/grok/, estimated('grok')],
  [/nova/, estimated('nova')],
  [/titan/, estimated('titan')],
];

/** What a provider's models use when the name says nothing, as a deployment's own name does. */
const BY_PROVIDER: Readonly<Record<string, Tokenizer>> = {
  openai: estimated('openai'),
  azure: estimated('openai'),
  anthropic: estimated('claude'),
  google: estimated('gemini-2'),
  'x-ai': estimated('grok'),
  xai: estimated('grok'),
  mistral: estimated('mistral'),
  cohere: estimated('cohere'),
  deepseek: estimated('deepseek'),
};

const UNKNOWN = estimated('other');

/** The tokenizer of a model; providers are ids of the price book. An unknown model is estimated with a wide band. */
export function tokenizerOf(model: string | undefined, provider: string | undefined): Tokenizer {
  const id = model?.toLowerCase() ?? '';
  return TOKENIZERS.find(([pattern]) => pattern.test(id))?.[1] ?? BY_PROVIDER[provider?.toLowerCase() ?? ''] ?? UNKNOWN;
}
