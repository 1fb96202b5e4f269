/** Type annotations → the type that a value has once it is awaited and there: `Promise<X>`, `Optional[X]` and `"X"` are X. */
import type { Value } from '../facts/facts.ts';
import type { Folder } from './fold.ts';
import { choice, declared, fromRef, isUnknown, type Known, type Place, placeIn, type Ref, type Step, type TypeOfProject } from './known.ts';
import type { Memory, WeakTable } from './memory.ts';
import { nameOf } from './names.ts';
import { chained } from './operators.ts';
import { holeName } from './pieces.ts';

/** Generic types that stand for one of their arguments: the position of it, from behind where it is negative. */
const STANDS_FOR: ReadonlyMap<string, number> = new Map([
  ...['Optional', 'Annotated', 'Final', 'ClassVar', 'Awaitable', 'Iterator', 'AsyncIterator', 'Generator', 'AsyncGenerator'].map(one),
  ...['Promise', 'PromiseLike', 'Awaited', 'Readonly', 'Partial', 'Required', 'NonNullable', 'Pick', 'Omit'].map(one),
  ['Coroutine', -1],
]);

function one(name: string): [string, number] {
  return [name, 0];
}

/** Generic types of collections: the position of the type of their elements. */
const ELEMENTS: ReadonlyMap<string, number> = new Map([
  ...[
    'Array',
    'ReadonlyArray',
    'Set',
    'ReadonlySet',
    'Iterable',
    'AsyncIterable',
    'List',
    'list',
    'Sequence',
    'MutableSequence',
    'Collection',
  ].map(one),
  ...['set', 'frozenset', 'deque', 'tuple', 'Tuple'].map(one),
  ...['Map', 'ReadonlyMap', 'WeakMap', 'Record', 'Dict', 'dict', 'Mapping', 'MutableMapping', 'defaultdict'].map(two),
]);

function two(name: string): [string, number] {
  return [name, 1];
}

/** Methods of a collection that give one of its elements. */
const TAKES_ELEMENT = /^(?:get|at|pop|shift|find|findLast)$/;

/** Packages of which the types say nothing of a value: `Any`, `Callable`, `List`. */
const ABSTRACT = /^(?:typing|typing_extensions|collections(?:\.abc)?)$/;

/** Undefined where the annotation says nothing. */
export function annotatedType(folder: Folder, path: string, annotation: Value | undefined): Known | undefined {
  const type = annotation && typeOf(folder, path, annotation);
  return type?.kind === 'ref' && type.root.kind === 'package' && ABSTRACT.test(type.root.specifier) ? undefined : type;
}

function typeOf(folder: Folder, path: string, value: Value): Known | undefined {
  const inner = (part: Value | undefined) => part && annotatedType(folder, path, part);
  switch (value.kind) {
    case 'text': {
      // A reference to what is declared further down.
      if (!/^\w+$/.test(value.text)) return undefined;
      const { start, end } = value;
      return folder.fold(path, { kind: 'name', name: value.text, scope: 0, branch: -1, loop: -1, start, end });
    }
    case 'index': {
      const name = nameOf(value.of);
      const args = value.key.kind === 'list' ? value.key.items : [value.key];
      if (name === 'Union') return either(args.map(inner), path, value);
      if (name === 'ReturnType' || name === 'InstanceType') return madeBy(folder, inner(args[0]), path, value);
      if (ELEMENTS.has(name)) return ofProject(path, value);
      const position = STANDS_FOR.get(name);
      return inner(position === undefined ? value.of : args.at(position));
    }
    case 'operation':
      if (value.operator === '&') return both(folder, inner(value.left), inner(value.right));
      return value.operator === '|' ? either([inner(value.left), inner(value.right)], path, value) : folder.fold(path, value);
    case 'name':
      return folder.type(path, value.name) ?? folder.fold(path, value);
    case 'member': {
      const of = inner(value.of);
      return of?.kind === 'type' ? fieldType(folder, of, value.name) : folder.fold(path, value);
    }
    case 'record':
      return ofProject(path, value);
    case 'unary':
      return value.operator === 'typeof'
        ? { kind: 'type', parts: [], like: folder.fold(path, value.value), place: placeIn(path, value) }
        : ofProject(path, value);
    default:
      return folder.fold(path, value);
  }
}

