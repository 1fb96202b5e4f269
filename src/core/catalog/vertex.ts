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
    Model: [
      'Client.getGenerativeModel()',
      'Client.getGenerativeModelFromCachedContent()',
      'GenerativeModel()',
      'GenerativeModel.from_cached_content()',
    ],
    Chat: ['Model.startChat()', 'Model.start_chat()'],
    EmbeddingModel: ['TextEmbeddingModel.from_pretrained()'],
  },
  calls: [
    {
      id: 'getGenerativeModel',
      kind: 'model-constructor',
      languages: ['ecmascript'],
      on: 'Client',
      path: ['getGenerativeModel', 'getGenerativeModelFromCachedContent'],
      slots: { ...generativeModel.settings, model: ['model', '1.model'] },
    },
    {
      id: 'GenerativeModel',
      kind: 'model-constructor',
      languages: ['python'],
      path: ['GenerativeModel', 'GenerativeModel.from_cached_content'],
      slots: { ...generativeModel.settings, model: ['model_name', 0] },
    },
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
