/** Calls and stores of a file by name, made once a file: resolution asks for them again and again. */
import type { Call, FileFacts, Store } from './facts.ts';

interface Lookup {
  readonly calls: ReadonlyMap<string, readonly Call[]>;
  readonly stores: ReadonlyMap<string, readonly Store[]>;
}

const NO_CALLS: readonly Call[] = [];
const NO_STORES: readonly Store[] = [];
const known = new WeakMap<FileFacts, Lookup>();

/** Calls whose callee is this name, or a member of this name, in the order of the facts. */
export const callsNamed = (facts: FileFacts, name: string): readonly Call[] => lookup(facts).calls.get(name) ?? NO_CALLS;

/** Writes into a member of this name, in source order. */
export const storesOf = (facts: FileFacts, key: string): readonly Store[] => lookup(facts).stores.get(key) ?? NO_STORES;

function lookup(facts: FileFacts): Lookup {
  let found = known.get(facts);
  if (!found) {
    const calls = new Map<string, Call[]>();
    for (const call of facts.calls) if (call.callee.kind === 'name' || call.callee.kind === 'member') push(calls, call.callee.name, call);
    const stores = new Map<string, Store[]>();
    for (const store of facts.stores) if (typeof store.key === 'string') push(stores, store.key, store);
    found = { calls, stores };
    known.set(facts, found);
  }
  return found;
}

function push<T>(map: Map<string, T[]>, key: string, value: T): void {
  const list = map.get(key);
  if (list) list.push(value);
  else map.set(key, [value]);
}
