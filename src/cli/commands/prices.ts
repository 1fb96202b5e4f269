/** `costlint prices show [model]`: the prices in use, with their source and date. */
import { bookOf } from '../../core/prices/shipped.ts';
import { prices as priceText } from '../../core/report/formats/prices.ts';
import { nearest } from '../../core/text/nearest.ts';
import type { Flags } from '../args.ts';
import { textOrJson, write } from '../print-report.ts';
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
  const { json, file } = textOrJson('prices', flags);
  const { config } = targetOf([], flags);
  const book = bookOf(config);
  const at = flags['as-of'] ?? today();
  write(priceText(book, models, { at, color: file === undefined && usesColor(flags), width: columns(), json }), file);
  return 0;
}
