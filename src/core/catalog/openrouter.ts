/** OpenRouter: its own SDK. The OpenAI SDK with OpenRouter's base URL is a call of `openai`. */
import { defineSdk } from './sdk.ts';

/** The request stood at the top level first, then under `chatGenerationParams`, now under `chatRequest`. */
const inRequest = <K extends string>(...keys: readonly K[]) =>
  keys.flatMap((key) => [key, `chatRequest.${key}`, `chatGenerationParams.${key}`]);

export default defineSdk({
  id: 'openrouter',
  title: 'OpenRouter',
  homepage: 'https://openrouter.ai/docs/api/reference/overview',
  checked: '2026-11-21',
  packages: { ecmascript: ['@openrouter/sdk'], python: ['openrouter'] },
  provider: 'openrouter',
  types: { Client: ['OpenRouter()'] },
  calls: [
    { id: 'client', kind: 'client', path: ['OpenRouter'], slots: { baseUrl: { ecmascript: 'serverURL', python: 'server_url' } } },
    {
      id: 'chat.send',
      kind: 'llm-call',
      on: 'Client',
      path: ['chat.send', 'chat.send_async'],
      slots: {
        model: { ecmascript: inRequest('model', 'models.0'), python: ['model', 'models.0'] },
        messages: { ecmascript: inRequest('messages'), python: 'messages' },
        tools: { ecmascript: inRequest('tools'), python: 'tools' },
        schema: { ecmascript: inRequest('responseFormat'), python: 'response_format' },
        outputCap: { ecmascript: inRequest('maxCompletionTokens', 'maxTokens'), python: ['max_completion_tokens', 'max_tokens'] },
        stream: { ecmascript: inRequest('stream'), python: 'stream' },
        effort: { ecmascript: inRequest('reasoning.effort'), python: 'reasoning.effort' },
        attribution: { ecmascript: inRequest('user'), python: 'user' },
      },
    },
    {
      id: 'responses',
      kind: 'llm-call',
      on: 'Client',
      path: ['beta.responses.send', 'beta.responses.send_async'],
      slots: {
        model: { ecmascript: ['model', 'openResponsesRequest.model', 'responsesRequest.model'], python: 'model' },
        system: {
          ecmascript: ['instructions', 'openResponsesRequest.instructions', 'responsesRequest.instructions'],
          python: 'instructions',
        },
        messages: { ecmascript: ['input', 'openResponsesRequest.input', 'responsesRequest.input'], python: 'input' },
        tools: { ecmascript: ['tools', 'openResponsesRequest.tools', 'responsesRequest.tools'], python: 'tools' },
        outputCap: {
          ecmascript: ['maxOutputTokens', 'openResponsesRequest.maxOutputTokens', 'responsesRequest.maxOutputTokens'],
          python: 'max_output_tokens',
        },
      },
    },
  ],
});
