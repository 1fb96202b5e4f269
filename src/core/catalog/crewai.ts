/** CrewAI: agents, tasks, crews and flows. */
import { defineSdk } from './sdk.ts';

const outputCap = ['max_tokens', 'max_completion_tokens'];

export default defineSdk({
  id: 'crewai',
  title: 'CrewAI',
  homepage: 'https://docs.crewai.com',
  checked: '2026-11-21',
  packages: { python: ['crewai'] },
  types: {
    Llm: ['LLM()', 'BaseLLM()'],
    BuiltAgent: ['Agent()', 'LiteAgent()', 'BaseAgent()'],
    BuiltTask: ['Task()', 'ConditionalTask()'],
    BuiltCrew: ['Crew()', 'BuiltCrew.copy()'],
    BuiltFlow: ['Flow()'],
  },
  calls: [
    {
      id: 'LLM',
      kind: 'model-constructor',
      path: ['LLM'],
      slots: {
        model: ['model', 0],
        outputCap,
        baseUrl: ['base_url', 'api_base'],
        samples: 'n',
        effort: 'reasoning_effort',
        retries: 'max_retries',
      },
      defaults: { retries: 2 },
    },
    {
      id: 'LLM.call',
      kind: 'llm-call',
      on: 'Llm',
      path: ['call', 'acall'],
      slots: { messages: ['messages', 0], tools: 'tools', schema: 'response_model' },
    },
    {
      id: 'Agent',
      kind: 'agent',
      path: ['Agent'],
      slots: {
        model: 'llm',
        system: ['system_template', 'backstory', 'config.backstory'],
        tools: 'tools',
        steps: 'max_iter',
        retries: 'max_retry_limit',
      },
      defaults: { steps: 25 },
    },
    {
      id: 'LiteAgent',
      kind: 'agent',
      path: ['LiteAgent'],
      slots: { model: 'llm', system: 'backstory', tools: 'tools', steps: 'max_iterations', schema: 'response_format' },
      defaults: { steps: 15 },
    },
    {
      id: 'Task',
      kind: 'agent',
      path: ['Task', 'ConditionalTask'],
      slots: { agent: 'agent', prompt: ['description', 'config.description'], tools: 'tools', schema: ['output_pydantic', 'output_json'] },
      defaults: { steps: 25 },
    },
    {
      id: 'Crew',
      kind: 'agent',
      path: ['Crew'],
      slots: { agent: 'agents', prompt: 'tasks', model: 'manager_llm' },
      defaults: { steps: 25 },
    },
    {
      id: 'Crew.kickoff',
      kind: 'agent',
      role: 'run',
      on: 'BuiltCrew',
      path: ['kickoff', 'kickoff_async', 'akickoff', 'kickoff_for_each', 'kickoff_for_each_async', 'akickoff_for_each'],
      slots: { input: ['inputs', 0] },
      defaults: { steps: 25 },
      // A crew mostly comes from a method of a decorated class in another file: `TravelCrew().crew().kickoff()`.
      telling: [],
    },
    {
      id: 'Agent.kickoff',
      kind: 'agent',
      role: 'run',
      on: 'BuiltAgent',
      path: ['kickoff', 'kickoff_async', 'akickoff', 'execute_task', 'aexecute_task'],
      slots: { prompt: ['messages', 'task', 0], schema: 'response_format' },
      defaults: { steps: 25 },
    },
    {
      id: 'Task.execute',
      kind: 'agent',
      role: 'run',
      on: 'BuiltTask',
      path: ['execute', 'execute_sync', 'execute_async', 'aexecute_sync'],
      slots: { agent: ['agent', 0] },
      defaults: { steps: 25 },
    },
    {
      id: 'Flow.kickoff',
      kind: 'agent',
      role: 'run',
      on: 'BuiltFlow',
      path: ['kickoff', 'kickoff_async', 'akickoff'],
      slots: { input: ['inputs', 0] },
      // Method calls of one flow.
      defaults: { steps: 100 },
    },
    { id: 'tool', kind: 'tool', path: ['tool'], slots: { name: 0 } },
  ],
});
