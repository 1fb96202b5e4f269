/** Writes `src/core/prices/snapshot.json` from the installed price collection, and prints which prices moved. Run by hand: `npm run prices`. */
import { readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { waitForUpdate } from '@pydantic/genai-prices';
import { type Snapshot, snapshotOf } from '../core/prices/snapshot.ts';
import { countModels, priceMoves, snapshotText } from '../core/prices/snapshot-text.ts';

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
  const text = snapshotText(next);
  for (const { model, before, after } of priceMoves(JSON.parse(read(TARGET)) as Snapshot, next)) {
    console.log(`${model}: ${before ? JSON.stringify(before) : 'new'} → ${after ? JSON.stringify(after) : 'gone'}`);
  }
  writeFileSync(TARGET, text);
  console.log(`${TARGET}: ${countModels(next)} models, ${Object.keys(next.providers).length} providers, ${text.length} characters`);
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
