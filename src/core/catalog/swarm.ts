/** Swarm, the predecessor of the OpenAI Agents SDK. */
import { defineSdk } from './sdk.ts';

export default defineSdk({
  id: 'swarm',
  title: 'OpenAI Swarm',
  homepage: 'https://github.com/openai/swarm',
  checked: '2026-11-21',
  packages: { python: ['swarm'] },
  provider: 'openai',
  types: { Client: ['Swarm()'] },
  calls: [
    {
      id: 'Agent',
      kind: 'agent',
      path: ['Agent'],
      slots: { model: 'model', system: 'instructions', tools: 'functions' },
      defaults: { model: 'gpt-4o', steps: 'unbounded' },
    },
    {
      id: 'run',
      kind: 'agent',
      role: 'run',
      on: 'Client',
      path: ['run', 'run_and_stream'],
      repeats: 'execute_tools',
      slots: { agent: ['agent', 0], messages: ['messages', 1], model: 'model_override', steps: 'max_turns', stream: 'stream' },
      defaults: { steps: 'unbounded' },
    },
    {
      id: 'run_demo_loop',
      kind: 'agent',
      role: 'run',
      path: ['run_demo_loop'],
      slots: { agent: ['starting_agent', 0] },
      defaults: { steps: 'unbounded' },
    },
  ],
});
