/** LlamaIndex: models, indices, query and chat engines, retrievers, workflow agents. */
import { defineSdk } from './sdk.ts';

const topK = { ecmascript: 'similarityTopK', python: ['similarity_top_k', 'dense_similarity_top_k', 'files_top_k'] } as const;
const model = { ecmascript: 'model', python: ['model', 'model_name', 'model_id', 0] } as const;
const outputCap = { ecmascript: 'maxTokens', python: 'max_tokens' } as const;
const llm = {
  model,
  outputCap,
  system: { python: 'system_prompt' },
  retries: { ecmascript: 'maxRetries', python: 'max_retries' },
  baseUrl: { ecmascript: ['baseURL', 'additionalSessionOptions.baseURL'], python: ['api_base', 'base_url'] },
  effort: { ecmascript: 'reasoningEffort', python: 'reasoning_effort' },
} as const;
const models = [
  'OpenAI', 'OpenAIResponses', 'AzureOpenAI', 'Anthropic', 'Gemini', 'GoogleGenAI', 'Vertex', 'Bedrock', 'BedrockConverse', 'Groq',
  'MistralAI', 'Cohere', 'DeepSeek', 'DeepSeekLLM', 'Fireworks', 'FireworksLLM', 'TogetherLLM', 'Perplexity', 'OpenRouter', 'Ollama',
  'LlamaCPP', 'HuggingFaceLLM', 'HuggingFaceInferenceAPI', 'LiteLLM', 'OpenAILike', 'LLM', 'BaseLLM', 'FunctionCallingLLM',
];
/** Functions of the JavaScript packages that stand for the constructors. */
const makers = ['openai', 'openaiResponses', 'anthropic', 'gemini', 'groq', 'mistral', 'ollama', 'deepseek', 'bedrock'];
const indices = [
  'VectorStoreIndex', 'SummaryIndex', 'ListIndex', 'TreeIndex', 'KeywordTableIndex', 'KnowledgeGraphIndex', 'PropertyGraphIndex',
  'DocumentSummaryIndex', 'LlamaCloudIndex', 'GPTVectorStoreIndex', 'BaseIndex',
];
const indexMakers = ['from_documents', 'from_vector_store', 'from_existing', 'fromDocuments', 'fromVectorStore', 'init'];

