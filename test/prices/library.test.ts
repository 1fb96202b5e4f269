// Our reading of the shipped snapshot against the library that it was made from.
import assert from 'node:assert/strict';
import { calcPrice } from '@pydantic/genai-prices';
import { callCost } from '../../src/core/economics/call.ts';
import { openBook, price } from '../../src/core/prices/book.ts';
import { shippedPrices } from '../../src/core/prices/shipped.ts';

const AT = '2026-11-21';
const book = openBook({ ...shippedPrices, overlay: { ...shippedPrices.overlay, prices: [] } });

describe('prices: the library as oracle', () => {
  for (const provider of ['openai', 'anthropic', 'google', 'groq', 'x-ai', 'cohere', 'together', 'perplexity', 'fireworks', 'moonshotai']) {
    it(provider, () => {
      for (const { id } of shippedPrices.snapshot.providers[provider]?.models ?? []) {
        const theirs = calcPrice({ input_tokens: 250_000, cache_read_tokens: 1000, output_tokens: 1000 }, id, {
          providerId: provider,
          timestamp: new Date(`${AT}T12:00:00Z`),
        });
        // Some ids match an earlier entry of the library by a part of their name: ours prefers the entry of that very id.
        if (theirs === null || theirs.model.id !== id) continue;
        const ours = price(book, { model: id, provider, at: AT });
        assert.ok(ours.state === 'priced', id);
        const got = callCost(ours.price.rates, { input: 250_000, cacheRead: 1000, output: 1000 });
        assert.ok(Math.abs(got - theirs.total_price) < 1e-9 * Math.max(1, got), `${id}: ${got}, the library says ${theirs.total_price}`);
      }
    });
  }
});
