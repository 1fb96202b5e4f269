/** Members and elements: fields of records and objects, class attributes, exports of modules, items of lists. */

import type { ClassFacts, FileFacts, Index, Value } from '../facts/facts.ts';
import { storesOf } from '../facts/lookup.ts';
import { aliasedType, annotatedType, isUntyped, saysMore, typedPart, withElements } from './annotations.ts';
import { baseCall, constructionOf } from './bases.ts';
import { anyOf } from './elements.ts';
import type { Args, Folder } from './fold.ts';
import {
  choice,
  declared,
  type Frame,
  fromRef,
  type Instance,
  isObject,
  isUnknown,
  type Known,
  NO_FIELD,
  type Place,
  placeIn,
  type Ref,
  type Step,
  staticText,
  stepFrom,
  through,
  unknown,
} from './known.ts';
import { memberOfLibrary } from './library.ts';
import { growsAfter } from './methods.ts';
import type { Modules } from './modules.ts';
import { nameOf } from './names.ts';
import { locate } from './reading.ts';
import type { Trail } from './trail.ts';
import type { Variables } from './variables.ts';

/** Levels of base classes that are searched: they may go in circles. */
const MAX_BASES = 8;

type Of<K extends Value['kind']> = Extract<Value, { kind: K }>;

export interface Members {
  /** `use`: the expression in the file `path`, where there is one. */
  member(of: Known, name: string, place: Place, path?: string, use?: Of<'member'>): Known;
  /** What the file assigns to `a.b.c` somewhere, where `known` says nothing of it. */
  assigned(path: string, value: Of<'member'>, known: Known, frame: Frame | undefined, place: Place): Known;
  index(of: Known, key: Known, place: Place): Known;
  slice(path: string, value: Of<'slice'>, frame: Frame | undefined, place: Place): Known;
  element(path: string, value: Of<'element'>, frame: Frame | undefined, place: Place): Known;
}

