/** Chroma: queries of a collection. */
import { defineSdk } from './sdk.ts';

const clients = [
  'ChromaClient',
  'CloudClient',
  'Client',
  'EphemeralClient',
  'PersistentClient',
  'HttpClient',
  'AsyncHttpClient',
  'ClientAPI',
];
const getters = [
  'getCollection',
  'getOrCreateCollection',
  'createCollection',
  'get_collection',
  'get_or_create_collection',
  'create_collection',
];

export default defineSdk({
  id: 'chroma',
  title: 'Chroma',
  homepage: 'https://docs.trychroma.com',
  checked: '2026-11-21',
  packages: { ecmascript: ['chromadb'], python: ['chromadb'] },
  types: {
    Database: clients.map((name) => `${name}()`),
    Collection: ['Collection()', ...getters.map((name) => `Database.${name}()`)],
  },
  calls: [
    {
      // The number of results holds for each query text.
      id: 'collection.query',
      kind: 'retriever',
      on: 'Collection',
      path: ['query'],
      slots: {
        input: { ecmascript: 'queryTexts', python: ['query_texts', 'query_embeddings'] },
        topK: { ecmascript: 'nResults', python: 'n_results' },
      },
      defaults: { topK: 10 },
      telling: { ecmascript: ['nResults'], python: ['n_results'] },
    },
  ],
});
