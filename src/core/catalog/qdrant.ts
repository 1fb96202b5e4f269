/** Qdrant: searches of a collection. */
import { defineSdk } from './sdk.ts';

export default defineSdk({
  id: 'qdrant',
  title: 'Qdrant',
  homepage: 'https://qdrant.tech/documentation/',
  checked: '2026-11-21',
  packages: { ecmascript: ['@qdrant/js-client-rest', '@qdrant/qdrant-js'], python: ['qdrant_client'] },
  types: { Database: ['QdrantClient()', 'AsyncQdrantClient()'] },
  calls: [
    {
      id: 'search',
      kind: 'retriever',
      on: 'Database',
      path: [
        'search',
        'query_points',
        'query',
        'recommend',
        'discover',
        'search_groups',
        'query_points_groups',
        'searchPointGroups',
        'queryGroups',
      ],
      options: 1,
      slots: {
        input: { ecmascript: ['vector', 'query'], python: ['query_vector', 'query', 'query_text', 1] },
        topK: 'limit',
      },
      defaults: { topK: 10 },
      telling: { python: ['collection_name', 'query_vector'] },
    },
  ],
});
