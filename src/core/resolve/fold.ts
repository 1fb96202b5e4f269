/**
 * Follows an expression to what it is: through variables, branches, functions, classes, imports and files of the project.
 * What cannot be followed stays open with a name and a reason. Cycles, recursion and depth are bounded.
 */
import type { Call, FileFacts, Index, Value, Write } from '../facts/facts.ts';
import { callLibrary, memberOfLibrary } from './library.ts';
import { callMethod } from './methods.ts';
import { type Mutation, keyOf, mutationsOf } from './mutations.ts';
import { reachingWrites, sharedLoop, within } from './names.ts';
import { operate } from './operators.ts';
import {
  type CallAt, type Frame, type Instance, type Known, type Piece, type Place, type Ref, type Step,
  choice, fromRef, isUnknown, piecesOf, staticText, textOf, through, unknown,
} from './known.ts';
import type { Program } from './program.ts';

const MAX_DEPTH = 48;
/** Values folded for one question; beyond it the rest stays open. Real prompts need a few hundred. */
const MAX_WORK = 20_000;
const MAX_FRAMES = 8;

type Of<K extends Value['kind']> = Extract<Value, { kind: K }>;

export interface Folder {
  readonly program: Program;
  /** What `value` of the file `path` is, inside an activation of the function around it where one is given. */
  fold(path: string, value: Value, frame?: Frame): Known;
  /** What a call evaluates to. */
  result(at: CallAt): Known;
  /** What is called. */
  callee(at: CallAt): Known;
  member(of: Known, name: string, place: Place): Known;
  /** Runs a function of the project with these first arguments. */
  apply(callee: Known, values: readonly Known[], place: Place): Known;
  /** The positional and named arguments of a call, spreads opened. */
  args(at: CallAt): Args;
  /** A file of the project as data: JSON as lists and records, anything else as text. */
  file(path: string, place: Place): Known | undefined;
}

export interface Args {
  readonly positional: readonly Known[];
  readonly named: ReadonlyMap<string, Known>;
  /** A spread of unknown content may add more. */
  readonly open: boolean;
}

