/** Groq: requests in OpenAI's shape to its own client. */
import { chatSlots, clientSlots, embeddingSlots, responseSlots } from './openai-shape.ts';
import { defineSdk } from './sdk.ts';

export default defineSdk({
  id: 'groq',
  title: 'Groq',
  homepage: 'https://console.groq.com/docs/api-reference',
  checked: '2026-11-21',
  packages: { ecmascript: ['groq-sdk'], python: ['groq'] },
  provider: 'groq',
  types: {
    Client: [
      'default()',
      'Groq()',
      'AsyncGroq()',
      'Client()',
      'AsyncClient()',
      'Client.with_options()',
      'Client.withOptions()',
      'Client.copy()',
    ],
  },
  calls: [
    {
      id: 'client',
      kind: 'client',
      path: ['default', 'Groq', 'AsyncGroq', 'Client', 'AsyncClient'],
      slots: clientSlots,
      defaults: { retries: 2 },
    },
    {
      id: 'chat.completions',
      kind: 'llm-call',
      on: 'Client',
      path: ['chat.completions.create', 'chat.completions.with_raw_response.create', 'chat.completions.with_streaming_response.create'],
      slots: chatSlots,
    },
    { id: 'responses', kind: 'llm-call', on: 'Client', path: ['responses.create'], slots: responseSlots },
    { id: 'embeddings', kind: 'embedding-call', on: 'Client', path: ['embeddings.create'], slots: embeddingSlots },
  ],
});
