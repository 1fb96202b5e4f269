// The price book: a basket of prices that only a reviewed change may move, its layers, dates, modifiers and caches.
import assert from 'node:assert/strict';
import type { PriceOverride } from '../../src/core/config/settings.ts';
import {
  type Answer,
  bookDate,
  bookSources,
  cachePolicy,
  listModels,
  openBook,
  type Price,
  type PriceBook,
  price,
  priceMultiplier,
  reasonsUnasked,
  smallModels,
  staleness,
} from '../../src/core/prices/book.ts';
import { shippedPrices } from '../../src/core/prices/shipped.ts';
import { matchOf, type Snapshot, snapshotOf } from '../../src/core/prices/snapshot.ts';
import basket from './basket.json' with { type: 'json' };

const AT = '2026-11-21';
const book = openBook(shippedPrices);

const override = (own: Partial<PriceOverride> & { model: string; input: number }): PriceOverride => ({
  provider: undefined,
  output: undefined,
  cacheRead: undefined,
  cacheWrite: undefined,
  above: [],
  from: undefined,
  ...own,
});

function priced(model: string, provider?: string, at = AT, of: PriceBook = book): Price {
  const answer = price(of, { model, provider, at });
  assert.ok(answer.state === 'priced', `${model}: ${JSON.stringify(answer)}`);
  return answer.price;
}

const unpriced = (answer: Answer): Extract<Answer, { state: 'unpriced' }> => {
  assert.ok(answer.state === 'unpriced', JSON.stringify(answer));
  return answer;
};

describe('prices: the basket', () => {
  it('holds enough models to notice a bad update', () => assert.ok(basket.length >= 65));
  for (const wanted of basket as readonly { provider: string; model: string; input: number; output: number; cacheRead?: number }[]) {
    it(`${wanted.provider}/${wanted.model}`, () => {
      const { rates } = priced(wanted.model, wanted.provider);
      assert.equal(rates.input, wanted.input);
      assert.equal(rates.output ?? 0, wanted.output);
      if (wanted.cacheRead !== undefined) assert.equal(rates.cacheRead, wanted.cacheRead);
    });
  }
});

