/** LiteLLM: one call for all vendors; the model's name says whose prices hold. */
import { chatSlots, responseSlots } from './openai-shape.ts';
import { defineSdk } from './sdk.ts';

/** The module itself and a router answer to the same names. */
const caller = ['', 'Router'] as const;
const model = ['model', 0] as const;

export default defineSdk({
  id: 'litellm',
  title: 'LiteLLM',
  homepage: 'https://docs.litellm.ai/docs/completion/input',
  checked: '2026-11-21',
  packages: { python: ['litellm'] },
  types: { Router: ['Router()'] },
  calls: [
    {
      id: 'Router',
      kind: 'client',
      path: ['Router'],
      slots: { retries: 'num_retries' },
    },
    {
      id: 'completion',
      kind: 'llm-call',
      on: caller,
      path: ['completion', 'acompletion', 'batch_completion', 'abatch_completion', 'completion_with_retries', 'acompletion_with_retries'],
      slots: {
        ...chatSlots,
        model,
        messages: ['messages', 1],
        retries: ['num_retries', 'max_retries'],
        baseUrl: ['base_url', 'api_base'],
        thinkingBudget: 'thinking.budget_tokens',
      },
      defaults: { retries: 2 },
    },
    {
      // The same messages to several models; the first answer, or all.
      id: 'batch_completion_models',
      kind: 'llm-call',
      path: ['batch_completion_models', 'batch_completion_models_all_responses'],
      slots: { ...chatSlots, model: 'models', messages: 'messages' },
    },
    {
      id: 'text_completion',
      kind: 'llm-call',
      on: caller,
      path: ['text_completion', 'atext_completion'],
      slots: {
        model: ['model', 1],
        prompt: ['prompt', 0],
        outputCap: 'max_tokens',
        samples: 'n',
        retries: 'num_retries',
        baseUrl: 'api_base',
      },
      defaults: { retries: 2 },
    },
    {
      id: 'responses',
      kind: 'llm-call',
      on: caller,
      path: ['responses', 'aresponses'],
      slots: { ...responseSlots, model: ['model', 1], messages: ['input', 0] },
      defaults: { retries: 2 },
    },
    {
      id: 'embedding',
      kind: 'embedding-call',
      on: caller,
      path: ['embedding', 'aembedding'],
      slots: { model, input: ['input', 1], retries: 'num_retries', baseUrl: 'api_base' },
      defaults: { retries: 2 },
    },
  ],
  messages: [{ path: ['Message'], role: { at: 'role' }, content: 'content' }],
});
