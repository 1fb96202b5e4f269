/** What an expression is known to be, as far as the text of the project tells: values, their places, and what stays open. */
import type { Call, Index, Value } from '../facts/facts.ts';
import type { Range } from '../text/range.ts';

/** A place in a file; offsets are UTF-16 units into its text. */
export interface Place extends Range {
  readonly path: string;
}

const keys = new WeakMap<Place, string>();

/** A place as the key of a map; made once a place, because an editor asks for those of all sites with every key. */
export function keyOf(place: Place): string {
  let key = keys.get(place);
  if (key === undefined) {
    key = `${place.path}:${place.start}:${place.end}`;
    keys.set(place, key);
  }
  return key;
}

/** How a scalar came to be known, weakest evidence last. */
export type Provenance = 'literal' | 'constant' | 'import' | 'env-default' | 'parameter-default';

export type HoleKind = 'user' | 'context' | 'history' | 'tool-result' | 'unknown';

/** Static text with its place, or a hole: what is only known at run time. */
export type Piece = TextPiece | Hole;

export interface TextPiece {
  readonly text: string;
  readonly place: Place;
  /** Of JSON that is written with indentation: the same text without it. */
  readonly compact?: string;
  readonly indented?: Indented;
}

/** Names of values that a template was given here without having a place for them. */
export interface Unused {
  readonly names: readonly string[];
  readonly place: Place;
}

/** JSON is written with indentation here. */
export interface Indented {
  /** The call that writes it. */
  readonly place: Place;
  /** The argument that asks for it, with its comma; undefined where it stands elsewhere. */
  readonly argument: Range | undefined;
}

export interface Hole {
  /** Its name in the code (`docs`, `question`), by which configuration can give its size. */
  readonly hole: string;
  readonly kind: HoleKind;
  readonly why: string;
  readonly place: Place;
  /** Alternatives that are known (the branches of a conditional): the hole is one of them. */
  readonly options?: readonly (readonly Piece[])[];
  /** What the value is made of, for those who can say more of it: retrieved context, a list of tools. */
  readonly value?: Known;
  readonly retrieved?: Retrieved;
  readonly indented?: Indented;
  /** It is another text at every request, whoever asks: the time of day, a random id. */
  readonly changes?: 'time' | 'id';
  /** Binary data in base64. */
  readonly binary?: true;
  /** Nothing that is seen bounds its length: a whole file, all rows of a query (a list), a table as text. */
  readonly whole?: 'file' | 'page' | 'rows' | 'table';
}

/** Retrieved context: what its retriever says. */
export interface Retrieved {
  readonly topK: number | undefined;
  readonly chunkTokens: number | undefined;
  /** The calls of the retriever and of what made it. */
  readonly by?: readonly Place[];
  /** Where its k stands. */
  readonly at?: Place;
}

export type Known =
  /** `source`: the value whose serialisation the text is. `unused`: values that were given to a template without a place for them. */
  | {
      readonly kind: 'text';
      readonly pieces: readonly Piece[];
      readonly via: Provenance;
      readonly place: Place;
      readonly source?: Known;
      readonly unused?: Unused;
    }
  | { readonly kind: 'number'; readonly value: number; readonly via: Provenance; readonly place: Place }
  | { readonly kind: 'flag'; readonly value: boolean | null; readonly place: Place }
  /** `open`: there may be more items, or the number is not known. `grows`: items are added in the loop around the use. */
  | { readonly kind: 'list'; readonly items: readonly Known[]; readonly open: boolean; readonly grows: boolean; readonly place: Place }
  /** `rest`: an object that stands under keys known only at run time. */
  | {
      readonly kind: 'record';
      readonly fields: ReadonlyMap<string, Known>;
      readonly open: boolean;
      readonly rest?: Known;
      readonly place: Place;
    }
  /** A path inside the project, also a file opened for reading. Relative to the root, POSIX. */
  | { readonly kind: 'path'; readonly path: string; readonly place: Place }
  | {
      readonly kind: 'function';
      readonly path: string;
      readonly function: Index;
      readonly frame: Frame | undefined;
      readonly self: Instance | undefined;
      readonly place: Place;
    }
  | { readonly kind: 'class'; readonly path: string; readonly class: Index; readonly place: Place }
  | Instance
  | TypeOfProject
  | { readonly kind: 'module'; readonly path: string; readonly place: Place }
  /** `fallback`: the last option is the default for the first, which is not known. */
  | { readonly kind: 'choice'; readonly options: readonly Known[]; readonly fallback: boolean; readonly place: Place }
  | Ref;

/** An object of a class of the project. */
export interface Instance {
  readonly kind: 'instance';
  readonly path: string;
  readonly class: Index;
  /** The construction, where it is visible. */
  readonly call: CallAt | undefined;
  /** Known only by the type of a parameter or field: its name there, and why it is open. */
  readonly open?: { readonly name: string; readonly why: string };
  readonly place: Place;
}

