/** Amazon Bedrock: Converse, InvokeModel with vendors' own bodies, agents, and knowledge bases. */
import { defineSdk } from './sdk.ts';

const converse = {
  model: 'modelId',
  system: 'system',
  messages: 'messages',
  tools: 'toolConfig.tools',
  outputCap: 'inferenceConfig.maxTokens',
  tier: 'serviceTier.type',
  thinkingBudget: ['additionalModelRequestFields.thinking.budget_tokens', 'additionalModelRequestFields.reasoning_config.budget_tokens'],
  attribution: 'requestMetadata',
} as const;

/** Each vendor's body has names of its own: Anthropic and Mistral, Titan, Llama, Nova, Claude's older completions. */
const invoke = {
  model: 'modelId',
  system: 'body.system',
  messages: 'body.messages',
  prompt: ['body.prompt', 'body.inputText'],
  tools: 'body.tools',
  outputCap: [
    'body.max_tokens',
    'body.textGenerationConfig.maxTokenCount',
    'body.max_gen_len',
    'body.inferenceConfig.maxTokens',
    'body.max_tokens_to_sample',
  ],
  input: 'body.texts',
  thinkingBudget: 'body.thinking.budget_tokens',
} as const;

const agent = { agent: 'agentId', prompt: 'inputText' } as const;

const search = {
  input: 'retrievalQuery.text',
  topK: 'retrievalConfiguration.vectorSearchConfiguration.numberOfResults',
} as const;

const knowledgeBase = 'retrieveAndGenerateConfiguration.knowledgeBaseConfiguration';
const answer = {
  model: `${knowledgeBase}.modelArn`,
  prompt: 'input.text',
  topK: `${knowledgeBase}.retrievalConfiguration.vectorSearchConfiguration.numberOfResults`,
  outputCap: `${knowledgeBase}.generationConfiguration.inferenceConfig.textInferenceConfig.maxTokens`,
} as const;

/** Three attempts in JavaScript, five in Python's legacy mode, the first included. */
const retries = { ecmascript: { retries: 2 }, python: { retries: 4 } } as const;
const retrieved = { ecmascript: { retries: 2, topK: 5 }, python: { retries: 4, topK: 5 } } as const;

export default defineSdk({
  id: 'bedrock',
  title: 'Amazon Bedrock',
  homepage: 'https://docs.aws.amazon.com/bedrock/latest/APIReference',
  checked: '2026-11-21',
  packages: {
    ecmascript: ['@aws-sdk/client-bedrock-runtime', '@aws-sdk/client-bedrock-agent-runtime'],
    python: ['boto3', 'aioboto3'],
  },
  provider: 'aws',
  types: {
    Runtime: ['BedrockRuntime()', "client('bedrock-runtime')", "Session().client('bedrock-runtime')"],
    AgentRuntime: ['BedrockAgentRuntime()', "client('bedrock-agent-runtime')", "Session().client('bedrock-agent-runtime')"],
  },
  calls: [
    {
      id: 'converse',
      kind: 'llm-call',
      on: 'Runtime',
      path: ['converse', 'converseStream', 'converse_stream'],
      slots: converse,
      defaults: retries,
      telling: ['modelId', 'messages'],
    },
    {
      id: 'ConverseCommand',
      kind: 'llm-call',
      languages: ['ecmascript'],
      path: ['ConverseCommand', 'ConverseStreamCommand'],
      slots: converse,
      defaults: retries,
      sentBy: ['send'],
    },
    {
      id: 'invoke_model',
      kind: 'llm-call',
      on: 'Runtime',
      path: ['invokeModel', 'invokeModelWithResponseStream', 'invoke_model', 'invoke_model_with_response_stream'],
      slots: invoke,
      defaults: retries,
      telling: ['modelId', 'body'],
    },
    {
      id: 'InvokeModelCommand',
      kind: 'llm-call',
      languages: ['ecmascript'],
      path: ['InvokeModelCommand', 'InvokeModelWithResponseStreamCommand'],
      slots: invoke,
      defaults: retries,
      sentBy: ['send'],
    },
    {
      id: 'invoke_agent',
      kind: 'agent',
      role: 'run',
      on: 'AgentRuntime',
      path: ['invokeAgent', 'invoke_agent'],
      slots: agent,
      telling: ['agentId', 'inputText'],
    },
    {
      id: 'InvokeAgentCommand',
      kind: 'agent',
      role: 'run',
      languages: ['ecmascript'],
      path: ['InvokeAgentCommand'],
      slots: agent,
      sentBy: ['send'],
    },
    {
      id: 'retrieve',
      kind: 'retriever',
      on: 'AgentRuntime',
      path: ['retrieve'],
      slots: search,
      defaults: retrieved,
      telling: ['knowledgeBaseId', 'retrievalQuery'],
    },
    {
      id: 'RetrieveCommand',
      kind: 'retriever',
      languages: ['ecmascript'],
      path: ['RetrieveCommand'],
      slots: search,
      defaults: retrieved,
      sentBy: ['send'],
    },
    {
      id: 'retrieve_and_generate',
      kind: 'llm-call',
      on: 'AgentRuntime',
      path: ['retrieveAndGenerate', 'retrieve_and_generate', 'retrieveAndGenerateStream', 'retrieve_and_generate_stream'],
      slots: answer,
      defaults: retrieved,
      telling: ['retrieveAndGenerateConfiguration'],
    },
    {
      id: 'RetrieveAndGenerateCommand',
      kind: 'llm-call',
      languages: ['ecmascript'],
      path: ['RetrieveAndGenerateCommand', 'RetrieveAndGenerateStreamCommand'],
      slots: answer,
      defaults: retrieved,
      sentBy: ['send'],
    },
  ],
});