describe('prices: the book', () => {
  it('never gives a price of 0 that is not free', () => {
    const all = listModels(book, AT);
    assert.ok(all.length > 1400, String(all.length));
    for (const one of all)
      assert.ok(
        one.rates.input > 0 || (one.rates.output ?? 0) > 0 || (one.rates.request ?? 0) > 0 || one.free,
        `${one.provider}/${one.model}`,
      );
  });

  it('finds every model it lists under its own name', () => {
    for (const one of listModels(book, AT)) {
      if (one.provider === 'aws' || one.layer === 'overlay') continue;
      const answer = price(book, { model: one.model, provider: one.provider, at: AT });
      assert.ok(answer.state === 'priced' && answer.price.rates.input === one.rates.input, `${one.provider}/${one.model}`);
    }
  });

  it('keeps prices with their days', () => {
    assert.equal(priced('gpt-5.6-luna', 'openai', '2026-07-29').rates.input, 1);
    assert.equal(priced('gpt-5.6-luna', 'openai', '2026-07-30').rates.input, 0.2);
    const flash = priced('gemini-3.8-flash', 'google');
    assert.equal(flash.rates.input, 0.75);
    assert.deepEqual([flash.next?.from, flash.next?.input], ['2027-01-01', 1.5]);
    assert.equal(priced('gemini-3.8-flash', 'google', '2027-01-01').rates.input, 1.5);
    // Before its first day there was no such model, and it is not the one that its name begins with.
    assert.equal(price(book, { model: 'claude-sonnet-5-5', provider: 'anthropic', at: '2026-10-06' }).state, 'unpriced');
  });

  it('carries steps, windows and the longest answer', () => {
    assert.deepEqual(priced('gpt-5.4', 'openai').rates.above, [{ tokens: 271_999, input: 5, output: 22.5, cacheRead: 0.5 }]);
    assert.equal(priced('gpt-5.4', 'openai').window, 1_050_000);
    assert.equal(priced('gpt-4o-2024-08-06', 'openai').maxOutput, 16_384);
    assert.equal(priced('claude-haiku-5-5', 'anthropic').rates.above?.[0]?.cacheWrite1h, 1);
  });

  it('writes for an hour at twice the input price on Claude, whatever the source says', () => {
    const own = priced(
      'claude-sonnet-4-6',
      'anthropic',
      AT,
      openBook({ ...shippedPrices, overrides: [override({ model: 'claude-sonnet-4-6', input: 2, cacheWrite: 2.5 })] }),
    );
    assert.equal(own.rates.cacheWrite1h, 4);
  });

  it('marks retired models, keeps their price, and names the successor', () => {
    const grok = priced('grok-code-fast-1', 'xai');
    assert.deepEqual(grok.lifecycle, { status: 'retired', date: '2026-05-15', replacement: 'grok-4.3' });
    assert.ok(grok.notes.some((note) => note.code === 'model-retired' && note.message.includes('grok-4.3')));
    assert.equal(priced('grok-code-fast-1', 'xai', '2026-05-14').lifecycle, undefined);
    assert.equal(priced('claude-opus-4-1', 'anthropic').lifecycle?.status, 'retired');
  });

  it('names the model that was probably meant', () => {
    assert.equal(unpriced(price(book, { model: 'gpt-5.4-minni', provider: 'openai', at: AT })).suggestion, 'gpt-5.4-mini');
    const nobody = unpriced(price(book, { model: 'our-private-thing-of-2024', provider: 'openai', at: AT }));
    assert.equal(nobody.suggestion, undefined);
    assert.ok(nobody.hint.includes('prices'));
    assert.equal(unpriced(price(book, { model: 'granite-3', provider: 'watsonx', at: AT })).reason, 'no prices of watsonx');
  });

  it("puts the user's prices first, also for models of their own", () => {
    const own = openBook({
      ...shippedPrices,
      overrides: [
        override({ model: 'our-llama', provider: 'self', input: 0.2, output: 0.4, from: '2026-01-01' }),
        override({ model: 'gpt-5.4', provider: 'openai', input: 2, output: 9, above: [{ tokens: 200_000, input: 4, output: undefined }] }),
        override({ model: 'claude-*', input: 1 }),
      ],
      discounts: { openai: 0.1 },
    });
    assert.equal(priced('our-llama', undefined, AT, own).rates.output, 0.4);
    assert.equal(priced('our-llama', 'ollama', AT, own).layer, 'config');
    assert.equal(price(own, { model: 'our-llama', provider: 'openai', at: '2025-12-31' }).state, 'unpriced');
    assert.deepEqual(priced('gpt-5.4', 'openai', AT, own).rates, { input: 2, output: 9, above: [{ tokens: 200_000, input: 4 }] });
    assert.equal(priced('gpt-5.4', 'openai', AT, own).discount, 0);
    assert.equal(priced('gpt-5.4', 'azure', AT, own).rates.input, 2.5);
    assert.equal(priced('gpt-5.4-mini', 'openai', AT, own).discount, 0.1);
    assert.equal(priced('claude-sonnet-4-6', 'anthropic', AT, own).rates.input, 1);
    assert.deepEqual(bookSources(own).at(-1), 'config');
  });

  it('lets a refreshed base step before corrections that it has overtaken', () => {
    const fresh: Snapshot = {
      source: 'later',
      date: '2026-12-01',
      providers: {
        deepseek: {
          models: [
            { id: 'deepseek-flash', rates: [{ input: 0.1, output: 0.3 }] },
            { id: 'deepseek-v4-flash', rates: [{ input: 0.1, output: 0.3 }] },
            { id: 'deepseek-v4-flash-vision-exp', rates: [{ input: 0.1, output: 0.3 }] },
          ],
        },
      },
    };
    const refreshed = openBook({ ...shippedPrices, refreshed: fresh });
    assert.deepEqual(
      [priced('deepseek-v4-flash', 'deepseek', AT, refreshed).layer, priced('deepseek-v4-flash', 'deepseek', AT, refreshed).rates.input],
      ['base', 0.1],
    );
    assert.equal(bookDate(refreshed), '2026-12-01');
    const same = openBook({ ...shippedPrices, refreshed: shippedPrices.snapshot });
    assert.equal(priced('deepseek-v4-flash', 'deepseek', AT, same).rates.input, 0.15);
  });

  it('says when it is old', () => {
    assert.equal(staleness(book, AT), undefined);
    assert.equal(staleness(book, '2027-03-21'), undefined);
    assert.match(staleness(book, '2027-03-22') ?? '', /2026-11-21, 121 days/);
  });
});