export function createMembers(folder: Folder, trail: Trail, modules: Modules, variables: Variables): Members {
  const { program } = folder;

  /** `self.config.model`, not known by itself, where the file writes `self.config.model = 'x'` somewhere. */
  function assigned(path: string, value: Of<'member'>, known: Known, frame: Frame | undefined, place: Place): Known {
    if (known.kind !== 'ref') return known;
    const facts = program.facts(path);
    const written = dotted(value.of);
    if (!facts || written === undefined || value.of.kind === 'self') return known;
    const store = storesOf(facts, value.name).find((one) => one.how === 'assign' && isSameObject(written, dotted(one.target)));
    if (!store) return known;
    if (trail.active.has(store)) return trail.keep(known);
    trail.active.add(store);
    try {
      const given = folder.fold(path, store.value, frame);
      return given.kind === 'flag' || isUnknown(given) ? known : choice([known, through(given, 'parameter-default')], place, true);
    } finally {
      trail.active.delete(store);
    }
  }

  function member(of: Known, name: string, place: Place, path?: string, use?: Of<'member'>): Known {
    switch (of.kind) {
      case 'record': {
        const field = of.fields.get(name);
        if (field) return through(field, field.place.path === place.path ? 'constant' : 'import');
        return of.open
          ? unknown(name, 'a field known at run time', place)
          : stepFrom(unknown(name, NO_FIELD, place), { kind: 'member', name }, place);
      }
      case 'instance':
        return ofInstance(of, name, place, field(of, name, place, path, use));
      case 'class': {
        const found = classField(of.path, of.class, name, undefined);
        return found ?? unknown(name, 'a class attribute known at run time', place);
      }
      case 'module':
        return (
          modules.exported(of.path, name, place) ?? modules.submodule(of.path, name, place) ?? unknown(name, 'not exported there', place)
        );
      case 'choice':
        return choice(
          of.options.filter((o) => o.kind !== 'flag').map((option) => member(option, name, place, path, use)),
          place,
          of.fallback,
        );
      case 'ref':
        return (
          memberOfLibrary(of, name, place, path ?? place.path) ??
          commandLine(of, name, path ?? place.path) ??
          typedPart(folder, of, { kind: 'member', name }, place) ??
          stepFrom(of, { kind: 'member', name }, place)
        );
      case 'text':
        return name === 'value' ? of : unknown(name, 'known at run time', place);
      case 'list':
        return name === 'length' && !of.open
          ? { kind: 'number', value: of.items.length, via: 'constant', place }
          : unknown(name, 'known at run time', place);
      case 'path':
        if (name === 'parent' || name === 'parents')
          return { kind: 'path', path: of.path.slice(0, Math.max(0, of.path.lastIndexOf('/'))), place };
        return of;
      default:
        return unknown(name, 'known at run time', place);
    }
  }

  /** Of an object that was made elsewhere, what its class says is only the default of a field. */
  function ofInstance({ open }: Instance, name: string, place: Place, known: Known | undefined): Known {
    const unset = unknown(name, 'a field known at run time', place);
    if (!known || !open || (known.kind !== 'text' && known.kind !== 'number')) return known ?? unset;
    return choice([unset, through(known, 'parameter-default')], place, true);
  }

  /** `args.model` of `argparse`: the default of its `add_argument('--model', default=…)`. */
  function commandLine(of: Ref, name: string, path: string): Known | undefined {
    if (!/ArgumentParser\(\)\.parse_(known_)?args\(\)(\[\])?$/.test(fromRef(of) ?? '')) return undefined;
    for (const call of program.facts(path)?.calls ?? []) {
      if (call.callee.kind !== 'member' || call.callee.name !== 'add_argument') continue;
      const flags = call.args.filter((arg) => arg.name === undefined).map((arg) => staticText(folder.fold(path, arg.value)));
      if (!flags.some((flag) => flag?.replace(/^-+/, '').replaceAll('-', '_') === name)) continue;
      const fallbackValue = call.args.find((arg) => arg.name === 'default');
      const place = placeIn(path, call);
      const open = unknown(name, 'given on the command line', place);
      return fallbackValue ? choice([open, through(folder.fold(path, fallbackValue.value), 'parameter-default')], place, true) : open;
    }
    return undefined;
  }

  /** A field of an object of a class of the project: what its constructor and methods store, its class attributes, its bases. */
  function field(of: Instance, name: string, place: Place, path?: string, use?: Of<'member'>, level = 0): Known | undefined {
    const facts = program.facts(of.path);
    const own = facts?.classes[of.class];
    if (!facts || !own) return undefined;
    const stores = storesOf(facts, name).filter(
      ({ target, how }) => target.kind === 'self' && target.class === of.class && how === 'assign',
    );
    if (stores.length > 0) {
      const options = stores.map((store) => {
        const fn = facts.functions[store.function];
        const frame: Frame | undefined =
          fn?.method === 'constructor' && of.call
            ? { path: of.path, function: store.function, call: of.call, values: undefined, self: of, outer: undefined, depth: 1 }
            : undefined;
        if (trail.active.has(store)) return trail.cut(name, 'defined by itself', place);
        trail.active.add(store);
        try {
          const known = folder.fold(of.path, store.value, frame);
          if (known.kind === 'record') return withElements(folder, known, of.path, store.annotation ?? declaredIn(facts, own, name));
          const annotation = isUnset(known) ? annotatedType(folder, of.path, store.annotation ?? declaredIn(facts, own, name)) : undefined;
          return annotation ? declared(name, 'a field', place, annotation) : known;
        } finally {
          trail.active.delete(store);
        }
      });
      const useful = options.filter((option) => !(option.kind === 'flag' && option.value === null));
      const known = useful.length > 0 ? choice(useful, place) : unknown(name, 'set at run time', place);
      return path === of.path && use?.of.kind === 'self'
        ? variables.mutated(path, facts, through(known, 'constant'), use, undefined, undefined)
        : through(known, 'constant');
    }
    const given = of.call && folder.args(of.call);
    const known = classField(of.path, of.class, name, of, given, level);
    return known && path === of.path && use?.of.kind === 'self' ? variables.mutated(path, facts, known, use, undefined, undefined) : known;
  }

  /** `llm: BaseChatModel` in the body of a class. */
  const declaredIn = (facts: FileFacts, { scope }: ClassFacts, name: string): Value | undefined =>
    facts.scopes[scope]?.bindings.get(name)?.writes.find((write) => write.annotation)?.annotation;

  /** Nothing is in it yet, or nothing is known of what is. */
  const isUnset = (known: Known): boolean => isUntyped(known) || (known.kind === 'flag' && known.value === null);

  function classField(path: string, index: Index, name: string, self: Instance | undefined, given?: Args, level = 0): Known | undefined {
    const facts = program.facts(path);
    const own = facts?.classes[index];
    if (!facts || !own) return undefined;
    const binding = facts.scopes[own.scope]?.bindings.get(name);
    if (binding) {
      const named = given?.named.get(name);
      if (named && !binding.writes.some((write) => write.how === 'function')) return named;
      const write = binding.writes.findLast((w) => w.how !== 'declare') ?? binding.writes.at(-1);
      if (write?.how === 'declare') {
        const annotation = annotatedType(folder, path, write.annotation);
        return declared(name, 'a field', { path, start: write.at, end: write.at }, annotation);
      }
      if (write) {
        const known = variables.written(path, write, undefined);
        if (known.kind === 'function') {
          const fn = program.facts(known.path)?.functions[known.function];
          const bound: Known = { ...known, self };
          return fn?.method === 'getter' ? folder.apply(bound, [], known.place) : bound;
        }
        if (known.kind === 'record') return withElements(folder, known, path, write.annotation);
        const annotation = isUnset(known) ? annotatedType(folder, path, write.annotation) : undefined;
        return annotation && saysMore(folder, annotation) ? declared(name, 'a field', known.place, annotation) : through(known, 'constant');
      }
    }
    for (const base of level < MAX_BASES ? own.bases : []) {
      const of = folder.fold(path, base);
      if (of.kind === 'class' && !(of.path === path && of.class === index)) {
        const found = self
          ? field(
              { ...self, path: of.path, class: of.class, call: baseCall(folder, { ...self, path, class: index }) },
              name,
              of.place,
              undefined,
              undefined,
              level + 1,
            )
          : classField(of.path, of.class, name, self, given, level + 1);
        if (found) return found;
      }
      if (of.kind === 'ref' && of.root.kind === 'package') {
        const made = self
          ? stepFrom(of, { kind: 'call', at: constructionOf(folder, { ...self, path, class: index }, base) }, of.place)
          : of;
        return stepFrom(made, { kind: 'member', name }, of.place);
      }
    }
    return undefined;
  }

  function index(of: Known, key: Known, place: Place): Known {
    const name = staticText(key);
    if (of.kind === 'choice')
      return choice(
        of.options.map((option) => index(option, key, place)),
        place,
        of.fallback,
      );
    if (of.kind === 'record') {
      if (name !== undefined) return of.fields.has(name) || !of.rest ? member(of, name, place) : of.rest;
      const all = [...of.fields.values(), ...(of.rest ? [of.rest] : [])];
      const likely = of.open && !of.rest ? all.filter(isObject) : all;
      return likely.length > 0 ? choice(likely, place) : unknown('field', 'chosen at run time', place);
    }
    if (of.kind === 'list') {
      if (key.kind === 'number') {
        const at = of.items.at(key.value);
        if (at && !of.open) return at;
        return unknown('item', 'chosen at run time', place);
      }
      return of.open ? unknown('item', 'chosen at run time', place) : anyOf(folder, of, place);
    }
    if (of.kind === 'path') return of;
    if (of.kind === 'ref') {
      const env = name !== undefined ? memberOfLibrary(of, name, place, place.path) : undefined;
      const step: Step = { kind: 'index', key: name ?? (key.kind === 'number' ? key.value : undefined) };
      return env ?? aliasedType(of, key) ?? typedPart(folder, of, step, place) ?? stepFrom(of, step, place);
    }
    const data = of.kind === 'text' && name !== undefined ? dataOf(of, place) : undefined;
    if (data) return index(data, key, place);
    return name !== undefined ? member(of, name, place) : unknown('item', 'chosen at run time', place);
  }

  /** A text with a key: the name of a data file that a framework loads into its place (`agents_config = 'config/agents.yaml'`). */
  function dataOf(of: Extract<Known, { kind: 'text' }>, place: Place): Known | undefined {
    const name = staticText(of);
    if (name === undefined || !/\.(ya?ml|json)$/.test(name)) return undefined;
    const path = locate(name, { from: place.path, folder });
    const file = path === undefined ? undefined : folder.file(path);
    return file?.kind === 'text' ? file.source : undefined;
  }

  function slice(path: string, value: Of<'slice'>, frame: Frame | undefined, place: Place): Known {
    const of = folder.fold(path, value.of, frame);
    const bound = (v: Value | undefined) => (v ? folder.fold(path, v, frame) : undefined);
    const from = bound(value.from);
    const to = bound(value.to);
    if (of.kind === 'list' && !of.open && (!from || from.kind === 'number') && (!to || to.kind === 'number')) {
      return {
        ...of,
        items: of.items.slice(from?.kind === 'number' ? from.value : undefined, to?.kind === 'number' ? to.value : undefined),
        place,
      };
    }
    if (of.kind === 'list') return { ...of, grows: of.grows && growsAfter(from, to) };
    return of.kind === 'ref' && value.to ? { ...of, cut: !from && to?.kind === 'number' && to.value > 0 ? to.value : true } : of;
  }

  function element(path: string, value: Of<'element'>, frame: Frame | undefined, place: Place): Known {
    const of = folder.fold(path, value.of, frame);
    if (value.position === undefined)
      return of.kind === 'list' && of.items.length > 0
        ? anyOf(folder, of, place)
        : unknown(nameOf(value.of), 'an element known at run time', place);
    return index(of, { kind: 'number', value: value.position, via: 'literal', place }, place);
  }

  return { member, assigned, index, slice, element };
}

/** The same path; or the same object behind another one, as `request.app.state` and `app.state` are. */
const isSameObject = (read: string, written: string | undefined): boolean =>
  read === written || (written?.includes('.') === true && !written.startsWith('self.') && read.endsWith(`.${written}`));

/** `self.config` as it is written; undefined for anything that is not a plain path. */
function dotted(value: Value): string | undefined {
  if (value.kind === 'self') return 'self';
  if (value.kind === 'name') return value.name;
  if (value.kind !== 'member') return undefined;
  const of = dotted(value.of);
  return of && `${of}.${value.name}`;
}