/**
 * What a type says of its values; stands only as an annotation. The parts are object types (their fields), functions (what they
 * return) and collections (their elements), as they are written in a file; `like` is the value of `typeof value`.
 */
export interface TypeOfProject {
  readonly kind: 'type';
  readonly parts: readonly { readonly path: string; readonly value: Value }[];
  readonly like?: Known;
  readonly place: Place;
}

/** A value of which only its way is known: from a package, a global, the environment or the run time, step by step. */
export interface Ref {
  readonly kind: 'ref';
  readonly root: Root;
  readonly of: Ref | undefined;
  readonly step: Step | undefined;
  /** The variable that holds the result of a call: a better name for it than the method's. */
  readonly held?: string;
  /** It was cut to a length: `text[:2000]`; the length, where it is known and begins at the start. */
  readonly cut?: true | number;
  readonly place: Place;
}

export type Root =
  | { readonly kind: 'package'; readonly specifier: string; readonly name: string }
  | { readonly kind: 'global'; readonly name: string }
  | { readonly kind: 'env'; readonly name: string }
  /** `a | b`: values chained into one. */
  | { readonly kind: 'chain'; readonly members: readonly Known[] }
  | { readonly kind: 'unknown'; readonly name: string; readonly why: string; readonly annotation?: Known };

export type Step =
  | { readonly kind: 'member'; readonly name: string }
  | { readonly kind: 'call'; readonly at: CallAt }
  | { readonly kind: 'index'; readonly key: string | number | undefined };

/** A call in its surroundings: arguments are folded in the frame in which the call stands. */
export interface CallAt {
  readonly path: string;
  readonly call: Call;
  readonly frame: Frame | undefined;
}

/** One activation of a function of the project: where its parameters come from. */
export interface Frame {
  readonly path: string;
  readonly function: Index;
  readonly call: CallAt | undefined;
  /** Values of the first parameters, for callbacks (`xs.map(x => …)`). */
  readonly values: readonly Known[] | undefined;
  readonly self: Instance | undefined;
  readonly outer: Frame | undefined;
  readonly depth: number;
}

/** A frame without bindings: keeps results that depend on where they are asked out of the memo. */
export const emptyFrame = (path: string): Frame => ({
  path,
  function: -1,
  call: undefined,
  values: undefined,
  self: undefined,
  outer: undefined,
  depth: 0,
});

export const placeIn = (path: string, range: Range): Place => ({ path, start: range.start, end: range.end });

/** One step further from a value of which only its way is known. */
export const stepFrom = (of: Ref, step: Step, place: Place): Ref => ({ kind: 'ref', root: of.root, of, step, place });

/** A construction that nobody wrote down: of an annotated parameter, of the base of a class. */
export const unwritten = (path: string, callee: Value): CallAt => ({
  path,
  call: {
    callee,
    construct: true,
    args: [],
    start: callee.start,
    end: callee.end,
    at: callee.end,
    scope: 0,
    function: -1,
    loop: -1,
    branch: -1,
  },
  frame: undefined,
});

const STRENGTH: Record<Provenance, number> = { literal: 0, constant: 1, import: 2, 'env-default': 3, 'parameter-default': 3 };

/** The value with the weaker of its own provenance and `via`. */
export function through(known: Known, via: Provenance): Known {
  if ((known.kind === 'text' || known.kind === 'number') && STRENGTH[known.via] < STRENGTH[via]) return { ...known, via };
  if (known.kind === 'choice') return { ...known, options: known.options.map((option) => through(option, via)) };
  return known;
}

export const textOf = (text: string, place: Place, via: Provenance = 'literal'): Known => ({
  kind: 'text',
  pieces: [{ text, place }],
  via,
  place,
});

export const unknown = (name: string, why: string, place: Place, annotation?: Known): Ref => ({
  kind: 'ref',
  root: annotation ? { kind: 'unknown', name, why, annotation } : { kind: 'unknown', name, why },
  of: undefined,
  step: undefined,
  place,
});

/** What is declared with a type and known no further: an object of a class of the project, or a value of that type. */
export function declared(name: string, why: string, place: Place, annotation: Known | undefined): Ref | Instance {
  if (annotation?.kind === 'type' && (annotation.like?.kind === 'ref' || annotation.like?.kind === 'instance')) return annotation.like;
  const options = annotation?.kind === 'ref' && annotation.root.kind === 'chain' && !annotation.of ? annotation.root.members : [annotation];
  const type = options.find((option) => option?.kind === 'class');
  return type?.kind === 'class'
    ? { kind: 'instance', path: type.path, class: type.class, call: undefined, open: { name, why }, place }
    : unknown(name, why, place, annotation);
}

/** Why the member of a closed record is not known. */
export const NO_FIELD = 'no such field';

