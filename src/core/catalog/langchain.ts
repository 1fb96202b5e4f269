/** LangChain: chat models of every provider package, prompts, chains, legacy and current agents, embeddings and retrievers. */
import { chatModels, completionModels, modelConstructors } from './langchain-models.ts';
import {
  embeddingCalls, embeddingModels, indexers, openers, retrieverCalls, retrieverMakers, retrievers, vectorStores,
} from './langchain-retrieval.ts';
import { defineSdk } from './sdk.ts';

const instancesOf = (names: readonly string[]) => names.map((name) => `${name}()`);
const resultsOf = (names: readonly string[], makers: readonly string[]) =>
  names.flatMap((name) => makers.map((maker) => `${name}.${maker}()`));

const chains = [
  'LLMChain', 'ConversationChain', 'RetrievalQA', 'RetrievalQAChain', 'VectorDBQA', 'StuffDocumentsChain', 'MapReduceDocumentsChain',
  'SequentialChain', 'SimpleSequentialChain', 'create_stuff_documents_chain', 'createStuffDocumentsChain', 'create_retrieval_chain',
  'createRetrievalChain', 'create_history_aware_retriever', 'createHistoryAwareRetriever', 'create_sql_query_chain',
  'create_extraction_chain', 'load_qa_chain', 'loadQAStuffChain', 'loadQAMapReduceChain', 'loadQARefineChain', 'load_summarize_chain',
  'loadSummarizationChain', 'Runnable', 'RunnableSequence', 'BaseChain',
];
const chainClasses = [
  'ConversationalRetrievalChain', 'ConversationalRetrievalQAChain', 'RetrievalQA', 'RetrievalQAChain', 'RetrievalQAWithSourcesChain',
  'LLMMathChain', 'SQLDatabaseChain', 'GraphCypherQAChain', 'MultiRetrievalQAChain', 'QAGenerationChain', 'LLMChainExtractor',
];
const chainMakers = ['from_llm', 'fromLLM', 'from_chain_type', 'fromLLMAndRetrievers'];
/** Methods of every runnable that give the same runnable with something set. */
const settings = [
  'bind', 'with_config', 'withConfig', 'with_retry', 'withRetry', 'with_fallbacks', 'withFallbacks', 'with_listeners', 'withListeners',
  'with_types', 'configurable_fields', 'configurable_alternatives',
];
const modelSettings = [...settings, 'bind_tools', 'bindTools', 'bind_functions', 'with_structured_output', 'withStructuredOutput'];
/** Functions that make one step of an agent, to be run by an `AgentExecutor`. */
const agentMakers = [
  'create_tool_calling_agent', 'create_react_agent', 'create_openai_tools_agent', 'create_openai_functions_agent',
  'create_structured_chat_agent', 'create_json_chat_agent', 'create_xml_agent', 'createToolCallingAgent', 'createReactAgent',
  'createOpenAIToolsAgent', 'createOpenAIFunctionsAgent', 'createStructuredChatAgent', 'createXmlAgent',
];