export default defineSdk({
  id: 'llamaindex',
  title: 'LlamaIndex',
  homepage: 'https://docs.llamaindex.ai',
  checked: '2026-11-21',
  packages: { ecmascript: ['llamaindex', '@llamaindex/*'], python: ['llama_index'] },
  types: {
    Llm: [
      ...models.map((name) => `${name}()`), ...makers.map((name) => `${name}()`), 'Settings.llm', 'Llm.as_structured_llm()',
    ],
    Embedder: [
      'OpenAIEmbedding()', 'AzureOpenAIEmbedding()', 'GeminiEmbedding()', 'GoogleGenAIEmbedding()', 'BedrockEmbedding()',
      'CohereEmbedding()', 'MistralAIEmbedding()', 'VoyageEmbedding()', 'OllamaEmbedding()', 'HuggingFaceEmbedding()', 'openaiEmbedding()',
      'BaseEmbedding()', 'Settings.embed_model', 'Settings.embedModel',
    ],
    DocumentIndex: [
      ...indices.map((name) => `${name}()`),
      ...indices.flatMap((name) => indexMakers.map((maker) => `${name}.${maker}()`)),
      'load_index_from_storage()', 'get_index()',
    ],
    QueryEngine: [
      'DocumentIndex.as_query_engine()', 'DocumentIndex.asQueryEngine()', 'RetrieverQueryEngine()', 'RetrieverQueryEngine.from_args()',
      'CitationQueryEngine.from_args()', 'RouterQueryEngine()', 'RouterQueryEngine.from_defaults()',
      'SubQuestionQueryEngine.from_defaults()', 'SubQuestionQueryEngine.fromDefaults()', 'BaseQueryEngine()',
    ],
    ChatEngine: [
      'DocumentIndex.as_chat_engine()', 'DocumentIndex.asChatEngine()', 'ContextChatEngine()', 'ContextChatEngine.from_defaults()',
      'CondensePlusContextChatEngine.from_defaults()', 'CondenseQuestionChatEngine.from_defaults()', 'SimpleChatEngine()',
      'SimpleChatEngine.from_defaults()', 'CondenseQuestionChatEngine()', 'BaseChatEngine()',
    ],
    Retriever: [
      'DocumentIndex.as_retriever()', 'DocumentIndex.asRetriever()', 'VectorIndexRetriever()', 'BM25Retriever.from_defaults()',
      'BM25Retriever()', 'QueryFusionRetriever()', 'AutoMergingRetriever()', 'RecursiveRetriever()', 'LlamaCloudRetriever()',
      'BaseRetriever()',
    ],
    BuiltAgent: [
      'FunctionAgent()', 'ReActAgent()', 'CodeActAgent()', 'OpenAIAgent()', 'AnthropicAgent()', 'LLMAgent()', 'AgentWorkflow()',
      'AgentRunner()', 'FunctionAgent.from_tools()', 'ReActAgent.from_tools()', 'OpenAIAgent.from_tools()', 'AgentRunner.from_llm()',
      'AgentWorkflow.from_tools_or_functions()', 'FunctionCallingAgent.from_tools()', 'AgentWorkflow.fromTools()', 'agent()',
      'multiAgent()',
    ],
  },
  ambient: [{ path: 'Settings.llm' }, { path: 'set_global_service_context()', argument: 0 }],
  messages: [{ path: ['ChatMessage'], role: { at: 'role' }, content: 'content' }],
  templates: [
    { path: ['PromptTemplate', 'RichPromptTemplate'], text: ['template', 0], syntax: 'brace' },
    { path: ['ChatPromptTemplate', 'ChatPromptTemplate.from_messages'], messages: ['message_templates', 0], syntax: 'brace' },
  ],
  calls: [
    {
      id: 'OpenAI',
      kind: 'model-constructor',
      provider: 'openai',
      path: ['OpenAI', 'OpenAIResponses', 'openai', 'openaiResponses'],
      slots: llm,
      defaults: { ecmascript: { retries: 10 }, python: { retries: 3 } },
    },
    {
      id: 'AzureOpenAI',
      kind: 'model-constructor',
      provider: 'azure',
      languages: ['python'],
      path: ['AzureOpenAI'],
      slots: { ...llm, model: ['model', 'engine', 'deployment_name'] },
    },
    {
      id: 'Anthropic',
      kind: 'model-constructor',
      provider: 'anthropic',
      path: ['Anthropic', 'anthropic'],
      slots: llm,
      defaults: { ecmascript: { outputCap: 4096, retries: 10 }, python: { outputCap: 512, retries: 10 } },
    },
    {
      id: 'GoogleGenAI',
      kind: 'model-constructor',
      provider: 'google',
      path: ['GoogleGenAI', 'Gemini', 'Vertex', 'gemini'],
      slots: llm,
    },
    { id: 'BedrockConverse', kind: 'model-constructor', provider: 'aws', path: ['BedrockConverse', 'Bedrock', 'bedrock'], slots: llm },
    { id: 'Groq', kind: 'model-constructor', provider: 'groq', path: ['Groq', 'groq'], slots: llm },
    { id: 'MistralAI', kind: 'model-constructor', provider: 'mistral', path: ['MistralAI', 'mistral'], slots: llm },
    { id: 'Cohere', kind: 'model-constructor', provider: 'cohere', languages: ['python'], path: ['Cohere'], slots: llm },
    { id: 'DeepSeek', kind: 'model-constructor', provider: 'deepseek', path: ['DeepSeek', 'DeepSeekLLM', 'deepseek'], slots: llm },
    { id: 'Fireworks', kind: 'model-constructor', provider: 'fireworks', path: ['Fireworks', 'FireworksLLM'], slots: llm },
    { id: 'TogetherLLM', kind: 'model-constructor', provider: 'together', path: ['TogetherLLM'], slots: llm },
    { id: 'Perplexity', kind: 'model-constructor', provider: 'perplexity', path: ['Perplexity'], slots: llm },
    { id: 'OpenRouter', kind: 'model-constructor', provider: 'openrouter', languages: ['python'], path: ['OpenRouter'], slots: llm },
    {
      id: 'Ollama',
      kind: 'model-constructor',
      provider: 'local',
      path: ['Ollama', 'LlamaCPP', 'HuggingFaceLLM', 'ollama'],
      slots: { model, outputCap: { ecmascript: 'options.num_predict', python: ['additional_kwargs.num_predict', 'max_new_tokens'] } },
    },
    {
      id: 'OpenAILike',
      kind: 'model-constructor',
      languages: ['python'],
      path: ['OpenAILike', 'LiteLLM', 'HuggingFaceInferenceAPI'],
      slots: llm,
    },
    {
      id: 'complete',
      kind: 'llm-call',
      on: 'Llm',
      path: ['complete', 'acomplete', 'stream_complete', 'astream_complete', 'predict', 'apredict', 'stream'],
      slots: { prompt: { ecmascript: ['prompt', 0], python: ['prompt', 0] }, schema: { ecmascript: 'responseFormat' } },
    },
    {
      id: 'chat',
      kind: 'llm-call',
      on: 'Llm',
      path: [
        'chat', 'achat', 'stream_chat', 'astream_chat', 'chat_with_tools', 'achat_with_tools', 'predict_and_call', 'apredict_and_call',
        'exec',
      ],
      slots: {
        messages: { ecmascript: 'messages', python: ['messages', 'user_msg', 0] },
        tools: 'tools',
        stream: 'stream',
        schema: { ecmascript: 'responseFormat' },
      },
    },
    {
      id: 'structured_predict',
      kind: 'llm-call',
      languages: ['python'],
      on: 'Llm',
      path: ['structured_predict', 'astructured_predict', 'stream_structured_predict', 'astream_structured_predict'],
      slots: { schema: ['output_cls', 0], prompt: ['prompt', 1] },
      telling: [],
    },
    {
      id: 'as_query_engine',
      kind: 'retriever',
      on: 'DocumentIndex',
      path: ['as_query_engine', 'asQueryEngine', 'as_chat_engine', 'asChatEngine'],
      slots: { topK, model: 'llm', system: { python: 'system_prompt' } },
      defaults: { topK: 2 },
      telling: [],
    },
    {
      id: 'as_retriever',
      kind: 'retriever',
      on: 'DocumentIndex',
      path: ['as_retriever', 'asRetriever'],
      slots: { topK },
      defaults: { topK: 2 },
    },
    {
      id: 'VectorIndexRetriever',
      kind: 'retriever',
      path: [
        'VectorIndexRetriever', 'BM25Retriever', 'BM25Retriever.from_defaults', 'QueryFusionRetriever', 'AutoMergingRetriever',
        'LlamaCloudRetriever',
      ],
      slots: { topK },
      defaults: { topK: 2 },
    },
    {
      id: 'RetrieverQueryEngine',
      kind: 'retriever',
      path: [
        'RetrieverQueryEngine', 'RetrieverQueryEngine.from_args', 'CitationQueryEngine.from_args', 'ContextChatEngine',
        'ContextChatEngine.from_defaults', 'CondensePlusContextChatEngine.from_defaults',
      ],
      slots: { topK, model: 'llm' },
      defaults: { topK: 2 },
    },
    {
      id: 'query_engine.query',
      kind: 'llm-call',
      on: 'QueryEngine',
      path: ['query', 'aquery'],
      slots: { prompt: { ecmascript: ['query', 0], python: 0 }, stream: 'stream' },
    },
    {
      id: 'chat_engine.chat',
      kind: 'llm-call',
      on: 'ChatEngine',
      path: ['chat', 'achat', 'stream_chat', 'astream_chat'],
      slots: { prompt: { ecmascript: 'message', python: ['message', 0] }, history: { ecmascript: 'chatHistory', python: 'chat_history' } },
    },
    {
      id: 'retrieve',
      kind: 'retriever',
      on: 'Retriever',
      path: ['retrieve', 'aretrieve'],
      slots: { input: { ecmascript: ['query', 0], python: 0 } },
      defaults: { topK: 2 },
    },
    {
      id: 'OpenAIEmbedding',
      kind: 'client',
      provider: 'openai',
      path: ['OpenAIEmbedding', 'openaiEmbedding'],
      slots: { model },
    },
    { id: 'AzureOpenAIEmbedding', kind: 'client', provider: 'azure', path: ['AzureOpenAIEmbedding'], slots: { model } },
    {
      id: 'get_text_embedding',
      kind: 'embedding-call',
      on: 'Embedder',
      path: [
        'get_text_embedding', 'get_query_embedding', 'get_text_embedding_batch', 'aget_text_embedding', 'aget_query_embedding',
        'getTextEmbedding', 'getTextEmbeddings', 'getQueryEmbedding', 'getTextEmbeddingsBatch',
      ],
      slots: { input: 0 },
    },
    {
      id: 'VectorStoreIndex.from_documents',
      kind: 'embedding-call',
      path: ['VectorStoreIndex.from_documents', 'VectorStoreIndex.fromDocuments', 'GPTVectorStoreIndex.from_documents'],
      slots: { input: 0, model: { python: 'embed_model' } },
    },
    {
      id: 'FunctionAgent',
      kind: 'agent',
      path: [
        'FunctionAgent', 'ReActAgent', 'CodeActAgent', 'OpenAIAgent', 'FunctionAgent.from_tools', 'ReActAgent.from_tools',
        'OpenAIAgent.from_tools', 'FunctionCallingAgent.from_tools', 'AnthropicAgent', 'LLMAgent', 'agent',
      ],
      slots: {
        model: 'llm',
        tools: { ecmascript: 'tools', python: ['tools', 0] },
        system: { ecmascript: 'systemPrompt', python: 'system_prompt' },
        steps: { python: 'max_iterations' },
      },
      defaults: { ecmascript: { steps: 'unbounded' }, python: { steps: 20 } },
    },
    {
      id: 'AgentWorkflow',
      kind: 'agent',
      path: ['AgentWorkflow', 'AgentWorkflow.from_tools_or_functions', 'AgentWorkflow.fromTools', 'multiAgent'],
      slots: {
        agent: { ecmascript: 'agents', python: ['agents', 0] },
        model: 'llm',
        tools: { ecmascript: 'tools', python: ['tools_or_functions'] },
        system: { ecmascript: 'systemPrompt', python: 'system_prompt' },
      },
      defaults: { ecmascript: { steps: 'unbounded' }, python: { steps: 20 } },
    },
    {
      id: 'agent.run',
      kind: 'agent',
      role: 'run',
      on: 'BuiltAgent',
      path: ['run', 'runStream', 'chat', 'achat', 'stream_chat', 'astream_chat', 'query', 'aquery'],
      slots: { prompt: { ecmascript: 0, python: ['user_msg', 'message', 0] }, steps: { python: 'max_iterations' } },
      defaults: { ecmascript: { steps: 'unbounded' }, python: { steps: 20 } },
    },
    {
      id: 'FunctionTool',
      kind: 'tool',
      path: ['FunctionTool.from_defaults', 'FunctionTool.from', 'tool', 'QueryEngineTool', 'QueryEngineTool.from_defaults'],
      slots: {
        name: ['name', 'metadata.name', '1.name'],
        description: ['description', 'metadata.description', '1.description'],
        schema: ['parameters', '1.parameters', 'fn_schema'],
      },
    },
  ],
});
