/** Methods of text, lists, records and paths, in the spelling of every language: `format`, `join`, `trim`/`strip`, `map`, `get` … */
import { splitTemplate } from '../languages/template.ts';
import { typedPart } from './annotations.ts';
import { MAX_CHOICES } from './elements.ts';
import type { Args, Folder } from './fold.ts';
import { choice, type Known, MAX_PIECES, type Piece, type Place, staticText, textOf, through, type Unused, unknown } from './known.ts';
import { piecesOf } from './pieces.ts';
import { joinPath } from './program.ts';
import { repeated } from './repetition.ts';

/** The result of `of.name(args)`; undefined when this is no method of that kind of value. */
export function callMethod(of: Known, name: string, args: () => Args, place: Place, folder: Folder): Known | undefined {
  switch (of.kind) {
    case 'text':
      return textMethod(of, name, args, place);
    case 'list':
      return listMethod(of, name, args, place, folder);
    case 'record':
      return recordMethod(of, name, args, place, folder);
    case 'path':
      return pathMethod(of, name, args, place, folder);
    case 'ref': {
      // `values()` and `items()` of what is declared as a dictionary.
      if (name !== 'values' && name !== 'items') return undefined;
      const rest = typedPart(folder, of, { kind: 'index', key: undefined }, place);
      return rest && recordMethod({ kind: 'record', fields: new Map(), open: true, rest, place }, name, args, place, folder);
    }
    case 'choice': {
      if (!of.options.some((option) => option.kind === 'text' || option.kind === 'list' || option.kind === 'path')) return undefined;
      return choice(
        of.options.map((option) => callMethod(option, name, args, place, folder) ?? unknown(name, 'known at run time', place)),
        place,
        of.fallback,
      );
    }
    default:
      return undefined;
  }
}

type Text = Extract<Known, { kind: 'text' }>;
type List = Extract<Known, { kind: 'list' }>;
type Rec = Extract<Known, { kind: 'record' }>;

function textMethod(of: Text, name: string, args: () => Args, place: Place): Known | undefined {
  const whole = staticText(of);
  const change = (f: (text: string) => string): Known =>
    whole === undefined ? of : { ...of, pieces: [{ text: f(whole), place: of.place }] };
  switch (name) {
    case 'strip':
    case 'trim':
      return args().positional.length > 0 ? of : trimmed(of, true, true);
    case 'lstrip':
    case 'trimStart':
      return trimmed(of, true, false);
    case 'rstrip':
    case 'trimEnd':
      return trimmed(of, false, true);
    case 'lower':
    case 'toLowerCase':
      return change((text) => text.toLowerCase());
    case 'upper':
    case 'toUpperCase':
      return change((text) => text.toUpperCase());
    case 'replace':
    case 'replaceAll': {
      const [what, by] = args().positional;
      const needle = staticText(what);
      if (needle === undefined || needle === '' || !by) return of;
      return replaced(of, needle, by, name === 'replace' && place.path.endsWith('.py') === false);
    }
    case 'format': {
      const template = splitPieces(of, 'brace');
      const filled = fillTemplate(template, args(), of, place);
      const unused = unusedIn(template, args(), place);
      return unused && filled.kind === 'text' ? { ...filled, unused } : filled;
    }
    case 'safe_substitute':
    case 'substitute':
    case 'render':
    case 'render_async':
      return fillTemplate(of.pieces, args(), of, place);
    case 'join': {
      const list = args().positional[0];
      return list ? joined(list, of, place) : of;
    }
    case 'concat':
      return { ...of, pieces: [...of.pieces, ...args().positional.flatMap((one) => piecesOf(one))], via: 'constant', place };
    case 'repeat': {
      const n = args().positional[0];
      return n ? (repeated(of, n, place) ?? of) : of;
    }
    case 'split':
    case 'splitlines': {
      const by = staticText(args().positional[0]);
      if (whole === undefined || by === undefined || by === '') return { kind: 'list', items: [], open: true, grows: false, place };
      return { kind: 'list', items: whole.split(by).map((text) => textOf(text, of.place, of.via)), open: false, grows: false, place };
    }
    case 'toString':
    case 'encode':
    case 'decode':
    case 'valueOf':
    case 'normalize':
    case 'expandtabs':
    case 'removeprefix':
    case 'removesuffix':
    case 'slice':
    case 'substring':
    case 'padEnd':
    case 'title':
    case 'capitalize':
      return of;
    default:
      return undefined;
  }
}

