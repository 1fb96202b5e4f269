/** The many spellings of a model's name, read without any price data: which provider it may be asked of, under which names. */

/** One way to read a name. Names stand in the order in which they are tried. */
export interface Reading {
  /** Undefined: the name alone has to tell. */
  readonly provider: string | undefined;
  readonly names: readonly string[];
}

/** Names under which SDKs, gateways and configuration know the providers of the price book. */
const PROVIDERS: Readonly<Record<string, readonly string[]>> = {
  anthropic: ['claude', 'anthropic-beta'],
  aws: ['amazon', 'bedrock', 'amazon-bedrock', 'bedrock-converse', 'aws-bedrock', 'anthropic-bedrock'],
  azure: ['azure-ai', 'azure-openai', 'azureopenai', 'azure-cognitive', 'azure-ai-inference', 'azure-ai-foundry'],
  cerebras: [],
  cloudflare: ['workers-ai', 'workersai', 'cloudflare-workers-ai'],
  cohere: ['cohere-chat'],
  deepseek: [],
  fireworks: ['fireworks-ai'],
  'github-copilot': ['copilot'],
  google: [
    'gemini',
    'vertex',
    'vertexai',
    'vertex-ai',
    'vertex-ai-beta',
    'google-genai',
    'google-gla',
    'google-vertex',
    'google-vertexai',
    'google-ai',
    'googleai',
    'google-ai-studio',
    'google-anthropic-vertex',
    'google-generative-ai',
  ],
  groq: [],
  minimax: [],
  mistral: ['mistralai', 'mistral-ai'],
  moonshotai: ['moonshot', 'moonshot-ai', 'kimi'],
  novita: ['novita-ai'],
  openai: ['openai-chat', 'openai-responses', 'text-completion-openai', 'chatgpt'],
  openrouter: ['open-router'],
  perplexity: ['pplx'],
  together: ['together-ai', 'togetherai'],
  voyageai: ['voyage', 'voyage-ai'],
  'x-ai': ['xai', 'grok'],
  zai: ['z-ai'],
  zhipuai: ['zhipu', 'bigmodel'],
};

const LOCAL = new Set([
  'local',
  'self',
  'self-hosted',
  'ollama',
  'ollama-chat',
  'lmstudio',
  'lm-studio',
  'llamacpp',
  'llama-cpp',
  'llama.cpp',
  'llamafile',
  'vllm',
  'hosted-vllm',
  'localai',
  'gpt4all',
  'mlx',
  'transformers',
  'xinference',
  'webllm',
  'text-generation-inference',
  'tgi',
  'sglang',
]);

const ALIASES = new Map(Object.entries(PROVIDERS).flatMap(([id, names]) => [id, ...names].map((name) => [name, id] as const)));

const plain = (name: string): string =>
  name
    .trim()
    .toLowerCase()
    .replace(/[_\s]+/g, '-');

/** The price book's id of a provider as an SDK, a prefix or a person calls it; the name itself when it is none of ours. */
export const providerId = (name: string): string => ALIASES.get(plain(name)) ?? name.trim().toLowerCase();

/** Runs on the user's own machines: no token price. */
export const isLocalProvider = (name: string): boolean => LOCAL.has(plain(name));

