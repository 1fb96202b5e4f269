/** Graphs of steps that code builds edge by edge: whether a run can come back to a step that it has taken. */
import type { GraphShape } from '../catalog/sdk.ts';
import type { Call, FileFacts, Value } from '../facts/facts.ts';
import { callsNamed } from '../facts/lookup.ts';
import type { Folder } from '../resolve/fold.ts';
import { type CallAt, type Known, staticText } from '../resolve/known.ts';
import { keyOf } from '../resolve/mutations.ts';
import { bindingOf } from '../resolve/names.ts';

/**
 * `none`: all edges are known and none leads back, so that a run takes every step at most once. `open`: some lead back, and
 * nothing in the code that chooses between them counts. `unknown`: the code may end a run by itself, or say where to go in other ways.
 */
export type WayBack = 'none' | 'open' | 'unknown';

export function wayBack({ path, call }: CallAt, shape: GraphShape, folder: Folder): WayBack {
  const facts = folder.program.facts(path);
  if (!facts || mayJump(facts, shape)) return 'unknown';
  const own = basesOf(
    facts,
    shape.on === 'receiver' && call.callee.kind === 'member'
      ? call.callee.of
      : { kind: 'call', call: facts.calls.indexOf(call), start: call.start, end: call.end },
  );
  const isOwn = (value: Value): boolean => [...basesOf(facts, value)].some((base) => own.has(base));
  const made = (names: readonly string[]): readonly Call[] =>
    names.flatMap((name) => callsNamed(facts, name)).filter(({ callee }) => callee.kind === 'member' && isOwn(callee.of));
  const edges = new Map<string, Set<string>>();
  let counted = false;
  for (const [names, target] of [
    [shape.edges, 1],
    [shape.branches ?? [], 2],
  ] as const) {
    for (const edge of made(names)) {
      const { positional, open } = folder.args({ path, call: edge, frame: undefined });
      const [sources, targets] = [nodesOf(positional[0], shape), nodesOf(positional[target], shape)];
      if (open || !sources || !targets) return 'unknown';
      for (const source of sources) edges.set(source, new Set([...(edges.get(source) ?? []), ...targets]));
      counted ||= target === 2 && counts(positional[1], folder);
    }
  }
  // Other functions may add what is not seen here.
  const handedOn = facts.calls.some(({ args }) => args.some(({ value }) => value.kind === 'name' && isOwn(value)));
  if (handedOn || edges.size > MOST_STEPS || (edges.size === 0 && made(shape.steps).length === 0)) return 'unknown';
  return !hasCycle(edges) ? 'none' : counted ? 'unknown' : 'open';
}

/** Larger graphs are made by machines, and are not followed. */
const MOST_STEPS = 500;

/** A step that names its successor itself may go anywhere. */
const mayJump = (facts: FileFacts, { jumps = [] }: GraphShape): boolean =>
  facts.scopes.some((scope) => jumps.some((name) => scope.bindings.get(name)?.writes.some(({ how }) => how === 'import')));

/** What chooses the next step compares numbers, so that it may be counting; what cannot be read may do so, too. */
function counts(chooser: Known | undefined, folder: Folder): boolean {
  if (chooser?.kind === 'ref') return chooser.root.kind !== 'package';
  if (chooser?.kind !== 'function') return true;
  const facts = folder.program.facts(chooser.path);
  const fn = facts?.functions[chooser.function];
  if (!facts || !fn) return true;
  const tests = facts.branches.flatMap(({ test }) => (test && fn.start <= test.start && test.end <= fn.end ? [test] : []));
  return [...tests, ...fn.returns.map(({ value }) => value)].some(compares);
}

function compares(value: Value): boolean {
  switch (value.kind) {
    case 'operation':
      return /^[<>]=?$/.test(value.operator) || compares(value.left) || compares(value.right);
    case 'unary':
      return compares(value.value);
    case 'fallback':
      return compares(value.first) || compares(value.second);
    case 'choice':
      return [value.test, ...value.options].some(compares);
    default:
      return false;
  }
}

/** What a value is built on: variables and the calls at the beginning of a chain of methods. */
function basesOf(facts: FileFacts, value: Value): ReadonlySet<string> {
  const bases = new Set<string>();
  const follow = (at: Value, depth: number): void => {
    if (depth > 200) return;
    if (at.kind === 'call') {
      const call: Call | undefined = facts.calls[at.call];
      bases.add(`call:${at.call}`);
      if (call?.callee.kind === 'member') follow(call.callee.of, depth + 1);
      return;
    }
    const key = keyOf(facts, at);
    if (key === undefined || bases.has(key)) return;
    bases.add(key);
    if (at.kind !== 'name') return;
    for (const write of bindingOf(facts, at.name, at.scope)?.binding.writes ?? [])
      if (write.how === 'assign') follow(write.value, depth + 1);
  };
  follow(value, 0);
  return bases;
}

/** The names of one step or several; undefined when they are not known. */
function nodesOf(known: Known | undefined, shape: GraphShape): readonly string[] | undefined {
  if (!known) return undefined;
  if (known.kind === 'list') return known.open ? undefined : all(known.items.map((item) => nodesOf(item, shape)));
  if (known.kind === 'record') return known.open ? undefined : all([...known.fields.values()].map((field) => nodesOf(field, shape)));
  const text = staticText(known);
  if (text !== undefined) return [shape.port === undefined ? text : (text.split(shape.port)[0] as string)];
  // `START` and `END` of the package.
  return known.kind === 'ref' && known.root.kind === 'package' && known.step?.kind !== 'call'
    ? [`${known.root.specifier}:${known.root.name}`]
    : undefined;
}

const all = (lists: readonly (readonly string[] | undefined)[]): readonly string[] | undefined =>
  lists.includes(undefined) ? undefined : (lists as readonly (readonly string[])[]).flat();

function hasCycle(edges: ReadonlyMap<string, ReadonlySet<string>>): boolean {
  const done = new Set<string>();
  const open = new Set<string>();
  const visit = (node: string): boolean => {
    if (open.has(node)) return true;
    if (done.has(node)) return false;
    open.add(node);
    for (const next of edges.get(node) ?? []) if (visit(next)) return true;
    open.delete(node);
    done.add(node);
    return false;
  };
  return [...edges.keys()].some(visit);
}
