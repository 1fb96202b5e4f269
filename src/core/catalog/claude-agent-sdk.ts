/** Claude Agent SDK: queries that run the Claude Code agent. */
import { defineSdk } from './sdk.ts';

const options = {
  model: { ecmascript: 'options.model', python: ['options.model', '0.model'] },
  system: { ecmascript: ['options.systemPrompt', 'options.appendSystemPrompt'], python: ['options.system_prompt', '0.system_prompt'] },
  budget: { ecmascript: 'options.maxBudgetUsd', python: ['options.max_budget_usd', '0.max_budget_usd'] },
  steps: { ecmascript: 'options.maxTurns', python: ['options.max_turns', '0.max_turns'] },
  thinkingBudget: { ecmascript: 'options.maxThinkingTokens', python: ['options.max_thinking_tokens', '0.max_thinking_tokens'] },
  effort: ['options.effort', '0.effort'],
} as const;

export default defineSdk({
  id: 'claude-agent-sdk',
  title: 'Claude Agent SDK',
  homepage: 'https://docs.claude.com/en/api/agent-sdk/overview',
  checked: '2026-11-21',
  packages: {
    ecmascript: ['@anthropic-ai/claude-agent-sdk', '@anthropic-ai/claude-code'],
    python: ['claude_agent_sdk', 'claude_code_sdk'],
  },
  provider: 'anthropic',
  types: { Session: ['ClaudeSDKClient()', 'unstable_v2_createSession()'] },
  typed: { python: ['options'] },
  calls: [
    {
      id: 'query',
      kind: 'agent',
      role: 'run',
      path: ['query'],
      slots: { prompt: 'prompt', ...options },
      defaults: { steps: 'unbounded' },
    },
    {
      id: 'unstable_v2_prompt',
      kind: 'agent',
      role: 'run',
      languages: ['ecmascript'],
      path: ['unstable_v2_prompt'],
      slots: { prompt: 0, model: '1.model', budget: '1.maxBudgetUsd' },
      defaults: { steps: 'unbounded' },
    },
    {
      id: 'ClaudeSDKClient',
      kind: 'session',
      languages: ['python'],
      path: ['ClaudeSDKClient'],
      slots: options,
    },
    {
      id: 'ClaudeSDKClient.query',
      kind: 'agent',
      role: 'run',
      languages: ['python'],
      on: 'Session',
      path: ['query'],
      slots: { prompt: ['prompt', 0] },
      defaults: { steps: 'unbounded' },
    },
    {
      id: 'tool',
      kind: 'tool',
      path: ['tool'],
      slots: { name: ['name', 0], description: ['description', 1], schema: ['input_schema', 2] },
    },
  ],
});
