/** What an update of prices changes, as text: a line for each model. */
import type { PriceMove } from '../../prices/snapshot-text.ts';

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
  const [old, now] = [before?.at(-1), after?.at(-1)] as [
    Readonly<Record<string, unknown>> | undefined,
    Readonly<Record<string, unknown>> | undefined,
  ];
  if (!now) return 'gone';
  const keys = Object.keys({ ...old, ...now }).filter((key) => JSON.stringify(old?.[key]) !== JSON.stringify(now[key]));
  const parts = keys.map((key) => `${key} ${old ? `${text(old[key])} → ` : ''}${text(now[key])}`);
  return `${old ? '' : 'new, '}${parts.join(', ') || 'earlier prices differ'}`;
}

const text = (value: unknown): string => (value === undefined ? 'none' : typeof value === 'object' ? JSON.stringify(value) : String(value));
