/** Values as pieces of text: static text, and holes with a name for what is only known at run time. */
import {
  type Hole,
  type HoleKind,
  type Indented,
  isUnknown,
  type Known,
  MAX_CHARACTERS,
  MAX_PIECES,
  type Piece,
  type Root,
  unknown,
} from './known.ts';

const KINDS: readonly (readonly [RegExp, HoleKind])[] = [
  [
    /(^|_)(docs?|documents?|context|chunks?|passages?|retriev\w*|sources?|results?|snippets?|knowledge|evidence|references?)($|_)/,
    'context',
  ],
  [/(^|_)(history|messages|conversation|transcript|chat|memory|turns|scratchpad|log)($|_)/, 'history'],
  [/(^|_)(tool|observation|output|response|tool_result)s?($|_)/, 'tool-result'],
  [
    /(^|_)(question|query|queries|input|user|prompt|message|request|ticket|task|topic|text|content|body|instruction|email|utterance)s?($|_)/,
    'user',
  ],
];

/** What a hole probably holds, by its name in the code. */
export function holeKind(name: string): HoleKind {
  const snake = name
    .replace(/([a-z0-9])([A-Z])/g, '$1_$2')
    .replace(/[.\s-]/g, '_')
    .toLowerCase();
  return KINDS.find(([pattern]) => pattern.test(snake))?.[1] ?? 'unknown';
}

const TRANSPARENT = new Set([
  'content',
  'text',
  'value',
  'data',
  'strip',
  'trim',
  'toString',
  'join',
  'map',
  'json',
  'read',
  'decode',
  'lower',
  'current',
  'body',
  'default',
  'model_dump_json',
  'page_content',
]);

/** A name for a value that is only known at run time: the last telling step of its way. */
export function holeName(known: Known): string {
  if (known.kind === 'instance' && known.open) return known.open.name;
  for (let ref: Known | undefined = known; ref?.kind === 'ref'; ref = ref.of) {
    if (ref.held !== undefined) return ref.held;
    if (ref.step?.kind === 'member' && !TRANSPARENT.has(ref.step.name)) return ref.step.name;
    if (ref.step?.kind === 'index' && typeof ref.step.key === 'string' && !TRANSPARENT.has(ref.step.key)) return ref.step.key;
    if (ref.step === undefined) {
      const root: Root = ref.root;
      return root.kind === 'chain' ? 'chain' : root.name;
    }
  }
  return known.kind;
}

/** The result of a call as the variable that holds it: `docs` says more of it than the `invoke` that it came from. */
export function heldBy(name: string, known: Known): Known {
  if (known.kind !== 'ref' || known.step?.kind !== 'call' || known.held !== undefined) return known;
  const method = known.of?.step;
  return method?.kind === 'member' && TRANSPARENT.has(method.name) ? known : { ...known, held: name };
}

export function holeOf(known: Known, why: string): Hole {
  const name = holeName(known);
  return { hole: name, kind: holeKind(name), why, place: known.place, value: known };
}

function isTooLong(pieces: readonly Piece[]): boolean {
  if (pieces.length > MAX_PIECES) return true;
  if (pieces.length < 32) return false;
  return pieces.reduce((sum, piece) => sum + ('text' in piece ? piece.text.length : 0), 0) > MAX_CHARACTERS;
}

/** The value as pieces of text, as it would stand in a prompt. */
export function piecesOf(known: Known): readonly Piece[] {
  switch (known.kind) {
    case 'text':
      return isTooLong(known.pieces) ? [holeOf(unknown('text', 'too long to follow', known.place), 'too long to follow')] : known.pieces;
    case 'number':
      return [{ text: String(known.value), place: known.place }];
    case 'flag':
      return known.value === null ? [] : [{ text: String(known.value), place: known.place }];
    case 'choice': {
      const options = known.options.map(piecesOf);
      const open = known.options.find(isUnknown);
      const name = open ? holeName(open) : 'one of several';
      return [{ hole: name, kind: open ? holeKind(name) : 'unknown', why: 'one of several branches', place: known.place, options }];
    }
    case 'list':
    case 'record':
      return jsonPieces(known);
    case 'ref':
      return [holeOf(known, known.root.kind === 'unknown' ? known.root.why : 'known at run time')];
    case 'instance':
      return [holeOf(known, known.open?.why ?? 'known at run time')];
    default:
      return [holeOf(known, 'known at run time')];
  }
}

export interface JsonStyle {
  /** What each level is indented by; '' keeps everything on one line. */
  readonly indent: string;
  /** A space after every separator. */
  readonly spaced: boolean;
  /** Other characters than ASCII are escaped. */
  readonly ascii: boolean;
}

const COMPACT: JsonStyle = { indent: '', spaced: false, ascii: false };

/** Lists and records as JSON, holes kept. `indented`: where the indentation comes from, so that pieces know themselves without it. */
export function jsonPieces(known: Known, { indent, spaced, ascii }: JsonStyle = COMPACT, indented?: Indented): readonly Piece[] {
  const pieces: Piece[] = [];
  const [colon, comma] = spaced ? [': ', ', '] : [':', ','];
  const wide = indent === '' ? { colon, comma } : { colon: ': ', comma: ',' };
  const put = (text: string, compact = text) => {
    if (text !== '') pieces.push({ text, place: known.place, ...(indented && { compact, indented }) });
  };
  const newLine = (depth: number): string => (indent === '' ? '' : `\n${indent.repeat(depth)}`);
  const quoted = (text: string): string => {
    const escaped = JSON.stringify(text).slice(1, -1);
    return ascii ? escaped.replace(/[\u0080-\uffff]/g, (c) => `\\u${c.charCodeAt(0).toString(16).padStart(4, '0')}`) : escaped;
  };
  const all = (open: string, close: string, parts: readonly (() => void)[], depth: number): void => {
    put(open);
    parts.forEach((part, i) => {
      put(`${i > 0 ? wide.comma : ''}${newLine(depth + 1)}`, i > 0 ? comma : '');
      part();
    });
    put(`${parts.length === 0 ? '' : newLine(depth)}${close}`, close);
  };
  const walk = (value: Known, depth: number): void => {
    if (depth > 12) return;
    if (value.kind === 'text') {
      put('"');
      for (const piece of value.pieces) pieces.push('text' in piece ? { text: quoted(piece.text), place: piece.place } : piece);
      put('"');
    } else if (value.kind === 'flag') put(String(value.value));
    else if (value.kind === 'list') {
      const more = () => pieces.push(holeOf(unknown('items', 'more items at run time', value.place), 'more items at run time'));
      all('[', ']', [...value.items.map((item) => () => walk(item, depth + 1)), ...(value.open ? [more] : [])], depth);
    } else if (value.kind === 'record') {
      const field = (key: string, of: Known) => () => {
        put(`"${quoted(key)}"${wide.colon}`, `"${quoted(key)}"${colon}`);
        walk(of, depth + 1);
      };
      all(
        '{',
        '}',
        [...value.fields].map(([key, of]) => field(key, of)),
        depth,
      );
    } else pieces.push(...piecesOf(value));
  };
  walk(known, 0);
  return pieces;
}
