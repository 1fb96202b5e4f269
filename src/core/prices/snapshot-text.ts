/** Snapshots of prices as text, and what differs between two of them. */
import type { DatedRates, Snapshot, SnapshotModel } from './snapshot.ts';

/** One model a line, so that a change is a readable diff. */
export function snapshotText(snapshot: Snapshot): string {
  const { providers, ...head } = snapshot;
  const listed = Object.entries(providers).map(([id, { models, ...rest }]) => {
    const rows = models.map((model) => `\n${JSON.stringify(model)}`).join(',');
    return `\n${JSON.stringify(id)}:${JSON.stringify({ ...rest, models: [] }).slice(0, -2)}${rows}]}`;
  });
  return `${JSON.stringify({ ...head, providers: {} }).slice(0, -2)}${listed.join(',')}}}\n`;
}

export interface PriceMove {
  /** `provider/model` */
  readonly model: string;
  /** Oldest first; undefined where there were none. */
  readonly before: readonly DatedRates[] | undefined;
  readonly after: readonly DatedRates[] | undefined;
}

/** What differs between two snapshots, by name. */
export function priceMoves(before: Snapshot, after: Snapshot): readonly PriceMove[] {
  const [old, now] = [ratesById(before), ratesById(after)];
  const names = [...new Set([...old.keys(), ...now.keys()])].sort();
  return names.flatMap((model) =>
    JSON.stringify(old.get(model)) === JSON.stringify(now.get(model)) ? [] : [{ model, before: old.get(model), after: now.get(model) }],
  );
}

function ratesById(snapshot: Snapshot): Map<string, readonly DatedRates[]> {
  const rates = new Map<string, readonly DatedRates[]>();
  for (const [provider, { models }] of Object.entries(snapshot.providers)) {
    for (const model of models as readonly SnapshotModel[]) rates.set(`${provider}/${model.id}`, model.rates);
  }
  return rates;
}

export const countModels = (snapshot: Snapshot): number =>
  Object.values(snapshot.providers).reduce((sum, { models }) => sum + models.length, 0);