/** The text without white space at its ends, as far as these are static. */
function trimmed(of: Text, start: boolean, end: boolean): Known {
  const pieces = [...of.pieces];
  const first = pieces[0];
  if (start && first && 'text' in first) pieces[0] = { ...first, text: first.text.trimStart() };
  const last = pieces.at(-1);
  if (end && last && 'text' in last) pieces[pieces.length - 1] = { ...last, text: last.text.trimEnd() };
  return { ...of, pieces };
}

function replaced(of: Text, needle: string, by: Known, once: boolean): Known {
  const pieces: Piece[] = [];
  let done = false;
  for (const piece of of.pieces) {
    if (!('text' in piece) || done) {
      pieces.push(piece);
      continue;
    }
    const parts = piece.text.split(needle);
    parts.forEach((part, i) => {
      if (i > 0) {
        if (once && done) pieces.push({ text: needle, place: piece.place });
        else pieces.push(...piecesOf(by));
        done ||= once;
      }
      if (part !== '') pieces.push({ text: part, place: piece.place });
    });
    if (!once) done = false;
  }
  return { ...of, pieces };
}

export type Syntax = 'brace' | 'double-brace' | 'jinja' | 'none';

/** Text whose placeholders have become holes. */
export function splitPieces(of: Text, syntax: Syntax): readonly Piece[] {
  return of.pieces.flatMap((piece): readonly Piece[] => {
    if (!('text' in piece)) return [piece];
    return splitTemplate(piece.text, syntax).map(
      (part): Piece =>
        'text' in part
          ? { text: part.text, place: piece.place }
          : { hole: part.hole, kind: kindOfHole(part.hole), why: 'a template variable', place: piece.place },
    );
  });
}

const kindOfHole = (name: string) => {
  const [hole] = piecesOf(unknown(name, '', NOWHERE));
  return hole && 'hole' in hole ? hole.kind : 'unknown';
};
const NOWHERE: Place = { path: '', start: 0, end: 0 };

