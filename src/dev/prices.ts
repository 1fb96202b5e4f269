/** Writes `src/core/prices/snapshot.json` from the installed price collection, and prints which prices moved. Run by hand: `npm run prices`. */
import { readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { waitForUpdate } from '@pydantic/genai-prices';
import { type Snapshot, type SnapshotModel, snapshotOf } from '../core/prices/snapshot.ts';

const TARGET = 'src/core/prices/snapshot.json';
/**
 * The newest price in the collection's present version. The package states no date of its own: this one is read off its
 * newest entries and has to be set with every version.
 */
const DATES: Readonly<Record<string, string>> = { '0.1.8': '2026-09-23' };

await main();

async function main(): Promise<void> {
  const version = versionOf('@pydantic/genai-prices');
  const date = DATES[version];
  if (date === undefined) throw new Error(`Find the date of the newest price in @pydantic/genai-prices ${version} and enter it in DATES.`);
  const next = snapshotOf(await waitForUpdate(), `@pydantic/genai-prices ${version}`, date);
  const text = lines(next);
  for (const move of moves(JSON.parse(read(TARGET)) as Snapshot, next)) console.log(move);
  writeFileSync(TARGET, text);
  const models = Object.values(next.providers).reduce((sum, provider) => sum + provider.models.length, 0);
  console.log(`${TARGET}: ${models} models, ${Object.keys(next.providers).length} providers, ${text.length} characters`);
}

/** One model a line, so that a bump is a readable diff. */
function lines(snapshot: Snapshot): string {
  const providers = Object.entries(snapshot.providers).map(([id, { models, ...head }]) => {
    const rows = models.map((model) => `\n${JSON.stringify(model)}`).join(',');
    return `\n${JSON.stringify(id)}:${JSON.stringify({ ...head, models: [] }).slice(0, -2)}${rows}]}`;
  });
  return `{"source":${JSON.stringify(snapshot.source)},"date":"${snapshot.date}","providers":{${providers.join(',')}}}\n`;
}

function moves(before: Snapshot, after: Snapshot): readonly string[] {
  const old = ratesById(before);
  const now = ratesById(after);
  const ids = [...new Set([...old.keys(), ...now.keys()])].sort();
  return ids.filter((id) => old.get(id) !== now.get(id)).map((id) => `${id}: ${old.get(id) ?? 'new'} → ${now.get(id) ?? 'gone'}`);
}

function ratesById(snapshot: Snapshot): Map<string, string> {
  const rates = new Map<string, string>();
  for (const [provider, { models }] of Object.entries(snapshot.providers)) {
    for (const model of models as readonly SnapshotModel[]) rates.set(`${provider}/${model.id}`, JSON.stringify(model.rates));
  }
  return rates;
}

function versionOf(name: string): string {
  const main = createRequire(import.meta.url).resolve(name);
  const manifest = JSON.parse(readFileSync(`${main.slice(0, main.lastIndexOf(name))}${name}/package.json`, 'utf8')) as { version: string };
  return manifest.version;
}

function read(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return '{"source":"","date":"","providers":{}}';
  }
}
