/** What people write to bound a run: names of limits, comparisons with them, and functions of the project that ask for one. */
import type { Branch, FileFacts, FunctionFacts, Index, Value } from '../facts/facts.ts';
import { storesOf } from '../facts/lookup.ts';
import type { Folder } from '../resolve/fold.ts';
import type { CallAt } from '../resolve/known.ts';
import { bindingOf, functionOf, within } from '../resolve/names.ts';

/** What people call a bound. */
const LIMIT = /^max|_max|Max|MAX|limit|Limit|LIMIT|budget|Budget|BUDGET|last_?[sS]tep|xceeded/;

export const namesLimit = (value: Value): boolean => (value.kind === 'name' || value.kind === 'member') && LIMIT.test(value.name);

/**
 * A comparison with something called a limit, or of something that the file counts up. What a call of the function starts anew, and
 * the length of one text, are no count of rounds.
 */
export function comparesLimit(facts: FileFacts, test: Value): boolean {
  switch (test.kind) {
    case 'unary':
      return comparesLimit(facts, test.value);
    case 'fallback':
      return comparesLimit(facts, test.first) || comparesLimit(facts, test.second);
    case 'operation': {
      if (!/^([<>]=?|==)$/.test(test.operator)) return false;
      const sides = [test.left, test.right];
      return (
        sides.some((side) => namesLimit(side) || isCounted(facts, side)) &&
        !sides.some((side) => isLength(facts, side) || isLocal(facts, side))
      );
    }
    default:
      return false;
  }
}

const isCounted = (facts: FileFacts, value: Value): boolean =>
  value.kind === 'member' && storesOf(facts, value.name).some(({ how }) => how === 'augment');

/** A variable of the function itself, made anew in each call of it. */
function isLocal(facts: FileFacts, value: Value): boolean {
  if (value.kind !== 'name') return false;
  const found = bindingOf(facts, value.name, value.scope);
  const home = found && functionOf(facts, found.scope);
  return found !== undefined && home !== -1 && home === functionOf(facts, value.scope) && found.binding.writes[0]?.how !== 'parameter';
}

function isLength(facts: FileFacts, value: Value): boolean {
  if (value.kind === 'member') return /^(length|size)$/.test(value.name) && value.of.kind === 'name';
  const call = value.kind === 'call' ? facts.calls[value.call] : undefined;
  return call?.callee.kind === 'name' && call.callee.name === 'len' && call.args[0]?.value.kind === 'name';
}

/** Functions that call each other are followed this often. */
const LEVELS = 3;

/** The function of the project that is called answers whether a limit is reached. */
export function tellsLimit(at: CallAt, folder: Folder): boolean {
  const found = functionAt(at, folder);
  if (!found) return false;
  const { facts, fn } = found;
  return (
    fn.returns.some(({ value }) => comparesLimit(facts, value)) || branchesIn(facts, fn).some(({ branch }) => stopsAtLimit(facts, branch))
  );
}

/** The function of the project that is called, or one that it calls, throws when a limit is reached. */
export function throwsAtLimit(at: CallAt, folder: Folder, level = LEVELS, seen = new Set<FunctionFacts>()): boolean {
  const found = functionAt(at, folder);
  if (!found || seen.has(found.fn)) return false;
  const { path, facts, fn } = found;
  seen.add(fn);
  const throws = ({ branch, index }: { branch: Branch; index: Index }): boolean =>
    stopsAtLimit(facts, branch) &&
    !fn.returns.some((returned) => returned.branch >= 0 && within(facts, returned.branch, index)) &&
    !facts.loops.some(({ start, end }) => fn.start <= start && start <= branch.statement && branch.statement < end);
  if (branchesIn(facts, fn).some(throws)) return true;
  if (level <= 1) return false;
  return facts.calls.some(
    (call) => fn.start <= call.start && call.end <= fn.end && throwsAtLimit({ path, call, frame: undefined }, folder, level - 1, seen),
  );
}

const stopsAtLimit = (facts: FileFacts, { kind, leaves, test }: Branch): boolean =>
  kind === 'if' && leaves && test !== undefined && comparesLimit(facts, test);

const branchesIn = (facts: FileFacts, { start, end }: FunctionFacts): readonly { readonly branch: Branch; readonly index: Index }[] =>
  facts.branches.flatMap((branch, index) => (start <= branch.statement && branch.statement < end ? [{ branch, index }] : []));

function functionAt(at: CallAt, folder: Folder): { path: string; facts: FileFacts; fn: FunctionFacts } | undefined {
  const callee = folder.callee(at);
  if (callee.kind !== 'function') return undefined;
  const facts = folder.program.facts(callee.path);
  const fn = facts?.functions[callee.function];
  return facts && fn && { path: callee.path, facts, fn };
}
