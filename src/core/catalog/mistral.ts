/** Mistral: chat, agents, fill-in-the-middle and embeddings, with the clients of version 0 besides. */
import { defineSdk } from './sdk.ts';

const request = {
  messages: 'messages',
  tools: 'tools',
  schema: { ecmascript: 'responseFormat', python: 'response_format' },
  outputCap: { ecmascript: 'maxTokens', python: 'max_tokens' },
  samples: 'n',
  attribution: 'metadata',
} as const;

export default defineSdk({
  id: 'mistral',
  title: 'Mistral AI',
  homepage: 'https://docs.mistral.ai/api',
  checked: '2026-11-21',
  packages: {
    ecmascript: ['@mistralai/mistralai', '@mistralai/mistralai-azure', '@mistralai/mistralai-gcp'],
    python: ['mistralai', 'mistralai_azure', 'mistralai_gcp'],
  },
  provider: 'mistral',
  types: {
    Client: ['Mistral()', 'MistralAzure()', 'MistralGoogleCloud()', 'MistralClient()', 'MistralAsyncClient()', 'default()'],
  },
  calls: [
    {
      id: 'client',
      kind: 'client',
      path: ['Mistral', 'MistralClient', 'MistralAsyncClient', 'default'],
      slots: { baseUrl: { ecmascript: 'serverURL', python: 'server_url' } },
      defaults: { retries: 0 },
    },
    { id: 'client.azure', kind: 'client', provider: 'azure', path: ['MistralAzure'], defaults: { retries: 0 } },
    { id: 'client.google', kind: 'client', provider: 'google', path: ['MistralGoogleCloud'], defaults: { retries: 0 } },
    {
      id: 'chat.complete',
      kind: 'llm-call',
      on: 'Client',
      path: [
        'chat.complete',
        'chat.complete_async',
        'chat.parse',
        'chat.parse_async',
        'chat.stream',
        'chat.stream_async',
        'chat.parseStream',
        'chat.parse_stream',
        'chat.parse_stream_async',
      ],
      slots: {
        ...request,
        model: 'model',
        effort: { ecmascript: 'reasoningEffort', python: 'reasoning_effort' },
        cache: { ecmascript: 'promptCacheKey', python: 'prompt_cache_key' },
        tier: { ecmascript: 'serviceTier', python: 'service_tier' },
      },
      telling: ['model', 'messages'],
    },
    {
      id: 'chat',
      kind: 'llm-call',
      on: 'Client',
      path: ['chat', 'chatStream', 'chat_stream'],
      slots: {
        ...request,
        model: { ecmascript: 'model', python: ['model', 1] },
        messages: { ecmascript: 'messages', python: ['messages', 0] },
      },
    },
    {
      id: 'agents.complete',
      kind: 'llm-call',
      on: 'Client',
      path: ['agents.complete', 'agents.complete_async', 'agents.stream', 'agents.stream_async'],
      slots: { ...request, agent: { ecmascript: 'agentId', python: 'agent_id' } },
    },
    {
      id: 'fim.complete',
      kind: 'llm-call',
      on: 'Client',
      path: ['fim.complete', 'fim.complete_async', 'fim.stream', 'fim.stream_async'],
      slots: { model: 'model', prompt: 'prompt', outputCap: request.outputCap, attribution: 'metadata' },
    },
    {
      id: 'embeddings',
      kind: 'embedding-call',
      on: 'Client',
      path: ['embeddings.create', 'embeddings.create_async', 'embeddings'],
      slots: { model: 'model', input: ['inputs', 'input'] },
    },
  ],
  messages: [
    { path: ['SystemMessage'], role: 'system', content: ['content', 0] },
    { path: ['UserMessage'], role: 'user', content: ['content', 0] },
    { path: ['AssistantMessage'], role: 'assistant', content: ['content', 0] },
    { path: ['ToolMessage'], role: 'tool', content: ['content', 0] },
    { path: ['ChatMessage'], role: { at: 'role' }, content: 'content' },
  ],
});
