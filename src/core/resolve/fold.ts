/**
 * Follows an expression to what it is: through variables, branches, functions, classes, imports and files of the project.
 * What cannot be followed stays open with a name and a reason. Cycles, recursion and depth are bounded.
 */
import type { Value } from '../facts/facts.ts';
import { createCalls } from './calls.ts';
import {
  type CallAt,
  choice,
  type Frame,
  type Instance,
  isMissing,
  isObject,
  type Known,
  MAX_PIECES,
  mergeFields,
  type Piece,
  type Place,
  placeIn,
  spreadItem,
  staticText,
  textOf,
  through,
  unknown,
} from './known.ts';
import { createMembers } from './members.ts';
import { Memory } from './memory.ts';
import { createModules } from './modules.ts';
import { nameOf } from './names.ts';
import { operate } from './operators.ts';
import { piecesOf } from './pieces.ts';
import type { Program } from './program.ts';
import { Trail } from './trail.ts';
import { createVariables } from './variables.ts';

type Of<K extends Value['kind']> = Extract<Value, { kind: K }>;
type List = Extract<Known, { kind: 'list' }>;

export interface Folder {
  readonly program: Program;
  /** What has been followed so far, here and by those who ask. */
  readonly memory: Memory;
  /** What `value` of the file `path` is, inside an activation of the function around it where one is given. */
  fold(path: string, value: Value, frame?: Frame): Known;
  /** What a call evaluates to. */
  result(at: CallAt): Known;
  /** What is called. */
  callee(at: CallAt): Known;
  /** A member of a value; `use` is the expression in the file `path`, where there is one. */
  member(of: Known, name: string, place: Place, path?: string, use?: Of<'member'>): Known;
  /** Runs a function of the project with these first arguments. */
  apply(callee: Known, values: readonly Known[], place: Place): Known;
  /** The positional and named arguments of a call, spreads opened. */
  args(at: CallAt): Args;
  /** The interface or alias of this name that a file declares. */
  type(path: string, name: string): Known | undefined;
  /** The text of a file of the project; of JSON and YAML what it holds is the text's `source`. */
  file(path: string): Known | undefined;
}

export interface Args {
  readonly positional: readonly Known[];
  readonly named: ReadonlyMap<string, Known>;
  /** A spread of unknown content may add more. */
  readonly open: boolean;
}

