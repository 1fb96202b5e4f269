/** Calls that hand a function on to where it is run: `asyncio.to_thread(f, x)` is `f(x)`. */
import type { Arg, Value } from '../../facts/facts.ts';
import type { Builder } from './builder.ts';

interface Handed {
  readonly callee: Value;
  readonly args: readonly Arg[];
}

/** Functions that run another one with the arguments behind it: the position of it. */
const RUNNERS: ReadonlyMap<string, number> = new Map([
  ['to_thread', 0],
  ['run_sync', 0],
  ['run_in_threadpool', 0],
  ['run_in_executor', 1],
  ['submit', 0],
]);

/** The call that such a call stands for; undefined for any other. */
export function handedOn(b: Builder, callee: Value, args: readonly Arg[]): Handed | undefined {
  const name = callee.kind === 'member' || callee.kind === 'name' ? callee.name : '';
  const position = RUNNERS.get(name);
  if (position === undefined) return undefined;
  // Agents have methods of that name too.
  if (name === 'run_sync' && !(callee.kind === 'member' && lastName(callee.of) === 'to_thread')) return undefined;
  const { value, name: keyword, spread } = args[position] ?? {};
  if (!value || keyword !== undefined || spread) return undefined;
  const rest = args.slice(position + 1);
  if (value.kind === 'member' || value.kind === 'name' || value.kind === 'function') return { callee: value, args: rest };
  const made = value.kind === 'call' ? b.calls[value.call] : undefined;
  const [target, ...bound] = made && lastName(made.callee) === 'partial' ? made.args : [];
  return target && target.name === undefined && !target.spread ? { callee: target.value, args: [...bound, ...rest] } : undefined;
}

const lastName = (value: Value): string => (value.kind === 'member' || value.kind === 'name' ? value.name : '');
