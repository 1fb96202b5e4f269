/** Milvus: searches of a collection. */
import { defineSdk } from './sdk.ts';

export default defineSdk({
  id: 'milvus',
  title: 'Milvus',
  homepage: 'https://milvus.io/docs',
  checked: '2026-11-21',
  packages: { ecmascript: ['@zilliz/milvus2-sdk-node'], python: ['pymilvus'] },
  types: { Database: ['MilvusClient()', 'AsyncMilvusClient()', 'Collection()'] },
  calls: [
    {
      id: 'search',
      kind: 'retriever',
      on: 'Database',
      path: ['search', 'hybrid_search', 'hybridSearch'],
      slots: {
        input: { ecmascript: ['data', 'vector', 'vectors'], python: ['data', 1] },
        topK: { ecmascript: ['limit', 'topk'], python: 'limit' },
      },
      defaults: { ecmascript: { topK: 100 }, python: { topK: 10 } },
      telling: { ecmascript: ['collection_name', 'data'], python: ['collection_name', 'data'] },
    },
  ],
});
