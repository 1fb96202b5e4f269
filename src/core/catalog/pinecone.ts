/** Pinecone: queries and searches of an index. */
import { defineSdk } from './sdk.ts';

export default defineSdk({
  id: 'pinecone',
  title: 'Pinecone',
  homepage: 'https://docs.pinecone.io',
  checked: '2026-11-21',
  packages: { ecmascript: ['@pinecone-database/pinecone'], python: ['pinecone'] },
  types: {
    Database: ['Pinecone()', 'PineconeClient()', 'PineconeGRPC()', 'PineconeAsyncio()'],
    VectorIndex: ['Index()', 'GRPCIndex()', 'Database.Index()', 'Database.index()', 'Database.IndexAsyncio()', 'VectorIndex.namespace()'],
  },
  calls: [
    {
      id: 'index.query',
      kind: 'retriever',
      on: 'VectorIndex',
      path: ['query', 'query_namespaces'],
      slots: {
        input: { ecmascript: 'vector', python: 'vector' },
        topK: { ecmascript: ['topK', 'queryRequest.topK'], python: 'top_k' },
      },
      telling: { ecmascript: ['vector', 'topK'], python: ['vector', 'top_k'] },
    },
    {
      id: 'index.search',
      kind: 'retriever',
      on: 'VectorIndex',
      path: ['search', 'search_records', 'searchRecords'],
      slots: { topK: { ecmascript: 'query.topK', python: 'query.top_k' } },
    },
  ],
});
