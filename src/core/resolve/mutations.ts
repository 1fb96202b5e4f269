/** Where lists and records are changed in place: `messages.append(x)`, `options['k'] = v`, `self.parts.push(y)`. */
import type { FileFacts, Position, Value } from '../facts/facts.ts';
import { bindingOf } from './names.ts';

export type Change =
  | { readonly kind: 'append'; readonly items: readonly Value[]; readonly front: boolean; readonly spread: boolean }
  | { readonly kind: 'set'; readonly key: string | Value; readonly value: Value }
  | { readonly kind: 'merge'; readonly value: Value }
  | { readonly kind: 'other' };

export interface Mutation extends Position {
  readonly change: Change;
  readonly start: number;
}

const APPEND = new Set(['append', 'push', 'add']);
const EXTEND = new Set(['extend']);
const SHRINK = new Set(['pop', 'shift', 'remove', 'clear', 'splice', 'popleft', 'truncate', 'insert']);

const cache = new WeakMap<FileFacts, ReadonlyMap<string, readonly Mutation[]>>();

/** All in-place changes of a file by the key of what is changed (`keyOf`), in source order. */
export function mutationsOf(facts: FileFacts): ReadonlyMap<string, readonly Mutation[]> {
  let map = cache.get(facts);
  if (!map) {
    map = collect(facts);
    cache.set(facts, map);
  }
  return map;
}

/** `scope:name` of a variable, `class.field` of a field of the class around; undefined for anything else. */
export function keyOf(facts: FileFacts, target: Value): string | undefined {
  if (target.kind === 'name') {
    const found = bindingOf(facts, target.name, target.scope);
    return found && `${found.scope}:${target.name}`;
  }
  if (target.kind === 'member' && target.of.kind === 'self') return `${target.of.class}.${target.name}`;
  return undefined;
}

function collect(facts: FileFacts): ReadonlyMap<string, readonly Mutation[]> {
  const map = new Map<string, Mutation[]>();
  const put = (target: Value, at: Position & { start: number }, change: Change) => {
    const key = keyOf(facts, target);
    if (key === undefined) return;
    const list = map.get(key) ?? [];
    list.push({ change, start: at.start, at: at.at, scope: at.scope, function: at.function, loop: at.loop, branch: at.branch });
    map.set(key, list);
  };
  for (const call of facts.calls) {
    if (call.callee.kind !== 'member') continue;
    const { name, of } = call.callee;
    if (name === 'assign' && of.kind === 'name' && of.name === 'Object' && call.args[0]) {
      for (const arg of call.args.slice(1)) put(call.args[0].value, call, { kind: 'merge', value: arg.value });
      continue;
    }
    if (APPEND.has(name)) {
      put(of, call, {
        kind: 'append',
        items: call.args.map((arg) => arg.value),
        front: false,
        spread: call.args.some((arg) => arg.spread),
      });
    } else if (name === 'unshift') {
      put(of, call, { kind: 'append', items: call.args.map((arg) => arg.value), front: true, spread: false });
    } else if (name === 'insert' && call.args[0]?.value.kind === 'number' && call.args[0].value.value === 0 && call.args[1]) {
      put(of, call, { kind: 'append', items: [call.args[1].value], front: true, spread: false });
    } else if (EXTEND.has(name) && call.args[0]) {
      put(of, call, { kind: 'append', items: [call.args[0].value], front: false, spread: true });
    } else if (name === 'set' && call.args[0] && call.args[1] && call.args.length === 2) {
      put(of, call, { kind: 'set', key: call.args[0].value, value: call.args[1].value });
    } else if (name === 'update' && call.args[0] && !call.args[0].name) {
      put(of, call, { kind: 'merge', value: call.args[0].value });
    } else if (SHRINK.has(name)) {
      put(of, call, { kind: 'other' });
    }
  }
  for (const store of facts.stores) {
    if (store.target.kind === 'self') continue;
    put(store.target, store, { kind: 'set', key: store.key, value: store.value });
  }
  for (const list of map.values()) list.sort((a, b) => a.at - b.at);
  return map;
}
