/** Renews the prices of a folder, because somebody has asked for it: nothing else in the server opens a connection. */
import path from 'node:path';
import { PRICE_FILE } from '../core/prices/refresh.ts';
import { movesText } from '../core/report/formats/price-moves.ts';
import { counted } from '../core/report/words.ts';
import { fileBeside, loadConfig } from '../node/config-file.ts';
import { updatePrices } from '../node/price-update.ts';
import type { RenewedPrices } from './protocol.ts';

/** `only`: a configuration file that is used instead of looking for one; absolute. `today`: YYYY-MM-DD. */
export async function renewPrices(
  root: string,
  only: string | undefined,
  { from, today }: { readonly from: string | undefined; readonly today: string },
): Promise<RenewedPrices> {
  const { beside, prices: old } = loadConfig({ root, only });
  const file = fileBeside(beside, PRICE_FILE);
  const name = path.relative(root, file).split(path.sep).join('/');
  const updated = await updatePrices({ file, old, from, today });
  if (updated.state === 'failed') {
    const kept = old ? `${name} stays as it is.` : 'Those that ship with Costlint stay in use.';
    return { state: 'failed', text: `The prices were not renewed: ${updated.reason}.\n${kept}\n` };
  }
  const { state, url } = updated;
  if (state === 'unchanged') return { state, text: `${name}: unchanged at ${url}\n` };
  return { state, text: `${movesText(updated.moves)}${name}: ${counted(updated.models, 'model')} of ${url}\n` };
}