const ofProject = (path: string, value: Value): TypeOfProject => ({ kind: 'type', parts: [{ path, value }], place: placeIn(path, value) });

/** `ReturnType<F>`, `InstanceType<typeof C>`. */
function madeBy(folder: Folder, of: Known | undefined, path: string, value: Value): Known | undefined {
  if (of?.kind !== 'type') return undefined;
  if (!of.like) return returnType(folder, of);
  const place = placeIn(path, value);
  if (of.like.kind === 'function') return { kind: 'type', parts: [], like: folder.apply(of.like, [], place), place };
  return of.like.kind === 'class' || (of.like.kind === 'ref' && of.like.root.kind === 'package') ? of.like : undefined;
}

/** An intersection: all parts of object types, else the side that says more. */
function both(folder: Folder, left: Known | undefined, right: Known | undefined): Known | undefined {
  if (left?.kind === 'type' && right?.kind === 'type' && !left.like && !right.like)
    return { ...left, parts: [...left.parts, ...right.parts] };
  return [left, right].find((type) => type && saysMore(folder, type)) ?? left;
}

/** The type of a field; undefined where the type does not tell. */
export function fieldType(folder: Folder, { parts, like }: TypeOfProject, name: string): Known | undefined {
  if (like) return { kind: 'type', parts: [], like: folder.member(like, name, like.place), place: like.place };
  for (const { path, value } of parts) {
    const field = value.kind === 'record' ? value.fields.find((one) => 'key' in one && one.key === name) : undefined;
    if (field) return annotatedType(folder, path, field.value);
  }
  return undefined;
}

/** The type of what a function of this type returns. */
function returnType(folder: Folder, { parts }: TypeOfProject): Known | undefined {
  const of = parts.find(({ value }) => value.kind === 'unary');
  return of?.value.kind === 'unary' ? annotatedType(folder, of.path, of.value.value) : undefined;
}

/** The type of the elements of a collection of this type. */
function elementType(folder: Folder, { parts }: TypeOfProject): Known | undefined {
  for (const { path, value } of parts) {
    if (value.kind !== 'index') continue;
    const args = value.key.kind === 'list' ? value.key.items : [value.key];
    return annotatedType(folder, path, args.at(ELEMENTS.get(nameOf(value.of)) ?? 0));
  }
  return undefined;
}

/** A record of which nothing is known yet, with the type that its elements are declared to have. */
export function withElements(folder: Folder, known: Known, path: string, annotation: Value | undefined): Known {
  if (known.kind !== 'record' || known.rest || !annotation) return known;
  const type = annotatedType(folder, path, annotation);
  const element = type?.kind === 'type' ? elementType(folder, type) : undefined;
  return element && saysMore(folder, element)
    ? { ...known, open: true, rest: declared('item', 'an element known at run time', known.place, element) }
    : known;
}

/** One of the fields or elements of a value, or what calling it gives, where the type of the value tells it and is none of the language. */
export function typedPart(folder: Folder, of: Known, step: Step, place: Place): Known | undefined {
  if (of.kind === 'choice') {
    const options = of.options.flatMap((option) => typedPart(folder, option, step, place) ?? []);
    return options.length > 0 ? choice(options, place) : undefined;
  }
  if (of.kind !== 'ref') return undefined;
  const called = step.kind === 'call' && of.step?.kind === 'member' && TAKES_ELEMENT.test(of.step.name) ? of.of : undefined;
  const { root } = called ?? of;
  if ((called ?? of).of || root.kind !== 'unknown' || root.annotation?.kind !== 'type') return undefined;
  const { annotation } = root;
  const type =
    called || step.kind === 'index'
      ? elementType(folder, annotation)
      : step.kind === 'member'
        ? fieldType(folder, annotation, step.name)
        : returnType(folder, annotation);
  if (!type || !saysMore(folder, type)) return undefined;
  return declared(step.kind === 'member' ? step.name : holeName(of), 'known at run time', place, type);
}