/** A member that a closed record does not have. */
export const isMissing = (known: Known): boolean =>
  known.kind === 'ref' &&
  known.root.kind === 'unknown' &&
  known.root.why === NO_FIELD &&
  known.of !== undefined &&
  known.of.of === undefined;

export const isUnknown = (known: Known): boolean => known.kind === 'ref' && known.root.kind === 'unknown';

/** It has methods of its own: an object of a package or of a class of the project. */
export const isObject = (known: Known): boolean =>
  known.kind === 'instance' ||
  (known.kind === 'choice' ? known.options.some(isObject) : known.kind === 'ref' && known.root.kind === 'package');

/** One value of several; flattened, without repetitions of the same scalar. */
export function choice(options: readonly Known[], place: Place, fallback = false): Known {
  if (options.length === 1) return options[0] as Known;
  const flat: Known[] = [];
  const seen = new Set<string>();
  for (const option of options) {
    for (const one of option.kind === 'choice' ? option.options : [option]) {
      const key = scalarKey(one);
      if (key !== undefined) {
        if (seen.has(key)) continue;
        seen.add(key);
      }
      flat.push(one);
    }
  }
  return flat.length === 1 ? (flat[0] as Known) : { kind: 'choice', options: flat, fallback, place };
}

/**
 * One value of several, as `choice`; texts that begin with the same pieces become one text with a hole where they part. So a
 * prompt with many optional sections stays as long as it is written, instead of doubling with each.
 */
export function branched(options: readonly Known[], place: Place): Known {
  const known = choice(options, place);
  if (known.kind !== 'choice') return known;
  const texts = known.options.flatMap((option) => (option.kind === 'text' ? [option] : []));
  const [first, ...others] = texts;
  if (!first || texts.length < known.options.length) return known;
  let shared = 0;
  while (shared < first.pieces.length && others.every(({ pieces }) => pieces[shared] === first.pieces[shared])) shared++;
  if (shared === 0) return known;
  const rests = texts.map(({ pieces }) => pieces.slice(shared));
  const named = rests.flat().find((piece) => 'hole' in piece);
  const hole: Hole = {
    hole: named?.hole ?? 'one of several',
    kind: named?.kind ?? 'unknown',
    why: 'one of several branches',
    place,
    options: rests,
  };
  return { kind: 'text', pieces: [...first.pieces.slice(0, shared), hole], via: 'constant', place };
}

function scalarKey(known: Known): string | undefined {
  if (known.kind === 'number') return `n${known.value}`;
  if (known.kind === 'flag') return `f${known.value}`;
  if (known.kind === 'text') {
    const text = staticText(known);
    return text === undefined ? undefined : `t${text}`;
  }
  return undefined;
}

/** Pieces of one text, and items of one list, beyond which the rest stays open: code that doubles again and again ends here. */
export const MAX_PIECES = 10_000;
export const MAX_CHARACTERS = 20_000_000;

/** The whole text, when nothing of it is open. */
export function staticText(known: Known | undefined): string | undefined {
  if (known?.kind !== 'text') return undefined;
  let text = '';
  for (const piece of known.pieces) {
    if (!('text' in piece) || text.length > MAX_CHARACTERS) return undefined;
    text += piece.text;
  }
  return text;
}

/**
 * The dotted name of a value of a package or a global: `fs.readFileSync`, `pathlib.Path`, `process.env`; `default` and `*`
 * imports carry the package's own name, and calls on the way stand as `()`. Undefined for anything else.
 */
export function fromRef(ref: Ref): string | undefined {
  if (!ref.of || !ref.step) {
    if (ref.root.kind === 'global') return ref.root.name;
    if (ref.root.kind !== 'package') return undefined;
    const { specifier, name } = ref.root;
    return name === '*' ? specifier : `${specifier}.${name}`;
  }
  const before = fromRef(ref.of);
  if (before === undefined) return undefined;
  return ref.step.kind === 'member' ? `${before}.${ref.step.name}` : ref.step.kind === 'call' ? `${before}()` : undefined;
}

/** An unknown list spread into another: stands as one open item so that its name is kept. */
export const spreadItem = (known: Known, place: Place): Known =>
  known.kind === 'ref' ? known : unknown('items', 'more items at run time', place);

/** Puts the fields of a record into another; true when there may be more. */
export function mergeFields(fields: Map<string, Known>, from: Known): boolean {
  if (from.kind === 'record') {
    for (const [key, field] of from.fields) fields.set(key, field);
    return from.open;
  }
  if (from.kind === 'choice') {
    // `...(cond && { system })`: the fields may be there; what is known of them is better than nothing.
    let open = false;
    for (const option of from.options) if (option.kind === 'record') open = mergeFields(fields, option) || open;
    return open || from.options.some((option) => option.kind === 'ref');
  }
  return !(from.kind === 'flag' || from.kind === 'text');
}
