/** The model object that the Vertex AI SDKs and the older Gemini SDKs share: its settings and the calls on it and on its chats. */
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

export const generativeModel = { settings, calls };
