/** Type annotations → the type that a value has once it is awaited and there: `Promise<X>`, `Optional[X]` and `"X"` are X. */
import type { Value } from '../facts/facts.ts';
import type { Folder } from './fold.ts';
import { declared, type Known, placeIn } from './known.ts';
import { nameOf } from './names.ts';
import { chained } from './operators.ts';
import { holeName } from './pieces.ts';

/** Generic types that stand for one of their arguments: the position of it, from behind where it is negative. */
const STANDS_FOR: ReadonlyMap<string, number> = new Map([
  ...['Optional', 'Annotated', 'Final', 'ClassVar', 'Awaitable', 'Iterator', 'AsyncIterator', 'Generator', 'AsyncGenerator'].map(one),
  ...['Promise', 'PromiseLike', 'Awaited', 'Readonly', 'Partial', 'Required', 'NonNullable'].map(one),
  ['Coroutine', -1],
]);

function one(name: string): [string, number] {
  return [name, 0];
}

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
      const position = STANDS_FOR.get(name);
      return inner(position === undefined ? value.of : args.at(position));
    }
    case 'operation':
      if (value.operator === '&')
        return [inner(value.left), inner(value.right)].find((type) => type && saysMore(type)) ?? inner(value.left);
      return value.operator === '|' ? either([inner(value.left), inner(value.right)], path, value) : folder.fold(path, value);
    default:
      return folder.fold(path, value);
  }
}

function either(types: readonly (Known | undefined)[], path: string, value: Value): Known | undefined {
  const members = types.flatMap((type) => (type && !(type.kind === 'flag' && type.value === null) ? chained(type) : []));
  if (members.length <= 1) return members[0];
  return { kind: 'ref', root: { kind: 'chain', members }, of: undefined, step: undefined, place: placeIn(path, value) };
}

/** The type is one of the project or of a package, and none of the language. */
export const saysMore = (type: Known): boolean =>
  chained(type).some(({ kind, ...of }) => kind === 'class' || ('root' in of && of.root.kind === 'package'));

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
