/** Ollama: models on one's own machine, which cost no tokens. */
import { defineSdk } from './sdk.ts';

/** The Python module and the default export of the JavaScript package are clients themselves. */
const client = ['Client', ''] as const;

export default defineSdk({
  id: 'ollama',
  title: 'Ollama',
  homepage: 'https://github.com/ollama/ollama/blob/main/docs/api.md',
  checked: '2026-11-21',
  packages: { ecmascript: ['ollama'], python: ['ollama'] },
  provider: 'local',
  types: { Client: ['default', 'Ollama()', 'Client()', 'AsyncClient()'] },
  calls: [
    {
      id: 'client',
      kind: 'client',
      path: ['Ollama', 'Client', 'AsyncClient'],
      slots: { baseUrl: { ecmascript: 'host', python: ['host', 0] } },
    },
    {
      id: 'chat',
      kind: 'llm-call',
      on: client,
      path: ['chat'],
      slots: {
        model: { ecmascript: 'model', python: ['model', 0] },
        messages: { ecmascript: 'messages', python: ['messages', 1] },
        tools: 'tools',
        schema: 'format',
        outputCap: 'options.num_predict',
        stream: 'stream',
        effort: 'think',
      },
    },
    {
      id: 'generate',
      kind: 'llm-call',
      on: client,
      path: ['generate'],
      slots: {
        model: { ecmascript: 'model', python: ['model', 0] },
        system: 'system',
        prompt: { ecmascript: 'prompt', python: ['prompt', 1] },
        schema: 'format',
        outputCap: 'options.num_predict',
        stream: 'stream',
        effort: 'think',
      },
    },
    {
      id: 'embed',
      kind: 'embedding-call',
      on: client,
      path: ['embed', 'embeddings'],
      slots: {
        model: { ecmascript: 'model', python: ['model', 0] },
        input: { ecmascript: ['input', 'prompt'], python: ['input', 'prompt', 1] },
      },
    },
  ],
  messages: [{ path: ['Message'], role: { at: 'role' }, content: 'content' }],
});
