/** Variables: which of their writes hold at a use, what loops add, and what was changed in place on the way. */
import type { FileFacts, Index, Value, Write } from '../facts/facts.ts';
import { annotatedType, isUntyped, retyped, saysMore, withElements } from './annotations.ts';
import { entered } from './contexts.ts';
import { anyOf } from './elements.ts';
import type { Folder } from './fold.ts';
import {
  branched,
  choice,
  emptyFrame,
  type Frame,
  isObject,
  type Known,
  mergeFields,
  type Piece,
  type Place,
  placeIn,
  spreadItem,
  staticText,
  through,
  unknown,
} from './known.ts';
import type { Modules } from './modules.ts';
import { keyOf, type Mutation, mutationsOf } from './mutations.ts';
import { functionOf, nameOf, reachingWrites, sharedLoop, within } from './names.ts';
import { operate } from './operators.ts';
import { heldBy, piecesOf } from './pieces.ts';
import type { Trail } from './trail.ts';

type Of<K extends Value['kind']> = Extract<Value, { kind: K }>;

export interface Variables {
  /** What a name is at its use. */
  read(path: string, use: Of<'name'>, frame: Frame | undefined, place: Place): Known;
  /** What one write gives. */
  written(path: string, write: Write, frame: Frame | undefined): Known;
  /** The body of a comprehension for one element of its collection. */
  each(path: string, each: Of<'each'>, item: Known, frame: Frame | undefined): Known;
  /** A list or record with the in-place changes that were made on the way from its `writes` to its use. */
  mutated(
    path: string,
    facts: FileFacts,
    base: Known,
    use: Of<'name'> | Of<'member'>,
    writes: readonly Write[] | undefined,
    frame: Frame | undefined,
  ): Known;
}

