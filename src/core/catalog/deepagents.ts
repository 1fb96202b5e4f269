/** Deep Agents: LangGraph agents with planning, files and sub-agents. */
import { defineSdk } from './sdk.ts';

export default defineSdk({
  id: 'deepagents',
  title: 'Deep Agents',
  homepage: 'https://docs.langchain.com/oss/python/deepagents/overview',
  checked: '2026-11-21',
  packages: { ecmascript: ['deepagents'], python: ['deepagents'] },
  types: {
    Agent: ['create_deep_agent()', 'async_create_deep_agent()', 'createDeepAgent()', 'Agent.with_config()', 'Agent.withConfig()'],
  },
  calls: [
    {
      id: 'create_deep_agent',
      kind: 'agent',
      path: ['create_deep_agent', 'async_create_deep_agent', 'createDeepAgent'],
      slots: {
        model: 'model',
        tools: { ecmascript: 'tools', python: ['tools', 0] },
        system: { ecmascript: ['systemPrompt', 'instructions'], python: ['system_prompt', 'instructions'] },
        schema: { ecmascript: 'responseFormat', python: 'response_format' },
      },
      defaults: { steps: 10_000 },
    },
    {
      id: 'agent.with_config',
      kind: 'session',
      on: 'Agent',
      path: ['with_config', 'withConfig'],
      slots: { steps: { ecmascript: 'recursionLimit', python: ['recursion_limit', '0.recursion_limit'] } },
    },
    {
      id: 'agent.invoke',
      kind: 'agent',
      role: 'run',
      on: 'Agent',
      path: ['invoke', 'ainvoke', 'stream', 'astream', 'astream_events', 'streamEvents'],
      slots: {
        messages: '0.messages',
        steps: { ecmascript: '1.recursionLimit', python: ['config.recursion_limit', '1.recursion_limit'] },
      },
    },
  ],
});
