/** Calls: their arguments, what they return, and what the parameters of a function are in one activation of it. */

import type { Call, FileFacts, Index } from '../facts/facts.ts';
import { callsNamed } from '../facts/lookup.ts';
import { annotatedType, injectedBy, isUntyped, retyped, saysMore, typedPart } from './annotations.ts';
import { superOf } from './bases.ts';
import { fromFixture } from './fixtures.ts';
import type { Args, Folder } from './fold.ts';
import {
  type CallAt,
  choice,
  declared,
  emptyFrame,
  type Frame,
  isObject,
  isUnknown,
  type Known,
  mergeFields,
  type Place,
  placeIn,
  type Step,
  staticText,
  stepFrom,
  through,
  unknown,
} from './known.ts';
import { callLibrary } from './library.ts';
import { callMethod, fillTemplate } from './methods.ts';
import { nameOf } from './names.ts';
import { MAX_DEPTH, type Trail } from './trail.ts';

const MAX_FRAMES = 8;

export interface Calls {
  args(at: CallAt): Args;
  result(at: CallAt): Known;
  apply(callee: Known, values: readonly Known[], place: Place): Known;
  parameter(path: string, fn: Index, param: Index, frame: Frame | undefined, place: Place): Known;
}

export function createCalls(folder: Folder, trail: Trail): Calls {
  const { program, memory } = folder;
  const memo = memory.weak<Call, Args>();
  /** By activation of a function, where nothing else is being followed: a site asks for its arguments again with every slot. */
  const asked = memory.weak<object, WeakMap<Call, Args>>();
  const noFrame = {};

  // ── parameters ─────────────────────────────────────────────────────────────────────────────────────────────────────

  function parameter(path: string, fn: Index, param: Index, frame: Frame | undefined, place: Place): Known {
    const facts = program.facts(path);
    const own = facts?.functions[fn];
    const spec = own?.params[param];
    if (!facts || !own || !spec) return unknown('parameter', 'a parameter', place);
    for (let f = frame; f; f = f.outer) {
      if (f.function !== fn || f.path !== path) continue;
      const given = argument(
        f,
        own.params.map((p) => p.name),
        param,
        spec.rest,
        own.method !== 'none' && own.method !== 'static' && facts.language === 'python',
      );
      if (given) return given;
      if (f.call || f.values)
        return spec.default ? through(folder.fold(path, spec.default, f.outer), 'parameter-default') : { kind: 'flag', value: null, place };
    }
    const annotation = annotatedType(folder, path, spec.annotation);
    const open = declared(spec.name || 'options', 'a parameter', place, annotation);
    if (spec.rest === 'record') return { kind: 'record', fields: new Map(), open: true, place };
    if (spec.rest === 'list') return { kind: 'list', items: [], open: true, grows: false, place };
    if (spec.default) {
      const fallbackValue = folder.fold(path, spec.default);
      if (fallbackValue.kind !== 'flag' && !(fallbackValue.kind === 'list' && fallbackValue.items.length === 0)) {
        return choice([open, through(fallbackValue, 'parameter-default')], place, true);
      }
    }
    const given =
      injectedBy(folder, path, spec.annotation) ?? fromCallers(path, facts, fn, param) ?? fromFixture(folder, path, own.name, spec.name);
    if (!given || (given.kind === 'instance' && given.open)) return open;
    if (annotation && !isScalarType(annotation))
      return given.kind === 'ref' || given.kind === 'instance' ? choice([given, open], place) : open;
    return given.kind === 'text' || given.kind === 'number' || given.kind === 'choice'
      ? choice([open, through(given, 'parameter-default')], place, true)
      : given;
  }

  const isScalarType = (annotation: Known): boolean =>
    annotation.kind === 'type' ? !saysMore(folder, annotation) : annotation.kind === 'ref' && annotation.root.kind === 'global';

  /** What the calls of a function in its own file pass for a parameter: an object that one of them shows, or the scalar of the only call. */
  function fromCallers(path: string, facts: FileFacts, fn: Index, param: Index): Known | undefined {
    const callee = facts.functions[fn];
    const name = callee?.method === 'constructor' ? facts.classes[callee.class]?.name : callee?.name;
    if (!callee || !name || trail.depth > MAX_DEPTH / 2) return undefined;
    const calls = callsNamed(facts, name).filter((call) => call.function !== fn);
    const names = callee.params.map((p) => p.name);
    const bound = callee.method !== 'none' && callee.method !== 'static' && facts.language === 'python';
    for (const call of calls.slice(0, 3)) {
      const given = argument({ ...emptyFrame(path), function: fn, call: { path, call, frame: undefined } }, names, param, undefined, bound);
      if (given?.kind === 'ref' && given.root.kind === 'package') return given;
      if (given?.kind === 'instance' || (given?.kind === 'choice' && given.options.every(isObject))) return given;
      if (given && calls.length === 1 && isShortScalar(given)) return given;
    }
    return undefined;
  }

  const isShortScalar = (known: Known): boolean =>
    known.kind === 'number' ||
    (known.kind === 'text' && (staticText(known)?.length ?? 1000) <= 100) ||
    (known.kind === 'choice' && known.fallback && known.options.some(isShortScalar));

  function argument(
    frame: Frame,
    names: readonly string[],
    param: Index,
    rest: 'list' | 'record' | undefined,
    bound: boolean,
  ): Known | undefined {
    const shifted = bound ? param - 1 : param;
    if (shifted < 0) return frame.self;
    if (frame.values) return rest === 'list' ? undefined : frame.values[shifted];
    if (!frame.call) return undefined;
    const { positional, named, open } = args(frame.call);
    if (rest === 'list')
      return { kind: 'list', items: positional.slice(shifted), open, grows: false, place: placeIn(frame.call.path, frame.call.call) };
    if (rest === 'record') {
      const fields = new Map([...named].filter(([key]) => !names.includes(key)));
      return { kind: 'record', fields, open, place: placeIn(frame.call.path, frame.call.call) };
    }
    return (
      named.get(names[param] ?? '') ??
      positional[shifted] ??
      (open ? unknown(names[param] ?? 'argument', 'passed on by a spread', placeIn(frame.call.path, frame.call.call)) : undefined)
    );
  }

  // ── calls ──────────────────────────────────────────────────────────────────────────────────────────────────────────

  function args(at: CallAt): Args {
    const alone = trail.depth === 0 ? askedIn(at.frame ?? noFrame) : undefined;
    const known = (at.frame ? undefined : memo.get(at.call)) ?? alone?.get(at.call);
    if (known) return known;
    const before = trail.cuts;
    const made = read(at);
    // As in folding: what came about by cutting a cycle holds only inside that cycle.
    if (!at.frame && trail.cuts === before) memo.set(at.call, made);
    alone?.set(at.call, made);
    return made;
  }

  function askedIn(frame: object): WeakMap<Call, Args> {
    const known = asked.get(frame) ?? new WeakMap<Call, Args>();
    asked.set(frame, known);
    return known;
  }

  function read(at: CallAt): Args {
    const positional: Known[] = [];
    const named = new Map<string, Known>();
    let open = false;
    for (const arg of at.call.args) {
      const value = folder.fold(at.path, arg.value, at.frame);
      if (arg.name !== undefined) named.set(arg.name, value);
      else if (arg.spread === 'list') {
        if (value.kind === 'list' && !value.open) positional.push(...value.items);
        else open = true;
      } else if (arg.spread === 'record') open = mergeFields(named, value) || open;
      else positional.push(value);
    }
    return { positional, named, open };
  }

  function result(at: CallAt): Known {
    const place = placeIn(at.path, at.call);
    const { call } = at;
    // Methods of what is known (text, lists, records, paths) come first, since `member` has no value for them.
    if (call.callee.kind === 'member') {
      const of = folder.fold(at.path, call.callee.of, at.frame);
      const made = callMethod(of, call.callee.name, () => args(at), place, folder) ?? settled(of, call.callee.name, at, place);
      if (made) return made;
      return resultOf(folder.member(of, call.callee.name, place, at.path, call.callee), at, place);
    }
    return superOf(folder, at, place) ?? resultOf(folder.callee(at), at, place);
  }

  /** A promise stands for its value: `then` runs its callback on it. */
  function settled(of: Known, name: string, at: CallAt, place: Place): Known | undefined {
    const first = at.call.args[0];
    if ((name !== 'then' && name !== 'catch' && name !== 'finally') || !first || of.kind === 'instance') return undefined;
    if (name !== 'then') return of;
    const next = folder.fold(at.path, first.value, at.frame);
    return next.kind === 'function' ? apply(next, [of], place) : undefined;
  }

  function resultOf(target: Known, at: CallAt, place: Place): Known {
    switch (target.kind) {
      case 'function':
        return run(target, at, undefined, place);
      case 'class':
        return { kind: 'instance', path: target.path, class: target.class, call: at, place };
      case 'ref': {
        const made = callLibrary(target, () => args(at), place, folder, at.path);
        const step: Step = { kind: 'call', at };
        return made ?? typedPart(folder, target, step, place) ?? stepFrom(target, step, place);
      }
      case 'text':
        // A compiled template is a function of its values.
        return fillTemplate(target.pieces, args(at), target, place);
      case 'choice': {
        const refs = target.options.filter((option) => option.kind !== 'flag');
        return refs.length === 0
          ? unknown('call', 'known at run time', place)
          : choice(
              refs.map((option) => resultOf(option, at, place)),
              place,
            );
      }
      case 'instance': {
        const own = folder.member(target, '__call__', place);
        if (own.kind === 'function') return run({ ...own, self: target }, at, undefined, place);
        // `cls(…)` in a class method makes an object of the class.
        if (!target.call && callsSelf(at)) return { ...target, call: at, place };
        return stepFrom(unknown('object', 'an object of the project', place), { kind: 'call', at }, place);
      }
      default:
        return unknown(nameOf(at.call.callee), 'known at run time', place);
    }
  }

  const callsSelf = (at: CallAt): boolean => at.call.callee.kind === 'self';

  function apply(target: Known, values: readonly Known[], place: Place): Known {
    return target.kind === 'function' ? run(target, undefined, values, place) : unknown('result', 'known at run time', place);
  }

  function run(
    target: Extract<Known, { kind: 'function' }>,
    call: CallAt | undefined,
    values: readonly Known[] | undefined,
    place: Place,
  ): Known {
    const facts = program.facts(target.path);
    const fn = facts?.functions[target.function];
    const name = fn?.name || 'result';
    const level = (call?.frame?.depth ?? target.frame?.depth ?? 0) + 1;
    const returned = (why: string) => {
      const type = fn && annotatedType(folder, target.path, fn.returnType);
      return type && saysMore(folder, type) ? declared(name, why, place, type) : unknown(name, why, place);
    };
    if (!facts || !fn || level > MAX_FRAMES) return returned('known at run time');
    const frame: Frame = {
      path: target.path,
      function: target.function,
      call,
      values,
      self: target.self,
      outer: target.frame,
      depth: level,
    };
    if (fn.yielded.length > 0) {
      const items = fn.yielded.slice(0, 8).map((yielded) => folder.fold(target.path, yielded.value, frame));
      const useful = items.filter((item) => !isUnknown(item));
      return { kind: 'list', items: useful.length > 0 ? useful : [returned('known at run time')], open: true, grows: false, place };
    }
    const options = fn.returns.slice(0, 8).map((returned) => folder.fold(target.path, returned.value, frame));
    const useful = options.filter((option) => !(option.kind === 'flag' && option.value === null));
    if (useful.length === 0) return returned('known at run time');
    const known = choice(useful, place);
    if (isUnknown(known) && known.kind === 'ref' && !known.of)
      return known.root.kind === 'unknown' && known.root.annotation ? known : returned('returned by a function');
    const type = isUntyped(known) ? annotatedType(folder, target.path, fn.returnType) : undefined;
    return type && saysMore(folder, type) ? retyped(known, type) : known;
  }

  return { args, result, apply, parameter };
}