export function createFolder(program: Program): Folder {
  const memo = new WeakMap<Value, Known>();
  const active = new Set<Value | Write>();
  let depth = 0;
  let work = 0;
  let cuts = 0;
  const cut = (known: Known): Known => {
    cuts++;
    return known;
  };

  const placeOf = (path: string, range: { start: number; end: number }): Place => ({ path, start: range.start, end: range.end });

  function fold(path: string, value: Value, frame?: Frame): Known {
    const place = placeOf(path, value);
    const known = frame ? undefined : memo.get(value);
    if (known) return known;
    if (depth === 0) work = 0;
    if (depth > MAX_DEPTH || ++work > MAX_WORK) return cut(unknown(nameOf(value), 'too deep to follow', place));
    if (active.has(value) && !frame) return cut(unknown(nameOf(value), 'defined by itself', place));
    const cutsBefore = cuts;
    active.add(value);
    depth++;
    try {
      const result = foldValue(path, value, frame, place);
      // What came about by cutting a cycle holds only inside that cycle.
      if (!frame && cuts === cutsBefore) memo.set(value, result);
      return result;
    } finally {
      depth--;
      active.delete(value);
    }
  }

  function foldValue(path: string, value: Value, frame: Frame | undefined, place: Place): Known {
    switch (value.kind) {
      case 'text':
        return textOf(value.text, place);
      case 'number':
        return { kind: 'number', value: value.value, via: 'literal', place };
      case 'literal':
        return { kind: 'flag', value: value.value, place };
      case 'template': {
        const pieces: Piece[] = [];
        for (const part of value.parts) {
          if (part.kind === 'text') pieces.push({ text: part.text, place: placeOf(path, part) });
          else pieces.push(...piecesOf(fold(path, part, frame)));
        }
        return { kind: 'text', pieces, via: 'literal', place };
      }
      case 'list':
        return foldList(path, value.items, frame, place);
      case 'record':
        return foldRecord(path, value, frame, place);
      case 'spread':
        return fold(path, value.value, frame);
      case 'name':
        return foldName(path, value, frame, place);
      case 'member':
        return assigned(path, value, member(fold(path, value.of, frame), value.name, place, path, value), frame, place);
      case 'index':
        return index(fold(path, value.of, frame), fold(path, value.key, frame), place);
      case 'slice':
        return slice(path, value, frame, place);
      case 'call': {
        const call = program.facts(path)?.calls[value.call];
        return call ? result({ path, call, frame }) : unknown('call', 'runtime', place);
      }
      case 'operation':
        return operate(value.operator, fold(path, value.left, frame), fold(path, value.right, frame), place, self);
      case 'unary': {
        const inner = fold(path, value.value, frame);
        if (value.operator === '-' && inner.kind === 'number') return { ...inner, value: -inner.value, place };
        if (value.operator === '!' && inner.kind === 'flag') return { kind: 'flag', value: !inner.value, place };
        return value.operator === '+' ? inner : unknown(nameOf(value.value), 'known at run time', place);
      }
      case 'choice': {
        const test = fold(path, value.test, frame);
        if (test.kind === 'flag') return fold(path, value.options[test.value ? 0 : 1], frame);
        return choice(value.options.map((option) => fold(path, option, frame)), place);
      }
      case 'fallback':
        return fallback(value, path, frame, place);
      case 'each': {
        const over = fold(path, value.over, frame);
        if (over.kind === 'list' && !over.open && !value.filtered && over.items.length <= 64 && frame === undefined) {
          return { kind: 'list', items: over.items.map((item) => foldEach(path, value, item)), open: false, grows: false, place };
        }
        const body = fold(path, value.body, frame);
        return { kind: 'list', items: isUnknown(body) ? [] : [body], open: true, grows: false, place };
      }
      case 'function':
        return { kind: 'function', path, function: value.function, frame, self: frame?.self, place };
      case 'class':
        return { kind: 'class', path, class: value.class, place };
      case 'parameter':
        return parameter(path, value.function, value.param, frame, place);
      case 'element':
        return element(path, value, frame, place);
      case 'imported':
        return imported(path, value.specifier, value.name, place);
      case 'self': {
        const own = ownSelf(frame);
        if (own) return own;
        return value.class >= 0 ? { kind: 'instance', path, class: value.class, call: undefined, place } : unknown('this', 'its object is not known', place);
      }
      case 'unknown':
        return unknown('value', value.why === 'syntax' ? 'broken code' : value.why === 'too-deep' ? 'nested too deeply' : 'known at run time', place);
    }
  }

  /** The body of a comprehension for one element, by giving the loop's variable that value. */
  function foldEach(path: string, each: Of<'each'>, item: Known): Known {
    const loop = program.facts(path)?.loops[each.loop];
    const variable = loop?.variables.length === 1 ? loop.variables[0] : undefined;
    if (variable === undefined) return fold(path, each.body);
    eachItems.push({ path, loop: each.loop, item });
    try {
      return fold(path, each.body, NO_FRAME(path));
    } finally {
      eachItems.pop();
    }
  }
  const eachItems: { path: string; loop: Index; item: Known }[] = [];
  /** A frame without bindings: keeps results that depend on a loop's element out of the memo. */
  const NO_FRAME = (path: string): Frame => ({ path, function: -1, call: undefined, values: undefined, self: undefined, outer: undefined, depth: 0 });

  function foldList(path: string, items: readonly Value[], frame: Frame | undefined, place: Place): Known {
    const known: Known[] = [];
    let open = false;
    let grows = false;
    for (const item of items) {
      const one = fold(path, item, frame);
      if (item.kind !== 'spread') known.push(one);
      else if (one.kind === 'list') {
        known.push(...one.items);
        open ||= one.open;
        grows ||= one.grows;
      } else {
        known.push(spreadOf(one, place));
        open = true;
      }
    }
    return { kind: 'list', items: known, open, grows, place };
  }

  /** An unknown list spread into another: stands as one open item so that its name is kept. */
  const spreadOf = (known: Known, place: Place): Known => (known.kind === 'ref' ? known : unknown('items', 'more items at run time', place));

  function foldRecord(path: string, value: Of<'record'>, frame: Frame | undefined, place: Place): Known {
    const fields = new Map<string, Known>();
    let open = false;
    for (const field of value.fields) {
      if ('kind' in field && field.kind === 'spread') {
        const spread = fold(path, field.value, frame);
        open = mergeInto(fields, spread) || open;
        continue;
      }
      const { key, value: of } = field as Extract<typeof field, { key: unknown }>;
      const name = typeof key === 'string' ? key : staticText(fold(path, key, frame));
      if (name === undefined) open = true;
      else fields.set(name, fold(path, of, frame));
    }
    return { kind: 'record', fields, open, place };
  }

  /** Puts the fields of a record into another; true when there may be more. */
  function mergeInto(fields: Map<string, Known>, from: Known): boolean {
    if (from.kind === 'record') {
      for (const [key, field] of from.fields) fields.set(key, field);
      return from.open;
    }
    if (from.kind === 'choice') {
      // `...(cond && { system })`: the fields may be there; what is known of them is better than nothing.
      let open = false;
      for (const option of from.options) if (option.kind === 'record') open = mergeInto(fields, option) || open;
      return open || from.options.some((option) => option.kind === 'ref');
    }
    return !(from.kind === 'flag' || from.kind === 'text');
  }

  // ── names ──────────────────────────────────────────────────────────────────────────────────────────────────────────

  function foldName(path: string, use: Of<'name'>, frame: Frame | undefined, place: Place): Known {
    const facts = program.facts(path);
    const reaching = facts && reachingWrites(facts, use);
    if (!facts || !reaching || reaching.writes.length === 0) {
      if (use.name === '__file__' || use.name === '__filename') return { kind: 'path', path, place };
      if (use.name === '__dirname') return { kind: 'path', path: path.slice(0, Math.max(0, path.lastIndexOf('/'))), place };
      if (use.name === 'undefined') return { kind: 'flag', value: null, place };
      const star = facts && fromStar(path, facts, use.name, place);
      return star ?? { kind: 'ref', root: { kind: 'global', name: use.name }, of: undefined, step: undefined, place };
    }
    const base = valueOfWrites(path, facts, reaching.writes, frame, place);
    return mutated(path, facts, base, use, reaching.writes, frame);
  }

  function valueOfWrites(path: string, facts: FileFacts, writes: readonly Write[], frame: Frame | undefined, place: Place): Known {
    const options: Known[] = [];
    for (let i = 0; i < writes.length; i++) {
      const write = writes[i] as Write;
      if (write.how === 'augment') {
        const before = writes.slice(i + 1);
        const left = before.length > 0 ? valueOfWrites(path, facts, before, frame, place) : unknown('value', 'known at run time', place);
        const right = foldWrite(path, write, frame);
        const sum = write.loop >= 0 && (writes[i + 1]?.loop ?? -1) !== write.loop ? repeated(left, right, place) : operate(write.operator ?? '+', left, right, place, self);
        options.push(sum);
        // Where the augmented write is unconditional, what it adds to is inside it already.
        if (write.branch < 0 || (before[0] && before[0].branch === write.branch)) return choice(options, place);
        options.push(left);
        return choice(options, place);
      }
      options.push(foldWrite(path, write, frame));
    }
    return choice(options.filter((option, _, all) => !(option.kind === 'flag' && option.value === null && all.length > 1)), place);
  }

  /** Text to which a loop adds again and again. */
  function repeated(left: Known, right: Known, place: Place): Known {
    const added = piecesOf(right);
    const hole: Piece = { hole: nameOfPieces(added), kind: 'context', why: 'added in a loop', place: right.place, options: [added] };
    if (left.kind === 'text') return { ...left, pieces: [...left.pieces, hole], place };
    if (left.kind === 'list') return { ...left, open: true, place };
    return left.kind === 'number' ? unknown('count', 'counted in a loop', place) : { kind: 'text', pieces: [...piecesOf(left), hole], via: 'constant', place };
  }

  const nameOfPieces = (pieces: readonly Piece[]): string => {
    for (const piece of pieces) if ('hole' in piece) return piece.hole;
    return 'items';
  };

  function foldWrite(path: string, write: Write, frame: Frame | undefined): Known {
    if (active.has(write)) return cut(unknown('value', 'defined by itself', placeOf(path, write.value)));
    active.add(write);
    try {
      if (write.how === 'loop') return elementOf(path, write, frame);
      const known = fold(path, write.value, frame);
      if (known.kind === 'text' && write.how === 'assign') return through(known, 'constant');
      if (known.kind === 'number' && write.how === 'assign') return through(known, 'constant');
      if (isUnknown(known) && write.annotation && known.kind === 'ref' && known.root.kind === 'unknown' && !known.root.annotation && !known.of) {
        return { ...known, root: { ...known.root, annotation: fold(path, write.annotation, frame) } };
      }
      return known;
    } finally {
      active.delete(write);
    }
  }

  function elementOf(path: string, write: Write, frame: Frame | undefined): Known {
    const each = eachItems.findLast((one) => one.path === path && one.loop === write.loop);
    if (each) return each.item;
    const place = placeOf(path, write.value);
    const over = fold(path, write.value, frame);
    if (over.kind === 'list' && over.items.length > 0 && over.items.every((item) => item.kind === 'ref' && item.root.kind !== 'unknown')) return over.items[0] as Known;
    if (over.kind === 'list' && !over.open && over.items.length > 0) return choice(over.items, place);
    return over.kind === 'ref' ? step(over, { kind: 'index', key: undefined }, place) : unknown(nameOf(write.value), 'an element known at run time', place);
  }

  /** Applies the in-place changes between the write and the use. */
  function mutated(path: string, facts: FileFacts, base: Known, use: Of<'name'> | Of<'member'>, writes: readonly Write[] | undefined, frame: Frame | undefined): Known {
    if (base.kind !== 'list' && base.kind !== 'record' && base.kind !== 'choice') return base;
    const key = keyOf(facts, use);
    const all = key === undefined ? undefined : mutationsOf(facts).get(key);
    if (!all) return base;
    if (base.kind === 'choice') {
      return { ...base, options: base.options.map((option) => (option.kind === 'choice' ? option : mutated(path, facts, option, use, writes, frame))) };
    }
    const from = writes?.[0]?.at ?? -1;
    const position = use.kind === 'name' ? use : undefined;
    let known: Known = base;
    for (const mutation of all) {
      if (active.has(mutation as unknown as Write)) {
        cuts++;
        continue;
      }
      const here = position !== undefined && writes?.[0] !== undefined && mutation.function === writes[0].function;
      const inOrder = here && mutation.at > from && mutation.at <= use.start && (position.scope === mutation.scope || functionMatches(facts, position.scope, mutation.function));
      const certain = inOrder && within(facts, position.branch, mutation.branch) && (mutation.loop < 0 || sharedLoop(facts, mutation, position.loop));
      const later = here && mutation.at > use.start && sharedLoop(facts, mutation, position.loop);
      if (certain) known = change(path, known, mutation, frame);
      else if (inOrder || later || !here) known = maybe(path, known, mutation, frame, later || (here && mutation.loop >= 0));
    }
    return known;
  }

  function functionMatches(facts: FileFacts, scope: Index, fn: Index): boolean {
    for (let s = scope; s >= 0; s = facts.scopes[s]?.parent ?? -1) {
      const at = facts.scopes[s];
      if (at?.kind === 'function') return at.owner === fn;
    }
    return fn === -1;
  }

  function change(path: string, known: Known, mutation: Mutation, frame: Frame | undefined): Known {
    const { change: what } = mutation;
    active.add(mutation as unknown as Write);
    try {
      if (known.kind === 'list' && what.kind === 'append') {
        const items = what.items.flatMap((item): Known[] => {
          const one = fold(path, item, frame);
          if (!what.spread && item.kind !== 'spread') return [one];
          return one.kind === 'list' ? [...one.items] : [spreadOf(one, one.place)];
        });
        const open = known.open || (what.spread && items.some((item) => item.kind === 'ref'));
        return { ...known, items: what.front ? [...items, ...known.items] : [...known.items, ...items], open };
      }
      if (known.kind === 'record' && what.kind === 'set') {
        const key = typeof what.key === 'string' ? what.key : staticText(fold(path, what.key, frame));
        if (key === undefined) return { ...known, open: true };
        return { ...known, fields: new Map(known.fields).set(key, fold(path, what.value, frame)) };
      }
      if (known.kind === 'record' && what.kind === 'merge') {
        const fields = new Map(known.fields);
        const open = mergeInto(fields, fold(path, what.value, frame));
        return { ...known, fields, open: known.open || open };
      }
      return known.kind === 'list' || known.kind === 'record' ? { ...known, open: true } : known;
    } finally {
      active.delete(mutation as unknown as Write);
    }
  }

  /** A change that may or may not have happened: known fields become choices, lists open. */
  function maybe(path: string, known: Known, mutation: Mutation, frame: Frame | undefined, grows: boolean): Known {
    if (known.kind === 'list') return { ...known, open: true, grows: known.grows || grows };
    if (known.kind !== 'record') return known;
    const after = change(path, known, mutation, frame);
    if (after.kind !== 'record') return known;
    const fields = new Map(known.fields);
    for (const [key, field] of after.fields) {
      const before = known.fields.get(key);
      if (before !== field) fields.set(key, before ? choice([before, field], field.place) : field);
    }
    return { ...known, fields, open: known.open || after.open };
  }

  // ── parameters, functions, classes ─────────────────────────────────────────────────────────────────────────────────

  const ownSelf = (frame: Frame | undefined): Instance | undefined => {
    for (let f = frame; f; f = f.outer) if (f.self) return f.self;
    return undefined;
  };

  function parameter(path: string, fn: Index, param: Index, frame: Frame | undefined, place: Place): Known {
    const facts = program.facts(path);
    const declared = facts?.functions[fn];
    const spec = declared?.params[param];
    if (!facts || !declared || !spec) return unknown('parameter', 'a parameter', place);
    for (let f = frame; f; f = f.outer) {
      if (f.function !== fn || f.path !== path) continue;
      const given = argument(f, declared.params.map((p) => p.name), param, spec.rest, declared.method !== 'none' && declared.method !== 'static' && facts.language === 'python');
      if (given) return given;
      if (f.call || f.values) return spec.default ? through(fold(path, spec.default, f.outer), 'parameter-default') : { kind: 'flag', value: null, place };
    }
    const annotation = spec.annotation ? fold(path, spec.annotation) : undefined;
    const open = unknown(spec.name || 'options', 'a parameter', place, annotation);
    if (spec.rest === 'record') return { kind: 'record', fields: new Map(), open: true, place };
    if (spec.rest === 'list') return { kind: 'list', items: [], open: true, grows: false, place };
    if (spec.default) {
      const fallbackValue = fold(path, spec.default);
      if (fallbackValue.kind !== 'flag' && !(fallbackValue.kind === 'list' && fallbackValue.items.length === 0)) {
        return choice([open, through(fallbackValue, 'parameter-default')], place, true);
      }
    }
    const given = fromCallers(path, facts, fn, param);
    if (!given) return open;
    if (annotation && !isScalarType(annotation)) return given.kind === 'ref' || given.kind === 'instance' ? choice([given, open], place) : open;
    return given.kind === 'text' || given.kind === 'number' || given.kind === 'choice' ? choice([open, through(given, 'parameter-default')], place, true) : given;
  }

  const isScalarType = (annotation: Known): boolean => annotation.kind === 'ref' && annotation.root.kind === 'global';

  /** What the calls of a function in its own file pass for a parameter: an object that one of them shows, or the scalar of the only call. */
  function fromCallers(path: string, facts: FileFacts, fn: Index, param: Index): Known | undefined {
    const declared = facts.functions[fn];
    const name = declared?.method === 'constructor' ? facts.classes[declared.class]?.name : declared?.name;
    if (!declared || !name || depth > MAX_DEPTH / 2) return undefined;
    const calls = facts.calls.filter((call) => calleeName(call.callee) === name && call.function !== fn);
    const names = declared.params.map((p) => p.name);
    const bound = declared.method !== 'none' && declared.method !== 'static' && facts.language === 'python';
    for (const call of calls.slice(0, 3)) {
      const given = argument({ ...NO_FRAME(path), function: fn, call: { path, call, frame: undefined } }, names, param, undefined, bound);
      if (given?.kind === 'ref' && given.root.kind === 'package') return given;
      if (given?.kind === 'instance') return given;
      if (given && calls.length === 1 && isShortScalar(given)) return given;
    }
    return undefined;
  }

  const isShortScalar = (known: Known): boolean =>
    known.kind === 'number' || (known.kind === 'text' && (staticText(known)?.length ?? 1000) <= 100) || (known.kind === 'choice' && known.fallback && known.options.some(isShortScalar));

  const calleeName = (callee: Value): string | undefined => (callee.kind === 'name' || callee.kind === 'member' ? callee.name : undefined);

  function argument(frame: Frame, names: readonly string[], param: Index, rest: 'list' | 'record' | undefined, bound: boolean): Known | undefined {
    const shifted = bound ? param - 1 : param;
    if (shifted < 0) return frame.self;
    if (frame.values) return rest === 'list' ? undefined : frame.values[shifted];
    if (!frame.call) return undefined;
    const { positional, named, open } = args(frame.call);
    if (rest === 'list') return { kind: 'list', items: positional.slice(shifted), open, grows: false, place: placeOf(frame.call.path, frame.call.call) };
    if (rest === 'record') {
      const fields = new Map([...named].filter(([key]) => !names.includes(key)));
      return { kind: 'record', fields, open, place: placeOf(frame.call.path, frame.call.call) };
    }
    return named.get(names[param] ?? '') ?? positional[shifted] ?? (open ? unknown(names[param] ?? 'argument', 'passed on by a spread', placeOf(frame.call.path, frame.call.call)) : undefined);
  }

  function args(at: CallAt): Args {
    const positional: Known[] = [];
    const named = new Map<string, Known>();
    let open = false;
    for (const arg of at.call.args) {
      const value = fold(at.path, arg.value, at.frame);
      if (arg.name !== undefined) named.set(arg.name, value);
      else if (arg.spread === 'list') {
        if (value.kind === 'list' && !value.open) positional.push(...value.items);
        else open = true;
      } else if (arg.spread === 'record') open = mergeInto(named, value) || open;
      else positional.push(value);
    }
    return { positional, named, open };
  }

  function callee(at: CallAt): Known {
    return fold(at.path, at.call.callee, at.frame);
  }

  function result(at: CallAt): Known {
    const place = placeOf(at.path, at.call);
    const { call } = at;
    // Methods of what is known (text, lists, records, paths) come first, since `member` has no value for them.
    if (call.callee.kind === 'member') {
      const of = fold(at.path, call.callee.of, at.frame);
      const made = callMethod(of, call.callee.name, () => args(at), place, self);
      if (made) return made;
      return resultOf(member(of, call.callee.name, place, at.path, call.callee), at, place);
    }
    return resultOf(callee(at), at, place);
  }

  function resultOf(target: Known, at: CallAt, place: Place): Known {
    switch (target.kind) {
      case 'function':
        return run(target, at, undefined, place);
      case 'class':
        return { kind: 'instance', path: target.path, class: target.class, call: at, place };
      case 'ref': {
        const made = callLibrary(target, () => args(at), place, self, at.path);
        return made ?? step(target, { kind: 'call', at }, place);
      }
      case 'choice': {
        const refs = target.options.filter((option) => option.kind !== 'flag');
        return refs.length === 0 ? unknown('call', 'known at run time', place) : choice(refs.map((option) => resultOf(option, at, place)), place);
      }
      case 'instance': {
        const own = member(target, '__call__', place);
        if (own.kind === 'function') return run({ ...own, self: target }, at, undefined, place);
        // `cls(…)` in a class method makes an object of the class.
        if (!target.call && callsSelf(at)) return { ...target, call: at, place };
        return step(unknown('object', 'an object of the project', place), { kind: 'call', at }, place);
      }
      default:
        return unknown(nameOf(at.call.callee), 'known at run time', place);
    }
  }

  const callsSelf = (at: CallAt): boolean => at.call.callee.kind === 'self';

  function apply(target: Known, values: readonly Known[], place: Place): Known {
    return target.kind === 'function' ? run(target, undefined, values, place) : unknown('result', 'known at run time', place);
  }

  function run(target: Extract<Known, { kind: 'function' }>, call: CallAt | undefined, values: readonly Known[] | undefined, place: Place): Known {
    const facts = program.facts(target.path);
    const fn = facts?.functions[target.function];
    const name = fn?.name || 'result';
    const level = (call?.frame?.depth ?? target.frame?.depth ?? 0) + 1;
    if (!facts || !fn || fn.yields || level > MAX_FRAMES) return unknown(name, 'known at run time', place);
    const frame: Frame = { path: target.path, function: target.function, call, values, self: target.self, outer: target.frame, depth: level };
    const options = fn.returns.slice(0, 8).map((returned) => fold(target.path, returned.value, frame));
    const useful = options.filter((option) => !(option.kind === 'flag' && option.value === null));
    if (useful.length === 0) return unknown(name, 'known at run time', place);
    const known = choice(useful, place);
    return isUnknown(known) && known.kind === 'ref' && !known.of ? unknown(name, 'returned by a function', place) : known;
  }

  /** `self.config.model`, not known by itself, where the file writes `self.config.model = 'x'` somewhere. */
  function assigned(path: string, value: Of<'member'>, known: Known, frame: Frame | undefined, place: Place): Known {
    if (known.kind !== 'ref') return known;
    const facts = program.facts(path);
    const written = dotted(value.of);
    if (!facts || written === undefined || value.of.kind === 'self') return known;
    const store = facts.stores.find((one) => one.key === value.name && one.how === 'assign' && dotted(one.target) === written);
    if (!store) return known;
    if (active.has(store as unknown as Write)) return cut(known);
    active.add(store as unknown as Write);
    try {
      const given = fold(path, store.value, frame);
      return given.kind === 'flag' || isUnknown(given) ? known : choice([known, through(given, 'parameter-default')], place, true);
    } finally {
      active.delete(store as unknown as Write);
    }
  }

  // ── members and elements ───────────────────────────────────────────────────────────────────────────────────────────

  function step(of: Ref, next: Step, place: Place): Ref {
    return { kind: 'ref', root: of.root, of, step: next, place };
  }

  function member(of: Known, name: string, place: Place, path?: string, use?: Of<'member'>): Known {
    switch (of.kind) {
      case 'record': {
        const field = of.fields.get(name);
        if (field) return field;
        return of.open ? unknown(name, 'a field known at run time', place) : step(unknown(name, 'no such field', place), { kind: 'member', name }, place);
      }
      case 'instance':
        return field(of, name, place, path, use) ?? unknown(name, 'a field known at run time', place);
      case 'class': {
        const found = classField(of.path, of.class, name, undefined);
        return found ?? unknown(name, 'a class attribute known at run time', place);
      }
      case 'module':
        return exported(of.path, name, place) ?? unknown(name, 'not exported there', place);
      case 'choice':
        return choice(of.options.filter((o) => o.kind !== 'flag').map((option) => member(option, name, place, path, use)), place, of.fallback);
      case 'ref':
        return memberOfLibrary(of, name, place, path ?? place.path) ?? commandLine(of, name, path ?? place.path) ?? step(of, { kind: 'member', name }, place);
      case 'text':
        return name === 'value' ? of : unknown(name, 'known at run time', place);
      case 'list':
        return name === 'length' && !of.open ? { kind: 'number', value: of.items.length, via: 'constant', place } : unknown(name, 'known at run time', place);
      case 'path':
        if (name === 'parent' || name === 'parents') return { kind: 'path', path: of.path.slice(0, Math.max(0, of.path.lastIndexOf('/'))), place };
        return of;
      default:
        return unknown(name, 'known at run time', place);
    }
  }

  /** `args.model` of `argparse`: the default of its `add_argument('--model', default=…)`. */
  function commandLine(of: Ref, name: string, path: string): Known | undefined {
    if (!/ArgumentParser\(\)\.parse_(known_)?args\(\)(\[\])?$/.test(fromRef(of) ?? '')) return undefined;
    for (const call of program.facts(path)?.calls ?? []) {
      if (call.callee.kind !== 'member' || call.callee.name !== 'add_argument') continue;
      const flags = call.args.filter((arg) => arg.name === undefined).map((arg) => staticText(fold(path, arg.value)));
      if (!flags.some((flag) => flag?.replace(/^-+/, '').replaceAll('-', '_') === name)) continue;
      const fallbackValue = call.args.find((arg) => arg.name === 'default');
      const place = placeOf(path, call);
      const open = unknown(name, 'given on the command line', place);
      return fallbackValue ? choice([open, through(fold(path, fallbackValue.value), 'parameter-default')], place, true) : open;
    }
    return undefined;
  }

  /** A field of an object of a class of the project: what its constructor and methods store, its class attributes, its bases. */
  function field(of: Instance, name: string, place: Place, path?: string, use?: Of<'member'>): Known | undefined {
    const facts = program.facts(of.path);
    const own = facts?.classes[of.class];
    if (!facts || !own) return undefined;
    const stores = facts.stores.filter((store) => store.target.kind === 'self' && store.target.class === of.class && store.key === name && store.how === 'assign');
    if (stores.length > 0) {
      const options = stores.map((store) => {
        const fn = facts.functions[store.function];
        const frame: Frame | undefined =
          fn?.method === 'constructor' && of.call ? { path: of.path, function: store.function, call: of.call, values: undefined, self: of, outer: undefined, depth: 1 } : undefined;
        if (active.has(store as unknown as Write)) return cut(unknown(name, 'defined by itself', place));
        active.add(store as unknown as Write);
        try {
          const known = fold(of.path, store.value, frame);
          const annotation = store.annotation && isUnknown(known) ? fold(of.path, store.annotation) : undefined;
          return annotation ? unknown(name, 'a field', place, annotation) : known;
        } finally {
          active.delete(store as unknown as Write);
        }
      });
      const useful = options.filter((option) => !(option.kind === 'flag' && option.value === null));
      const known = useful.length > 0 ? choice(useful, place) : unknown(name, 'set at run time', place);
      return path === of.path && use?.of.kind === 'self' ? mutated(path, facts, through(known, 'constant'), use, undefined, undefined) : through(known, 'constant');
    }
    const given = of.call && args(of.call);
    return classField(of.path, of.class, name, of, given);
  }

  function classField(path: string, index: Index, name: string, self: Instance | undefined, given?: Args): Known | undefined {
    const facts = program.facts(path);
    const own = facts?.classes[index];
    if (!facts || !own) return undefined;
    const binding = facts.scopes[own.scope]?.bindings.get(name);
    if (binding) {
      const named = given?.named.get(name);
      if (named && !binding.writes.some((write) => write.how === 'function')) return named;
      const write = binding.writes.findLast((w) => w.how !== 'declare') ?? binding.writes.at(-1);
      if (write?.how === 'declare') {
        const annotation = write.annotation && fold(path, write.annotation);
        return unknown(name, 'a field', { path, start: write.at, end: write.at }, annotation);
      }
      if (write) {
        const known = foldWrite(path, write, undefined);
        if (known.kind === 'function') {
          const fn = program.facts(known.path)?.functions[known.function];
          const bound: Known = { ...known, self };
          return fn?.method === 'getter' ? run(bound, undefined, [], known.place) : bound;
        }
        return through(known, 'constant');
      }
    }
    for (const base of own.bases) {
      const of = fold(path, base);
      if (of.kind === 'class' && !(of.path === path && of.class === index)) {
        const found = self ? field({ ...self, path: of.path, class: of.class }, name, of.place) : classField(of.path, of.class, name, self, given);
        if (found) return found;
      }
      if (of.kind === 'ref' && of.root.kind === 'package') {
        const call: Call = { callee: base, construct: true, args: [], start: base.start, end: base.end, at: base.end, scope: own.scope, function: -1, loop: -1, branch: -1 };
        const made = step(of, { kind: 'call', at: self?.call ?? { path, call, frame: undefined } }, of.place);
        return step(made, { kind: 'member', name }, of.place);
      }
    }
    return undefined;
  }

  function index(of: Known, key: Known, place: Place): Known {
    const name = staticText(key);
    if (of.kind === 'choice') return choice(of.options.map((option) => index(option, key, place)), place, of.fallback);
    if (of.kind === 'record') {
      if (name !== undefined) return of.fields.get(name) ?? unknown(name, 'a field known at run time', place);
      const all = [...of.fields.values()];
      return all.length > 0 && !of.open ? choice(all, place) : unknown('field', 'chosen at run time', place);
    }
    if (of.kind === 'list') {
      if (key.kind === 'number') {
        const at = of.items.at(key.value);
        if (at && !of.open) return at;
      }
      return unknown('item', 'chosen at run time', place);
    }
    if (of.kind === 'path') return of;
    if (of.kind === 'ref') {
      const env = name !== undefined ? memberOfLibrary(of, name, place, place.path) : undefined;
      return env ?? step(of, { kind: 'index', key: name ?? (key.kind === 'number' ? key.value : undefined) }, place);
    }
    return name !== undefined ? member(of, name, place) : unknown('item', 'chosen at run time', place);
  }

  function slice(path: string, value: Of<'slice'>, frame: Frame | undefined, place: Place): Known {
    const of = fold(path, value.of, frame);
    const bound = (v: Value | undefined) => (v ? fold(path, v, frame) : undefined);
    const from = bound(value.from);
    const to = bound(value.to);
    if (of.kind === 'list' && !of.open && (!from || from.kind === 'number') && (!to || to.kind === 'number')) {
      return { ...of, items: of.items.slice(from?.kind === 'number' ? from.value : undefined, to?.kind === 'number' ? to.value : undefined), place };
    }
    return of;
  }

  function element(path: string, value: Of<'element'>, frame: Frame | undefined, place: Place): Known {
    const of = fold(path, value.of, frame);
    if (value.position === undefined) return of.kind === 'list' && of.items[0] ? of.items[0] : unknown(nameOf(value.of), 'an element known at run time', place);
    return index(of, { kind: 'number', value: value.position, via: 'literal', place }, place);
  }

  function fallback(value: Of<'fallback'>, path: string, frame: Frame | undefined, place: Place): Known {
    const first = fold(path, value.first, frame);
    if (value.operator === 'and') {
      if (first.kind === 'flag' && !first.value) return first;
      const second = fold(path, value.second, frame);
      return first.kind === 'flag' || first.kind === 'text' || first.kind === 'list' ? second : choice([{ kind: 'flag', value: null, place }, second], place);
    }
    if (first.kind === 'flag') return first.value === null || (value.operator === 'or' && !first.value) ? fold(path, value.second, frame) : first;
    if (first.kind === 'text' && (value.operator === 'nullish' || first.pieces.length > 0) && staticText(first) !== '') return first;
    if (first.kind === 'number' || first.kind === 'record' || first.kind === 'list' || first.kind === 'instance' || first.kind === 'function') return first;
    const second = fold(path, value.second, frame);
    const env = first.kind === 'ref' && first.root.kind === 'env' && !first.of;
    return choice([first, through(second, env ? 'env-default' : 'parameter-default')], place, true);
  }

  // ── other files ────────────────────────────────────────────────────────────────────────────────────────────────────

  function imported(from: string, specifier: string, name: string, place: Place): Known {
    const [plain, query] = specifier.split('?') as [string, string | undefined];
    const path = program.resolve(from, plain);
    if (path === undefined) {
      if (name !== '*') {
        const submodule = program.resolve(from, specifier.endsWith('.') ? `${specifier}${name}` : `${specifier}.${name}`);
        if (submodule !== undefined && program.facts(from)?.language === 'python') return { kind: 'module', path: submodule, place };
      }
      if (specifier.startsWith('.')) return unknown(name === '*' || name === 'default' ? specifier : name, 'imported from a file that is not there', place);
      return { kind: 'ref', root: { kind: 'package', specifier: plain.replace(/^node:/, ''), name }, of: undefined, step: undefined, place };
    }
    if (query === 'raw' || query === 'text' || !program.facts(path)) {
      const data = file(path, place);
      if (!data) return unknown(name, 'a file that cannot be read', place);
      return name === 'default' || name === '*' ? data : member(data, name, place);
    }
    if (name === '*') return { kind: 'module', path, place };
    const found = exported(path, name, place);
    if (found) return through(found, 'import');
    const sub = program.resolve(from, specifier.endsWith('.') ? `${specifier}${name}` : `${specifier}.${name}`);
    return sub !== undefined && sub !== path ? { kind: 'module', path: sub, place } : unknown(name, 'not exported there', place);
  }

  const following = new Set<string>();
  function exported(path: string, name: string, place: Place): Known | undefined {
    const facts = program.facts(path);
    const key = `${path}\n${name}`;
    if (!facts) return undefined;
    if (following.has(key)) {
      cuts++;
      return undefined;
    }
    following.add(key);
    try {
      const value = facts.exports.get(name);
      if (value) return fold(path, value);
      if (facts.language === 'python' && facts.scopes[0]?.bindings.has(name)) {
        return fold(path, { kind: 'name', name, scope: 0, branch: -1, loop: -1, start: Number.MAX_SAFE_INTEGER, end: Number.MAX_SAFE_INTEGER });
      }
      if (name === 'default' && facts.exports.size > 0 && !facts.exports.has('default') && facts.exports.has('export =')) return fold(path, facts.exports.get('export =') as Value);
      return fromStar(path, facts, name, place);
    } finally {
      following.delete(key);
    }
  }

  function fromStar(path: string, facts: FileFacts, name: string, place: Place): Known | undefined {
    for (const specifier of facts.reexports) {
      const target = program.resolve(path, specifier);
      const found = target === undefined ? undefined : exported(target, name, place);
      if (found) return found;
    }
    const outside = facts.reexports.find((specifier) => program.resolve(path, specifier) === undefined && !specifier.startsWith('.'));
    return outside !== undefined && /^[A-Z]/.test(name) ? { kind: 'ref', root: { kind: 'package', specifier: outside, name }, of: undefined, step: undefined, place } : undefined;
  }

  function file(path: string, place: Place): Known | undefined {
    const text = program.text(path);
    if (text === undefined) return undefined;
    if (path.endsWith('.json')) {
      try {
        return fromJson(JSON.parse(text), { path, start: 0, end: text.length });
      } catch {
        return unknown(path, 'broken JSON', place);
      }
    }
    return textOf(text, { path, start: 0, end: text.length }, 'import');
  }

  const self: Folder = { program, fold, result, callee, member: (of, name, place) => member(of, name, place), apply, args, file };
  return self;
}

/** Plain JSON data as a known value. */
export function fromJson(data: unknown, place: Place, depth = 0): Known {
  if (typeof data === 'string') return textOf(data, place, 'import');
  if (typeof data === 'number') return { kind: 'number', value: data, via: 'import', place };
  if (typeof data === 'boolean' || data === null || data === undefined || depth > 40) return { kind: 'flag', value: typeof data === 'boolean' ? data : null, place };
  if (Array.isArray(data)) return { kind: 'list', items: data.map((item) => fromJson(item, place, depth + 1)), open: false, grows: false, place };
  return { kind: 'record', fields: new Map(Object.entries(data as object).map(([key, value]) => [key, fromJson(value, place, depth + 1)])), open: false, place };
}

/** `self.config` as it is written; undefined for anything that is not a plain path. */
function dotted(value: Value): string | undefined {
  if (value.kind === 'self') return 'self';
  if (value.kind === 'name') return value.name;
  if (value.kind !== 'member') return undefined;
  const of = dotted(value.of);
  return of && `${of}.${value.name}`;
}

function nameOf(value: Value): string {
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
