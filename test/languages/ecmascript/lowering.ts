/** Lowers TypeScript and its kin for tests. */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import type { FileFacts, Value } from '../../../src/core/facts/facts.ts';
import { ecmascript } from '../../../src/core/languages/ecmascript/ecmascript.ts';
import { startParser } from '../../../src/core/languages/grammar.ts';
import type { Language } from '../../../src/core/languages/language.ts';
import { show } from '../python/lowering.ts';

export { calls, show, stores, writes } from '../python/lowering.ts';

const resolve = createRequire(join(process.cwd(), 'package.json')).resolve;
const asset = (file: string) => Promise.resolve(new Uint8Array(readFileSync(file)));

async function startEcmascript(): Promise<Language> {
  await startParser(await asset(join(dirname(resolve('web-tree-sitter')), 'web-tree-sitter.wasm')), () => performance.now());
  return ecmascript((name) => asset(join(dirname(resolve('@vscode/tree-sitter-wasm/package.json')), 'wasm', name)));
}

export const language: Promise<Language> = startEcmascript();

export async function factsOf(code: string, path = 'a.ts'): Promise<FileFacts> {
  return (await language).lower(code, { path }).facts;
}

/** What `const x = …` gives `x`. */
export async function shownAs(expression: string, path = 'a.ts'): Promise<string> {
  return bound(await factsOf(`const x = ${expression};\n`, path), 'x');
}

/** The first value of a name of a scope. */
export const bound = (facts: FileFacts, name: string, scope = 0): string =>
  show(facts, facts.scopes[scope]?.bindings.get(name)?.writes[0]?.value);

export const exported = (facts: FileFacts): Readonly<Record<string, string>> =>
  Object.fromEntries([...facts.exports].map(([name, value]) => [name, show(facts, value)]));

/** Facts as plain data, to compare. */
export const plain = (facts: FileFacts): string =>
  JSON.stringify(facts, (_, value: unknown) => (value instanceof Map ? [...value] : value));

export const shown = (facts: FileFacts, values: readonly { readonly value: Value }[]): string[] =>
  values.map(({ value }) => show(facts, value));
