/** Redis: vector searches of its query engine and of RedisVL. */
import { defineSdk } from './sdk.ts';

export default defineSdk({
  id: 'redis',
  title: 'Redis',
  homepage: 'https://redis.io/docs/latest/develop/ai/',
  checked: '2026-11-21',
  packages: { ecmascript: ['redis'], python: ['redisvl', 'redis'] },
  types: {
    Client: ['Client.connect()', 'Client.on()', 'createClient()', 'createCluster()', 'Redis()', 'Redis.from_url()', 'from_url()'],
    FullText: ['Client.ft()'],
    VectorIndex: [
      'SearchIndex()',
      'AsyncSearchIndex()',
      'SearchIndex.from_dict()',
      'SearchIndex.from_yaml()',
      'SearchIndex.from_existing()',
    ],
  },
  typed: { python: ['query', 'query_params'] },
  calls: [
    {
      // The k of a query in Redis's own syntax (`=>[KNN 5 @vector $query]`) stands in its text.
      id: 'ft.search',
      kind: 'retriever',
      languages: ['ecmascript'],
      on: 'Client',
      path: ['ft.search'],
      options: 2,
      needs: ['2.PARAMS'],
      slots: { topK: ['2.PARAMS.k', '2.PARAMS.K', '2.LIMIT.size'] },
      defaults: { topK: 10 },
    },
    {
      id: 'ft().search',
      kind: 'retriever',
      languages: ['python'],
      on: 'FullText',
      path: ['search'],
      needs: ['query_params', 1],
      slots: { topK: ['query_params.k', '1.k', 'query_params.K', '1.K'] },
      defaults: { topK: 10 },
    },
    {
      id: 'VectorQuery',
      kind: 'session',
      languages: ['python'],
      path: ['VectorQuery', 'VectorRangeQuery', 'HybridQuery'],
      slots: { topK: 'num_results' },
      defaults: { topK: 10 },
    },
    {
      id: 'SearchIndex.query',
      kind: 'retriever',
      languages: ['python'],
      on: 'VectorIndex',
      path: ['query', 'search'],
      slots: { topK: ['query.num_results', '0.num_results'] },
      defaults: { topK: 10 },
    },
  ],
});
