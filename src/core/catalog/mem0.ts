/** Mem0: a memory that calls a model when it stores and a vector store when it recalls. */
import { defineSdk } from './sdk.ts';

export default defineSdk({
  id: 'mem0',
  title: 'Mem0',
  homepage: 'https://docs.mem0.ai',
  checked: '2026-11-21',
  packages: { ecmascript: ['mem0ai'], python: ['mem0'] },
  types: {
    Store: [
      'default()',
      'MemoryClient()',
      'AsyncMemoryClient()',
      'Memory()',
      'AsyncMemory()',
      'Memory.from_config()',
      'AsyncMemory.from_config()',
      'Memory.fromConfig()',
    ],
  },
  calls: [
    {
      id: 'add',
      kind: 'llm-call',
      on: 'Store',
      path: ['add'],
      slots: { messages: { ecmascript: 0, python: ['messages', 0] } },
    },
    {
      id: 'search',
      kind: 'retriever',
      on: 'Store',
      path: ['search'],
      slots: {
        input: { ecmascript: 0, python: ['query', 0] },
        topK: { ecmascript: ['1.topK', '1.top_k', '1.limit'], python: ['top_k', 'limit', '1.top_k', '1.limit'] },
      },
      // A memory is one extracted fact in a sentence.
      defaults: { topK: 20, chunkSize: 30 },
    },
  ],
});
