/** AutoGen 0.4 and later (AgentChat), and AutoGen 0.2 with its fork AG2. */
import { defineSdk } from './sdk.ts';

const openai = {
  model: 'model',
  outputCap: ['max_tokens', 'max_completion_tokens'],
  baseUrl: 'base_url',
  retries: 'max_retries',
  samples: 'n',
  effort: 'reasoning_effort',
} as const;
/** A termination condition bounds the run only where it counts messages. */
const team = { agent: ['participants', 0], steps: ['max_turns', 'termination_condition'] } as const;
const legacy = {
  model: ['llm_config.config_list.0.model', 'llm_config.model'],
  system: ['system_message', 1],
  outputCap: ['llm_config.max_tokens', 'llm_config.config_list.0.max_tokens'],
  steps: 'max_consecutive_auto_reply',
} as const;

export default defineSdk({
  id: 'autogen',
  title: 'AutoGen',
  homepage: 'https://microsoft.github.io/autogen/',
  checked: '2026-11-21',
  packages: { python: ['autogen_agentchat', 'autogen_ext', 'autogen_core', 'autogen', 'ag2'] },
  types: {
    ModelClient: [
      'OpenAIChatCompletionClient()',
      'AzureOpenAIChatCompletionClient()',
      'AnthropicChatCompletionClient()',
      'AnthropicBedrockChatCompletionClient()',
      'OllamaChatCompletionClient()',
      'AzureAIChatCompletionClient()',
      'ChatCompletionClient()',
    ],
    BuiltAgent: [
      'AssistantAgent()',
      'ConversableAgent()',
      'UserProxyAgent()',
      'GroupChatManager()',
      'CodeExecutorAgent()',
      'SocietyOfMindAgent()',
    ],
    Team: ['RoundRobinGroupChat()', 'SelectorGroupChat()', 'Swarm()', 'GraphFlow()', 'MagenticOneGroupChat()', 'MagenticOne()'],
  },
  messages: [
    { path: ['SystemMessage'], role: 'system', content: ['content', 0] },
    { path: ['UserMessage', 'TextMessage'], role: 'user', content: ['content', 0] },
    { path: ['AssistantMessage'], role: 'assistant', content: ['content', 0] },
  ],
  people: ['UserProxyAgent'],
  passes: [{ path: ['MaxMessageTermination'], argument: ['max_messages', 0] }],
  typed: { python: ['termination_condition', 'options'] },
  calls: [
    {
      id: 'OpenAIChatCompletionClient',
      kind: 'model-constructor',
      provider: 'openai',
      path: ['OpenAIChatCompletionClient'],
      slots: openai,
    },
    {
      id: 'AzureOpenAIChatCompletionClient',
      kind: 'model-constructor',
      provider: 'azure',
      path: ['AzureOpenAIChatCompletionClient'],
      slots: { ...openai, model: ['model', 'azure_deployment'] },
    },
    {
      id: 'AnthropicChatCompletionClient',
      kind: 'model-constructor',
      provider: 'anthropic',
      path: ['AnthropicChatCompletionClient'],
      slots: openai,
      defaults: { outputCap: 4096 },
    },
    {
      id: 'AnthropicBedrockChatCompletionClient',
      kind: 'model-constructor',
      provider: 'aws',
      path: ['AnthropicBedrockChatCompletionClient'],
      slots: openai,
    },
    {
      id: 'OllamaChatCompletionClient',
      kind: 'model-constructor',
      provider: 'local',
      path: ['OllamaChatCompletionClient'],
      slots: { model: 'model', outputCap: ['options.num_predict', 'max_tokens'] },
    },
    {
      id: 'AzureAIChatCompletionClient',
      kind: 'model-constructor',
      provider: 'azure',
      path: ['AzureAIChatCompletionClient'],
      slots: { ...openai, baseUrl: 'endpoint' },
    },
    {
      id: 'create',
      kind: 'llm-call',
      on: 'ModelClient',
      path: ['create', 'create_stream'],
      slots: {
        messages: ['messages', 0],
        tools: 'tools',
        schema: 'json_output',
        outputCap: ['extra_create_args.max_tokens', 'extra_create_args.max_completion_tokens'],
      },
    },
    {
      // The current class takes a model client, the old one an `llm_config`.
      id: 'AssistantAgent',
      kind: 'agent',
      path: ['AssistantAgent'],
      slots: {
        model: ['model_client', ...legacy.model],
        system: 'system_message',
        tools: 'tools',
        steps: ['max_tool_iterations', 'max_consecutive_auto_reply'],
        outputCap: legacy.outputCap,
        schema: 'output_content_type',
      },
      defaults: { steps: 1 },
    },
    {
      id: 'ConversableAgent',
      kind: 'agent',
      path: ['ConversableAgent', 'UserProxyAgent'],
      needs: ['llm_config', 'system_message', 'max_consecutive_auto_reply'],
      slots: legacy,
      defaults: { steps: 100 },
    },
    {
      // Ends when no edge leads on.
      id: 'GraphFlow',
      kind: 'agent',
      path: ['GraphFlow'],
      slots: team,
    },
    {
      id: 'RoundRobinGroupChat',
      kind: 'agent',
      path: ['RoundRobinGroupChat', 'SelectorGroupChat', 'Swarm'],
      slots: { ...team, model: ['model_client', 1], prompt: 'selector_prompt' },
      defaults: { steps: 'unbounded' },
    },
    {
      id: 'MagenticOneGroupChat',
      kind: 'agent',
      path: ['MagenticOneGroupChat', 'MagenticOne'],
      slots: { ...team, model: ['model_client', 'client'] },
      defaults: { steps: 20 },
    },
    {
      id: 'GroupChat',
      kind: 'agent',
      path: ['GroupChat'],
      slots: { agent: ['agents', 0], steps: ['max_round', 2] },
      defaults: { steps: 10 },
    },
    {
      id: 'GroupChatManager',
      kind: 'agent',
      path: ['GroupChatManager'],
      slots: { agent: ['groupchat', 0], model: legacy.model },
    },
    {
      id: 'agent.run',
      kind: 'agent',
      role: 'run',
      on: 'BuiltAgent',
      path: ['run', 'run_stream', 'on_messages', 'on_messages_stream', 'generate_reply', 'a_generate_reply'],
      slots: { prompt: ['task', 'message', 'messages', 0], steps: 'max_turns' },
    },
    {
      id: 'initiate_chat',
      kind: 'agent',
      role: 'run',
      on: 'BuiltAgent',
      path: ['initiate_chat', 'a_initiate_chat'],
      slots: { agent: ['recipient', 0], prompt: 'message', steps: 'max_turns' },
      // An agent answers by itself at most that often in a row.
      defaults: { steps: 100 },
      telling: ['message'],
    },
    {
      id: 'team.run',
      kind: 'agent',
      role: 'run',
      on: 'Team',
      path: ['run', 'run_stream'],
      slots: { prompt: ['task', 0] },
    },
    { id: 'FunctionTool', kind: 'tool', path: ['FunctionTool'], slots: { name: 'name', description: ['description', 1] } },
  ],
});
