/** Names under which other files get at a model: functions that call one, and variables, functions and classes that hold one. */
import type { Matched } from '../catalog/match.ts';
import type { Sdk } from '../catalog/sdk.ts';
import type { FileFacts } from '../facts/facts.ts';
import type { CallSite } from './analysis.ts';

/** What of a file leads to LLM code, for the files that import it. Plain data. */
export interface Leads {
  readonly path: string;
  /** Functions in which a billed call stands, and the names around them. */
  readonly billed: readonly string[];
  /** What holds a client, a model, an agent or a retriever, or makes one. */
  readonly holders: readonly string[];
  /** The methods by which what is held costs money. */
  readonly methods: readonly string[];
}

const BILLED: ReadonlySet<string> = new Set(['llm-call', 'wrapped-call', 'agent']);
const SPENDING: ReadonlySet<string> = new Set(['llm-call', 'agent', 'embedding-call', 'retriever']);

/** Undefined where no name leads to a model. */
export function leadsOf(path: string, facts: FileFacts, sites: readonly CallSite[], matches: readonly Matched[]): Leads | undefined {
  const billed = new Set<string>();
  const holders = new Set<string>();
  const methods = new Set<string>();
  for (const { kind, symbol } of sites) if (BILLED.has(kind)) addNames(billed, symbol);
  for (const { at, call, sdk } of matches) {
    if (call.kind === 'llm-call' || call.kind === 'tool') continue;
    const before = holders.size;
    addNames(holders, facts.functions[at.call.function]?.symbol);
    // At module level the variable holds it, in the body of a class the class.
    if (at.call.function < 0)
      for (const { name, writes } of facts.scopes[0]?.bindings.values() ?? [])
        if (writes.some(({ value }) => value.start <= at.call.start && at.call.end <= value.end)) holders.add(name);
    if (holders.size > before) for (const method of spendingMethods(sdk)) methods.add(method);
  }
  return billed.size + holders.size > 0 ? { path, billed: [...billed], holders: [...holders], methods: [...methods] } : undefined;
}

/** The names of a dotted symbol; every class has a constructor. */
function addNames(names: Set<string>, symbol: string | undefined): void {
  for (const name of symbol?.split('.') ?? []) if (name !== '' && !/^(?:__\w+__|constructor)$/.test(name)) names.add(name);
}

const known = new WeakMap<Sdk, readonly string[]>();

function spendingMethods(sdk: Sdk): readonly string[] {
  let methods = known.get(sdk);
  if (!methods) {
    const owned = sdk.calls.filter(({ kind, on }) => SPENDING.has(kind) && on !== undefined);
    methods = [...new Set(owned.flatMap(({ path }) => path.map((one) => one.slice(one.lastIndexOf('.') + 1))))];
    known.set(sdk, methods);
  }
  return methods;
}