export function createVariables(folder: Folder, trail: Trail, modules: Modules): Variables {
  const { program } = folder;
  /** The elements for which comprehensions are being folded. */
  const elements: { readonly path: string; readonly loop: Index; readonly item: Known }[] = [];

  function read(path: string, use: Of<'name'>, frame: Frame | undefined, place: Place): Known {
    const facts = program.facts(path);
    const reaching = facts && reachingWrites(facts, use);
    if (!facts || !reaching || reaching.writes.length === 0) {
      if (use.name === '__file__' || use.name === '__filename') return { kind: 'path', path, place };
      if (use.name === '__dirname') return { kind: 'path', path: path.slice(0, Math.max(0, path.lastIndexOf('/'))), place };
      if (use.name === 'undefined') return { kind: 'flag', value: null, place };
      const star = facts && modules.fromStar(path, facts, use.name, place);
      return star ?? { kind: 'ref', root: { kind: 'global', name: use.name }, of: undefined, step: undefined, place };
    }
    const base = valueOfWrites(path, use.name, reaching.writes, frame);
    return mutated(path, facts, base, use, reaching.writes, frame);
  }

  /** What a variable is after a write, for each list of writes that may stand behind it, `from` the write on. */
  const reached = folder.memory.weak<Write, { readonly writes: readonly Write[]; readonly from: number; readonly known: Known }[]>();

  function remembered(writes: readonly Write[], from: number): Known | undefined {
    const length = writes.length - from;
    const isSame = (other: readonly Write[], at: number): boolean => {
      if (other.length - at !== length) return false;
      for (let i = length - 1; i >= 0; i--) if (other[at + i] !== writes[from + i]) return false;
      return true;
    };
    return reached.get(writes[from] as Write)?.find((one) => isSame(one.writes, one.from))?.known;
  }

  function remember(writes: readonly Write[], from: number, known: Known): void {
    const list = reached.get(writes[from] as Write);
    if (!list) reached.set(writes[from] as Write, [{ writes, from, known }]);
    else if (list.length < 8) list.push({ writes, from, known });
  }

  /** What the writes give together, latest first in the list. Uses that the same writes reach get the same value. */
  function valueOfWrites(path: string, name: string, writes: readonly Write[], frame: Frame | undefined): Known {
    let value: Known | undefined;
    let from = writes.length;
    for (let i = 0; i < writes.length && !frame && !value; i++) {
      value = remembered(writes, i);
      from = value ? i : from;
    }
    const before = trail.cuts;
    while (--from >= 0) {
      const write = writes[from] as Write;
      value = afterWrite(path, write, writes[from + 1], value, frame);
      if (write.how === 'assign') value = heldBy(name, value);
      if (!frame && trail.cuts === before) remember(writes, from, value);
    }
    return value as Known;
  }

  /** `left` is what the variable was before the write, as far as that may still hold. */
  function afterWrite(path: string, write: Write, previous: Write | undefined, left: Known | undefined, frame: Frame | undefined): Known {
    const right = written(path, write, frame);
    const place = placeIn(path, write.value);
    if (write.how !== 'augment') {
      if (!left || isNothing(left)) return right;
      return isNothing(right) ? left : branched([right, left], place);
    }
    const base = left ?? unknown('value', 'known at run time', place);
    // What a loop adds may also be nothing.
    if (write.loop >= 0 && previous?.loop !== write.loop) return repeated(base, right, place);
    const sum = operate(write.operator ?? '+', base, right, place);
    return write.branch < 0 || previous?.branch === write.branch ? sum : branched([sum, base], place);
  }

  const isPlain = (known: Known): boolean => known.kind === 'ref' && known.root.kind === 'unknown' && !known.of;

  const isNothing = (known: Known): boolean => known.kind === 'flag' && known.value === null;

  /** Text to which a loop adds again and again. */
  function repeated(left: Known, right: Known, place: Place): Known {
    const added = piecesOf(right);
    const hole: Piece = { hole: nameOfPieces(added), kind: 'context', why: 'added in a loop', place: right.place, options: [added] };
    if (left.kind === 'text') return { ...left, pieces: [...left.pieces, hole], place };
    if (left.kind === 'list') return { ...left, open: true, place };
    return left.kind === 'number'
      ? unknown('count', 'counted in a loop', place)
      : { kind: 'text', pieces: [...piecesOf(left), hole], via: 'constant', place };
  }

  const nameOfPieces = (pieces: readonly Piece[]): string => {
    for (const piece of pieces) if ('hole' in piece) return piece.hole;
    return 'items';
  };

  function written(path: string, write: Write, frame: Frame | undefined): Known {
    if (trail.active.has(write)) return trail.cut('value', 'defined by itself', placeIn(path, write.value));
    trail.active.add(write);
    try {
      if (write.how === 'loop') return elementOf(path, write, frame);
      const given = folder.fold(path, write.value, frame);
      const known = write.how === 'with' ? entered(folder, given, placeIn(path, write.value)) : given;
      if (known.kind === 'text' && write.how === 'assign') return through(known, 'constant');
      if (known.kind === 'number' && write.how === 'assign') return through(known, 'constant');
      if (known.kind === 'record') return withElements(folder, known, path, write.annotation);
      if (write.annotation && known.kind === 'ref' && isUntyped(known)) {
        const type = annotatedType(folder, path, write.annotation);
        // What is known of the way (a member of a parameter) says more than a type of the language.
        if (type && (isPlain(known) || saysMore(folder, type))) return retyped(known, type);
      }
      return known;
    } finally {
      trail.active.delete(write);
    }
  }

  function elementOf(path: string, write: Write, frame: Frame | undefined): Known {
    const each = elements.findLast((one) => one.path === path && one.loop === write.loop);
    if (each) return each.item;
    const place = placeIn(path, write.value);
    const over = folder.fold(path, write.value, frame);
    if (over.kind === 'list' && over.items.length > 0 && over.items.every(isFollowed)) return over.items[0] as Known;
    if (over.kind === 'list' && !over.open && over.items.length > 0) return choice(over.items, place);
    return over.kind === 'ref' ? anyOf(folder, over, place) : unknown(nameOf(write.value), 'an element known at run time', place);
  }

  const isFollowed = (item: Known): boolean => item.kind === 'instance' || (item.kind === 'ref' && item.root.kind !== 'unknown');

  /** The body of a comprehension for one element: the loop's variable has that value. */
  function each(path: string, body: Of<'each'>, item: Known, frame: Frame | undefined): Known {
    const loop = program.facts(path)?.loops[body.loop];
    const variable = loop?.variables.length === 1 ? loop.variables[0] : undefined;
    if (variable === undefined) return folder.fold(path, body.body, frame);
    elements.push({ path, loop: body.loop, item });
    try {
      return folder.fold(path, body.body, frame ?? emptyFrame(path));
    } finally {
      elements.pop();
    }
  }

  // ── changes in place ──────────────────────────────────────────────────────────────────────────────────────────────

  /** Applies the in-place changes between the write and the use. */
  function mutated(
    path: string,
    facts: FileFacts,
    base: Known,
    use: Of<'name'> | Of<'member'>,
    writes: readonly Write[] | undefined,
    frame: Frame | undefined,
  ): Known {
    if (base.kind !== 'list' && base.kind !== 'record' && base.kind !== 'choice') return base;
    const key = keyOf(facts, use);
    const all = key === undefined ? undefined : mutationsOf(facts).get(key);
    if (!all) return base;
    if (base.kind === 'choice') {
      return {
        ...base,
        options: base.options.map((option) => (option.kind === 'choice' ? option : mutated(path, facts, option, use, writes, frame))),
      };
    }
    const from = writes?.[0]?.at ?? -1;
    const position = use.kind === 'name' ? use : undefined;
    let known: Known = base;
    for (const mutation of all) {
      if (trail.active.has(mutation)) {
        trail.keep(known);
        continue;
      }
      const here = position !== undefined && writes?.[0] !== undefined && mutation.function === writes[0].function;
      const inOrder =
        here &&
        mutation.at > from &&
        mutation.at <= use.start &&
        (position.scope === mutation.scope || functionOf(facts, position.scope) === mutation.function);
      // The module has run before a function of it does.
      const settled = here && mutation.function < 0 && functionOf(facts, position.scope) >= 0;
      const certain =
        (settled && mutation.branch < 0 && mutation.loop < 0) ||
        (inOrder && within(facts, position.branch, mutation.branch) && (mutation.loop < 0 || sharedLoop(facts, mutation, position.loop)));
      const later = here && mutation.at > use.start && sharedLoop(facts, mutation, position.loop);
      if (certain) known = change(path, known, mutation, frame);
      else if (settled || inOrder || later || !here) known = maybe(path, known, mutation, frame, later || (here && mutation.loop >= 0));
    }
    return known;
  }

  function change(path: string, known: Known, mutation: Mutation, frame: Frame | undefined): Known {
    const { change: what } = mutation;
    trail.active.add(mutation);
    try {
      if (known.kind === 'list' && what.kind === 'append') {
        const items = what.items.flatMap((item): Known[] => {
          const one = folder.fold(path, item, frame);
          if (!what.spread && item.kind !== 'spread') return [one];
          return one.kind === 'list' ? [...one.items] : [spreadItem(one, one.place)];
        });
        const open = known.open || (what.spread && items.some((item) => item.kind === 'ref'));
        return { ...known, items: what.front ? [...items, ...known.items] : [...known.items, ...items], open };
      }
      if (known.kind === 'record' && what.kind === 'set') {
        const key = typeof what.key === 'string' ? what.key : staticText(folder.fold(path, what.key, frame));
        if (key === undefined) return under(known, folder.fold(path, what.value, frame));
        return { ...known, fields: new Map(known.fields).set(key, folder.fold(path, what.value, frame)) };
      }
      if (known.kind === 'record' && what.kind === 'merge') {
        const fields = new Map(known.fields);
        const open = mergeFields(fields, folder.fold(path, what.value, frame));
        return { ...known, fields, open: known.open || open };
      }
      return known.kind === 'list' || known.kind === 'record' ? { ...known, open: true } : known;
    } finally {
      trail.active.delete(mutation);
    }
  }

  /** A record after a write to a key that is not known. */
  const under = (known: Extract<Known, { kind: 'record' }>, value: Known): Known => {
    if (!isObject(value)) return { ...known, open: true };
    return { ...known, open: true, rest: known.rest ? choice([known.rest, value], value.place) : value };
  };

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
    return { ...known, fields, open: known.open || after.open, ...(after.rest && { rest: after.rest }) };
  }

  return { read, written, each, mutated };
}
