/** Vertex AI: Gemini through Google Cloud's own SDKs, in which a model object carries the settings. */
import { generativeModel } from './generative-model.ts';
import { defineSdk } from './sdk.ts';

export default defineSdk({
  id: 'vertex',
  title: 'Vertex AI',
  homepage: 'https://cloud.google.com/vertex-ai/generative-ai/docs/reference',
  checked: '2026-11-21',
  packages: { ecmascript: ['@google-cloud/vertexai'], python: ['vertexai', 'google.cloud.aiplatform'] },
  provider: 'google',
  types: {
    Client: ['VertexAI()', 'Client.preview'],
    ...generativeModel.types,
    EmbeddingModel: ['TextEmbeddingModel.from_pretrained()'],
  },
  calls: [
    ...generativeModel.constructors(),
    ...generativeModel.calls,
    {
      id: 'TextEmbeddingModel',
      kind: 'model-constructor',
      languages: ['python'],
      path: ['TextEmbeddingModel.from_pretrained'],
      slots: { model: ['model_name', 0] },
    },
    {
      id: 'get_embeddings',
      kind: 'embedding-call',
      languages: ['python'],
      on: 'EmbeddingModel',
      path: ['get_embeddings', 'get_embeddings_async'],
      slots: { input: ['texts', 0] },
    },
  ],
  messages: [{ path: ['Content'], role: { at: 'role' }, content: 'parts' }],
  templates: [{ path: ['Part.from_text'], text: ['text', 0], syntax: 'none' }],
});
