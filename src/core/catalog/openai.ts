/** OpenAI: Chat Completions, Responses, Assistants, embeddings, vector store search. */
import { chatSlots, clientSlots, completionSlots, embeddingSlots, responseSlots } from './openai-shape.ts';
import { defineSdk } from './sdk.ts';

/** A Python module stands for a client of its own: `openai.chat.completions.create(…)`. */
const client = ['Client', ''] as const;

export default defineSdk({
  id: 'openai',
  title: 'OpenAI',
  homepage: 'https://platform.openai.com/docs/api-reference',
  checked: '2026-11-21',
  packages: { ecmascript: ['openai'], python: ['openai', 'langfuse.openai', 'posthog.ai.openai'] },
  provider: 'openai',
  types: {
    Client: [
      'default()', 'OpenAI()', 'AsyncOpenAI()', 'Client()', 'AsyncClient()', 'OpenAIApi()', 'openai', 'Client.with_options()',
      'Client.withOptions()', 'Client.copy()',
    ],
  },
  calls: [
    {
      id: 'client',
      kind: 'client',
      path: ['default', 'OpenAI', 'AsyncOpenAI', 'Client', 'AsyncClient', 'OpenAIApi'],
      slots: clientSlots,
      defaults: { retries: 2 },
    },
    {
      id: 'client.with_options',
      kind: 'client',
      on: 'Client',
      path: ['with_options', 'withOptions', 'copy'],
      slots: clientSlots,
    },
    {
      id: 'chat.completions',
      kind: 'llm-call',
      on: client,
      path: [
        'chat.completions.create', 'chat.completions.parse', 'chat.completions.stream', 'beta.chat.completions.create',
        'beta.chat.completions.parse', 'beta.chat.completions.stream', 'chat.completions.with_raw_response.create',
        'chat.completions.with_raw_response.parse', 'chat.completions.with_streaming_response.create',
        'chat.completions.with_streaming_response.parse', 'ChatCompletion.create', 'ChatCompletion.acreate', 'createChatCompletion',
      ],
      slots: { ...chatSlots, model: ['model', 'engine', 'deployment_id'] },
      telling: ['model', 'messages'],
    },
    {
      id: 'chat.completions.runTools',
      kind: 'llm-call',
      languages: ['ecmascript'],
      on: 'Client',
      path: ['chat.completions.runTools', 'beta.chat.completions.runTools', 'beta.chat.completions.runFunctions'],
      slots: { ...chatSlots, steps: '1.maxChatCompletions' },
      defaults: { steps: 10 },
      telling: ['model', 'messages', 'tools'],
    },
    {
      id: 'responses',
      kind: 'llm-call',
      on: client,
      path: [
        'responses.create', 'responses.parse', 'responses.stream', 'responses.compact', 'beta.responses.create',
        'responses.with_raw_response.create', 'responses.with_raw_response.parse', 'responses.with_streaming_response.create',
        'responses.with_streaming_response.parse',
      ],
      slots: responseSlots,
      telling: ['model', 'input'],
    },
    {
      id: 'completions',
      kind: 'llm-call',
      on: client,
      path: [
        'completions.create', 'completions.with_raw_response.create', 'completions.with_streaming_response.create', 'Completion.create',
        'Completion.acreate', 'createCompletion',
      ],
      slots: { ...completionSlots, model: ['model', 'engine', 'deployment_id'] },
      defaults: { outputCap: 16 },
    },
    {
      id: 'embeddings',
      kind: 'embedding-call',
      on: client,
      path: ['embeddings.create', 'embeddings.with_raw_response.create', 'Embedding.create', 'Embedding.acreate', 'createEmbedding'],
      slots: { ...embeddingSlots, model: ['model', 'engine', 'deployment_id'] },
      telling: ['model', 'input'],
    },
    {
      id: 'assistants',
      kind: 'agent',
      role: 'build',
      on: client,
      path: ['beta.assistants.create'],
      slots: { model: 'model', system: 'instructions', tools: 'tools', schema: 'response_format', effort: 'reasoning_effort', attribution: 'metadata' },
      telling: ['model'],
    },
    {
      id: 'threads.runs',
      kind: 'llm-call',
      on: client,
      path: [
        'beta.threads.runs.create', 'beta.threads.runs.createAndPoll', 'beta.threads.runs.createAndStream', 'beta.threads.runs.stream',
        'beta.threads.runs.create_and_poll', 'beta.threads.runs.create_and_stream',
      ],
      options: 1,
      slots: {
        agent: 'assistant_id',
        model: 'model',
        system: ['instructions', 'additional_instructions'],
        messages: 'additional_messages',
        tools: 'tools',
        schema: 'response_format',
        outputCap: 'max_completion_tokens',
        stream: 'stream',
        effort: 'reasoning_effort',
        attribution: 'metadata',
      },
      telling: ['assistant_id'],
    },
    {
      id: 'threads.createAndRun',
      kind: 'llm-call',
      on: client,
      path: [
        'beta.threads.createAndRun', 'beta.threads.createAndRunPoll', 'beta.threads.createAndRunStream', 'beta.threads.create_and_run',
        'beta.threads.create_and_run_poll', 'beta.threads.create_and_run_stream',
      ],
      slots: {
        agent: 'assistant_id',
        model: 'model',
        system: 'instructions',
        messages: 'thread.messages',
        tools: 'tools',
        schema: 'response_format',
        outputCap: 'max_completion_tokens',
        stream: 'stream',
        attribution: 'metadata',
      },
      telling: ['assistant_id'],
    },
    {
      id: 'vectorStores.search',
      kind: 'retriever',
      on: client,
      path: ['vectorStores.search', 'vector_stores.search', 'beta.vectorStores.search', 'beta.vector_stores.search'],
      options: 1,
      slots: { input: 'query', topK: 'max_num_results' },
      defaults: { topK: 10 },
      telling: ['query'],
    },
  ],
  passes: [
    { path: ['zodResponseFormat', 'zodTextFormat', 'pydantic_function_tool'], argument: 0 },
    { path: ['zodFunction', 'zodResponsesFunction'], argument: 'parameters' },
  ],
});
