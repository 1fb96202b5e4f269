/** Cohere: chat in its two versions, the older generate, embeddings and reranking. */
import { defineSdk } from './sdk.ts';

const settings = {
  model: 'model',
  tools: 'tools',
  documents: 'documents',
  schema: { ecmascript: 'responseFormat', python: 'response_format' },
  outputCap: { ecmascript: 'maxTokens', python: 'max_tokens' },
} as const;

export default defineSdk({
  id: 'cohere',
  title: 'Cohere',
  homepage: 'https://docs.cohere.com/reference/chat',
  checked: '2026-11-21',
  packages: { ecmascript: ['cohere-ai'], python: ['cohere'] },
  provider: 'cohere',
  types: {
    Client: ['CohereClient()', 'Client()', 'AsyncClient()', 'BedrockClient()', 'SagemakerClient()', 'AwsClient()'],
    ClientV2: [
      'CohereClientV2()',
      'ClientV2()',
      'AsyncClientV2()',
      'BedrockClientV2()',
      'SagemakerClientV2()',
      'AwsClientV2()',
      'Client.v2',
    ],
  },
  calls: [
    {
      id: 'client',
      kind: 'client',
      path: ['CohereClient', 'CohereClientV2', 'Client', 'AsyncClient', 'ClientV2', 'AsyncClientV2'],
      slots: { baseUrl: { ecmascript: ['environment', 'baseUrl'], python: 'base_url' } },
      defaults: { retries: 2 },
    },
    {
      id: 'bedrock-client',
      kind: 'client',
      path: ['BedrockClient', 'BedrockClientV2', 'AwsClient', 'AwsClientV2'],
      provider: 'bedrock',
      defaults: { retries: 2 },
    },
    {
      id: 'sagemaker-client',
      kind: 'client',
      path: ['SagemakerClient', 'SagemakerClientV2'],
      provider: 'sagemaker',
      defaults: { retries: 2 },
    },
    {
      id: 'chat',
      kind: 'llm-call',
      on: 'Client',
      path: ['chat', 'chatStream', 'chat_stream'],
      slots: {
        ...settings,
        system: 'preamble',
        prompt: 'message',
        history: { ecmascript: 'chatHistory', python: 'chat_history' },
      },
    },
    {
      id: 'v2.chat',
      kind: 'llm-call',
      on: 'ClientV2',
      path: ['chat', 'chatStream', 'chat_stream'],
      slots: { ...settings, messages: 'messages', thinkingBudget: { ecmascript: 'thinking.tokenBudget', python: 'thinking.token_budget' } },
    },
    {
      id: 'generate',
      kind: 'llm-call',
      on: 'Client',
      path: ['generate', 'generateStream', 'generate_stream'],
      slots: {
        model: 'model',
        prompt: { ecmascript: 'prompt', python: ['prompt', 0] },
        outputCap: settings.outputCap,
        samples: { ecmascript: 'numGenerations', python: 'num_generations' },
      },
    },
    {
      id: 'embed',
      kind: 'embedding-call',
      on: ['Client', 'ClientV2'],
      path: ['embed'],
      slots: { model: 'model', input: 'texts' },
    },
    {
      id: 'rerank',
      kind: 'retriever',
      on: ['Client', 'ClientV2'],
      path: ['rerank'],
      slots: { model: 'model', documents: 'documents', topK: { ecmascript: 'topN', python: 'top_n' } },
    },
  ],
  messages: [
    { path: ['SystemChatMessageV2', 'SystemChatMessage'], role: 'system', content: 'content' },
    { path: ['UserChatMessageV2', 'UserChatMessage'], role: 'user', content: 'content' },
    { path: ['AssistantChatMessageV2', 'AssistantChatMessage'], role: 'assistant', content: 'content' },
  ],
});
