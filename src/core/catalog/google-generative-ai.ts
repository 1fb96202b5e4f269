/** Google Generative AI: the older Gemini SDKs, in which a model object carries the settings. */
import { generativeModel } from './generative-model.ts';
import { defineSdk } from './sdk.ts';

export default defineSdk({
  id: 'google-generative-ai',
  title: 'Google Generative AI (deprecated)',
  homepage: 'https://ai.google.dev/gemini-api/docs/migrate',
  checked: '2026-11-21',
  packages: { ecmascript: ['@google/generative-ai'], python: ['google.generativeai'] },
  provider: 'google',
  types: {
    Client: ['GoogleGenerativeAI()'],
    ...generativeModel.types,
  },
  calls: [
    ...generativeModel.constructors('gemini-1.5-flash-002'),
    ...generativeModel.calls,
    {
      id: 'embedContent',
      kind: 'embedding-call',
      languages: ['ecmascript'],
      on: 'Model',
      path: ['embedContent', 'batchEmbedContents'],
      slots: { input: ['content', 'requests', 0] },
    },
    {
      id: 'embed_content',
      kind: 'embedding-call',
      languages: ['python'],
      path: ['embed_content', 'embed_content_async'],
      slots: { model: ['model', 0], input: ['content', 1] },
    },
  ],
});
