/** The model classes of LangChain's provider packages, and what makes them. */
import type { SdkCall } from './sdk.ts';

/** Chat models; the annotations of the base classes count as instances. */
export const chatModels = [
  'ChatOpenAI',
  'AzureChatOpenAI',
  'ChatAnthropic',
  'ChatGoogleGenerativeAI',
  'ChatVertexAI',
  'ChatGoogle',
  'ChatAnthropicVertex',
  'ChatBedrock',
  'ChatBedrockConverse',
  'BedrockChat',
  'ChatGroq',
  'ChatMistralAI',
  'ChatCohere',
  'ChatOllama',
  'ChatDeepSeek',
  'ChatXAI',
  'ChatFireworks',
  'ChatTogether',
  'ChatTogetherAI',
  'ChatPerplexity',
  'ChatOpenRouter',
  'ChatCerebras',
  'ChatNVIDIA',
  'ChatHuggingFace',
  'ChatLiteLLM',
  'ChatLlamaCpp',
  'ChatZhipuAI',
  'ChatMoonshot',
  'MoonshotChat',
  'ChatWatsonx',
  'ChatDatabricks',
  'init_chat_model',
  'initChatModel',
  'BaseChatModel',
  'BaseLanguageModel',
];

/** Models that complete a text. */
export const completionModels = [
  'OpenAI',
  'AzureOpenAI',
  'Anthropic',
  'Bedrock',
  'BedrockLLM',
  'VertexAI',
  'GoogleGenerativeAI',
  'Cohere',
  'MistralAI',
  'Fireworks',
  'Together',
  'Ollama',
  'LlamaCpp',
  'HuggingFaceHub',
  'HuggingFaceEndpoint',
  'HuggingFacePipeline',
  'HuggingFaceInference',
  'Replicate',
  'BaseLLM',
  'LLM',
];

const model = ['model', 'modelName', 'model_name'];
const retries = { ecmascript: 'maxRetries', python: 'max_retries' } as const;
const chat = {
  model,
  outputCap: { ecmascript: ['maxTokens', 'maxCompletionTokens'], python: ['max_tokens', 'max_completion_tokens'] },
  baseUrl: { ecmascript: ['configuration.baseURL', 'baseUrl', 'baseURL'], python: ['base_url', 'openai_api_base'] },
  retries,
  samples: 'n',
  effort: { ecmascript: ['reasoning.effort', 'reasoningEffort'], python: ['reasoning_effort', 'reasoning.effort'] },
  tier: { ecmascript: 'serviceTier', python: 'service_tier' },
} as const;
const google = {
  model,
  outputCap: { ecmascript: 'maxOutputTokens', python: ['max_output_tokens', 'max_tokens'] },
  thinkingBudget: { ecmascript: 'thinkingConfig.thinkingBudget', python: 'thinking_budget' },
  retries,
} as const;
const bedrock = {
  model: ['model', 'model_id', 'modelId'],
  outputCap: { ecmascript: 'maxTokens', python: ['max_tokens', 'model_kwargs.max_tokens'] },
  retries,
} as const;
const ollama = {
  model,
  outputCap: { ecmascript: 'numPredict', python: 'num_predict' },
  baseUrl: { ecmascript: 'baseUrl', python: 'base_url' },
} as const;
/** The JavaScript packages retry six times in their own caller; the Python classes leave it to the vendor's client. */
const retried = { ecmascript: { retries: 6 }, python: { retries: 2 } } as const;

