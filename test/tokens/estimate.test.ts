import assert from 'node:assert/strict';
import { TokenCounter } from '../../src/core/tokens/counter.ts';
import { classOf, estimateText } from '../../src/core/tokens/estimate.ts';
import { imageTokens } from '../../src/core/tokens/image.ts';
import { exactly } from '../../src/core/tokens/interval.ts';
import { tokenizerOf } from '../../src/core/tokens/tokenizer.ts';
import { tableAsset } from '../../src/dev/tables.ts';
import { madeUp } from './texts.ts';

describe('tokenizer of a model', () => {
  const CASES: readonly (readonly [string, string])[] = [
    ['gpt-4o', 'o200k_base'],
    ['gpt-4o-2024-08-06', 'o200k_base'],
    ['gpt-4.1-nano', 'o200k_base'],
    ['gpt-4.5-preview', 'o200k_base'],
    ['chatgpt-4o-latest', 'o200k_base'],
    ['gpt-5', 'o200k_base'],
    ['gpt-5.4-mini', 'o200k_base'],
    ['gpt-6.1-sol', 'o200k_base'],
    ['openai/gpt-oss-120b', 'o200k_base'],
    ['o1', 'o200k_base'],
    ['o3-mini', 'o200k_base'],
    ['o4-mini', 'o200k_base'],
    ['ft:gpt-4o-mini-2024-07-18:acme::x', 'o200k_base'],
    ['openai/gpt-4o', 'o200k_base'],
    ['codex-mini-latest', 'o200k_base'],
    ['gpt-4', 'cl100k_base'],
    ['gpt-4-turbo', 'cl100k_base'],
    ['gpt-4-32k', 'cl100k_base'],
    ['gpt-3.5-turbo', 'cl100k_base'],
    ['gpt-35-turbo', 'cl100k_base'],
    ['text-embedding-3-large', 'cl100k_base'],
    ['text-embedding-ada-002', 'cl100k_base'],
    ['claude-3-5-sonnet-latest', 'estimate:claude-3'],
    ['claude-3-haiku-20240307', 'estimate:claude-3'],
    ['us.anthropic.claude-3-7-sonnet-20250219-v1:0', 'estimate:claude-3'],
    ['claude-sonnet-4-20250514', 'estimate:claude-4.5'],
    ['claude-opus-4-1', 'estimate:claude-4.5'],
    ['claude-sonnet-4-5-20250929', 'estimate:claude-4.5'],
    ['anthropic/claude-sonnet-4.6', 'estimate:claude-4.6'],
    ['claude-opus-4-7', 'estimate:claude-4.7'],
    ['claude-opus-4-8', 'estimate:claude-4.8'],
    ['claude-opus-5', 'estimate:claude-4.8'],
    ['claude-sonnet-5', 'estimate:claude-4.8'],
    ['claude-2.1', 'estimate:claude-2'],
    ['anthropic.claude-v2:1', 'estimate:claude-2'],
    ['claude-instant-1.2', 'estimate:claude-2'],
    ['gemini-1.5-pro', 'estimate:gemini-2'],
    ['models/gemini-2.5-flash', 'estimate:gemini-2'],
    ['gemini-3-pro-preview', 'estimate:gemini-3'],
    ['gemini-flash-latest', 'estimate:gemini-3'],
    ['gemma3:1b', 'estimate:gemma'],
    ['meta.llama3-2-1b-instruct-v1:0', 'estimate:llama-3'],
    ['llama-3.3-70b-versatile', 'estimate:llama-3'],
    ['meta-llama/Llama-4-Scout-17B', 'estimate:llama-4'],
    ['meta.llama2-13b-chat-v1', 'estimate:llama-2'],
    ['mistral-small-latest', 'estimate:mistral'],
    ['open-mixtral-8x7b', 'estimate:mistral-32k'],
    ['codestral-latest', 'estimate:mistral'],
    ['deepseek-chat', 'estimate:deepseek'],
    ['deepseek-r1-distill-llama-70b', 'estimate:llama-3'],
    ['qwen2.5:7b', 'estimate:qwen'],
    ['command-r-plus', 'estimate:cohere'],
    ['grok-4', 'estimate:grok'],
    ['amazon.nova-pro-v1:0', 'estimate:nova'],
    ['amazon.titan-text-express-v1', 'estimate:titan'],
    ['acme-large', 'estimate:other'],
  ];
  for (const [model, id] of CASES) it(`${model}: ${id}`, () => assert.equal(tokenizerOf(model, undefined).id, id));

  it('falls back to the provider, and then to a wide estimate', () => {
    assert.equal(tokenizerOf('my-deployment', 'azure').id, 'estimate:openai');
    assert.equal(tokenizerOf(undefined, 'anthropic').id, 'estimate:claude');
    assert.equal(tokenizerOf(undefined, undefined).id, 'estimate:other');
    assert.equal(tokenizerOf('prod-llm', 'openai').exact, false);
  });
});