/** The parts of resolution share one folder: each asks it for what lies outside itself. */
export function createFolder(program: Program): Folder {
  const memory = new Memory();
  const memo = memory.weak<Value, Known>();
  const trail = new Trail();
  const folder: Folder = {
    program,
    memory,
    fold,
    result: (at) => calls.result(at),
    callee: (at) => fold(at.path, at.call.callee, at.frame),
    member: (of, name, place, path, use) => members.member(of, name, place, path, use),
    apply: (callee, values, place) => calls.apply(callee, values, place),
    args: (at) => calls.args(at),
    type: (path, name) => modules.type(path, name),
    file: (path) => modules.file(path),
  };
  const modules = createModules(folder, trail);
  const variables = createVariables(folder, trail, modules);
  const calls = createCalls(folder, trail);
  const members = createMembers(folder, trail, modules, variables);

  function fold(path: string, value: Value, frame?: Frame): Known {
    const known = frame ? undefined : memo.get(value);
    if (known) return known;
    const place = placeIn(path, value);
    if (!trail.enter()) return trail.cut(nameOf(value), 'too deep to follow', place);
    if (trail.active.has(value) && !frame) return trail.cut(nameOf(value), 'defined by itself', place);
    const before = trail.cuts;
    trail.active.add(value);
    trail.depth++;
    try {
      const result = foldValue(path, value, frame, place);
      // What came about by cutting a cycle holds only inside that cycle.
      if (!frame && trail.cuts === before) memo.set(value, result);
      return result;
    } finally {
      trail.depth--;
      trail.active.delete(value);
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
          if (part.kind === 'text') pieces.push({ text: part.text, place: placeIn(path, part) });
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
        return variables.read(path, value, frame, place);
      case 'member':
        return members.assigned(path, value, members.member(fold(path, value.of, frame), value.name, place, path, value), frame, place);
      case 'index':
        return members.index(fold(path, value.of, frame), fold(path, value.key, frame), place);
      case 'slice':
        return members.slice(path, value, frame, place);
      case 'call': {
        const call = program.facts(path)?.calls[value.call];
        return call ? calls.result({ path, call, frame }) : unknown('call', 'runtime', place);
      }
      case 'operation':
        return operate(value.operator, fold(path, value.left, frame), fold(path, value.right, frame), place);
      case 'unary': {
        const inner = fold(path, value.value, frame);
        if (value.operator === '-' && inner.kind === 'number') return { ...inner, value: -inner.value, place };
        if (value.operator === '!' && inner.kind === 'flag') return { kind: 'flag', value: !inner.value, place };
        return value.operator === '+' ? inner : unknown(nameOf(value.value), 'known at run time', place);
      }
      case 'choice': {
        const test = fold(path, value.test, frame);
        if (test.kind === 'flag') return fold(path, value.options[test.value ? 0 : 1], frame);
        return choice(
          value.options.map((option) => fold(path, option, frame)),
          place,
        );
      }
      case 'fallback':
        return fallback(value, path, frame, place);
      case 'each': {
        const made = foldEach(path, value, frame, place);
        return value.body.kind === 'spread' ? entriesOf(made, place) : made;
      }
      case 'function':
        return { kind: 'function', path, function: value.function, frame, self: frame?.self, place };
      case 'class':
        return { kind: 'class', path, class: value.class, place };
      case 'parameter':
        return calls.parameter(path, value.function, value.param, frame, place);
      case 'element':
        return members.element(path, value, frame, place);
      case 'imported':
        return modules.imported(path, value.specifier, value.name, place);
      case 'self': {
        const own = ownSelf(frame);
        if (own) return own;
        return value.class >= 0
          ? { kind: 'instance', path, class: value.class, call: undefined, place }
          : unknown('this', 'its object is not known', place);
      }
      case 'unknown':
        return unknown(
          'value',
          value.why === 'syntax' ? 'broken code' : value.why === 'too-deep' ? 'nested too deeply' : 'known at run time',
          place,
        );
    }
  }

  function foldEach(path: string, value: Of<'each'>, frame: Frame | undefined, place: Place): List {
    const over = fold(path, value.over, frame);
    if (over.kind === 'list' && !over.open && !value.filtered && over.items.length <= 64) {
      const items = over.items.map((item) => variables.each(path, value, item, frame));
      return { kind: 'list', items, open: false, grows: false, place };
    }
    return { kind: 'list', items: [fold(path, value.body, frame)], open: true, grows: false, place };
  }

  /** The records of a dictionary comprehension as one. */
  function entriesOf({ items, open }: List, place: Place): Known {
    const fields = new Map<string, Known>();
    for (const item of items) mergeFields(fields, item);
    const others = items.flatMap((item) => (item.kind === 'record' ? (open ? [...item.fields.values()] : []).concat(item.rest ?? []) : []));
    return recordOf(fields, open || items.some((item) => item.kind === 'record' && item.open), others, place);
  }

  function foldList(path: string, items: readonly Value[], frame: Frame | undefined, place: Place): Known {
    const known: Known[] = [];
    let open = false;
    let grows = false;
    for (const item of items) {
      const one = fold(path, item, frame);
      if (item.kind !== 'spread') known.push(one);
      else if (one.kind === 'list' && known.length + one.items.length <= MAX_PIECES) {
        known.push(...one.items);
        open ||= one.open;
        grows ||= one.grows;
      } else {
        known.push(spreadItem(one, place));
        open = true;
      }
    }
    return { kind: 'list', items: known, open, grows, place };
  }

  /** `others`: what stands under names that are not known. */
  function recordOf(fields: ReadonlyMap<string, Known>, open: boolean, others: readonly Known[], place: Place): Known {
    const objects = others.filter(isObject);
    return { kind: 'record', fields, open, ...(objects.length > 0 && { rest: choice(objects, place) }), place };
  }

  function foldRecord(path: string, value: Of<'record'>, frame: Frame | undefined, place: Place): Known {
    const fields = new Map<string, Known>();
    const others: Known[] = [];
    let open = false;
    for (const field of value.fields) {
      if ('kind' in field && field.kind === 'spread') {
        const spread = fold(path, field.value, frame);
        open = mergeFields(fields, spread) || open;
        continue;
      }
      const { key, value: of } = field as Extract<typeof field, { key: unknown }>;
      const name = typeof key === 'string' ? key : staticText(fold(path, key, frame));
      if (name === undefined) others.push(fold(path, of, frame));
      else fields.set(name, fold(path, of, frame));
    }
    return recordOf(fields, open || others.length > 0, others, place);
  }

  function fallback(value: Of<'fallback'>, path: string, frame: Frame | undefined, place: Place): Known {
    const given = fold(path, value.first, frame);
    const first: Known = isMissing(given) ? { kind: 'flag', value: null, place } : given;
    if (value.operator === 'and') {
      if (first.kind === 'flag' && !first.value) return first;
      const second = fold(path, value.second, frame);
      return first.kind === 'flag' || first.kind === 'text' || first.kind === 'list'
        ? second
        : choice([{ kind: 'flag', value: null, place }, second], place);
    }
    if (first.kind === 'flag')
      return first.value === null || (value.operator === 'or' && !first.value) ? fold(path, value.second, frame) : first;
    if (first.kind === 'text' && (value.operator === 'nullish' || first.pieces.length > 0) && staticText(first) !== '') return first;
    if (
      first.kind === 'number' ||
      first.kind === 'record' ||
      first.kind === 'list' ||
      first.kind === 'instance' ||
      first.kind === 'function'
    )
      return first;
    const second = fold(path, value.second, frame);
    const env = first.kind === 'ref' && first.root.kind === 'env' && !first.of;
    return choice([first, through(second, env ? 'env-default' : 'parameter-default')], place, true);
  }

  return folder;
}

function ownSelf(frame: Frame | undefined): Instance | undefined {
  for (let f = frame; f; f = f.outer) if (f.self) return f.self;
  return undefined;
}
