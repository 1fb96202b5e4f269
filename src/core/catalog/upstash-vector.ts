/** Upstash Vector: queries of an index. */
import { defineSdk } from './sdk.ts';

export default defineSdk({
  id: 'upstash-vector',
  title: 'Upstash Vector',
  homepage: 'https://upstash.com/docs/vector',
  checked: '2026-11-21',
  packages: { ecmascript: ['@upstash/vector'], python: ['upstash_vector'] },
  types: { VectorIndex: ['Index()', 'AsyncIndex()', 'Index.from_env()', 'VectorIndex.namespace()'] },
  calls: [
    {
      id: 'index.query',
      kind: 'retriever',
      on: 'VectorIndex',
      path: ['query', 'queryMany', 'query_many'],
      slots: {
        input: ['data', 'vector', '0.0.data'],
        topK: { ecmascript: ['topK', '0.0.topK'], python: 'top_k' },
      },
      defaults: { python: { topK: 10 } },
      telling: { ecmascript: ['data', 'topK'], python: ['data', 'top_k'] },
    },
  ],
});
