/** Azure AI Search: searches of an index. */
import { defineSdk } from './sdk.ts';

export default defineSdk({
  id: 'azure-search',
  title: 'Azure AI Search',
  homepage: 'https://learn.microsoft.com/azure/search/',
  checked: '2026-11-21',
  packages: { ecmascript: ['@azure/search-documents'], python: ['azure.search.documents'] },
  types: { Client: ['SearchClient()'] },
  calls: [
    {
      id: 'search',
      kind: 'retriever',
      on: 'Client',
      path: ['search'],
      options: 1,
      slots: {
        input: { ecmascript: 0, python: ['search_text', 0] },
        topK: {
          ecmascript: ['top', 'vectorSearchOptions.queries.0.kNearestNeighborsCount'],
          python: ['top', 'vector_queries.0.k_nearest_neighbors', 'vector_queries.0.k'],
        },
      },
      defaults: { topK: 50 },
      telling: { python: ['vector_queries'], ecmascript: ['vectorSearchOptions'] },
    },
  ],
});
