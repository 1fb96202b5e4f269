/** Genkit: generation, prompts, embedding and retrieval. */
import { defineSdk } from './sdk.ts';

const generation = {
  model: 'model',
  system: 'system',
  messages: 'messages',
  prompt: 'prompt',
  tools: 'tools',
  documents: 'docs',
  schema: ['output.schema', 'output.jsonSchema'],
  outputCap: 'config.maxOutputTokens',
  thinkingBudget: 'config.thinkingConfig.thinkingBudget',
  steps: 'maxTurns',
} as const;

export default defineSdk({
  id: 'genkit',
  title: 'Genkit',
  homepage: 'https://genkit.dev/docs',
  checked: '2026-11-21',
  packages: {
    ecmascript: ['genkit', '@genkit-ai/ai', '@genkit-ai/core', '@genkit-ai/google-genai', '@genkit-ai/googleai', '@genkit-ai/vertexai'],
  },
  provider: 'google',
  types: {
    Ai: ['genkit()', 'Genkit()'],
    Prompt: ['Ai.prompt()', 'Ai.definePrompt()'],
    Chat: ['Ai.chat()'],
  },
  // `googleAI.model('gemini-2.5-flash')` stands for the name.
  passes: [
    { path: ['googleAI.model', 'vertexAI.model', 'googleAI.embedder', 'vertexAI.embedder', 'modelRef', 'gemini'], argument: [0, 'name'] },
  ],
  calls: [
    { id: 'genkit', kind: 'client', path: ['genkit'], slots: { model: 'model' } },
    {
      // A bare text as the argument is the prompt.
      id: 'generate',
      kind: 'llm-call',
      on: 'Ai',
      path: ['generate', 'generateStream'],
      slots: { ...generation, prompt: ['prompt', 0] },
      defaults: { steps: 5 },
    },
    { id: 'definePrompt', kind: 'session', on: 'Ai', path: ['definePrompt'], slots: generation },
    {
      id: 'prompt',
      kind: 'llm-call',
      on: 'Prompt',
      path: ['()', 'stream'],
      options: 1,
      slots: { model: 'model', outputCap: 'config.maxOutputTokens', steps: 'maxTurns' },
      defaults: { steps: 5 },
    },
    { id: 'chat', kind: 'session', on: 'Ai', path: ['chat'], slots: generation },
    {
      id: 'chat.send',
      kind: 'llm-call',
      on: 'Chat',
      path: ['send', 'sendStream'],
      slots: { prompt: ['prompt', 0] },
      defaults: { steps: 5 },
    },
    { id: 'embed', kind: 'embedding-call', on: 'Ai', path: ['embed', 'embedMany'], slots: { model: 'embedder', input: 'content' } },
    { id: 'retrieve', kind: 'retriever', on: 'Ai', path: ['retrieve'], slots: { input: 'query', topK: ['options.k', 'options.limit'] } },
    {
      id: 'defineTool',
      kind: 'tool',
      on: 'Ai',
      path: ['defineTool'],
      slots: { name: 'name', description: 'description', schema: 'inputSchema' },
    },
  ],
});
