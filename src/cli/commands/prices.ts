/** `costlint prices show [model]` and `costlint prices update`: the prices in use, and newer ones. */
import process from 'node:process';
import { PRICE_FILE, PRICE_URL } from '../../core/prices/refresh.ts';
import { bookOf } from '../../core/prices/shipped.ts';
import { movesText } from '../../core/report/formats/price-moves.ts';
import { prices as priceText } from '../../core/report/formats/prices.ts';
import { counted } from '../../core/report/words.ts';
import { nearest } from '../../core/text/nearest.ts';
import { fileBeside, loadConfig } from '../../node/config-file.ts';
import { updatePrices } from '../../node/price-update.ts';
import type { Flags } from '../args.ts';
import { textOrJson, write } from '../print-report.ts';
import { rootOfDiff, shown, targetOf, usable } from '../target.ts';
import { columns, usesColor } from '../terminal.ts';
import { today } from '../today.ts';
import { UsageError } from '../usage-error.ts';

const VERBS = ['show', 'update'];

export async function prices([verb = 'show', ...models]: readonly string[], flags: Flags): Promise<number> {
  if (verb === 'show') return show(models, flags);
  if (verb === 'update') return update(models, flags);
  const meant = nearest(verb, VERBS);
  throw new UsageError(
    `prices ${verb}: ${meant ? `did you mean costlint prices ${meant}?` : 'expected costlint prices show [model] or costlint prices update.'}`,
  );
}

function show(models: readonly string[], flags: Flags): number {
  const { json, file } = textOrJson('prices', flags);
  const { config, prices: refreshed } = targetOf([], flags);
  const book = bookOf(config, refreshed);
  const at = flags['as-of'] ?? today();
  write(priceText(book, models, { at, color: file === undefined && usesColor(flags), width: columns(), json }), file);
  return 0;
}

/** The only command that asks the network for prices. Behind a proxy one downloads the list by other means and names the file. */
async function update(operands: readonly string[], flags: Flags): Promise<number> {
  if (operands.length > 0) throw new UsageError('prices update takes no operands; --from <url> names another source.');
  const { root, place } = rootOfDiff(flags);
  const { beside, prices: old, problems } = loadConfig(place ?? { root });
  const file = fileBeside(beside, PRICE_FILE);
  const name = shown(file);
  // Prices that cannot be used are what this command mends.
  usable({ problems: problems.filter((problem) => problem.path !== name) });
  if (problems.length > 0) process.stderr.write(`costlint: ${name} cannot be used; it is made anew.\n`);
  const dryRun = flags['dry-run'] === true;
  const from = flags.from ?? PRICE_URL;
  if (/^https?:/i.test(from)) process.stderr.write(`costlint: asking ${from}\n`);
  const updated = await updatePrices({ file, old, from: flags.from, today: today(), dryRun });
  if (updated.state === 'failed')
    throw new UsageError(
      `the prices were not renewed: ${updated.reason}.\n${old ? `${name} stays as it is.` : 'Those that ship with Costlint stay in use.'}`,
    );
  if (updated.state === 'unchanged') process.stdout.write(`${name}: unchanged at ${updated.url}\n`);
  else
    process.stdout.write(
      `${movesText(updated.moves)}${dryRun ? `${name} would have` : `${name}:`} ${counted(updated.models, 'model')} of ${updated.url}\n`,
    );
  return 0;
}
