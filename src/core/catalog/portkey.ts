/** Portkey: a gateway to many vendors in OpenAI's shape, with prompts that are kept there. */
import { chatSlots, clientSlots, completionSlots, embeddingSlots, responseSlots } from './openai-shape.ts';
import { defineSdk } from './sdk.ts';

export default defineSdk({
  id: 'portkey',
  title: 'Portkey',
  homepage: 'https://portkey.ai/docs/api-reference/inference-api/introduction',
  checked: '2026-11-21',
  packages: { ecmascript: ['portkey-ai'], python: ['portkey_ai'] },
  types: { Client: ['default()', 'Portkey()', 'AsyncPortkey()', 'Client.with_options()', 'Client.withOptions()', 'Client.copy()'] },
  calls: [
    { id: 'client', kind: 'client', path: ['default', 'Portkey', 'AsyncPortkey'], slots: { baseUrl: clientSlots.baseUrl } },
    {
      id: 'chat.completions',
      kind: 'llm-call',
      on: 'Client',
      path: ['chat.completions.create', 'chat.completions.parse', 'beta.chat.completions.parse', 'beta.chat.completions.stream'],
      slots: { ...chatSlots, outputCap: ['max_tokens', 'max_completion_tokens'] },
    },
    { id: 'completions', kind: 'llm-call', on: 'Client', path: ['completions.create'], slots: completionSlots },
    { id: 'responses', kind: 'llm-call', on: 'Client', path: ['responses.create', 'responses.parse'], slots: responseSlots },
    {
      // The prompt and its model stand in the gateway.
      id: 'prompts.completions',
      kind: 'llm-call',
      on: 'Client',
      path: ['prompts.completions.create'],
      slots: { stream: 'stream', outputCap: ['max_tokens', 'max_completion_tokens'] },
    },
    { id: 'embeddings', kind: 'embedding-call', on: 'Client', path: ['embeddings.create'], slots: embeddingSlots },
  ],
});
