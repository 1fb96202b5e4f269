/** Semantic Kernel (Python): services, prompts and chat agents. */
import { defineSdk } from './sdk.ts';

const service = { model: ['ai_model_id', 0], baseUrl: 'endpoint' } as const;
/** Settings bound the answer (`max_tokens`) and the automatic calls of functions. */
const settings = {
  outputCap: [
    'settings.max_tokens',
    'settings.max_completion_tokens',
    'settings.max_output_tokens',
    '1.max_tokens',
    '1.max_completion_tokens',
    '1.max_output_tokens',
  ],
  samples: ['settings.number_of_responses', '1.number_of_responses'],
  steps: ['settings.function_choice_behavior.maximum_auto_invoke_attempts', '1.function_choice_behavior.maximum_auto_invoke_attempts'],
} as const;

export default defineSdk({
  id: 'semantic-kernel',
  title: 'Semantic Kernel',
  homepage: 'https://learn.microsoft.com/semantic-kernel/',
  checked: '2026-11-21',
  packages: { python: ['semantic_kernel'] },
  types: {
    Service: [
      'OpenAIChatCompletion()',
      'AzureChatCompletion()',
      'AnthropicChatCompletion()',
      'GoogleAIChatCompletion()',
      'VertexAIChatCompletion()',
      'BedrockChatCompletion()',
      'MistralAIChatCompletion()',
      'OllamaChatCompletion()',
      'ChatCompletionClientBase()',
    ],
    KernelInstance: ['Kernel()'],
    ChatAgent: ['ChatCompletionAgent()', 'OpenAIAssistantAgent()', 'AzureAssistantAgent()'],
  },
  messages: [{ path: ['ChatMessageContent'], role: { at: ['role', 0] }, content: ['content', 1] }],
  typed: { python: ['settings', 'function_choice_behavior', '1'] },
  calls: [
    { id: 'OpenAIChatCompletion', kind: 'model-constructor', provider: 'openai', path: ['OpenAIChatCompletion'], slots: service },
    {
      id: 'AzureChatCompletion',
      kind: 'model-constructor',
      provider: 'azure',
      path: ['AzureChatCompletion'],
      slots: { ...service, model: 'deployment_name' },
    },
    {
      id: 'AnthropicChatCompletion',
      kind: 'model-constructor',
      provider: 'anthropic',
      path: ['AnthropicChatCompletion'],
      slots: service,
      defaults: { outputCap: 1024 },
    },
    {
      id: 'GoogleAIChatCompletion',
      kind: 'model-constructor',
      provider: 'google',
      path: ['GoogleAIChatCompletion', 'VertexAIChatCompletion'],
      slots: { model: ['gemini_model_id', 0] },
    },
    {
      id: 'BedrockChatCompletion',
      kind: 'model-constructor',
      provider: 'aws',
      path: ['BedrockChatCompletion'],
      slots: { model: ['model_id', 0] },
    },
    { id: 'MistralAIChatCompletion', kind: 'model-constructor', provider: 'mistral', path: ['MistralAIChatCompletion'], slots: service },
    { id: 'OllamaChatCompletion', kind: 'model-constructor', provider: 'local', path: ['OllamaChatCompletion'], slots: service },
    {
      id: 'get_chat_message_content',
      kind: 'llm-call',
      on: 'Service',
      path: [
        'get_chat_message_content',
        'get_chat_message_contents',
        'get_streaming_chat_message_content',
        'get_streaming_chat_message_contents',
      ],
      slots: { messages: ['chat_history', 0], ...settings },
      telling: [],
    },
    {
      id: 'invoke_prompt',
      kind: 'llm-call',
      on: 'KernelInstance',
      path: ['invoke_prompt', 'invoke_prompt_stream'],
      slots: { prompt: ['prompt', 0] },
    },
    {
      id: 'ChatCompletionAgent',
      kind: 'agent',
      path: ['ChatCompletionAgent'],
      slots: {
        model: 'service',
        system: 'instructions',
        tools: 'plugins',
        steps: 'function_choice_behavior.maximum_auto_invoke_attempts',
      },
      defaults: { steps: 5 },
    },
    {
      id: 'agent.invoke',
      kind: 'agent',
      role: 'run',
      on: 'ChatAgent',
      path: ['get_response', 'invoke', 'invoke_stream'],
      slots: { messages: ['messages', 0] },
      defaults: { steps: 5 },
    },
  ],
});
