/** Genkit: generation, prompts, embedding and retrieval. */
import { defineSdk } from './sdk.ts';

const generation = {
  model: 'model',
  system: 'system',
  messages: 'messages',
  prompt: 'prompt',
  tools: 'tools',
  documents: 'docs',
  schema: { ecmascript: ['output.schema', 'output.jsonSchema'], python: 'output_schema' },
  outputCap: { ecmascript: 'config.maxOutputTokens', python: ['config.max_output_tokens', 'config.maxOutputTokens'] },
  thinkingBudget: { ecmascript: 'config.thinkingConfig.thinkingBudget', python: 'config.thinking_config.thinking_budget' },
  steps: { ecmascript: 'maxTurns', python: 'max_turns' },
} as const;

export default defineSdk({
  id: 'genkit',
  title: 'Genkit',
  homepage: 'https://genkit.dev/docs',
  checked: '2026-11-21',
  packages: {
    ecmascript: ['genkit', '@genkit-ai/ai', '@genkit-ai/core', '@genkit-ai/google-genai', '@genkit-ai/googleai', '@genkit-ai/vertexai'],
    python: ['genkit'],
  },
  provider: 'google',
  types: {
    Ai: ['genkit()', 'Genkit()'],
    Prompt: ['Ai.prompt()', 'Ai.definePrompt()', 'Ai.define_prompt()'],
    Chat: ['Ai.chat()'],
  },
  // `googleAI.model('gemini-2.5-flash')` stands for the name.
  passes: [
    { path: ['googleAI.model', 'vertexAI.model', 'googleAI.embedder', 'vertexAI.embedder', 'modelRef', 'gemini'], argument: [0, 'name'] },
  ],
  calls: [
    { id: 'genkit', kind: 'client', path: ['genkit', 'Genkit'], slots: { model: 'model' } },
    {
      // A bare text as the argument is the prompt.
      id: 'generate',
      kind: 'llm-call',
      on: 'Ai',
      path: ['generate', 'generateStream', 'generate_stream'],
      slots: { ...generation, prompt: { ecmascript: ['prompt', 0], python: 'prompt' } },
      defaults: { steps: 5 },
    },
    { id: 'definePrompt', kind: 'session', on: 'Ai', path: ['definePrompt', 'define_prompt'], slots: generation },
    {
      id: 'prompt',
      kind: 'llm-call',
      on: 'Prompt',
      path: ['()', 'stream'],
      options: 1,
      slots: { model: 'model', outputCap: generation.outputCap, steps: generation.steps },
      defaults: { steps: 5 },
    },
    { id: 'chat', kind: 'session', languages: ['ecmascript'], on: 'Ai', path: ['chat'], slots: generation },
    {
      id: 'chat.send',
      kind: 'llm-call',
      languages: ['ecmascript'],
      on: 'Chat',
      path: ['send', 'sendStream'],
      slots: { prompt: ['prompt', 0] },
      defaults: { steps: 5 },
    },
    {
      id: 'embed',
      kind: 'embedding-call',
      on: 'Ai',
      path: ['embed', 'embedMany', 'embed_many'],
      slots: { model: 'embedder', input: 'content' },
    },
    {
      id: 'retrieve',
      kind: 'retriever',
      languages: ['ecmascript'],
      on: 'Ai',
      path: ['retrieve'],
      slots: { input: 'query', topK: ['options.k', 'options.limit'] },
    },
    {
      id: 'defineTool',
      kind: 'tool',
      on: 'Ai',
      path: ['defineTool'],
      slots: { name: 'name', description: 'description', schema: 'inputSchema' },
    },
  ],
});
