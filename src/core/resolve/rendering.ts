/** What libraries do to text: dedent, serialise, and fill templates. */
import { splitTemplate } from '../languages/template.ts';
import type { Range } from '../text/range.ts';
import { isUnknown, type Known, type Piece, type Place, staticText, unknown } from './known.ts';
import { type Context, first, type Meaning } from './meaning.ts';
import { fillTemplate, splitPieces } from './methods.ts';
import { holeOf, type JsonStyle, jsonPieces, piecesOf } from './pieces.ts';
import { foldersAbove, joinPath } from './program.ts';

type Text = Extract<Known, { kind: 'text' }>;

/** `json.dumps` puts spaces after its separators and escapes what is not ASCII; `JSON.stringify` does neither. */
export const toJson =
  (spaced: boolean): Meaning =>
  (cx) => {
    const of = first(cx);
    if (!of) return undefined;
    const style = styleOf(cx, spaced);
    const indented = style.indent === '' ? undefined : { place: cx.place, argument: indentArgument(cx) };
    const pieces = isUnknown(of)
      ? piecesOf(of).map((piece) => ('hole' in piece && indented ? { ...piece, indented } : piece))
      : jsonPieces(of, style, indented);
    return { kind: 'text', pieces, via: 'constant', place: cx.place, source: of };
  };

function styleOf({ args }: Context, spaced: boolean): JsonStyle {
  const given = args.named.get('indent') ?? args.positional[2];
  const indent = given?.kind === 'number' ? ' '.repeat(Math.min(10, Math.max(0, given.value))) : (staticText(given) ?? '');
  const ascii = args.named.get('ensure_ascii');
  return { indent, spaced, ascii: spaced && !(ascii?.kind === 'flag' && ascii.value === false) };
}

/** The argument that asks for indentation, with the comma before it and a replacer that replaces nothing. */
export function indentArgument({ args, place, folder }: Pick<Context, 'args' | 'place' | 'folder'>): Range | undefined {
  const named = args.named.get('indent');
  const [, replacer, positional] = args.positional;
  const value = (named ?? positional)?.place;
  const from = named ? value : replacer?.kind === 'flag' || (replacer && isUndefined(replacer)) ? replacer.place : undefined;
  const text = folder.program.text(place.path);
  if (
    !value ||
    !from ||
    text === undefined ||
    [value, from].some((one) => one.path !== place.path || one.start < place.start || one.end > place.end)
  )
    return undefined;
  const before = /,\s*(?:indent\s*=\s*)?$/.exec(text.slice(place.start, from.start))?.[0];
  return before === undefined ? undefined : { start: from.start - before.length, end: value.end };
}

const isUndefined = (known: Known): boolean =>
  known.kind === 'ref' && known.root.kind === 'global' && known.root.name === 'undefined' && !known.of;

/** The text without the white space that all its lines begin with. `trims`: also without that at its ends. */
export const dedent =
  (trims: boolean): Meaning =>
  (cx) => {
    const of = first(cx);
    if (of?.kind !== 'text') return of;
    const margin = marginOf(of.pieces.map((piece) => ('text' in piece ? piece.text : 'x')).join(''));
    const pieces = of.pieces.map((piece, i) => ('text' in piece ? { ...piece, text: undent(piece.text, margin, i === 0) } : piece));
    return trims ? trimEnds({ ...of, pieces }) : { ...of, pieces };
  };

function trimEnds(of: Text): Known {
  const pieces = [...of.pieces];
  const a = pieces[0];
  if (a && 'text' in a) pieces[0] = { ...a, text: a.text.trimStart() };
  const z = pieces.at(-1);
  if (z && 'text' in z) pieces[pieces.length - 1] = { ...z, text: z.text.trimEnd() };
  return { ...of, pieces };
}

const marginOf = (text: string): number => {
  const indents = text
    .split('\n')
    .filter((line) => line.trim() !== '')
    .map((line) => line.length - line.trimStart().length);
  const inner = indents.length > 1 && indents[0] === 0 && text.startsWith('\n') === false ? indents.slice(1) : indents;
  return inner.length === 0 ? 0 : Math.min(...inner);
};

const undent = (text: string, margin: number, atLineStart: boolean): string =>
  text
    .split('\n')
    .map((line, i) => ((i > 0 || atLineStart) && line.slice(0, margin).trim() === '' ? line.slice(Math.min(margin, line.length)) : line))
    .join('\n');

export const template =
  (syntax: 'jinja' | 'double-brace'): Meaning =>
  (cx) => {
    const of = first(cx) ?? cx.args.named.get('source');
    return of?.kind === 'text' ? { ...of, pieces: splitPieces(of, syntax), via: 'constant' } : undefined;
  };

/** `render(text, values)`: mustache, handlebars-like. */
export const renderText =
  (syntax: 'jinja' | 'double-brace'): Meaning =>
  (cx) => {
    const [of, ...rest] = cx.args.positional;
    return of?.kind === 'text' ? fillTemplate(splitPieces(of, syntax), { ...cx.args, positional: rest }, of, cx.place) : undefined;
  };

/** `get_template('x.j2')`: a file under any folder named for templates or prompts, or beside the code. */
export const templateFile: Meaning = (cx) => {
  const name = staticText(first(cx));
  if (name === undefined) return undefined;
  for (const base of foldersAbove(cx.from)) {
    for (const inner of ['', 'templates', 'prompts', 'prompt_templates', 'templates/prompts']) {
      const path = joinPath(base, inner, name);
      const text = path === undefined ? undefined : cx.folder.program.text(path);
      if (path === undefined || text === undefined) continue;
      const place: Place = { path, start: 0, end: text.length };
      const pieces = splitTemplate(text.replace(/\n$/, ''), 'jinja').map((part): Piece => {
        const at: Place = { path, start: part.start, end: part.end };
        return 'text' in part ? { text: part.text, place: at } : variable(part.hole, at);
      });
      return { kind: 'text', pieces, via: 'import', place };
    }
  }
  return unknown(name, 'a template that is not in the project', cx.place);
};

const variable = (name: string, place: Place): Piece => holeOf(unknown(name, 'a template variable', place), 'a template variable');

/** `$name` and `${name}` of `string.Template`. */
export const dollarTemplate: Meaning = (cx) => {
  const of = first(cx);
  if (of?.kind !== 'text') return undefined;
  const pieces = of.pieces.flatMap((piece): readonly Piece[] => {
    if (!('text' in piece)) return [piece];
    const parts = piece.text.split(/(\$\$|\$\{?[A-Za-z_]\w*\}?)/).filter((part) => part !== '');
    return parts.map((part) => {
      if (part === '$$') return { text: '$', place: piece.place };
      return /^\$\{?[A-Za-z_]/.test(part) ? variable(part.replace(/[${}]/g, ''), cx.place) : { text: part, place: piece.place };
    });
  });
  return { ...of, pieces, via: 'constant' };
};