export default defineSdk({
  id: 'langchain',
  title: 'LangChain',
  homepage: 'https://docs.langchain.com',
  checked: '2026-11-21',
  packages: {
    ecmascript: [
      'langchain', '@langchain/core', '@langchain/classic', '@langchain/community', '@langchain/openai', '@langchain/anthropic',
      '@langchain/google-genai', '@langchain/google-vertexai', '@langchain/google-vertexai-web', '@langchain/google-gauth',
      '@langchain/google', '@langchain/aws', '@langchain/groq', '@langchain/mistralai', '@langchain/cohere', '@langchain/ollama',
      '@langchain/deepseek', '@langchain/xai', '@langchain/cerebras', '@langchain/openrouter', '@langchain/pinecone', '@langchain/qdrant',
      '@langchain/weaviate', '@langchain/mongodb', '@langchain/redis', '@langchain/textsplitters', 'langsmith',
    ],
    python: [
      'langchain', 'langchain_core', 'langchain_classic', 'langchain_community', 'langchain_experimental', 'langchain_openai',
      'langchain_anthropic', 'langchain_google_genai', 'langchain_google_vertexai', 'langchain_aws', 'langchain_groq',
      'langchain_mistralai', 'langchain_cohere', 'langchain_ollama', 'langchain_deepseek', 'langchain_xai', 'langchain_fireworks',
      'langchain_together', 'langchain_perplexity', 'langchain_openrouter', 'langchain_cerebras', 'langchain_nvidia_ai_endpoints',
      'langchain_huggingface', 'langchain_litellm', 'langchain_ibm', 'langchain_voyageai', 'databricks_langchain', 'langchain_chroma',
      'langchain_pinecone', 'langchain_qdrant', 'langchain_weaviate', 'langchain_milvus', 'langchain_postgres', 'langchain_mongodb',
      'langchain_redis', 'langchain_elasticsearch', 'langchain_neo4j', 'langchain_text_splitters', 'langsmith',
    ],
  },
  types: {
    ChatModel: [...instancesOf(chatModels), ...resultsOf(['ChatModel'], modelSettings)],
    LLM: [...instancesOf(completionModels), ...resultsOf(['LLM'], settings), 'HuggingFacePipeline.from_model_id()'],
    Chain: [
      '|', 'RunnableSequence.from()',
      ...instancesOf([...chains, ...chainClasses]),
      ...instancesOf(agentMakers),
      ...resultsOf(chainClasses, chainMakers),
      ...resultsOf(['Chain'], settings),
    ],
    Executor: [
      'AgentExecutor()', 'AgentExecutor.from_agent_and_tools()', 'AgentExecutor.fromAgentAndTools()', 'initialize_agent()',
      'initializeAgentExecutorWithOptions()', 'create_sql_agent()', 'create_pandas_dataframe_agent()', 'create_csv_agent()',
      'create_json_agent()', 'Executor.with_config()', 'Executor.withConfig()',
    ],
    Agent: ['create_agent()', 'createAgent()', ...resultsOf(['Agent'], settings)],
    Embeddings: instancesOf(embeddingModels),
    VectorStore: ['Retriever.vectorStore', 'Retriever.vectorstore', ...instancesOf(vectorStores), ...resultsOf(vectorStores, [...indexers, ...openers])],
    Retriever: [
      'VectorStore.as_retriever()', 'VectorStore.asRetriever()',
      ...instancesOf(retrievers),
      ...resultsOf(retrievers, retrieverMakers),
    ],
  },
  chains: ['|', 'pipe', 'RunnableSequence.from()', 'RunnableSequence()'],
  passes: [
    { path: ['wrap_openai', 'wrapOpenAI', 'wrap_anthropic', 'wrapAnthropic', 'traceable'], argument: 0 },
  ],
  messages: [
    { path: ['SystemMessage', 'SystemChatMessage'], role: 'system', content: ['content', 0] },
    { path: ['HumanMessage', 'HumanChatMessage'], role: 'user', content: ['content', 0] },
    { path: ['AIMessage', 'AIChatMessage'], role: 'assistant', content: ['content', 0] },
    { path: ['ToolMessage', 'FunctionMessage'], role: 'tool', content: ['content', 0] },
    { path: ['ChatMessage'], role: { at: 'role' }, content: 'content' },
  ],
  templates: [
    {
      path: [
        'PromptTemplate', 'PromptTemplate.from_template', 'PromptTemplate.fromTemplate', 'ChatPromptTemplate.from_template',
        'ChatPromptTemplate.fromTemplate',
      ],
      text: ['template', 0],
      syntax: 'brace',
    },
    {
      path: ['SystemMessagePromptTemplate', 'SystemMessagePromptTemplate.from_template', 'SystemMessagePromptTemplate.fromTemplate'],
      text: ['template', 'prompt', 0],
      role: 'system',
      syntax: 'brace',
    },
    {
      path: ['HumanMessagePromptTemplate', 'HumanMessagePromptTemplate.from_template', 'HumanMessagePromptTemplate.fromTemplate'],
      text: ['template', 'prompt', 0],
      role: 'user',
      syntax: 'brace',
    },
    {
      path: ['AIMessagePromptTemplate', 'AIMessagePromptTemplate.from_template', 'AIMessagePromptTemplate.fromTemplate'],
      text: ['template', 'prompt', 0],
      role: 'assistant',
      syntax: 'brace',
    },
    {
      path: ['ChatPromptTemplate', 'ChatPromptTemplate.from_messages', 'ChatPromptTemplate.fromMessages'],
      messages: ['messages', 'promptMessages', 0],
      syntax: 'brace',
    },
    { path: ['MessagesPlaceholder'], placeholder: ['variable_name', 'variableName', 0], syntax: 'none' },
  ],
  calls: [
    ...modelConstructors,
    ...embeddingCalls,
    ...retrieverCalls,
    {
      id: 'invoke',
      kind: 'llm-call',
      on: ['ChatModel', 'LLM'],
      path: [
        'invoke', 'ainvoke', 'stream', 'astream', 'astream_events', 'streamEvents', 'predict', 'apredict', 'predict_messages',
        'predictMessages', 'call', 'call_as_llm', '()',
      ],
      slots: {
        messages: { ecmascript: 0, python: [0, 'input', 'messages', 'text'] },
        outputCap: { ecmascript: ['1.max_tokens', '1.maxTokens'], python: ['max_tokens', 'max_completion_tokens', 'max_output_tokens'] },
        tools: { ecmascript: '1.tools', python: 'tools' },
      },
    },
    {
      id: 'chain.invoke',
      kind: 'llm-call',
      on: 'Chain',
      path: [
        'invoke', 'ainvoke', 'stream', 'astream', 'astream_events', 'streamEvents', 'call', 'acall', 'run', 'arun', 'predict', 'apredict',
        '()',
      ],
      slots: { input: { ecmascript: 0, python: [0, 'input', 'inputs'] } },
    },
    {
      id: 'batch',
      kind: 'llm-call',
      on: ['ChatModel', 'LLM', 'Chain'],
      path: ['batch', 'abatch', 'batch_as_completed', 'abatch_as_completed', 'generate', 'agenerate', 'apply', 'aapply'],
      slots: { input: { ecmascript: 0, python: [0, 'inputs', 'messages', 'prompts'] } },
    },
    {
      id: 'bind_tools',
      kind: 'session',
      on: 'ChatModel',
      path: ['bind_tools', 'bindTools', 'bind_functions'],
      slots: { tools: { ecmascript: 0, python: [0, 'tools', 'functions'] } },
    },
    {
      id: 'with_structured_output',
      kind: 'session',
      on: ['ChatModel', 'LLM'],
      path: ['with_structured_output', 'withStructuredOutput'],
      slots: { schema: { ecmascript: 0, python: [0, 'schema'] } },
    },
    {
      id: 'bind',
      kind: 'session',
      on: ['ChatModel', 'LLM', 'Chain'],
      path: ['bind'],
      slots: { tools: ['tools', 'functions'], schema: 'response_format', outputCap: ['max_tokens', 'maxTokens', 'max_completion_tokens'] },
    },
    {
      id: 'with_config',
      kind: 'session',
      on: ['ChatModel', 'LLM', 'Chain'],
      path: ['with_config', 'withConfig'],
      slots: {
        model: ['configurable.model', '0.configurable.model', '0.model'],
        outputCap: ['configurable.max_tokens', '0.configurable.max_tokens', '0.max_tokens', '0.configurable.maxTokens'],
      },
    },
    {
      id: 'LLMChain',
      kind: 'session',
      path: [
        'LLMChain', 'ConversationChain', 'create_stuff_documents_chain', 'createStuffDocumentsChain', 'create_history_aware_retriever',
        'createHistoryAwareRetriever',
      ],
      slots: { model: ['llm', 0], prompt: { ecmascript: ['prompt', 'rephrasePrompt'], python: ['prompt', 1, 2] }, history: 'memory' },
    },
    {
      id: 'RetrievalQA',
      kind: 'session',
      path: [
        ...chainClasses.flatMap((name) => chainMakers.map((maker) => `${name}.${maker}`)),
        'RetrievalQA', 'load_qa_chain', 'loadQAStuffChain',
        'loadQAMapReduceChain', 'loadQARefineChain', 'load_summarize_chain', 'loadSummarizationChain', 'create_sql_query_chain',
      ],
      slots: {
        model: ['llm', 0],
        prompt: ['prompt', 'chain_type_kwargs.prompt', 'combine_docs_chain_kwargs.prompt', '1.prompt', '2.prompt'],
        documents: { ecmascript: 1, python: ['retriever', 1] },
        history: 'memory',
      },
    },
    {
      id: 'create_retrieval_chain',
      kind: 'session',
      path: ['create_retrieval_chain', 'createRetrievalChain'],
      slots: {
        documents: { ecmascript: 'retriever', python: ['retriever', 0] },
        model: { ecmascript: 'combineDocsChain', python: ['combine_docs_chain', 1] },
      },
    },
    {
      id: 'tool',
      kind: 'tool',
      path: ['tool', 'StructuredTool.from_function', 'Tool', 'DynamicTool', 'DynamicStructuredTool'],
      options: 1,
      slots: {
        name: ['name', '0.name'],
        description: ['description', '0.description'],
        schema: ['schema', '0.schema', 'args_schema'],
      },
    },
    {
      id: 'AgentExecutor',
      kind: 'agent',
      path: ['AgentExecutor', 'AgentExecutor.from_agent_and_tools', 'AgentExecutor.fromAgentAndTools'],
      slots: { agent: 'agent', tools: 'tools', history: 'memory', steps: { ecmascript: 'maxIterations', python: 'max_iterations' } },
      defaults: { steps: 15 },
    },
    {
      id: 'initialize_agent',
      kind: 'agent',
      path: ['initialize_agent', 'initializeAgentExecutorWithOptions'],
      options: 2,
      slots: {
        tools: { ecmascript: 0, python: ['tools', 0] },
        model: { ecmascript: 1, python: ['llm', 1] },
        history: 'memory',
        steps: { ecmascript: 'maxIterations', python: 'max_iterations' },
      },
      defaults: { steps: 15 },
    },
    {
      // The bound is that of the executor it is made for.
      id: 'create_tool_calling_agent',
      kind: 'agent',
      path: agentMakers,
      slots: {
        model: { ecmascript: 'llm', python: ['llm', 0] },
        tools: { ecmascript: 'tools', python: ['tools', 1] },
        prompt: { ecmascript: 'prompt', python: ['prompt', 2] },
      },
      defaults: { steps: 15 },
    },
    {
      id: 'create_sql_agent',
      kind: 'agent',
      languages: ['python'],
      path: ['create_sql_agent', 'create_pandas_dataframe_agent', 'create_csv_agent', 'create_json_agent'],
      slots: { model: ['llm', 0], steps: 'max_iterations' },
      defaults: { steps: 15 },
    },
    {
      id: 'AgentExecutor.invoke',
      kind: 'agent',
      role: 'run',
      on: 'Executor',
      path: [
        'invoke', 'ainvoke', 'stream', 'astream', 'astream_events', 'streamEvents', 'call', 'acall', 'run', 'arun', 'batch', 'abatch', '()',
      ],
      slots: { input: 0 },
    },
    {
      id: 'create_agent',
      kind: 'agent',
      path: ['create_agent', 'createAgent'],
      slots: {
        model: { ecmascript: ['model', 'llm'], python: ['model', 0] },
        tools: { ecmascript: 'tools', python: ['tools', 1] },
        system: { ecmascript: ['systemPrompt', 'prompt'], python: ['system_prompt', 'prompt'] },
        schema: { ecmascript: 'responseFormat', python: 'response_format' },
      },
      defaults: { ecmascript: { steps: 25 }, python: { steps: 10_000 } },
    },
    {
      id: 'create_agent.invoke',
      kind: 'agent',
      role: 'run',
      on: 'Agent',
      path: ['invoke', 'ainvoke', 'stream', 'astream', 'astream_events', 'streamEvents', 'batch', 'abatch'],
      slots: {
        messages: ['0.messages'],
        steps: { ecmascript: '1.recursionLimit', python: ['config.recursion_limit', '1.recursion_limit'] },
      },
    },
  ],
});
