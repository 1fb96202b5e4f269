/** Instructor: structured answers over another SDK's client; an answer that does not fit the schema is asked for again. */
import { clientSlots } from './openai-shape.ts';
import { defineSdk, type SdkCall } from './sdk.ts';

/** A wrapper around one vendor's client. */
const wrapper = (id: string, provider?: string): SdkCall => ({
  id,
  kind: 'client',
  languages: ['python'],
  path: [id],
  ...(provider === undefined ? {} : { provider }),
});

const request = {
  model: 'model',
  system: 'system',
  messages: 'messages',
  schema: { ecmascript: 'response_model.schema', python: 'response_model' },
  outputCap: ['max_completion_tokens', 'max_tokens', 'generation_config.max_output_tokens'],
  retries: 'max_retries',
  effort: 'reasoning_effort',
  attribution: ['metadata', 'user'],
} as const;

/** Every retry is a full call that carries the failed answer as well. */
const asksAgain = { ecmascript: { retries: 0 }, python: { retries: 3 } } as const;

export default defineSdk({
  id: 'instructor',
  title: 'Instructor',
  homepage: 'https://python.useinstructor.com/api',
  checked: '2026-11-21',
  packages: { ecmascript: ['@instructor-ai/instructor'], python: ['instructor'] },
  types: {
    Client: [
      'default()',
      'createInstructor()',
      'patch()',
      'apatch()',
      'from_openai()',
      'from_anthropic()',
      'from_gemini()',
      'from_genai()',
      'from_vertexai()',
      'from_mistral()',
      'from_cohere()',
      'from_groq()',
      'from_litellm()',
      'from_bedrock()',
      'from_fireworks()',
      'from_cerebras()',
      'from_perplexity()',
      'from_xai()',
      'from_openrouter()',
      'from_provider()',
    ],
  },
  calls: [
    { id: 'Instructor', kind: 'client', languages: ['ecmascript'], path: ['default', 'createInstructor'], slots: clientSlots },
    { id: 'from_provider', kind: 'client', languages: ['python'], path: ['from_provider'], slots: { model: ['model', 0] } },
    wrapper('patch'),
    wrapper('apatch'),
    wrapper('from_litellm'),
    wrapper('from_openai', 'openai'),
    wrapper('from_anthropic', 'anthropic'),
    wrapper('from_gemini', 'google'),
    wrapper('from_genai', 'google'),
    wrapper('from_vertexai', 'google'),
    wrapper('from_mistral', 'mistral'),
    wrapper('from_cohere', 'cohere'),
    wrapper('from_groq', 'groq'),
    wrapper('from_bedrock', 'aws'),
    wrapper('from_fireworks', 'fireworks'),
    wrapper('from_cerebras', 'cerebras'),
    wrapper('from_perplexity', 'perplexity'),
    wrapper('from_xai', 'x-ai'),
    wrapper('from_openrouter', 'openrouter'),
    {
      id: 'chat.completions',
      kind: 'llm-call',
      on: 'Client',
      path: [
        'chat.completions.create',
        'chat.completions.create_with_completion',
        'chat.completions.create_partial',
        'chat.completions.create_iterable',
      ],
      slots: request,
      defaults: asksAgain,
    },
    {
      id: 'create',
      kind: 'llm-call',
      languages: ['python'],
      on: 'Client',
      path: [
        'create',
        'create_with_completion',
        'create_partial',
        'create_iterable',
        'messages.create',
        'messages.create_with_completion',
        'messages.create_partial',
        'messages.create_iterable',
      ],
      slots: request,
      defaults: asksAgain,
    },
  ],
});
