/** smolagents: model classes, agents and their runs. */
import { defineSdk } from './sdk.ts';

const outputCap = ['max_tokens', 'max_completion_tokens', 'max_new_tokens'];

export default defineSdk({
  id: 'smolagents',
  title: 'smolagents',
  homepage: 'https://huggingface.co/docs/smolagents',
  checked: '2026-11-21',
  packages: { python: ['smolagents'] },
  types: {
    ChatModel: [
      'InferenceClientModel()',
      'HfApiModel()',
      'LiteLLMModel()',
      'LiteLLMRouterModel()',
      'OpenAIModel()',
      'OpenAIServerModel()',
      'AzureOpenAIModel()',
      'AzureOpenAIServerModel()',
      'AmazonBedrockModel()',
      'AmazonBedrockServerModel()',
      'TransformersModel()',
      'VLLMModel()',
      'MLXModel()',
      'Model()',
    ],
    BuiltAgent: ['CodeAgent()', 'ToolCallingAgent()', 'MultiStepAgent()'],
  },
  calls: [
    {
      id: 'InferenceClientModel',
      kind: 'model-constructor',
      path: ['InferenceClientModel', 'HfApiModel'],
      slots: { model: ['model_id', 0], outputCap, baseUrl: 'base_url' },
    },
    {
      // The name carries its own provider: `anthropic/claude-…`.
      id: 'LiteLLMModel',
      kind: 'model-constructor',
      path: ['LiteLLMModel', 'LiteLLMRouterModel'],
      slots: { model: ['model_id', 0], outputCap, baseUrl: 'api_base' },
    },
    {
      id: 'OpenAIModel',
      kind: 'model-constructor',
      provider: 'openai',
      path: ['OpenAIModel', 'OpenAIServerModel'],
      slots: { model: ['model_id', 0], outputCap, baseUrl: ['api_base', 1] },
    },
    {
      id: 'AzureOpenAIModel',
      kind: 'model-constructor',
      provider: 'azure',
      path: ['AzureOpenAIModel', 'AzureOpenAIServerModel'],
      slots: { model: ['model_id', 0], outputCap },
    },
    {
      id: 'AmazonBedrockModel',
      kind: 'model-constructor',
      provider: 'aws',
      path: ['AmazonBedrockModel', 'AmazonBedrockServerModel'],
      slots: { model: ['model_id', 0], outputCap: ['inferenceConfig.maxTokens', 'max_tokens'] },
    },
    {
      id: 'TransformersModel',
      kind: 'model-constructor',
      provider: 'local',
      path: ['TransformersModel', 'MLXModel'],
      slots: { model: ['model_id', 0], outputCap },
      defaults: { outputCap: 4096 },
    },
    {
      id: 'VLLMModel',
      kind: 'model-constructor',
      provider: 'local',
      path: ['VLLMModel'],
      slots: { model: ['model_id', 0], outputCap },
      defaults: { outputCap: 2048 },
    },
    {
      id: 'model',
      kind: 'llm-call',
      on: 'ChatModel',
      path: ['()', 'generate', 'generate_stream'],
      slots: { messages: ['messages', 0], tools: 'tools_to_call_from', outputCap },
    },
    {
      id: 'CodeAgent',
      kind: 'agent',
      path: ['CodeAgent', 'ToolCallingAgent'],
      slots: { model: ['model', 1], tools: ['tools', 0], system: 'instructions', steps: 'max_steps' },
      defaults: { steps: 20 },
    },
    {
      id: 'agent.run',
      kind: 'agent',
      role: 'run',
      on: 'BuiltAgent',
      path: ['run', '()'],
      slots: { prompt: ['task', 0], steps: 'max_steps', stream: 'stream' },
    },
    { id: 'tool', kind: 'tool', path: ['tool'] },
  ],
});