export const modelConstructors: readonly SdkCall[] = [
  { id: 'ChatOpenAI', kind: 'model-constructor', provider: 'openai', path: ['ChatOpenAI'], slots: chat, defaults: retried },
  {
    id: 'AzureChatOpenAI',
    kind: 'model-constructor',
    provider: 'azure',
    path: ['AzureChatOpenAI'],
    slots: { ...chat, model: [...model, 'azure_deployment', 'deployment_name', 'azureOpenAIApiDeploymentName', 'deploymentName'] },
    defaults: retried,
  },
  {
    id: 'ChatAnthropic',
    kind: 'model-constructor',
    provider: 'anthropic',
    path: ['ChatAnthropic'],
    slots: {
      model,
      outputCap: { ecmascript: ['maxTokens', 'maxTokensToSample'], python: ['max_tokens', 'max_tokens_to_sample'] },
      thinkingBudget: ['thinking.budget_tokens', 'thinking.budgetTokens'],
      retries,
    },
    defaults: retried,
  },
  {
    id: 'ChatGoogleGenerativeAI',
    kind: 'model-constructor',
    provider: 'google',
    path: ['ChatGoogleGenerativeAI'],
    slots: google,
    defaults: retried,
  },
  {
    id: 'ChatVertexAI',
    kind: 'model-constructor',
    provider: 'google',
    path: ['ChatVertexAI', 'ChatGoogle', 'ChatAnthropicVertex'],
    slots: google,
  },
  {
    id: 'ChatBedrock',
    kind: 'model-constructor',
    provider: 'aws',
    path: ['ChatBedrock', 'ChatBedrockConverse', 'BedrockChat'],
    slots: bedrock,
  },
  { id: 'ChatGroq', kind: 'model-constructor', provider: 'groq', path: ['ChatGroq'], slots: chat, defaults: retried },
  { id: 'ChatMistralAI', kind: 'model-constructor', provider: 'mistral', path: ['ChatMistralAI'], slots: chat },
  { id: 'ChatCohere', kind: 'model-constructor', provider: 'cohere', path: ['ChatCohere'], slots: chat },
  { id: 'ChatOllama', kind: 'model-constructor', provider: 'local', path: ['ChatOllama', 'ChatLlamaCpp'], slots: ollama },
  { id: 'ChatDeepSeek', kind: 'model-constructor', provider: 'deepseek', path: ['ChatDeepSeek'], slots: chat },
  { id: 'ChatXAI', kind: 'model-constructor', provider: 'x-ai', path: ['ChatXAI'], slots: chat },
  { id: 'ChatFireworks', kind: 'model-constructor', provider: 'fireworks', path: ['ChatFireworks'], slots: chat },
  { id: 'ChatTogether', kind: 'model-constructor', provider: 'together', path: ['ChatTogether', 'ChatTogetherAI'], slots: chat },
  { id: 'ChatPerplexity', kind: 'model-constructor', provider: 'perplexity', path: ['ChatPerplexity'], slots: chat },
  { id: 'ChatOpenRouter', kind: 'model-constructor', provider: 'openrouter', path: ['ChatOpenRouter'], slots: chat },
  { id: 'ChatCerebras', kind: 'model-constructor', provider: 'cerebras', path: ['ChatCerebras'], slots: chat },
  {
    id: 'ChatNVIDIA',
    kind: 'model-constructor',
    languages: ['python'],
    path: ['ChatNVIDIA', 'ChatHuggingFace', 'ChatWatsonx', 'ChatDatabricks', 'MoonshotChat'],
    slots: { ...chat, model: ['model', 'model_name', 'model_id', 'endpoint', 'llm'] },
  },
  // The name carries its own provider: `anthropic/claude-…`.
  { id: 'ChatLiteLLM', kind: 'model-constructor', languages: ['python'], path: ['ChatLiteLLM'], slots: chat },
  { id: 'ChatZhipuAI', kind: 'model-constructor', provider: 'zhipuai', path: ['ChatZhipuAI'], slots: chat },
  { id: 'ChatMoonshot', kind: 'model-constructor', provider: 'moonshotai', languages: ['ecmascript'], path: ['ChatMoonshot'], slots: chat },
  {
    id: 'init_chat_model',
    kind: 'model-constructor',
    path: ['init_chat_model', 'initChatModel'],
    options: 1,
    slots: { model: { ecmascript: 0, python: ['model', 0] }, outputCap: { ecmascript: 'maxTokens', python: 'max_tokens' }, retries },
    defaults: retried,
  },
  { id: 'OpenAI', kind: 'model-constructor', provider: 'openai', path: ['OpenAI'], slots: chat },
  { id: 'AzureOpenAI', kind: 'model-constructor', provider: 'azure', path: ['AzureOpenAI'], slots: chat },
  { id: 'Ollama', kind: 'model-constructor', provider: 'local', path: ['Ollama', 'LlamaCpp', 'HuggingFacePipeline'], slots: ollama },
  { id: 'BedrockLLM', kind: 'model-constructor', provider: 'aws', path: ['Bedrock', 'BedrockLLM'], slots: bedrock },
  { id: 'VertexAI', kind: 'model-constructor', provider: 'google', path: ['VertexAI', 'GoogleGenerativeAI'], slots: google },
  {
    id: 'HuggingFaceEndpoint',
    kind: 'model-constructor',
    path: ['HuggingFaceHub', 'HuggingFaceEndpoint', 'HuggingFaceInference', 'Replicate'],
    slots: {
      model: ['repo_id', 'model', 'model_id', 'endpoint_url'],
      outputCap: ['max_new_tokens', 'model_kwargs.max_new_tokens', 'model_kwargs.max_length', 'maxTokens'],
    },
  },
];