describe('class of a text', () => {
  const CASES: readonly (readonly [string, string])[] = [
    ['You sort the mail of a shipping company, and answer with one label.', 'prose'],
    ['- Be brief.\n- "Quote" what you use (with its page).\n- Never guess; ask.', 'prose'],
    ['export const add = (a: number, b: number) => { return a + b; };\nconsole.log(add(1, 2));', 'code'],
    ['{"label": "delivery", "sure": true, "tags": ["parcel", "late"]}', 'json'],
    ['请把下面的邮件分类，只回答一个标签。', 'cjk'],
    ['次のメールを分類してください。', 'cjk'],
    ['Ordne die Briefe den Fächern zu: Rückgabe, Lieferung, Gewährleistung, Übriges.', 'other'],
    ['Рассортируй письма по папкам.', 'other'],
  ];
  for (const [text, textClass] of CASES) it(`${textClass}: ${text.slice(0, 40)}`, () => assert.equal(classOf(text), textClass));
});

describe('estimated text', () => {
  const counter = TokenCounter.open('o200k_base', tableAsset('o200k_base')) as TokenCounter;
  const prose = 'The customer asks where the parcel is and when it will arrive at the office in the city. ';

  it('of Claude 4.6 is 1.12 times o200k for prose', () => {
    const text = prose.repeat(40);
    const base = counter.count(text);
    assert.equal(estimateText(text, 'claude-4.6', counter).expected, Math.round(base * 1.12));
  });

  it('judges a JSON example in prose as JSON', () => {
    const json = '{"label": "delivery", "sure": true, "tags": ["parcel", "late"], "page": 12}\n'.repeat(20);
    const mixed = `${prose.repeat(5)}\n\n${json}`;
    const expected = estimateText(mixed, 'claude-4.7', counter).expected;
    const apart = counter.count(prose.repeat(5)) * 1.6 + counter.count(json) * 1.4;
    assert.ok(Math.abs(expected - apart) <= 4, `${expected} and ${apart}`);
  });

  it('has at least ±20 % below 1,500 characters, and −2 … +3 tokens', () => {
    const short = estimateText(prose.repeat(10), 'llama-3', counter);
    assert.ok(short.low <= short.expected * 0.8 && short.high >= short.expected * 1.2);
    const tiny = estimateText('Hello there', 'llama-3', counter);
    assert.ok(tiny.high >= tiny.expected + 3 && tiny.low >= 0);
    const long = estimateText(prose.repeat(60), 'llama-3', counter);
    assert.ok(long.high < long.expected * 1.1);
    assert.deepEqual(estimateText('', 'llama-3', counter), exactly(0));
  });

  it('by characters holds the count, for every kind of text', () => {
    for (const [kind, text] of Object.entries({ prose: prose.repeat(30), ...madeUp(4000) })) {
      if (['english', 'prose', 'code', 'json'].includes(kind)) {
        const { low, high } = estimateText(text, 'llama-3', undefined);
        const tokens = counter.count(text);
        assert.ok(low <= tokens && tokens <= high, `${kind}: ${tokens} not in ${low}–${high}`);
      }
    }
  });
});

describe('images', () => {
  const size = (width: number, height: number) => ({ width, height });
  const CASES: readonly (readonly [string, { width: number; height: number; detail?: 'low' | 'high' }, number])[] = [
    ['gpt-4o', size(1024, 1024), 765],
    ['gpt-4o', size(2048, 4096), 1105],
    ['gpt-4o', { ...size(4096, 4096), detail: 'low' }, 85],
    ['gpt-4o-mini', size(1024, 1024), 2833 + 4 * 5667],
    ['gpt-5', size(1024, 1024), 630],
    ['o1', size(512, 512), 225],
    ['gpt-4.1-mini', size(1024, 1024), Math.ceil(1024 * 1.62)],
    ['gpt-4.1-mini', size(1800, 2400), Math.ceil(1452 * 1.62)],
    ['claude-sonnet-4-6', size(200, 200), 64],
    ['claude-sonnet-4-6', size(1000, 1000), 1296],
    ['claude-sonnet-4-6', size(1920, 1080), 1560],
    ['claude-opus-4-7', size(1920, 1080), 2691],
    ['claude-3-5-sonnet-20241022', size(1920, 1080), 1560],
    ['gemini-2.5-flash', size(300, 300), 258],
    ['gemini-3-pro-preview', size(1000, 1000), 1120],
  ];
  for (const [model, image, tokens] of CASES) {
    it(`${model}, ${image.width} × ${image.height}: ${tokens}`, () => assert.equal(imageTokens(image, model, undefined).expected, tokens));
  }

  it('of unknown size have a range, and 1024 × 1024 is expected', () => {
    for (const model of ['gpt-4o', 'gpt-4.1-mini', 'claude-sonnet-4-6', 'gemini-2.5-flash', 'acme']) {
      const { low, expected, high } = imageTokens({}, model, undefined);
      assert.ok(0 < low && low <= expected && expected <= high && low < high, model);
    }
    assert.equal(imageTokens({}, 'gpt-4o', undefined).expected, 765);
  });

  it('survive odd sizes', () => {
    for (const image of [size(0, 10), size(1, 1), size(1e9, 1), size(1, 1e9), size(-5, 4)]) {
      for (const model of ['gpt-4o', 'gpt-4.1-mini', 'claude-opus-4-7', 'gemini-2.5-flash']) {
        const { low, high } = imageTokens(image, model, undefined);
        assert.ok(low >= 0 && Number.isFinite(high) && high < 100_000, `${model} ${image.width} × ${image.height}: ${high}`);
      }
    }
  });
});
