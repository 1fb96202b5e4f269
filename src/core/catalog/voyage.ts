/** Voyage AI: embeddings and reranking. */
import { defineSdk } from './sdk.ts';

export default defineSdk({
  id: 'voyage',
  title: 'Voyage AI',
  homepage: 'https://docs.voyageai.com/reference/embeddings-api',
  checked: '2026-11-21',
  packages: { ecmascript: ['voyageai'], python: ['voyageai'] },
  provider: 'voyageai',
  types: { Client: ['VoyageAIClient()', 'Client()', 'AsyncClient()'] },
  calls: [
    { id: 'client', kind: 'client', path: ['VoyageAIClient', 'Client', 'AsyncClient'] },
    {
      id: 'embed',
      kind: 'embedding-call',
      on: 'Client',
      path: ['embed', 'contextualizedEmbed', 'contextualized_embed', 'multimodalEmbed', 'multimodal_embed'],
      slots: {
        model: { ecmascript: 'model', python: ['model', 1] },
        input: { ecmascript: ['input', 'inputs'], python: ['texts', 'inputs', 0] },
      },
    },
    {
      id: 'rerank',
      kind: 'retriever',
      on: 'Client',
      path: ['rerank'],
      slots: {
        model: { ecmascript: 'model', python: ['model', 2] },
        documents: { ecmascript: 'documents', python: ['documents', 1] },
        topK: { ecmascript: 'topK', python: ['top_k', 3] },
      },
    },
  ],
});
