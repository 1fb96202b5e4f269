/** Google Agent Development Kit: agents, workflow agents and runners. */
import { defineSdk } from './sdk.ts';

/** Model calls of one run; zero or less takes the bound away. */
const calls = { steps: 500 } as const;

export default defineSdk({
  id: 'google-adk',
  title: 'Google Agent Development Kit',
  homepage: 'https://google.github.io/adk-docs/',
  checked: '2026-11-21',
  packages: { ecmascript: ['@google/adk'], python: ['google.adk'] },
  provider: 'google',
  types: { AgentRunner: ['Runner()', 'InMemoryRunner()'] },
  typed: { python: ['run_config'] },
  calls: [
    {
      id: 'LlmAgent',
      kind: 'agent',
      path: ['Agent', 'LlmAgent'],
      slots: {
        model: 'model',
        system: { ecmascript: ['instruction', 'globalInstruction'], python: ['instruction', 'static_instruction', 'global_instruction'] },
        tools: 'tools',
        schema: { ecmascript: 'outputSchema', python: 'output_schema' },
        outputCap: { ecmascript: 'generateContentConfig.maxOutputTokens', python: 'generate_content_config.max_output_tokens' },
      },
      defaults: calls,
    },
    {
      id: 'LoopAgent',
      kind: 'agent',
      path: ['LoopAgent'],
      slots: {
        agent: { ecmascript: 'subAgents', python: 'sub_agents' },
        steps: { ecmascript: 'maxIterations', python: 'max_iterations' },
      },
      defaults: { steps: 'unbounded' },
    },
    {
      id: 'SequentialAgent',
      kind: 'agent',
      path: ['SequentialAgent', 'ParallelAgent'],
      slots: { agent: { ecmascript: 'subAgents', python: 'sub_agents' } },
      defaults: calls,
    },
    {
      id: 'LiteLlm',
      kind: 'model-constructor',
      languages: ['python'],
      path: ['LiteLlm'],
      slots: { model: ['model', 0], outputCap: ['max_tokens', 'max_completion_tokens'] },
    },
    { id: 'Gemini', kind: 'model-constructor', path: ['Gemini'], slots: { model: 'model' } },
    {
      id: 'Runner',
      kind: 'session',
      path: ['Runner', 'InMemoryRunner'],
      slots: { agent: { ecmascript: 'agent', python: ['agent', 0] } },
    },
    {
      id: 'Runner.run',
      kind: 'agent',
      role: 'run',
      on: 'AgentRunner',
      path: ['run', 'run_async', 'run_live', 'runAsync', 'runLive', 'run_debug'],
      slots: {
        input: { ecmascript: 'newMessage', python: 'new_message' },
        steps: { ecmascript: 'runConfig.maxLlmCalls', python: 'run_config.max_llm_calls' },
      },
      defaults: calls,
    },
    { id: 'FunctionTool', kind: 'tool', path: ['FunctionTool'], slots: { name: 'name', description: 'description', schema: 'parameters' } },
  ],
});
