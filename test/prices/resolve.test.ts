// Spellings of model names as they stand in code, against what they have to cost.
import assert from 'node:assert/strict';
import { openBook, price } from '../../src/core/prices/book.ts';
import { isLocalAddress, isSameModel, providerId, readingsOf, undated } from '../../src/core/prices/resolve.ts';
import { shippedPrices } from '../../src/core/prices/shipped.ts';
import cases from './resolver-cases.json' with { type: 'json' };

const AT = '2026-11-21';
const book = openBook(shippedPrices);

interface Wanted {
  provider?: string;
  model?: string;
  input?: number;
  cacheRead?: number;
  layer?: string;
  lifecycle?: string;
  free?: boolean;
  local?: boolean;
  unpriced?: string;
  hint?: string;
  lowerBound?: { provider: string; model: string; input: number };
}

describe('prices: spellings of model names', () => {
  for (const { id, in: asked, want } of cases) {
    it(id, () => {
      const query: { sdk?: string; via?: string; baseURL?: string; model: string } = asked;
      const wanted: Wanted = want;
      const answer = price(book, {
        model: query.model,
        provider: query.sdk === 'litellm' ? undefined : query.sdk,
        baseUrl: query.baseURL,
        at: AT,
      });
      if (wanted.local) return assert.equal(answer.state, 'local');
      if (wanted.unpriced !== undefined) {
        assert.ok(answer.state === 'unpriced', JSON.stringify(answer));
        assert.equal(answer.reason, wanted.unpriced);
        if (wanted.hint !== undefined) assert.ok(answer.hint.includes(wanted.hint), answer.hint);
        if (wanted.lowerBound !== undefined) {
          assert.equal(answer.lowerBound?.provider, wanted.lowerBound.provider);
          assert.equal(answer.lowerBound?.model, wanted.lowerBound.model);
          assert.equal(answer.lowerBound?.rates.input, wanted.lowerBound.input);
        }
        return;
      }
      assert.ok(answer.state === 'priced', JSON.stringify(answer));
      const found = answer.price;
      const got = {
        provider: found.provider,
        model: found.model,
        input: found.rates.input,
        cacheRead: found.rates.cacheRead,
        layer: found.layer,
        lifecycle: found.lifecycle?.status,
        free: found.free,
      };
      for (const key of ['provider', 'model', 'input', 'cacheRead', 'layer', 'lifecycle', 'free'] as const) {
        if (wanted[key] !== undefined) assert.equal(got[key], wanted[key], key);
      }
    });
  }

  const priced = (model: string, provider?: string, baseUrl?: string): string => {
    const answer = price(book, { model, provider, baseUrl, at: AT });
    return answer.state === 'priced'
      ? `${answer.price.provider}/${answer.price.model} ${answer.price.rates.input} ${answer.price.match}`
      : `${answer.state}`;
  };

  it('takes a further version, size or modality for another model', () => {
    assert.equal(priced('claude-sonnet-5-7', 'anthropic'), 'unpriced');
    assert.equal(priced('gemini-3.8-flash-tts', 'google'), 'unpriced');
    assert.equal(priced('claude-haiku-5-5-20261010', 'anthropic'), 'anthropic/claude-haiku-5-5 0.1 dated');
    assert.equal(priced('gemini-2.5-flash-001', 'google'), 'google/gemini-2.5-flash 0.3 dated');
  });

  it('reads the prefixes of gateways and frameworks', () => {
    assert.equal(priced('google-gla:gemini-2.5-flash'), 'google/gemini-2.5-flash 0.3 exact');
    assert.equal(priced('anthropic/claude-sonnet-4-6', 'litellm'), 'anthropic/claude-sonnet-4-6 3 exact');
    assert.equal(
      priced('bedrock_converse:us.anthropic.claude-haiku-4-5-20251001-v1:0'),
      'aws/regional.anthropic.claude-haiku-4-5-20251001-v1:0 1.1 exact',
    );
    assert.equal(
      priced('projects/p/locations/us/publishers/google/models/gemini-2.5-pro', 'google-vertex'),
      'google/gemini-2.5-pro 1.25 exact',
    );
    assert.equal(priced('claude-sonnet-4-6', 'openai'), 'anthropic/claude-sonnet-4-6 3 exact');
    assert.equal(priced('ollama/llama3.1'), 'local');
    assert.equal(priced('llama3.1:8b', 'ollama'), 'local');
    assert.equal(priced('anthropic/claude-sonnet-4.5:nitro', 'openrouter'), 'openrouter/anthropic/claude-sonnet-4.5 3 exact');
  });

  it("maps deployments, environment variables and names of one's own", () => {
    const own = openBook({
      ...shippedPrices,
      models: { 'azure:prod': 'gpt-5.4', 'env:MODEL': 'gpt-5.4-mini', ours: 'env:MODEL', a: 'b', b: 'a' },
    });
    const input = (model: string, provider?: string): unknown => {
      const answer = price(own, { model, provider, at: AT });
      return answer.state === 'priced' ? [answer.price.provider, answer.price.rates.input] : answer.state;
    };
    assert.deepEqual(input('prod', 'azure'), ['azure', 2.5]);
    assert.deepEqual(input('azure/prod'), ['azure', 2.5]);
    assert.deepEqual(input('env:MODEL'), ['openai', 0.75]);
    assert.deepEqual(input('ours', 'openai'), ['openai', 0.75]);
    assert.equal(input('a'), 'unpriced');
  });

  it('knows local addresses from public ones', () => {
    for (const url of [
      'http://localhost:11434',
      'http://127.0.0.1:8000/v1',
      'http://192.168.1.4/v1',
      'http://172.20.0.2',
      'http://ollama:8000',
      'http://host.docker.internal:1234',
      'http://[::1]:80',
      'localhost:4000',
    ]) {
      assert.ok(isLocalAddress(url), url);
    }
    for (const url of ['https://api.openai.com/v1', 'http://172.32.0.1', 'https://gateway.example.com', '', 'https://11.0.0.1/'])
      assert.ok(!isLocalAddress(url), url);
  });

  it('strips dates and revisions, and nothing else', () => {
    assert.equal(undated('gpt-4o-2024-08-06'), 'gpt-4o');
    assert.equal(undated('claude-sonnet-4-5@20250929'), 'claude-sonnet-4-5');
    assert.equal(undated('claude-sonnet-4-5-latest'), 'claude-sonnet-4-5');
    assert.equal(undated('gpt-4-0613'), 'gpt-4-0613');
    assert.ok(isSameModel('-preview'));
    assert.ok(isSameModel('-05-20'));
    assert.ok(!isSameModel('-5'));
    assert.ok(!isSameModel('-mini'));
    assert.equal(providerId('Vertex_AI'), 'google');
    assert.deepEqual(readingsOf('gpt-4o', 'openai'), [{ provider: 'openai', names: ['gpt-4o'] }]);
  });

  it('answers hostile names with data', () => {
    for (const model of [
      '',
      ':',
      '/',
      'ft:',
      'arn:',
      'models/',
      '$',
      'x'.repeat(20_000),
      '\u0000',
      '__proto__',
      'constructor',
      'azure/',
      'constructor/x',
      '__proto__:x',
    ]) {
      const answer = price(book, { model, provider: 'openai', baseUrl: 'not a url', at: AT });
      assert.notEqual(answer.state, 'priced', model.slice(0, 20));
      assert.notEqual(price(book, { model, at: AT }).state, 'priced');
      assert.notEqual(price(book, { model: 'gpt-4o', provider: model.length < 100 ? '__proto__' : 'constructor', at: AT }).state, 'priced');
    }
  });
});
