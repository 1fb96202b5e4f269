/** DSPy: language models, modules and retrievers. */
import { defineSdk } from './sdk.ts';

export default defineSdk({
  id: 'dspy',
  title: 'DSPy',
  homepage: 'https://dspy.ai',
  checked: '2026-11-21',
  packages: { python: ['dspy'] },
  types: {
    Lm: ['LM()', 'OpenAI()', 'AzureOpenAI()', 'Lm.copy()'],
    Module: [
      'Predict()', 'ChainOfThought()', 'MultiChainComparison()', 'BestOfN()', 'Refine()', 'ChainOfThoughtWithHint()', 'TypedPredictor()',
    ],
    AgentModule: ['ReAct()', 'CodeAct()', 'ProgramOfThought()', 'RLM()'],
    Retriever: ['Retrieve()', 'Embeddings()', 'ColBERTv2()'],
  },
  ambient: [
    { path: 'configure()', argument: 'lm' },
    { path: 'settings.configure()', argument: 'lm' },
    { path: 'context()', argument: 'lm' },
  ],
  calls: [
    {
      id: 'LM',
      kind: 'model-constructor',
      path: ['LM', 'OpenAI', 'AzureOpenAI'],
      slots: { model: ['model', 0], outputCap: [
        'max_tokens', 'max_completion_tokens',
      ], baseUrl: 'api_base', samples: 'n', retries: 'num_retries' },
      defaults: { retries: 3 },
    },
    {
      id: 'LM.call',
      kind: 'llm-call',
      on: 'Lm',
      path: ['()', 'acall', 'forward', 'aforward'],
      slots: { prompt: ['prompt', 0], messages: 'messages', outputCap: 'max_tokens' },
    },
    {
      id: 'Predict',
      kind: 'session',
      path: ['Predict', 'ChainOfThought', 'ChainOfThoughtWithHint', 'MultiChainComparison', 'TypedPredictor'],
      slots: { prompt: ['signature', 0], samples: 'n', outputCap: 'max_tokens' },
    },
    {
      id: 'BestOfN',
      kind: 'session',
      path: ['BestOfN', 'Refine'],
      slots: { samples: ['N', 1] },
    },
    {
      id: 'module',
      kind: 'llm-call',
      on: 'Module',
      path: ['()', 'acall', 'aforward', 'batch'],
      slots: { model: 'lm' },
    },
    {
      id: 'ReAct',
      kind: 'agent',
      path: ['ReAct'],
      slots: { prompt: ['signature', 0], tools: ['tools', 1], steps: ['max_iters', 2] },
      defaults: { steps: 20 },
    },
    {
      id: 'CodeAct',
      kind: 'agent',
      path: ['CodeAct'],
      slots: { prompt: ['signature', 0], tools: ['tools', 1], steps: ['max_iters', 2] },
      defaults: { steps: 5 },
    },
    {
      id: 'ProgramOfThought',
      kind: 'agent',
      path: ['ProgramOfThought'],
      slots: { prompt: ['signature', 0], steps: ['max_iters', 1] },
      defaults: { steps: 3 },
    },
    {
      id: 'RLM',
      kind: 'agent',
      path: ['RLM'],
      slots: { prompt: ['signature', 0], steps: 'max_llm_calls' },
      defaults: { steps: 50 },
    },
    {
      id: 'agent',
      kind: 'agent',
      role: 'run',
      on: 'AgentModule',
      path: ['()', 'acall', 'aforward'],
      slots: { model: 'lm', steps: 'max_iters' },
    },
    { id: 'Retrieve', kind: 'retriever', path: ['Retrieve'], slots: { topK: ['k', 0] }, defaults: { topK: 3 } },
    { id: 'Embeddings', kind: 'retriever', path: ['Embeddings'], slots: { topK: 'k', documents: 'corpus' }, defaults: { topK: 5 } },
    { id: 'retrieve', kind: 'retriever', on: 'Retriever', path: ['()', 'forward'], slots: { input: 0, topK: 'k' } },
  ],
});
