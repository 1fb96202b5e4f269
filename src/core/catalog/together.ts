/** Together AI: requests in OpenAI's shape to its own client. */
import { chatSlots, clientSlots, completionSlots, embeddingSlots } from './openai-shape.ts';
import { defineSdk } from './sdk.ts';

export default defineSdk({
  id: 'together',
  title: 'Together AI',
  homepage: 'https://docs.together.ai/reference/chat-completions-1',
  checked: '2026-11-21',
  packages: { ecmascript: ['together-ai'], python: ['together'] },
  provider: 'together',
  types: { Client: ['default()', 'Together()', 'AsyncTogether()', 'Client.with_options()', 'Client.withOptions()'] },
  calls: [
    { id: 'client', kind: 'client', path: ['default', 'Together', 'AsyncTogether'], slots: clientSlots, defaults: { retries: 2 } },
    {
      id: 'chat.completions',
      kind: 'llm-call',
      on: 'Client',
      path: [
        'chat.completions.create',
        'chat.completions.stream',
        'chat.completions.with_raw_response.create',
        'chat.completions.with_streaming_response.create',
      ],
      slots: { ...chatSlots, outputCap: 'max_tokens' },
    },
    { id: 'completions', kind: 'llm-call', on: 'Client', path: ['completions.create'], slots: completionSlots },
    { id: 'embeddings', kind: 'embedding-call', on: 'Client', path: ['embeddings.create'], slots: embeddingSlots },
  ],
});