/** `localhost`, private networks, names without a dot, and the port of Ollama. */
export function isLocalAddress(url: string): boolean {
  const authority = /^(?:[a-z][a-z0-9+.-]*:)?\/\/(?:[^/@\s]*@)?(\[[0-9a-f:]+\]|[^/:?#\s]+)(?::(\d+))?/i.exec(url.trim());
  const host = authority?.[1]?.toLowerCase();
  if (host === undefined) return /^(localhost|127\.0\.0\.1)(:|\/|$)/.test(url.trim());
  if (/^\[(::1?|fe80:.*|f[cd][0-9a-f]{2}:.*)\]$/.test(host) || authority?.[2] === '11434') return true;
  if (/^(127|10)\.\d+\.\d+\.\d+$|^0\.0\.0\.0$|^192\.168\.\d+\.\d+$|^172\.(1[6-9]|2\d|3[01])\.\d+\.\d+$/.test(host)) return true;
  return /\.(local|localhost|internal|lan)$/.test(host) || /^[a-z0-9_-]+$/.test(host);
}

/**
 * All readings of a model's name, the likeliest first. `provider` is what the base URL or the SDK says. A prefix names
 * another provider only as a later reading: on Groq, Together and OpenRouter `openai/gpt-oss-120b` is the name itself.
 */
export function readingsOf(model: string, provider: string | undefined): readonly Reading[] {
  const published = /(?:^|\/)publishers\/[^/]+\/models\/(.+)$/.exec(model);
  if (published?.[1] !== undefined) return [{ provider: provider ?? 'google', names: [published[1]] }];
  if (model.startsWith('arn:')) return [{ provider: 'aws', names: bedrockNames(model.slice(model.lastIndexOf('/') + 1)) }];
  if (model.startsWith('models/')) return readingsOf(model.slice('models/'.length), provider ?? 'google');

  const own: Reading = { provider, names: provider === 'aws' ? bedrockNames(model) : namesOf(model) };
  if (provider === undefined && BEDROCK.test(model)) return [own, { provider: 'aws', names: bedrockNames(model) }];
  const [, head, rest] = /^([A-Za-z][\w.-]*)[:/](.+)$/.exec(model) ?? [];
  if (head === undefined || rest === undefined) return [own];
  if (isLocalProvider(head)) return [own, { provider: 'local', names: [rest] }];
  const named = providerId(head);
  if (!Object.hasOwn(PROVIDERS, named)) return [own];
  return [own, ...(provider === undefined || provider === named ? [] : readingsOf(rest, provider)), ...readingsOf(rest, named)];
}

/** Bedrock names the maker before a dot, and where the request may go before that. */
const BEDROCK =
  /^((global|us|eu|apac|jp|au|ca|us-gov)\.)?(ai21|amazon|anthropic|cohere|deepseek|meta|mistral|openai|qwen|stability|writer)\.[\w.:-]+$/;

/** The name, and the name without the suffixes by which OpenRouter routes a request. */
function namesOf(model: string): readonly string[] {
  const routed = model.replace(/:(nitro|floor|online|exacto|thinking|extended|batch|beta)$/, '');
  return routed === model ? [model] : [model, routed];
}

/** Requests routed inside a geography cost the regional price, and so do ids without any routing. */
function bedrockNames(model: string): readonly string[] {
  const id = model.replace(/^bedrock\//, '').replace(/^(converse|invoke)\//, '');
  if (id.startsWith('global.') || id.startsWith('regional.')) return [id];
  const bare = id.replace(/^(us|eu|apac|jp|au|ca|us-gov)\./, '');
  return [`regional.${bare}`, bare, id];
}

/** A request on a free tier of OpenRouter, a known price of 0. */
export const isFreeName = (model: string): boolean => /.:free$/.test(model);

/** The name without its date, its revision or `-latest`; the same name when it has none. */
export const undated = (name: string): string =>
  name.replace(/@(\d{6,8}|latest|default)$/, '').replace(/-(\d{4}-\d{2}-\d{2}|20\d{6}|00\d|latest)$/, '');

/** Names differ in what follows a known beginning. A date or revision is the same model, a further version, size or modality is another one. */
export function isSameModel(rest: string): boolean {
  const tail = rest.toLowerCase();
  if (tail === '' || /^[-@:.](\d{3,}|\d{2}-\d{2})\b/.test(tail)) return true;
  if (/^[\w]/.test(tail) || /^[-.]\d{1,2}(?!\d)/.test(tail)) return false;
  return !/[-:](nano|mini|micro|small|lite|medium|large|pro|max|plus|ultra|turbo|fast|flash|image|audio|tts|live|embedding|transcribe|realtime|search|codex|vision|\d+b)\b/.test(
    tail,
  );
}

/** The base model of a fine-tuned one (`ft:gpt-4o-mini-2024-07-18:acme::abc`), or undefined. */
export const fineTunedFrom = (model: string): string | undefined => /^ft:([^:]+)/.exec(model)?.[1];
