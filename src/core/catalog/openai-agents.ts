/** OpenAI Agents SDK: agents, hand-offs, and their runs. */
import { defineSdk } from './sdk.ts';

/** Model turns; an explicit `None` or `null` takes the bound away. */
const turns = { steps: 10 } as const;

export default defineSdk({
  id: 'openai-agents',
  title: 'OpenAI Agents SDK',
  homepage: 'https://openai.github.io/openai-agents-python/',
  checked: '2026-11-21',
  packages: {
    ecmascript: ['@openai/agents', '@openai/agents-core', '@openai/agents-openai', '@openai/agents-realtime'],
    python: ['agents'],
  },
  provider: 'openai',
  types: {
    BuiltAgent: ['Agent()', 'Agent.create()', 'BuiltAgent.clone()'],
    AgentRunner: ['Runner()'],
  },
  typed: { python: ['model_settings', 'run_config'] },
  calls: [
    {
      id: 'Agent',
      kind: 'agent',
      path: ['Agent', 'Agent.create'],
      slots: {
        model: 'model',
        system: 'instructions',
        tools: 'tools',
        schema: { ecmascript: 'outputType', python: 'output_type' },
        outputCap: { ecmascript: 'modelSettings.maxTokens', python: 'model_settings.max_tokens' },
        effort: { ecmascript: 'modelSettings.reasoning.effort', python: 'model_settings.reasoning.effort' },
      },
      defaults: turns,
    },
    {
      id: 'Agent.clone',
      kind: 'agent',
      on: 'BuiltAgent',
      path: ['clone'],
      slots: {
        model: 'model',
        system: 'instructions',
        tools: 'tools',
        outputCap: { ecmascript: 'modelSettings.maxTokens', python: 'model_settings.max_tokens' },
      },
      defaults: turns,
    },
    {
      id: 'Agent.as_tool',
      kind: 'agent',
      on: 'BuiltAgent',
      path: ['as_tool', 'asTool'],
      slots: {
        name: { ecmascript: 'toolName', python: 'tool_name' },
        description: { ecmascript: 'toolDescription', python: 'tool_description' },
        steps: { ecmascript: 'runOptions.maxTurns', python: 'max_turns' },
      },
      defaults: turns,
    },
    {
      id: 'run',
      kind: 'agent',
      role: 'run',
      languages: ['ecmascript'],
      on: ['', 'AgentRunner'],
      path: ['run'],
      options: 2,
      slots: { agent: 0, input: 1, steps: 'maxTurns', stream: 'stream' },
      defaults: turns,
    },
    {
      id: 'Runner.run',
      kind: 'agent',
      role: 'run',
      languages: ['python'],
      path: ['Runner.run', 'Runner.run_sync', 'Runner.run_streamed'],
      slots: { agent: ['starting_agent', 0], input: ['input', 1], model: 'run_config.model', steps: 'max_turns' },
      defaults: turns,
    },
    {
      id: 'tool',
      kind: 'tool',
      path: ['tool', 'function_tool', 'FunctionTool'],
      slots: {
        name: ['name', 'name_override'],
        description: ['description', 'description_override'],
        schema: ['parameters', 'params_json_schema'],
      },
    },
  ],
});
