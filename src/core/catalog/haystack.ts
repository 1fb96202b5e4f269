/** Haystack: generators, prompt builders, retrievers, agents and pipelines. */
import { defineSdk } from './sdk.ts';

const generator = {
  model: 'model',
  system: 'system_prompt',
  outputCap: ['generation_kwargs.max_completion_tokens', 'generation_kwargs.max_tokens', 'generation_kwargs.max_output_tokens'],
  samples: 'generation_kwargs.n',
  baseUrl: 'api_base_url',
  retries: 'max_retries',
} as const;
const generators = [
  'OpenAIChatGenerator', 'OpenAIGenerator', 'OpenAIResponsesChatGenerator', 'AzureOpenAIChatGenerator', 'AzureOpenAIGenerator',
  'AnthropicChatGenerator', 'AnthropicGenerator', 'GoogleAIGeminiChatGenerator', 'GoogleGenAIChatGenerator', 'AmazonBedrockChatGenerator',
  'AmazonBedrockGenerator', 'CohereChatGenerator', 'CohereGenerator', 'MistralChatGenerator', 'OllamaChatGenerator', 'OllamaGenerator',
  'HuggingFaceAPIChatGenerator', 'HuggingFaceAPIGenerator', 'HuggingFaceLocalChatGenerator', 'HuggingFaceLocalGenerator',
];
const retrievers = [
  'InMemoryBM25Retriever', 'InMemoryEmbeddingRetriever', 'ChromaEmbeddingRetriever', 'ChromaQueryTextRetriever',
  'PineconeEmbeddingRetriever', 'QdrantEmbeddingRetriever', 'QdrantHybridRetriever', 'WeaviateEmbeddingRetriever', 'WeaviateBM25Retriever',
  'PgvectorEmbeddingRetriever', 'PgvectorKeywordRetriever', 'ElasticsearchEmbeddingRetriever', 'ElasticsearchBM25Retriever',
  'OpenSearchEmbeddingRetriever', 'OpenSearchBM25Retriever', 'MilvusEmbeddingRetriever', 'MongoDBAtlasEmbeddingRetriever',
  'AzureAISearchEmbeddingRetriever',
];

