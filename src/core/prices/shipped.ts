/** The prices that ship with Costlint, and the book that a configuration makes of them. */
import type { Config } from '../config/settings.ts';
import { type BookSources, openBook, type PriceBook } from './book.ts';
import overlay from './overlay.json' with { type: 'json' };
import secondary from './secondary.json' with { type: 'json' };
// As text, since parsing JSON takes a quarter of the time that the same object takes as a part of the program.
import snapshot from './snapshot.json' with { type: 'text' };
import type { Snapshot } from './snapshot.ts';

// The files are ours and their shapes are tested; the compiler's own reading of them would be a union per entry.
export const shippedPrices = { snapshot: JSON.parse(String(snapshot)), overlay, secondary } as unknown as Pick<
  BookSources,
  'snapshot' | 'overlay' | 'secondary'
>;

/** With the prices, discounts and model names of the configuration; `refreshed` takes the place of the snapshot. */
export const bookOf = ({ prices, discounts, models }: Pick<Config, 'prices' | 'discounts' | 'models'>, refreshed?: Snapshot): PriceBook =>
  openBook({ ...shippedPrices, ...(refreshed && { refreshed }), overrides: prices, discounts, models });
