/** Weaviate: queries of a collection. */
import { defineSdk } from './sdk.ts';

const getters = ['collections.get', 'collections.use', 'collections.create'];

export default defineSdk({
  id: 'weaviate',
  title: 'Weaviate',
  homepage: 'https://docs.weaviate.io',
  checked: '2026-11-21',
  packages: { ecmascript: ['weaviate-client', 'weaviate-ts-client'], python: ['weaviate'] },
  types: {
    Database: [
      'connect_to_local()',
      'connect_to_weaviate_cloud()',
      'connect_to_wcs()',
      'connect_to_custom()',
      'connect_to_embedded()',
      'use_async_with_local()',
      'use_async_with_weaviate_cloud()',
      'WeaviateClient()',
      'WeaviateAsyncClient()',
      'connectToLocal()',
      'connectToWeaviateCloud()',
      'connectToCustom()',
      'default.connectToLocal()',
      'default.connectToWeaviateCloud()',
      'default.connectToCustom()',
    ],
    Collection: getters.map((path) => `Database.${path}()`),
  },
  calls: [
    {
      id: 'query',
      kind: 'retriever',
      on: 'Collection',
      path: [
        'query.near_text',
        'query.near_vector',
        'query.near_object',
        'query.near_image',
        'query.hybrid',
        'query.bm25',
        'query.nearText',
        'query.nearVector',
        'query.nearObject',
        'query.nearImage',
        'generate.near_text',
        'generate.near_vector',
        'generate.hybrid',
        'generate.nearText',
        'generate.nearVector',
      ],
      options: 1,
      slots: { input: { ecmascript: 0, python: ['query', 'near_vector', 0] }, topK: 'limit' },
      telling: [],
    },
  ],
});