export default defineSdk({
  id: 'haystack',
  title: 'Haystack',
  homepage: 'https://docs.haystack.deepset.ai',
  checked: '2026-11-21',
  packages: { python: ['haystack', 'haystack_integrations'] },
  types: {
    Generator: generators.map((name) => `${name}()`),
    Retriever: retrievers.map((name) => `${name}()`),
    BuiltAgent: ['Agent()'],
    BuiltPipeline: ['Pipeline()', 'AsyncPipeline()'],
    Embedder: ['OpenAITextEmbedder()', 'OpenAIDocumentEmbedder()', 'AzureOpenAITextEmbedder()', 'AzureOpenAIDocumentEmbedder()'],
  },
  messages: [
    { path: ['ChatMessage.from_system'], role: 'system', content: ['text', 0] },
    { path: ['ChatMessage.from_user'], role: 'user', content: ['text', 0] },
    { path: ['ChatMessage.from_assistant'], role: 'assistant', content: ['text', 0] },
    { path: ['ChatMessage.from_tool'], role: 'tool', content: ['tool_result', 0] },
  ],
  templates: [
    { path: ['PromptBuilder'], text: ['template', 0], syntax: 'jinja' },
    { path: ['ChatPromptBuilder'], messages: ['template', 0], syntax: 'jinja' },
  ],
  calls: [
    {
      id: 'OpenAIChatGenerator',
      kind: 'model-constructor',
      provider: 'openai',
      path: ['OpenAIChatGenerator', 'OpenAIGenerator', 'OpenAIResponsesChatGenerator'],
      slots: generator,
      defaults: { retries: 5 },
    },
    {
      id: 'AzureOpenAIChatGenerator',
      kind: 'model-constructor',
      provider: 'azure',
      path: ['AzureOpenAIChatGenerator', 'AzureOpenAIGenerator'],
      slots: { ...generator, model: 'azure_deployment' },
    },
    {
      id: 'AnthropicChatGenerator',
      kind: 'model-constructor',
      provider: 'anthropic',
      path: ['AnthropicChatGenerator', 'AnthropicGenerator'],
      slots: generator,
    },
    {
      id: 'GoogleGenAIChatGenerator',
      kind: 'model-constructor',
      provider: 'google',
      path: ['GoogleGenAIChatGenerator', 'GoogleAIGeminiChatGenerator'],
      slots: generator,
    },
    {
      id: 'AmazonBedrockChatGenerator',
      kind: 'model-constructor',
      provider: 'aws',
      path: ['AmazonBedrockChatGenerator', 'AmazonBedrockGenerator'],
      slots: { model: ['model', 0], outputCap: ['generation_kwargs.maxTokens', 'generation_kwargs.max_tokens', 'max_length'] },
    },
    {
      id: 'CohereChatGenerator',
      kind: 'model-constructor',
      provider: 'cohere',
      path: ['CohereChatGenerator', 'CohereGenerator'],
      slots: generator,
    },
    { id: 'MistralChatGenerator', kind: 'model-constructor', provider: 'mistral', path: ['MistralChatGenerator'], slots: generator },
    {
      id: 'OllamaChatGenerator',
      kind: 'model-constructor',
      provider: 'local',
      path: ['OllamaChatGenerator', 'OllamaGenerator', 'HuggingFaceLocalChatGenerator', 'HuggingFaceLocalGenerator'],
      slots: { model: 'model', outputCap: ['generation_kwargs.num_predict', 'generation_kwargs.max_new_tokens'] },
    },
    {
      id: 'HuggingFaceAPIChatGenerator',
      kind: 'model-constructor',
      path: ['HuggingFaceAPIChatGenerator', 'HuggingFaceAPIGenerator'],
      slots: { model: [
        'api_params.model', 'api_params.url',
      ], outputCap: ['generation_kwargs.max_tokens', 'generation_kwargs.max_new_tokens'] },
    },
    {
      id: 'generator.run',
      kind: 'llm-call',
      on: 'Generator',
      path: ['run', 'run_async'],
      slots: {
        messages: ['messages', 'prompt', 0],
        tools: 'tools',
        outputCap: ['generation_kwargs.max_completion_tokens', 'generation_kwargs.max_tokens'],
      },
    },
    {
      id: 'Agent',
      kind: 'agent',
      path: ['Agent'],
      slots: { model: 'chat_generator', system: 'system_prompt', tools: 'tools', steps: 'max_agent_steps' },
      defaults: { steps: 100 },
    },
    {
      id: 'agent.run',
      kind: 'agent',
      role: 'run',
      on: 'BuiltAgent',
      path: ['run', 'run_async'],
      slots: { messages: ['messages', 0] },
    },
    {
      id: 'Pipeline.run',
      kind: 'agent',
      role: 'run',
      on: 'BuiltPipeline',
      path: ['run', 'run_async', 'run_async_generator'],
      slots: { input: ['data', 0] },
    },
    {
      id: 'Pipeline',
      kind: 'session',
      path: ['Pipeline', 'AsyncPipeline'],
      slots: { steps: 'max_runs_per_component' },
      defaults: { steps: 100 },
    },
    { id: 'Retriever', kind: 'retriever', path: retrievers, slots: { topK: 'top_k' }, defaults: { topK: 10 } },
    {
      id: 'retriever.run',
      kind: 'retriever',
      on: 'Retriever',
      path: ['run', 'run_async'],
      slots: { topK: 'top_k' },
      defaults: { topK: 10 },
    },
    {
      id: 'OpenAITextEmbedder',
      kind: 'client',
      path: ['OpenAITextEmbedder', 'OpenAIDocumentEmbedder', 'AzureOpenAITextEmbedder', 'AzureOpenAIDocumentEmbedder'],
      provider: 'openai',
      slots: { model: ['model', 'azure_deployment'] },
    },
    { id: 'embedder.run', kind: 'embedding-call', on: 'Embedder', path: ['run', 'run_async'], slots: { input: ['text', 'documents', 0] } },
    { id: 'Tool', kind: 'tool', path: ['Tool'], slots: { name: 'name', description: 'description', schema: 'parameters' } },
  ],
});