function either(types: readonly (Known | undefined)[], path: string, value: Value): Known | undefined {
  const members = types.flatMap((type) => (type && !(type.kind === 'flag' && type.value === null) ? chained(type) : []));
  if (members.length <= 1) return members[0];
  return { kind: 'ref', root: { kind: 'chain', members }, of: undefined, step: undefined, place: placeIn(path, value) };
}

/** `ClientDep = Annotated[Client, Depends(get_client)]`: a generic type in the place of a value stands for one of its arguments. */
export function aliasedType(of: Ref, key: Known): Known | undefined {
  const [, specifier, name] = /^(.*)\.(\w+)$/.exec(fromRef(of) ?? '') ?? [];
  const position = ABSTRACT.test(specifier ?? '') ? STANDS_FOR.get(name ?? '') : undefined;
  return position === undefined ? undefined : key.kind === 'list' ? key.items.at(position) : key;
}

/** `Annotated[Any, Depends(get_client)]`: what is injected says more than the type. */
export function injectedBy(folder: Folder, path: string, annotation: Value | undefined): Known | undefined {
  if (annotation?.kind !== 'index' || nameOf(annotation.of) !== 'Annotated' || annotation.key.kind !== 'list') return undefined;
  const facts = folder.program.facts(path);
  const asks = annotation.key.items.find((item) => {
    const callee = item.kind === 'call' ? facts?.calls[item.call]?.callee : undefined;
    return callee !== undefined && /^(?:Depends|Security)$/.test(nameOf(callee));
  });
  const given = asks && folder.fold(path, asks);
  return given && !isUnknown(given) ? given : undefined;
}

/** By what a folder remembers, since other files decide as well. */
const telling = new WeakMap<Memory, WeakTable<Value, boolean>>();

/** The type is one of a package, a class of the project, or made of these; it is none of the language. */
export function saysMore(folder: Folder, type: Known): boolean {
  return chained(type).some((one) => {
    if (one.kind !== 'type') return one.kind === 'class' || (one.kind === 'ref' && one.root.kind === 'package');
    return one.like ? one.like.kind === 'ref' || one.like.kind === 'instance' : one.parts.some((part) => tells(folder, part));
  });
}

/** A part of a type has one that says more. */
function tells(folder: Folder, { path, value }: TypeOfProject['parts'][number]): boolean {
  const memo = telling.get(folder.memory) ?? folder.memory.weak<Value, boolean>();
  telling.set(folder.memory, memo);
  const known = memo.get(value);
  if (known !== undefined) return known;
  // A type in its own field adds nothing.
  memo.set(value, false);
  const parts =
    value.kind === 'record'
      ? value.fields.map((field) => field.value)
      : value.kind === 'index'
        ? [value.key.kind === 'list' ? value.key.items.at(ELEMENTS.get(nameOf(value.of)) ?? 0) : value.key]
        : [value.kind === 'unary' ? value.value : undefined];
  const result = parts.some((part) => {
    const type = annotatedType(folder, path, part);
    return type !== undefined && saysMore(folder, type);
  });
  memo.set(value, result);
  return result;
}

/** Only the way to it is known, or nothing at all: an annotation says more. */
export function isUntyped(known: Known): boolean {
  if (known.kind === 'choice') return known.options.every(isUntyped);
  if (known.kind !== 'ref') return false;
  return known.root.kind === 'global' || (known.root.kind === 'unknown' && (known.of !== undefined || known.root.annotation === undefined));
}

/** A value of this type that keeps the name and the reason of what was known of it. */
export const retyped = (known: Known, type: Known): Known =>
  declared(
    holeName(known),
    known.kind === 'ref' && known.root.kind === 'unknown' ? known.root.why : 'known at run time',
    known.place,
    type,
  );