describe('prices: modifiers and caches', () => {
  const factor = (model: string, provider: string, mode: Parameters<typeof priceMultiplier>[2]): number =>
    priceMultiplier(book, priced(model, provider), mode).expected;

  it('multiplies what the vendors say', () => {
    assert.equal(factor('gpt-5.4', 'openai', {}), 1);
    assert.equal(factor('gpt-5.4', 'openai', { batch: true }), 0.5);
    assert.equal(factor('gpt-5.4', 'openai', { batch: true, region: 'eu' }), 0.5 * 1.1);
    assert.equal(factor('gpt-5.4', 'openai', { tier: 'Priority' }), 2);
    assert.equal(factor('gpt-5.5-2026-05-01', 'openai', { tier: 'priority' }), 2.5);
    assert.equal(factor('claude-opus-4-7', 'anthropic', { tier: 'fast', batch: true }), 6);
    assert.equal(factor('claude-sonnet-4-6', 'anthropic', { tier: 'standard_only', batch: true }), 0.5);
  });

  it('takes the hours of DeepSeek at their mean, with the range', () => {
    const multiplier = priceMultiplier(book, priced('deepseek-v4-flash', 'deepseek'), {});
    assert.deepEqual([multiplier.low, multiplier.expected, multiplier.high], [1, 1.2083, 2]);
    assert.ok(Math.abs(multiplier.expected - 203 / 168) < 1e-4);
  });

  it('counts an unknown tier as 1 and says so', () => {
    const multiplier = priceMultiplier(book, priced('mistral-large-latest', 'mistral'), { tier: 'turbo' });
    assert.deepEqual([multiplier.expected, multiplier.unknown], [1, ['turbo']]);
    assert.deepEqual(priceMultiplier(book, priced('mistral-large-latest', 'mistral'), { batch: true }).unknown, ['batch']);
  });

  it('knows when a prefix is cached', () => {
    const policy = (model: string, provider: string) => cachePolicy(book, priced(model, provider));
    assert.deepEqual(policy('gpt-4o', 'openai'), { auto: true, minTokens: 1024, ttl: 5 });
    assert.deepEqual(policy('gpt-5.6-sol', 'openai'), { auto: true, minTokens: 1024, ttl: 30 });
    assert.deepEqual(policy('claude-haiku-4-5-20251001', 'anthropic'), { auto: false, minTokens: 4096, ttl: 5 });
    assert.deepEqual(policy('claude-opus-5-5', 'anthropic'), { auto: false, minTokens: 512, ttl: 5 });
    assert.deepEqual(policy('eu.anthropic.claude-haiku-4-5-20251001-v1:0', 'bedrock')?.auto, false);
    assert.deepEqual(policy('gemini-2.5-flash', 'google'), { auto: true, minTokens: 2048, ttl: 5 });
    assert.equal(policy('llama-3.3-70b-versatile', 'groq'), undefined);
  });
});

describe('prices: the files', () => {
  const { snapshot, overlay } = shippedPrices;
  it('has no correction that the base has caught up with', () => {
    const bare = openBook({ ...shippedPrices, overlay: { ...overlay, prices: [] } });
    for (const entry of overlay.prices) {
      for (const name of entry.match) {
        const below = price(bare, { model: String(name), provider: entry.provider, at: AT });
        const now = priced(String(name), entry.provider);
        assert.ok(
          below.state !== 'priced' || JSON.stringify(below.price.rates) !== JSON.stringify(now.rates),
          `remove ${entry.provider}/${String(name)}`,
        );
        assert.ok(entry.source.length > 0 && entry.evidence !== '');
      }
    }
  });

  it('has a price for every small model, and none of them is retired', () => {
    for (const { provider, models, source } of overlay.small) {
      assert.deepEqual(
        smallModels(openBook(shippedPrices), provider, AT).map(({ model }) => model).length,
        models.length,
        `${provider}: ${models.join(', ')}`,
      );
      assert.ok(source.length > 0);
    }
  });

  it('knows models that reason unasked, with and without a vendor in front', () => {
    const book = openBook(shippedPrices);
    assert.deepEqual(
      ['o3', 'openai/gpt-5-mini', 'gemini-2.5-pro', 'gpt-4o', 'claude-sonnet-4-6', 'gemini-2.0-flash'].map((model) =>
        reasonsUnasked(book, model),
      ),
      [true, true, true, false, false, false],
    );
  });

  it('is dated, sourced and small', () => {
    assert.match(snapshot.date, /^\d{4}-\d{2}-\d{2}$/);
    assert.match(snapshot.source, /genai-prices/);
    assert.ok(JSON.stringify(snapshot).length < 250_000);
  });

  it('reads foreign data without trusting it', () => {
    assert.deepEqual(snapshotOf('nonsense', 's', 'd').providers, {});
    const odd = snapshotOf(
      [
        null,
        3,
        { id: 'p' },
        {
          id: 'q',
          models: [
            null,
            { id: 'm', prices: { input_mtok: -1 } },
            { id: 'n', match: { regex: '(' }, prices: { input_mtok: { base: 1, tiers: [null, { start: 'x' }, { start: 5, price: 2 }] } } },
          ],
        },
      ],
      's',
      'd',
    );
    assert.deepEqual(odd.providers, {
      q: { models: [{ id: 'n', match: ['/(/'], rates: [{ input: 1, above: [{ tokens: 5, input: 2 }] }] }] },
    });
    assert.equal(matchOf('/(/', 'x'), undefined);
  });
});
