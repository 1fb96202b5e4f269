/** Google Gen AI: Gemini on the Gemini API and on Vertex AI, with chats, embeddings, batches and interactions. */
import { defineSdk } from './sdk.ts';

/** What stands in `config`, with the same meaning for a single request and for a whole chat. */
const config = {
  system: { ecmascript: 'config.systemInstruction', python: 'config.system_instruction' },
  tools: 'config.tools',
  schema: {
    ecmascript: ['config.responseSchema', 'config.responseJsonSchema'],
    python: ['config.response_schema', 'config.response_json_schema'],
  },
  outputCap: { ecmascript: 'config.maxOutputTokens', python: 'config.max_output_tokens' },
  samples: { ecmascript: 'config.candidateCount', python: 'config.candidate_count' },
  effort: { ecmascript: 'config.thinkingConfig.thinkingLevel', python: 'config.thinking_config.thinking_level' },
  thinkingBudget: { ecmascript: 'config.thinkingConfig.thinkingBudget', python: 'config.thinking_config.thinking_budget' },
  cache: { ecmascript: 'config.cachedContent', python: 'config.cached_content' },
  tier: { ecmascript: 'config.serviceTier', python: 'config.service_tier' },
  attribution: 'config.labels',
  steps: {
    ecmascript: 'config.automaticFunctionCalling.maximumRemoteCalls',
    python: 'config.automatic_function_calling.maximum_remote_calls',
  },
} as const;

/** In Python functions among the tools are called automatically; in JavaScript only tools of a special class are. */
const automaticCalls = { python: { steps: 10 } } as const;

export default defineSdk({
  id: 'google-genai',
  title: 'Google Gen AI',
  homepage: 'https://ai.google.dev/api/generate-content',
  checked: '2026-11-21',
  packages: { ecmascript: ['@google/genai'], python: ['google.genai'] },
  provider: 'google',
  types: {
    Client: ['GoogleGenAI()', 'Client()', 'Client.aio'],
    Chat: ['Client.chats.create()'],
  },
  calls: [
    {
      id: 'client',
      kind: 'client',
      path: ['GoogleGenAI', 'Client'],
      slots: { baseUrl: { ecmascript: 'httpOptions.baseUrl', python: 'http_options.base_url' } },
      defaults: { retries: 0 },
    },
    {
      id: 'models.generateContent',
      kind: 'llm-call',
      on: 'Client',
      path: ['models.generateContent', 'models.generateContentStream', 'models.generate_content', 'models.generate_content_stream'],
      slots: { ...config, model: 'model', messages: 'contents' },
      defaults: automaticCalls,
      telling: ['model', 'contents'],
    },
    {
      id: 'chats',
      kind: 'session',
      on: 'Client',
      path: ['chats.create'],
      slots: { ...config, model: 'model', history: 'history' },
      defaults: automaticCalls,
    },
    {
      id: 'chat.sendMessage',
      kind: 'llm-call',
      on: 'Chat',
      path: ['sendMessage', 'sendMessageStream', 'send_message', 'send_message_stream'],
      slots: { ...config, prompt: { ecmascript: 'message', python: ['message', 0] } },
      defaults: automaticCalls,
    },
    {
      id: 'models.embedContent',
      kind: 'embedding-call',
      on: 'Client',
      path: ['models.embedContent', 'models.embed_content'],
      slots: { model: 'model', input: 'contents' },
      telling: ['model', 'contents'],
    },
    {
      id: 'interactions',
      kind: 'llm-call',
      on: 'Client',
      path: ['interactions.create'],
      slots: {
        model: 'model',
        agent: 'agent',
        system: 'system_instruction',
        messages: 'input',
        tools: 'tools',
        schema: 'response_format',
        outputCap: 'generation_config.max_output_tokens',
        stream: 'stream',
        history: 'previous_interaction_id',
        effort: 'generation_config.thinking_level',
        tier: 'service_tier',
      },
      telling: ['model', 'input'],
    },
    {
      id: 'batches',
      kind: 'llm-call',
      on: 'Client',
      path: ['batches.create'],
      slots: {
        model: 'model',
        messages: 'src.0.contents',
        system: { ecmascript: 'src.0.config.systemInstruction', python: 'src.0.config.system_instruction' },
        outputCap: { ecmascript: 'src.0.config.maxOutputTokens', python: 'src.0.config.max_output_tokens' },
      },
      batch: true,
    },
  ],
  messages: [
    { path: ['Content'], role: { at: 'role' }, content: 'parts' },
    { path: ['UserContent', 'createUserContent'], role: 'user', content: ['parts', 0] },
    { path: ['ModelContent', 'createModelContent'], role: 'assistant', content: ['parts', 0] },
  ],
  templates: [
    { path: ['Part.from_text', 'Part'], text: 'text', syntax: 'none' },
    { path: ['createPartFromText'], text: 0, syntax: 'none' },
  ],
});
