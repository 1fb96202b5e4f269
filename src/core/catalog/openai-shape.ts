/** The arguments of requests in OpenAI's shape, shared by the SDKs and endpoints that speak it. */

const common = {
  model: 'model',
  tools: 'tools',
  stream: 'stream',
  tier: 'service_tier',
  cache: ['prompt_cache_key', 'prompt_cache_options', 'prompt_cache_retention'],
  attribution: ['metadata', 'safety_identifier', 'user'],
} as const;

/** Chat Completions. */
export const chatSlots = {
  ...common,
  messages: 'messages',
  tools: ['tools', 'functions'],
  schema: ['response_format', 'text_format'],
  outputCap: ['max_completion_tokens', 'max_tokens'],
  samples: 'n',
  effort: 'reasoning_effort',
} as const;

/** The Responses API. Earlier turns come back through `previous_response_id` and `conversation`. */
export const responseSlots = {
  ...common,
  system: 'instructions',
  messages: 'input',
  schema: ['text_format', 'text.format'],
  outputCap: 'max_output_tokens',
  effort: 'reasoning.effort',
  history: ['previous_response_id', 'conversation'],
} as const;

/** The older Completions API. */
export const completionSlots = {
  model: 'model',
  prompt: 'prompt',
  outputCap: 'max_tokens',
  stream: 'stream',
  samples: ['n', 'best_of'],
  attribution: 'user',
} as const;

export const embeddingSlots = { model: 'model', input: 'input', attribution: 'user' } as const;

export const clientSlots = {
  retries: { ecmascript: 'maxRetries', python: 'max_retries' },
  baseUrl: { ecmascript: 'baseURL', python: 'base_url' },
} as const;
