import { defineSdk } from './sdk.ts';

const chat = {
  model: 'model',
  messages: 'messages',
  tools: ['tools', 'functions'],
  schema: ['response_format', 'text_format'],
  outputCap: ['max_completion_tokens', 'max_tokens'],
  stream: 'stream',
  samples: 'n',
  effort: 'reasoning_effort',
  tier: 'service_tier',
  cache: 'prompt_cache_key',
  attribution: ['metadata', 'safety_identifier', 'user'],
} as const;

export default defineSdk({
  id: 'openai',
  title: 'OpenAI',
  homepage: 'https://platform.openai.com/docs/api-reference',
  checked: '2026-11-21',
  packages: { ecmascript: ['openai'], python: ['openai'] },
  provider: 'openai',
  types: {
    Client: ['default()', 'OpenAI()', 'AsyncOpenAI()', 'Client.with_options()', 'Client.withOptions()'],
  },
  calls: [
    {
      id: 'client',
      kind: 'client',
      path: ['default', 'OpenAI', 'AsyncOpenAI'],
      slots: { retries: { ecmascript: 'maxRetries', python: 'max_retries' }, baseUrl: { ecmascript: 'baseURL', python: 'base_url' } },
      defaults: { retries: 2 },
    },
    {
      id: 'chat.completions',
      kind: 'llm-call',
      on: 'Client',
      path: ['chat.completions.create', 'chat.completions.parse', 'chat.completions.stream', 'beta.chat.completions.parse', 'beta.chat.completions.stream'],
      slots: chat,
      telling: ['model', 'messages'],
    },
  ],
});
