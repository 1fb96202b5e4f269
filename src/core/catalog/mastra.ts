/** Mastra: agents on AI SDK models. */
import { defineSdk } from './sdk.ts';

export default defineSdk({
  id: 'mastra',
  title: 'Mastra',
  homepage: 'https://mastra.ai/docs',
  checked: '2026-11-21',
  packages: { ecmascript: ['@mastra/core'] },
  types: { BuiltAgent: ['Agent()', 'MastraInstance.getAgent()', 'MastraInstance.getAgentById()'], MastraInstance: ['Mastra()'] },
  passes: [{ path: ['stepCountIs'], argument: 0 }],
  calls: [
    {
      id: 'Agent',
      kind: 'agent',
      path: ['Agent'],
      slots: {
        model: ['model', 'model.0.model'],
        system: 'instructions',
        tools: 'tools',
        history: 'memory',
        retries: 'maxRetries',
        steps: ['defaultOptions.maxSteps', 'defaultGenerateOptions.maxSteps', 'defaultStreamOptions.maxSteps'],
        outputCap: ['defaultOptions.modelSettings.maxOutputTokens', 'defaultGenerateOptions.maxTokens'],
      },
      defaults: { steps: 5, retries: 0 },
    },
    {
      id: 'agent.generate',
      kind: 'agent',
      role: 'run',
      on: 'BuiltAgent',
      path: ['generate', 'stream', 'network', 'generateLegacy', 'streamLegacy', 'generateVNext', 'streamVNext'],
      options: 1,
      slots: {
        messages: 0,
        system: ['instructions', 'system'],
        steps: ['maxSteps', 'stopWhen'],
        outputCap: ['modelSettings.maxOutputTokens', 'maxTokens'],
        schema: ['structuredOutput.schema', 'output', 'experimental_output'],
      },
    },
    {
      id: 'createTool',
      kind: 'tool',
      path: ['createTool'],
      slots: { name: 'id', description: 'description', schema: 'inputSchema' },
    },
  ],
});
