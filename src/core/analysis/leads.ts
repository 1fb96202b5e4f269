/** Names under which other files get at a model: functions that call one, and variables, functions and classes that hold one. */
import type { Matched } from '../catalog/match.ts';
import type { FileFacts } from '../facts/facts.ts';
import type { CallSite } from './analysis.ts';

/** The names of a file that lead to LLM code, for the files that import it. Plain data. */
export interface Leads {
  readonly path: string;
  readonly names: readonly string[];
}

const PAID: ReadonlySet<string> = new Set(['llm-call', 'wrapped-call', 'agent']);

/** Undefined where no name leads to a model. */
export function leadsOf(path: string, facts: FileFacts, sites: readonly CallSite[], matches: readonly Matched[]): Leads | undefined {
  const names = new Set<string>();
  const add = (symbol: string | undefined) => {
    for (const name of symbol?.split('.') ?? []) if (name !== '' && !/^(?:__\w+__|constructor)$/.test(name)) names.add(name);
  };
  for (const { kind, symbol, place } of sites) if (place.path === path && PAID.has(kind)) add(symbol);
  for (const { at, call } of matches) {
    if (call.kind === 'llm-call' || call.kind === 'tool') continue;
    add(facts.functions[at.call.function]?.symbol);
    if (at.call.function >= 0) continue;
    // At module level the variable holds it, in the body of a class the class.
    for (const { name, writes } of facts.scopes[0]?.bindings.values() ?? [])
      if (writes.some(({ value }) => value.start <= at.call.start && at.call.end <= value.end)) add(name);
  }
  return names.size > 0 ? { path, names: [...names] } : undefined;
}
