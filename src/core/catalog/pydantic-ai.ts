/** Pydantic AI: agents, model classes and direct requests. */
import { defineSdk } from './sdk.ts';

/** `usage_limits` bounds the model requests of a run; the default holds without it, and an explicit `None` takes it away. */
const run = {
  prompt: ['user_prompt', 0],
  model: 'model',
  system: 'instructions',
  history: 'message_history',
  outputCap: 'model_settings.max_tokens',
  tier: 'model_settings.service_tier',
  steps: 'usage_limits.request_limit',
} as const;
const settings = { model: ['model_name', 0], outputCap: 'settings.max_tokens' } as const;

export default defineSdk({
  id: 'pydantic-ai',
  title: 'Pydantic AI',
  homepage: 'https://ai.pydantic.dev',
  checked: '2026-11-21',
  packages: { python: ['pydantic_ai', 'pydantic_ai_slim'] },
  types: { BuiltAgent: ['Agent()'] },
  typed: { python: ['usage_limits'] },
  calls: [
    {
      id: 'Agent',
      kind: 'agent',
      path: ['Agent'],
      slots: {
        model: ['model', 0],
        system: ['system_prompt', 'instructions'],
        tools: 'tools',
        schema: ['output_type', 'result_type'],
        outputCap: 'model_settings.max_tokens',
        tier: 'model_settings.service_tier',
        retries: 'retries',
      },
      defaults: { steps: 50, retries: 1 },
    },
    {
      id: 'agent.run',
      kind: 'agent',
      role: 'run',
      on: 'BuiltAgent',
      path: ['run', 'run_sync', 'run_stream', 'run_stream_sync', 'run_stream_events', 'iter'],
      slots: run,
      defaults: { steps: 50 },
    },
    {
      id: 'OpenAIModel',
      kind: 'model-constructor',
      provider: 'openai',
      path: ['OpenAIModel', 'OpenAIChatModel', 'OpenAIResponsesModel'],
      slots: settings,
    },
    {
      id: 'AnthropicModel',
      kind: 'model-constructor',
      provider: 'anthropic',
      path: ['AnthropicModel'],
      slots: settings,
      defaults: { outputCap: 4096 },
    },
    { id: 'GoogleModel', kind: 'model-constructor', provider: 'google', path: ['GoogleModel', 'GeminiModel'], slots: settings },
    { id: 'BedrockConverseModel', kind: 'model-constructor', provider: 'aws', path: ['BedrockConverseModel'], slots: settings },
    { id: 'GroqModel', kind: 'model-constructor', provider: 'groq', path: ['GroqModel'], slots: settings },
    { id: 'MistralModel', kind: 'model-constructor', provider: 'mistral', path: ['MistralModel'], slots: settings },
    { id: 'CohereModel', kind: 'model-constructor', provider: 'cohere', path: ['CohereModel'], slots: settings },
    { id: 'OpenRouterModel', kind: 'model-constructor', provider: 'openrouter', path: ['OpenRouterModel'], slots: settings },
    {
      id: 'model_request',
      kind: 'llm-call',
      path: ['model_request', 'model_request_sync', 'model_request_stream', 'model_request_stream_sync'],
      slots: { model: ['model', 0], messages: ['messages', 1], outputCap: 'model_settings.max_tokens' },
    },
    { id: 'Tool', kind: 'tool', path: ['Tool'], slots: { name: 'name', description: 'description' } },
  ],
});
