/** The languages, and how they are loaded. */
import { ecmascript } from './ecmascript/ecmascript.ts';
import { startParser } from './grammar.ts';
import type { Language } from './language.ts';
import { python } from './python/python.ts';

/** Starts the parser and loads the grammars. `now` is a monotonic clock in milliseconds, for parse deadlines. */
export async function loadLanguages(asset: (name: string) => Promise<Uint8Array>, now: () => number): Promise<readonly Language[]> {
  await startParser(await asset('web-tree-sitter.wasm'), now);
  return Promise.all([ecmascript(asset), python(asset)]);
}
