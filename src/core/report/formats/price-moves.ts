/** What an update of prices changes, as text: a line for each model. */
import type { DatedRates } from '../../prices/snapshot.ts';
import type { PriceMove } from '../../prices/snapshot-text.ts';
import { separated } from '../words.ts';

/** Lines of each kind; the rest is counted. */
const SHOWN = 40;

/** Changed, then new, then gone models. */
export function movesText(moves: readonly PriceMove[]): string {
  const kinds = [
    moves.filter(({ before, after }) => before && after),
    moves.filter(({ before }) => !before),
    moves.filter(({ after }) => !after),
  ];
  return kinds
    .flatMap((list, kind) => {
      const lines = list.slice(0, SHOWN).map((move) => `${move.model}: ${changeText(move)}\n`);
      return list.length > SHOWN ? [...lines, `and ${list.length - SHOWN} more ${['changed', 'new', 'gone'][kind]}\n`] : lines;
    })
    .join('');
}

/** What differs in the newest price, USD per 1M tokens. */
function changeText({ before, after }: PriceMove): string {
  const [old, now] = [before?.at(-1), after?.at(-1)];
  if (!now) return 'gone';
  const [was, is] = [ratesOf(old), ratesOf(now)];
  const names = [...new Set([...was.keys(), ...is.keys()])].filter((name) => was.get(name) !== is.get(name));
  const parts = names.map((name) => `${name} ${old ? `${was.get(name) ?? 'none'} → ` : ''}${is.get(name) ?? 'none'}`);
  return `${old ? '' : 'new, '}${parts.join(', ') || 'earlier prices differ'}`;
}

/** Rates by their names; those of long requests say above how many tokens they hold. */
function ratesOf(rates: DatedRates | undefined): ReadonlyMap<string, number | string> {
  const { above = [], ...flat }: Partial<DatedRates> = rates ?? {};
  const steps = above.flatMap(({ tokens, ...step }) =>
    Object.entries(step).map(([name, usd]) => [`${name} above ${separated(tokens)} tokens`, usd] as const),
  );
  return new Map([...Object.entries(flat), ...steps].filter((entry): entry is [string, number | string] => entry[1] !== undefined));
}
