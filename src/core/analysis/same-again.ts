/** Loops that ask the same again: samples of one prompt, runs of a benchmark. The model sees nothing there of what it answered before. */
import { isInLoop } from '../facts/enclosing.ts';
import type { Call, FileFacts, Index, Value } from '../facts/facts.ts';
import { keyOf, mutationsOf } from '../resolve/mutations.ts';
import { bindingOf } from '../resolve/names.ts';

/** No argument of the call changes from one round of the loop to the next, but for the number of the round. */
export function asksTheSame(facts: FileFacts, call: Call, loop: Index): boolean {
  const counters = facts.loops[loop]?.variables ?? [];
  return call.args.length > 0 && call.args.every(({ value }) => stays(facts, value, loop, counters));
}

function stays(facts: FileFacts, value: Value, loop: Index, counters: readonly string[]): boolean {
  const all = (values: readonly Value[]): boolean => values.every((one) => stays(facts, one, loop, counters));
  switch (value.kind) {
    case 'text':
    case 'number':
    case 'literal':
    case 'class':
    case 'imported':
      return true;
    case 'name':
      return counters.includes(value.name) || !changesIn(facts, value, loop);
    case 'member':
      return all([value.of]);
    case 'template':
      return all(value.parts);
    case 'list':
      return all(value.items);
    case 'record':
      return all(value.fields.map((field) => field.value));
    case 'spread':
    case 'unary':
      return all([value.value]);
    case 'operation':
      return all([value.left, value.right]);
    case 'fallback':
      return all([value.first, value.second]);
    case 'choice':
      return all([value.test, ...value.options]);
    default:
      // What is called may remember, and so may the object around.
      return false;
  }
}

/** The variable is written, or what it holds is changed, in the loop. */
function changesIn(facts: FileFacts, value: Extract<Value, { kind: 'name' }>, loop: Index): boolean {
  const writes = bindingOf(facts, value.name, value.scope)?.binding.writes ?? [];
  if (writes.some((write) => isInLoop(facts, write.loop, loop))) return true;
  const key = keyOf(facts, value);
  const changes = key === undefined ? undefined : mutationsOf(facts).get(key);
  return changes?.some((change) => isInLoop(facts, change.loop, loop)) ?? false;
}
