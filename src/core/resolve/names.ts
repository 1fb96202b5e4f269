/** Which writes of a variable can reach a use of it: order, branches and loops of one function; all of them from a closure. */
import type { Binding, FileFacts, Index, Position, Value, Write } from '../facts/facts.ts';

type Name = Extract<Value, { kind: 'name' }>;

export interface Reaching {
  readonly binding: Binding;
  readonly scope: Index;
  /** Writes that may hold at the use, latest first; an `augment` stands before the writes that it adds to. */
  readonly writes: readonly Write[];
  /** One of the writes holds for certain. */
  readonly certain: boolean;
}

/** The function whose body a scope belongs to; -1 for the module. */
export function functionOf(facts: FileFacts, scope: Index): Index {
  for (let s = scope; s >= 0; s = facts.scopes[s]?.parent ?? -1) {
    const found = facts.scopes[s];
    if (found?.kind === 'function') return found.owner;
  }
  return -1;
}

/** The binding that a name means, from its scope outwards. Class scopes are seen only from directly inside. */
export function bindingOf(facts: FileFacts, name: string, scope: Index): { binding: Binding; scope: Index } | undefined {
  for (let s = scope; s >= 0; s = facts.scopes[s]?.parent ?? -1) {
    const at = facts.scopes[s];
    if (!at || (at.kind === 'class' && s !== scope)) continue;
    const binding = at.bindings.get(name);
    if (binding) return { binding, scope: s };
  }
  return undefined;
}

/** `inner` is the same branch as `outer` or inside it. */
export function within(facts: FileFacts, inner: Index, outer: Index): boolean {
  if (outer < 0) return true;
  for (let b = inner; b >= 0; b = facts.branches[b]?.parent ?? -1) if (b === outer) return true;
  return false;
}

/** The two positions stand in different arms of one statement, so that one run cannot pass both. */
function exclusive(facts: FileFacts, a: Index, b: Index): boolean {
  for (let x = a; x >= 0; x = facts.branches[x]?.parent ?? -1) {
    const one = facts.branches[x];
    for (let y = b; y >= 0; y = facts.branches[y]?.parent ?? -1) {
      const other = facts.branches[y];
      if (one && other && x !== y && one.statement === other.statement && one.kind === other.kind) return true;
    }
  }
  return false;
}

/** The writes that can reach a use of a name at its own offset. */
export function reachingWrites(facts: FileFacts, use: Name): Reaching | undefined {
  const found = bindingOf(facts, use.name, use.scope);
  if (!found) return undefined;
  const { binding, scope } = found;
  const home = functionOf(facts, use.scope);
  const own = binding.writes.filter((write) => write.how !== 'declare' && write.function === home);
  const foreign = binding.writes.filter((write) => write.how !== 'declare' && write.function !== home);
  // Seen from a closure, or written by one, the order of the text says nothing: every write may hold.
  const before = own.filter(
    (write) => write.at <= use.start || write.how === 'function' || write.how === 'class' || write.how === 'import',
  );
  if (before.length === 0) {
    const all = [...foreign, ...own].sort((a, b) => b.at - a.at);
    const last = lastOf(facts, all, undefined);
    return { binding, scope, ...last };
  }
  const last = lastOf(
    facts,
    before.sort((a, b) => b.at - a.at),
    use,
  );
  // `if (!client) client = new Client()` of a variable from outside: what was written there may hold as well.
  const around = last.certain || home < 0 ? [] : foreign.filter((write) => write.function === functionOf(facts, scope));
  return { binding, scope, writes: [...last.writes, ...around], certain: last.certain };
}

function lastOf(facts: FileFacts, writes: readonly Write[], use: Name | undefined): { writes: readonly Write[]; certain: boolean } {
  const kept: Write[] = [];
  const armsSeen = new Map<number, Set<number>>();
  for (const write of writes) {
    const branch = facts.branches[write.branch];
    if (use && exclusive(facts, write.branch, use.branch)) continue;
    if (use && branch?.leaves && !within(facts, use.branch, write.branch)) continue;
    kept.push(write);
    if (write.how === 'augment') continue;
    if (use ? within(facts, use.branch, write.branch) : write.branch < 0) return { writes: kept, certain: true };
    if (branch?.exhaustive) {
      const arms = armsSeen.get(branch.statement) ?? new Set();
      arms.add(branch.arm);
      armsSeen.set(branch.statement, arms);
      const all = facts.branches.filter((b) => b.statement === branch.statement && b.kind === branch.kind && !b.leaves);
      const outside = use ? within(facts, use.branch, branch.parent) : branch.parent < 0;
      if (outside && all.every((b) => arms.has(b.arm))) return { writes: kept, certain: true };
    }
  }
  return { writes: kept, certain: false };
}

/** The positions share a loop: what is written later in it may hold in the next round. */
export function sharedLoop(facts: FileFacts, a: Position, loop: Index): boolean {
  for (let l = loop; l >= 0; l = facts.loops[l]?.parent ?? -1) {
    for (let m = a.loop; m >= 0; m = facts.loops[m]?.parent ?? -1) if (l === m) return true;
  }
  return false;
}

/** A name for an expression that stays open: the variable or member that it ends in. */
export function nameOf(value: Value): string {
  switch (value.kind) {
    case 'name':
    case 'member':
      return value.name;
    case 'index':
    case 'slice':
    case 'element':
      return nameOf(value.of);
    case 'unary':
      return nameOf(value.value);
    default:
      return 'value';
  }
}
