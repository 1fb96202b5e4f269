/** Elasticsearch and OpenSearch: nearest-neighbour searches. */
import { defineSdk } from './sdk.ts';

export default defineSdk({
  id: 'elasticsearch',
  title: 'Elasticsearch',
  homepage: 'https://www.elastic.co/docs/solutions/search/vector',
  checked: '2026-11-21',
  packages: { ecmascript: ['@elastic/elasticsearch', '@opensearch-project/opensearch'], python: ['elasticsearch', 'opensearchpy'] },
  types: { Client: ['Client()', 'Elasticsearch()', 'AsyncElasticsearch()', 'OpenSearch()', 'AsyncOpenSearch()'] },
  calls: [
    {
      // A search by words is none of ours.
      id: 'search(knn)',
      kind: 'retriever',
      on: 'Client',
      path: ['search'],
      needs: ['knn', 'retriever.knn', 'retriever.rrf', 'body.knn', 'body.query.knn', 'query.knn'],
      slots: {
        topK: ['size', 'knn.k', 'retriever.knn.k', 'body.size', 'body.knn.k', 'query.knn.k', 'retriever.rrf.rank_window_size'],
      },
      defaults: { topK: 10 },
    },
  ],
});
