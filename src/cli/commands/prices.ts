/** `costlint prices show [model]`: the prices in use, with their source and date. */
import process from 'node:process';
import { openBook } from '../../core/prices/book.ts';
import { shippedPrices } from '../../core/prices/shipped.ts';
import { prices as priceText } from '../../core/report/formats/prices.ts';
import { nearest } from '../../core/text/nearest.ts';
import type { Flags } from '../args.ts';
import { targetOf } from '../target.ts';
import { columns, usesColor } from '../terminal.ts';
import { today } from '../today.ts';
import { UsageError } from '../usage-error.ts';

export async function prices([verb = 'show', ...models]: readonly string[], flags: Flags): Promise<number> {
  if (verb !== 'show') {
    throw new UsageError(
      `prices ${verb}: ${nearest(verb, ['show']) ? 'did you mean costlint prices show?' : 'expected costlint prices show [model].'}`,
    );
  }
  const { config } = targetOf([], flags);
  const book = openBook({ ...shippedPrices, overrides: config.prices, discounts: config.discounts, models: config.models });
  const at = flags['as-of'] ?? today();
  process.stdout.write(priceText(book, models, { at, color: usesColor(flags), width: columns(), json: flags.format === 'json' }));
  return 0;
}