/** Puts arguments into the holes of a template: by name, by position (`{}`, `{0}`), or from one record. */
export function fillTemplate(pieces: readonly Piece[], args: Args, of: Text, place: Place): Known {
  let next = 0;
  const record = args.positional.length === 1 && args.positional[0]?.kind === 'record' ? args.positional[0] : undefined;
  const filled = pieces.flatMap((piece): readonly Piece[] => {
    if ('text' in piece || piece.why !== 'a template variable') return [piece];
    const [base] = piece.hole.split(/[.[!:]/) as [string];
    const given =
      piece.hole === ''
        ? args.positional[next++]
        : /^\d+$/.test(base)
          ? args.positional[Number(base)]
          : (args.named.get(base) ?? record?.fields.get(base));
    if (!given) return [piece];
    const made = piecesOf(given);
    // A value that is only known at run time keeps the template's name for it: that is the name users see in the prompt.
    return made.length === 1 && made[0] && 'hole' in made[0] && base !== '' && !/^\d+$/.test(base) && !made[0].options
      ? [{ ...made[0], hole: base, kind: made[0].kind === 'unknown' ? kindOfHole(base) : made[0].kind }]
      : made;
  });
  return { kind: 'text', pieces: filled, via: through(of, 'constant').kind === 'text' ? 'constant' : 'literal', place };
}

/** Values for which a template that is wholly known has no place; a lone record holds them by name. */
export function unusedIn(pieces: readonly Piece[], { positional, named, open }: Args, place: Place): Unused | undefined {
  const [record] = positional;
  const fields = record?.kind === 'record' && positional.length === 1 ? record : undefined;
  if (open || fields?.open || pieces.some((piece) => ('hole' in piece ? piece.why !== 'a template variable' : piece.text.includes('{%'))))
    return undefined;
  const used = new Set(pieces.flatMap((piece) => ('hole' in piece ? [piece.hole.split(/[.[!:]/)[0]] : [])));
  const names = [...named.keys(), ...(fields?.fields.keys() ?? [])].filter((name) => !used.has(name));
  return names.length > 0 ? { names, place } : undefined;
}

/** `'… %s …' % value`. */
export function formatPercent(of: Text, right: Known, place: Place): Known {
  const values = right.kind === 'list' ? [...right.items] : [right];
  let next = 0;
  const pieces = of.pieces.flatMap((piece): readonly Piece[] => {
    if (!('text' in piece)) return [piece];
    const out: Piece[] = [];
    let from = 0;
    for (const match of piece.text.matchAll(/%(?:\((\w+)\))?[-+ #0]*\d*(?:\.\d+)?([sdrifgxXeE%])/g)) {
      out.push({ text: piece.text.slice(from, match.index) + (match[2] === '%' ? '%' : ''), place: piece.place });
      from = match.index + match[0].length;
      if (match[2] === '%') continue;
      const named = match[1] !== undefined && right.kind === 'record' ? right.fields.get(match[1]) : undefined;
      const value = match[1] !== undefined ? named : values[next++];
      out.push(...piecesOf(value ?? unknown(match[1] ?? 'value', 'known at run time', place)));
    }
    out.push({ text: piece.text.slice(from), place: piece.place });
    return out.filter((one) => !('text' in one) || one.text !== '');
  });
  return { kind: 'text', pieces, via: 'constant', place };
}

/** The items of a list with a separator between them. */
export function joined(list: Known, separator: Known, place: Place): Known {
  if (list.kind !== 'list') {
    const pieces = piecesOf(list);
    return { kind: 'text', pieces, via: 'constant', place };
  }
  const between = piecesOf(separator);
  const pieces: Piece[] = [];
  list.items.forEach((item, i) => {
    if (pieces.length > MAX_PIECES) return;
    if (i > 0) pieces.push(...between);
    pieces.push(...piecesOf(item));
  });
  const named = pieces.find((piece) => 'hole' in piece);
  if (list.open && list.items.length === 1 && named) {
    // One pattern repeated for every element of a collection: its size is not known.
    const hole: Piece = { hole: named.hole, kind: named.kind, why: 'a list joined at run time', place, options: [pieces] };
    return { kind: 'text', pieces: pieces.length === 1 ? pieces : [hole], via: 'constant', place };
  }
  if (list.open) pieces.push({ hole: 'items', kind: 'unknown', why: 'more items at run time', place });
  return { kind: 'text', pieces, via: 'constant', place };
}

function listMethod(of: List, name: string, args: () => Args, place: Place, folder: Folder): Known | undefined {
  switch (name) {
    case 'join':
      return joined(of, args().positional[0] ?? textOf(',', place), place);
    case 'map': {
      const fn = args().positional[0];
      if (!fn) return of;
      const items = of.items.slice(0, 64).map((item) => folder.apply(fn, [item], place));
      return { ...of, items, open: of.open || of.items.length > 64, place };
    }
    case 'flatMap':
    case 'filter':
    case 'slice':
    case 'splice':
      return name === 'slice' ? sliced(of, args().positional, place) : { ...of, open: true, place };
    case 'concat': {
      const rest = args().positional;
      return {
        ...of,
        items: [...of.items, ...rest.flatMap((one) => (one.kind === 'list' ? one.items : [one]))],
        open: of.open || rest.some((one) => one.kind === 'ref' || (one.kind === 'list' && one.open)),
        place,
      };
    }
    case 'copy':
    case 'reverse':
    case 'toReversed':
    case 'sort':
    case 'toSorted':
    case 'flat':
    case 'values':
      return of;
    case 'at': {
      const at = args().positional[0];
      return at?.kind === 'number' && !of.open
        ? (of.items.at(at.value) ?? unknown('item', 'no such item', place))
        : unknown('item', 'chosen at run time', place);
    }
    case 'pop':
    case 'shift':
    case 'find':
      return unknown('item', 'chosen at run time', place);
    default:
      return undefined;
  }
}

/** A list that grows goes on growing without its first items; its last ones, or its first, are a window. Bounds of run time mostly make one. */
export const growsAfter = (from: Known | undefined, to: Known | undefined): boolean =>
  to === undefined && (from === undefined || (from.kind === 'number' && from.value >= 0));

function sliced(of: List, [from, to]: readonly Known[], place: Place): Known {
  const grows = of.grows && growsAfter(from, to);
  if (of.open || (from && from.kind !== 'number') || (to && to.kind !== 'number')) return { ...of, open: true, grows, place };
  return { ...of, items: of.items.slice(from?.value, to?.value), grows };
}

function recordMethod(of: Rec, name: string, args: () => Args, place: Place, folder: Folder): Known | undefined {
  switch (name) {
    case 'get':
    case 'pop':
    case 'setdefault': {
      if (of.fields.has(name)) return undefined;
      const { positional } = args();
      const key = staticText(positional[0]);
      const found = key === undefined ? undefined : of.fields.get(key);
      if (found ?? of.rest) return found ?? of.rest;
      const otherwise = positional[1];
      if (!of.open && key !== undefined) return otherwise ?? { kind: 'flag', value: null, place };
      const open = anyField(of, place) ?? unknown(key ?? 'field', 'a field known at run time', place);
      return otherwise && otherwise.kind !== 'flag' ? choice([open, through(otherwise, 'parameter-default')], place, true) : open;
    }
    case 'copy':
      return of.fields.has(name) ? undefined : of;
    case 'items':
    case 'keys':
    case 'values':
      return of.fields.has(name)
        ? undefined
        : {
            kind: 'list',
            items: of.open
              ? (of.rest ? [of.rest] : []).map((value) => partOf(name, unknown('key', 'known at run time', place), value, place))
              : [...of.fields].map(([key, value]) => partOf(name, textOf(key, value.place), value, place)),
            open: of.open,
            grows: false,
            place,
          };
    default: {
      const field = of.fields.get(name);
      if (field?.kind === 'function') return folder.apply(field, args().positional, place);
      return undefined;
    }
  }
}

/** One field of a record of which all are known, whichever. */
const anyField = ({ fields, open }: Rec, place: Place): Known | undefined =>
  open || fields.size === 0 || fields.size > MAX_CHOICES ? undefined : choice([...fields.values()], place);

/** What `items()`, `keys()` and `values()` give of one field. */
function partOf(name: string, key: Known, value: Known, place: Place): Known {
  if (name === 'items') return { kind: 'list', items: [key, value], open: false, grows: false, place };
  return name === 'keys' ? key : value;
}

function pathMethod(of: Extract<Known, { kind: 'path' }>, name: string, args: () => Args, place: Place, folder: Folder): Known | undefined {
  switch (name) {
    case 'read_text':
    case 'read':
    case 'text':
    case 'read_bytes':
      return folder.file(of.path) ?? unknown(of.path.split('/').at(-1) ?? 'file', 'a file that is not in the project', place);
    case 'joinpath': {
      const tails = args().positional.map(staticText);
      const path = tails.every((tail) => tail !== undefined) ? joinPath(of.path, ...(tails as string[])) : undefined;
      return path === undefined ? unknown('path', 'a path known at run time', place) : { kind: 'path', path, place };
    }
    case 'with_name': {
      const tail = staticText(args().positional[0]);
      return tail === undefined ? undefined : { kind: 'path', path: joinPath(of.path, '..', tail) ?? '', place };
    }
    case 'resolve':
    case 'absolute':
    case 'expanduser':
    case 'open':
    case 'as_posix':
    case 'toString':
    case '__enter__':
      return of;
    case 'readlines':
    case 'splitlines': {
      const content = folder.file(of.path);
      return { kind: 'list', items: content ? [content] : [], open: content === undefined, grows: false, place };
    }
    default:
      return undefined;
  }
}
