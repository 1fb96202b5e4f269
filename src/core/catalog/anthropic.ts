/** Anthropic: Messages, its batches and tool runner, and the older Text Completions; also on Bedrock, Vertex AI and Foundry. */
import { clientSlots } from './openai-shape.ts';
import { defineSdk } from './sdk.ts';

const message = {
  model: 'model',
  system: 'system',
  messages: 'messages',
  tools: 'tools',
  schema: ['output_config.format', 'output_format'],
  outputCap: 'max_tokens',
  stream: 'stream',
  cache: 'cache_control',
  tier: ['service_tier', 'speed'],
  effort: 'output_config.effort',
  thinkingBudget: 'thinking.budget_tokens',
  attribution: ['metadata.user_id', 'metadata'],
} as const;

export default defineSdk({
  id: 'anthropic',
  title: 'Anthropic',
  homepage: 'https://docs.anthropic.com/en/api/messages',
  checked: '2026-11-21',
  packages: {
    ecmascript: ['@anthropic-ai/sdk', '@anthropic-ai/bedrock-sdk', '@anthropic-ai/vertex-sdk', '@anthropic-ai/foundry-sdk'],
    python: ['anthropic'],
  },
  provider: 'anthropic',
  types: {
    Client: [
      'default()', 'Anthropic()', 'AsyncAnthropic()', 'Client()', 'AsyncClient()', 'AnthropicBedrock()', 'AsyncAnthropicBedrock()',
      'AnthropicVertex()', 'AsyncAnthropicVertex()', 'AnthropicFoundry()', 'AsyncAnthropicFoundry()', 'Client.with_options()',
      'Client.withOptions()', 'Client.copy()',
    ],
  },
  calls: [
    {
      id: 'client',
      kind: 'client',
      path: ['default', 'Anthropic', 'AsyncAnthropic', 'Client', 'AsyncClient'],
      slots: clientSlots,
      defaults: { retries: 2 },
    },
    {
      id: 'client.bedrock',
      kind: 'client',
      path: ['AnthropicBedrock', 'AsyncAnthropicBedrock'],
      provider: 'aws',
      slots: clientSlots,
      defaults: { retries: 2 },
    },
    {
      id: 'client.vertex',
      kind: 'client',
      path: ['AnthropicVertex', 'AsyncAnthropicVertex'],
      provider: 'google',
      slots: clientSlots,
      defaults: { retries: 2 },
    },
    {
      id: 'client.foundry',
      kind: 'client',
      path: ['AnthropicFoundry', 'AsyncAnthropicFoundry'],
      provider: 'azure',
      slots: clientSlots,
      defaults: { retries: 2 },
    },
    {
      id: 'messages',
      kind: 'llm-call',
      on: 'Client',
      path: [
        'messages.create', 'messages.stream', 'messages.parse', 'beta.messages.create', 'beta.messages.stream', 'beta.messages.parse',
        'beta.promptCaching.messages.create', 'beta.promptCaching.messages.stream', 'beta.prompt_caching.messages.create',
        'beta.prompt_caching.messages.stream', 'messages.with_raw_response.create', 'messages.with_streaming_response.create',
        'beta.messages.with_raw_response.create', 'beta.messages.with_streaming_response.create', 'with_raw_response.messages.create',
        'with_streaming_response.messages.create',
      ],
      slots: message,
      telling: ['model', 'max_tokens', 'messages'],
    },
    {
      id: 'messages.toolRunner',
      kind: 'llm-call',
      on: 'Client',
      path: ['beta.messages.toolRunner', 'beta.messages.tool_runner'],
      slots: { ...message, steps: 'max_iterations' },
      defaults: { steps: 'unbounded' },
      telling: ['model', 'max_tokens', 'messages'],
    },
    {
      id: 'messages.batches',
      kind: 'llm-call',
      on: 'Client',
      path: ['messages.batches.create', 'beta.messages.batches.create'],
      slots: {
        model: 'requests.0.params.model',
        system: 'requests.0.params.system',
        messages: 'requests.0.params.messages',
        tools: 'requests.0.params.tools',
        outputCap: 'requests.0.params.max_tokens',
        thinkingBudget: 'requests.0.params.thinking.budget_tokens',
      },
      batch: true,
      telling: ['requests'],
    },
    {
      id: 'completions',
      kind: 'llm-call',
      on: 'Client',
      path: ['completions.create'],
      slots: { model: 'model', prompt: 'prompt', outputCap: 'max_tokens_to_sample', stream: 'stream', attribution: 'metadata' },
      telling: ['model', 'prompt', 'max_tokens_to_sample'],
    },
    {
      id: 'tool',
      kind: 'tool',
      path: ['betaTool', 'betaZodTool', 'beta_tool'],
      slots: { name: 'name', description: 'description', schema: { ecmascript: 'inputSchema', python: 'input_schema' } },
    },
  ],
  passes: [{ path: ['zodOutputFormat', 'betaZodOutputFormat', 'jsonSchemaOutputFormat'], argument: 0 }],
});
