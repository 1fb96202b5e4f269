/** Base classes: what an object is as one of them, and which call made that part of it. */
import type { Call, FileFacts, Index, Value } from '../facts/facts.ts';
import { callsNamed } from '../facts/lookup.ts';
import type { Folder } from './fold.ts';
import { type CallAt, choice, type Frame, type Instance, type Known, type Place, stepFrom, unwritten } from './known.ts';

/** `super()` in a method of a class: the object as one of its bases. Undefined where none is known. */
export function superOf(folder: Folder, { path, call, frame }: CallAt, place: Place): Known | undefined {
  if (call.callee.kind !== 'name' || call.callee.name !== 'super') return undefined;
  const facts = folder.program.facts(path);
  const index = facts?.functions[call.function]?.class ?? -1;
  const own: Instance = { kind: 'instance', path, class: index, call: frame?.self?.call, place };
  const bases = (facts?.classes[index]?.bases ?? []).flatMap((base): readonly Known[] => {
    const of = folder.fold(path, base);
    if (of.kind === 'class')
      return of.path === path && of.class === index ? [] : [{ ...own, path: of.path, class: of.class, call: baseCall(folder, own) }];
    return of.kind === 'ref' && of.root.kind === 'package'
      ? [stepFrom(of, { kind: 'call', at: constructionOf(folder, own, base) }, place)]
      : [];
  });
  return bases.length > 0 ? choice(bases, place) : undefined;
}

/** The call that makes the part of an object that is its base's, also where nobody wrote one. */
export const constructionOf = (folder: Folder, of: Instance, base: Value): CallAt => baseCall(folder, of) ?? unwritten(of.path, base);

/** `super().__init__(model='m')` of the constructor of an object's class; without one its own construction. */
export function baseCall({ program }: Folder, of: Instance): CallAt | undefined {
  const facts = program.facts(of.path);
  const call = facts && callsNamed(facts, '__init__').find((one) => isBaseOf(facts, one, of.class));
  if (!call) return of.call;
  const frame: Frame | undefined = of.call && {
    path: of.path,
    function: call.function,
    call: of.call,
    values: undefined,
    self: of,
    outer: undefined,
    depth: 1,
  };
  return { path: of.path, call, frame };
}

/** `super().__init__(…)` in the constructor of the class. */
function isBaseOf(facts: FileFacts, { callee, function: around }: Call, index: Index): boolean {
  const fn = facts.functions[around];
  const inner = callee.kind === 'member' && callee.of.kind === 'call' ? facts.calls[callee.of.call]?.callee : undefined;
  return fn?.class === index && fn.method === 'constructor' && inner?.kind === 'name' && inner.name === 'super';
}
