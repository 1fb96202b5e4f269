/** The model object that the Vertex AI SDKs and the older Gemini SDKs share: how it is made, and the calls on it and on its chats. */
import type { SdkCall } from './sdk.ts';

const settings = {
  system: { ecmascript: 'systemInstruction', python: 'system_instruction' },
  tools: 'tools',
  schema: { ecmascript: 'generationConfig.responseSchema', python: 'generation_config.response_schema' },
  outputCap: { ecmascript: 'generationConfig.maxOutputTokens', python: 'generation_config.max_output_tokens' },
  samples: { ecmascript: 'generationConfig.candidateCount', python: 'generation_config.candidate_count' },
  cache: { ecmascript: 'cachedContent', python: 'cached_content' },
  attribution: 'labels',
} as const;

const types = {
  Model: [
    'Client.getGenerativeModel()',
    'Client.getGenerativeModelFromCachedContent()',
    'GenerativeModel()',
    'GenerativeModel.from_cached_content()',
  ],
  Chat: ['Model.startChat()', 'Model.start_chat()'],
} as const;

/** How a model object comes about. The class of the older Python SDK names this model itself when none is given. */
const constructors = (pythonDefault?: string): readonly SdkCall[] => [
  {
    id: 'getGenerativeModel',
    kind: 'model-constructor',
    languages: ['ecmascript'],
    on: 'Client',
    path: ['getGenerativeModel', 'getGenerativeModelFromCachedContent'],
    slots: { ...settings, model: ['model', '1.model'] },
  },
  {
    id: 'GenerativeModel',
    kind: 'model-constructor',
    languages: ['python'],
    path: ['GenerativeModel', 'GenerativeModel.from_cached_content'],
    slots: { ...settings, model: ['model_name', 0] },
    ...(pythonDefault !== undefined && { defaults: { model: pythonDefault } }),
  },
];

const calls: readonly SdkCall[] = [
  {
    id: 'generateContent',
    kind: 'llm-call',
    on: 'Model',
    path: ['generateContent', 'generateContentStream', 'generate_content', 'generate_content_async'],
    slots: { ...settings, messages: ['contents', 0], stream: 'stream' },
  },
  {
    id: 'startChat',
    kind: 'session',
    on: 'Model',
    path: ['startChat', 'start_chat'],
    slots: { ...settings, history: { ecmascript: 'history', python: ['history', 0] } },
  },
  {
    id: 'chat.sendMessage',
    kind: 'llm-call',
    on: 'Chat',
    path: ['sendMessage', 'sendMessageStream', 'send_message', 'send_message_async'],
    slots: { ...settings, prompt: ['content', 0], stream: 'stream' },
  },
];

export const generativeModel = { types, constructors, calls };
