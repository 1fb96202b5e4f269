/** What functions of the standard libraries and of a few template engines do to text, as far as prompts go through them. */
import { splitTemplate } from '../languages/template.ts';
import { readJson, readYaml } from './data.ts';
import type { Args, Folder } from './fold.ts';
import {
  choice,
  fromRef,
  isUnknown,
  jsonPieces,
  type Known,
  type Place,
  piecesOf,
  type Ref,
  staticText,
  textOf,
  through,
  unknown,
} from './known.ts';
import { fillTemplate, joined, splitPieces } from './methods.ts';
import { folderOf, foldersAbove, joinPath } from './program.ts';

interface Context {
  readonly args: Args;
  readonly place: Place;
  readonly folder: Folder;
  /** The file in which the call stands. */
  readonly from: string;
}

type Meaning = (cx: Context) => Known | undefined;

const first = (cx: Context): Known | undefined => cx.args.positional[0];

/** `process.env.X`, `os.environ['X']`, `import.meta.env.X` … */
export function memberOfLibrary(of: Ref, name: string, place: Place, from: string): Known | undefined {
  switch (fromRef(of)) {
    case 'process.env':
    case 'import.meta.env':
    case 'os.environ':
    case 'Deno.env':
      return name === 'get' || name === 'copy' ? undefined : env(name, place);
    case 'string':
      return undefined;
    case 'import.meta':
      if (name === 'url' || name === 'filename') return { kind: 'path', path: from, place };
      return name === 'dirname' ? { kind: 'path', path: folderOf(from), place } : undefined;
    default:
      return undefined;
  }
}

const env = (name: string, place: Place): Known => ({ kind: 'ref', root: { kind: 'env', name }, of: undefined, step: undefined, place });

const fromEnvironment: Meaning = ({ args, place }) => {
  const name = staticText(args.positional[0] ?? args.named.get('key'));
  if (name === undefined) return undefined;
  const otherwise = args.positional[1] ?? args.named.get('default');
  const open = env(name, place);
  return otherwise && otherwise.kind !== 'flag' ? choice([open, through(otherwise, 'env-default')], place, true) : open;
};

/** A path of several segments; relative ones start nowhere yet. */
const join: Meaning = ({ args, place }) => {
  let path: string | undefined;
  for (const segment of args.positional) {
    const tail = staticText(segment);
    if (segment.kind === 'path') path = segment.path;
    else if (tail === undefined) return unknown('path', 'a path known at run time', place);
    else path = path === undefined ? tail : (joinPath(path, tail) ?? undefined);
    if (path === undefined) return unknown('path', 'a path outside the project', place);
  }
  return path === undefined ? undefined : { kind: 'path', path, place };
};

const asPath: Meaning = (cx) => {
  const of = first(cx);
  if (!of) return { kind: 'path', path: '', place: cx.place };
  if (of.kind === 'path') return cx.args.positional.length > 1 ? join(cx) : of;
  return staticText(of) === undefined ? undefined : join(cx);
};

const parent: Meaning = (cx) => {
  const of = first(cx);
  return of?.kind === 'path' ? { ...of, path: folderOf(of.path) } : undefined;
};

/** The content of a file of the project; a relative path may start at the root, at the file or at a folder above it. */
const read: Meaning = (cx) => {
  const of = first(cx);
  if (!of) return undefined;
  const path = of.kind === 'path' ? of.path : staticText(of);
  if (path === undefined) return unknown('file', 'a file chosen at run time', cx.place);
  const found = locate(path, cx);
  return (
    (found !== undefined ? cx.folder.file(found) : undefined) ??
    unknown(path.split('/').at(-1) || 'file', 'a file that is not in the project', cx.place)
  );
};

function locate(path: string, { from, folder }: Context): string | undefined {
  if (path.startsWith('/') || /^[a-z]+:/i.test(path)) return undefined;
  for (const base of ['', ...foldersAbove(from)]) {
    const candidate = joinPath(base, path);
    if (candidate !== undefined && folder.program.text(candidate) !== undefined) return candidate;
  }
  return undefined;
}

const openFile: Meaning = (cx) => {
  const of = first(cx);
  const path = of?.kind === 'path' ? of.path : staticText(of);
  const found = path === undefined ? undefined : locate(path, cx);
  return found === undefined
    ? unknown(path?.split('/').at(-1) ?? 'file', 'a file that is not in the project', cx.place)
    : { kind: 'path', path: found, place: cx.place };
};

/** The data behind a text, a file of data, or a file opened for reading. */
const parsed =
  (read: (text: string, place: Place) => Known | undefined): Meaning =>
  (cx) => {
    const given = first(cx);
    const of = given?.kind === 'path' ? cx.folder.file(given.path) : given;
    if (of?.kind !== 'text') return of?.kind === 'record' || of?.kind === 'list' ? of : undefined;
    const text = staticText(of);
    return of.source ?? (text === undefined ? undefined : read(text, of.place));
  };

const toJson: Meaning = (cx) => {
  const of = first(cx);
  if (!of) return undefined;
  if (isUnknown(of)) return { kind: 'text', pieces: piecesOf(of), via: 'constant', place: cx.place, source: of };
  const indent = cx.args.named.get('indent') ?? cx.args.positional[2];
  const pieces = jsonPieces(of);
  const plain =
    indent?.kind === 'number' && pieces.every((piece) => 'text' in piece)
      ? pieces.map((piece) => ('text' in piece ? piece.text : '')).join('')
      : undefined;
  if (plain !== undefined && indent?.kind === 'number') {
    try {
      const pretty = JSON.stringify(JSON.parse(plain), null, indent.value);
      return { kind: 'text', pieces: [{ text: pretty, place: cx.place }], via: 'constant', place: cx.place, source: of };
    } catch {
      return { kind: 'text', pieces, via: 'constant', place: cx.place, source: of };
    }
  }
  return { kind: 'text', pieces, via: 'constant', place: cx.place, source: of };
};

const asText: Meaning = (cx) => {
  const of = first(cx);
  return of && (of.kind === 'text' || of.kind === 'number') ? { kind: 'text', pieces: piecesOf(of), via: 'constant', place: cx.place } : of;
};

const same: Meaning = (cx) => first(cx);

const dedent: Meaning = (cx) => {
  const of = first(cx);
  if (of?.kind !== 'text') return of;
  const margin = marginOf(of.pieces.map((piece) => ('text' in piece ? piece.text : 'x')).join(''));
  if (margin === 0) return of;
  const pieces = of.pieces.map((piece, i) => ('text' in piece ? { ...piece, text: undent(piece.text, margin, i === 0) } : piece));
  const tagged = cx.args.positional.length > 0 && cx.place.path.match(/\.[cm]?[jt]sx?$/);
  return tagged ? trimEnds({ ...of, pieces }) : { ...of, pieces };
};

function trimEnds(of: Extract<Known, { kind: 'text' }>): Known {
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

/** `Field(default=…)` of pydantic and dataclasses: the field's default. */
const fieldDefault: Meaning = ({ args, place }) => {
  const given = args.named.get('default') ?? args.positional[0];
  return given && given.kind !== 'flag' && !(given.kind === 'ref' && given.root.kind === 'global')
    ? given
    : unknown('field', 'a field', place);
};

const merge: Meaning = (cx) => {
  const fields = new Map<string, Known>();
  let open = false;
  for (const one of cx.args.positional) {
    if (one.kind === 'record') {
      for (const [key, value] of one.fields) fields.set(key, value);
      open ||= one.open;
    } else open = true;
  }
  for (const [key, value] of cx.args.named) fields.set(key, value);
  return { kind: 'record', fields, open: open || cx.args.open, place: cx.place };
};

const asNumber: Meaning = (cx) => {
  const of = first(cx);
  const convert = (one: Known): Known => {
    const text = staticText(one);
    return text !== undefined && text.trim() !== '' && Number.isFinite(Number(text)) && one.kind === 'text'
      ? { kind: 'number', value: Number(text), via: one.via, place: one.place }
      : one;
  };
  return of?.kind === 'choice' ? { ...of, options: of.options.map(convert) } : of && convert(of);
};

const asList: Meaning = (cx) => {
  const of = first(cx);
  if (!of) return { kind: 'list', items: [], open: false, grows: false, place: cx.place };
  return of.kind === 'list' ? of : undefined;
};

const template =
  (syntax: 'jinja' | 'double-brace'): Meaning =>
  (cx) => {
    const of = first(cx) ?? cx.args.named.get('source');
    return of?.kind === 'text' ? { ...of, pieces: splitPieces(of, syntax), via: 'constant' } : undefined;
  };

/** `render(text, values)`: mustache, handlebars-like. */
const renderText =
  (syntax: 'jinja' | 'double-brace'): Meaning =>
  (cx) => {
    const [of, ...rest] = cx.args.positional;
    return of?.kind === 'text' ? fillTemplate(splitPieces(of, syntax), { ...cx.args, positional: rest }, of, cx.place) : undefined;
  };

/** `get_template('x.j2')`: a file under any folder named for templates or prompts, or beside the code. */
const templateFile: Meaning = (cx) => {
  const name = staticText(first(cx));
  if (name === undefined) return undefined;
  for (const base of foldersAbove(cx.from)) {
    for (const inner of ['', 'templates', 'prompts', 'prompt_templates', 'templates/prompts']) {
      const path = joinPath(base, inner, name);
      const text = path === undefined ? undefined : cx.folder.program.text(path);
      if (path === undefined || text === undefined) continue;
      const place = { path, start: 0, end: text.length };
      const pieces = splitTemplate(text, 'jinja').map((part) =>
        'text' in part
          ? { text: part.text, place: { path, start: part.start, end: part.end } }
          : (piecesOf(unknown(part.hole, 'a template variable', { path, start: part.start, end: part.end }))[0] as ReturnType<
              typeof piecesOf
            >[number]),
      );
      return { kind: 'text', pieces, via: 'import', place };
    }
  }
  return unknown(name, 'a template that is not in the project', cx.place);
};

const joinCall: Meaning = (cx) =>
  joined(cx.args.positional[0] ?? unknown('list', 'known at run time', cx.place), textOf('', cx.place), cx.place);

const MEANINGS: ReadonlyMap<string, Meaning> = new Map<string, Meaning>([
  ...names(fromEnvironment, 'os.getenv', 'os.environ.get', 'Deno.env.get', 'decouple.config', 'environ.get', 'getenv'),
  ...names(
    join,
    'path.join',
    'path.resolve',
    'path.posix.join',
    'path.default.join',
    'path.default.resolve',
    'os.path.join',
    'node_path.join',
  ),
  ...names(
    asPath,
    'pathlib.Path',
    'pathlib.PurePath',
    'url.fileURLToPath',
    'os.path.abspath',
    'os.path.realpath',
    'os.path.normpath',
    'importlib.resources.files',
    'anyio.Path',
  ),
  ...names(parent, 'path.dirname', 'path.default.dirname', 'os.path.dirname'),
  ...names(({ place }) => ({ kind: 'path', path: '', place }), 'process.cwd', 'os.getcwd', 'pathlib.Path.cwd'),
  ...names(
    read,
    'fs.readFileSync',
    'fs.default.readFileSync',
    'fs.promises.readFile',
    'fs.default.promises.readFile',
    'fs/promises.readFile',
    'fs/promises.default.readFile',
    'fs.readFile',
    'fs-extra.readFileSync',
    'Deno.readTextFile',
    'Deno.readTextFileSync',
    'Bun.file',
  ),
  ...names(openFile, 'open', 'codecs.open', 'io.open', 'aiofiles.open', 'builtins.open'),
  ...names(parsed(readJson), 'JSON.parse', 'json.loads', 'json.load', 'orjson.loads'),
  ...names(
    parsed(readYaml),
    'yaml.safe_load',
    'yaml.load',
    'yaml.full_load',
    'yaml.default.load',
    'js-yaml.load',
    'js-yaml.default.load',
    'yaml.parse',
    'yaml.default.parse',
    'ruamel.yaml.YAML().load',
    'oyaml.safe_load',
  ),
  ...names(toJson, 'JSON.stringify', 'json.dumps'),
  ...names(asText, 'str', 'String'),
  ...names(
    same,
    'Promise.resolve',
    'asyncio.run',
    'Object.freeze',
    'structuredClone',
    'copy.deepcopy',
    'copy.copy',
    'typing.cast',
    'Buffer.from',
    'tuple',
  ),
  ...names((cx) => cx.args.positional[1], 'cast'),
  ...names(
    dedent,
    'textwrap.dedent',
    'inspect.cleandoc',
    'dedent.default',
    'dedent-js.default',
    'ts-dedent.dedent',
    'ts-dedent.default',
    'dedent.*',
    'outdent.default',
    'outdent.outdent',
    'common-tags.stripIndent',
    'common-tags.stripIndents',
  ),
  ...names(same, 'common-tags.oneLine', 'String.raw', 'graphql-tag.default', 'endent.default', 'codeBlock'),
  ...names(fieldDefault, 'pydantic.Field', 'pydantic.fields.Field', 'dataclasses.field', 'sqlmodel.Field', 'attrs.field'),
  ...names(merge, 'Object.assign', 'dict'),
  ...names(asNumber, 'int', 'Number', 'parseInt', 'Number.parseInt', 'parseFloat', 'float'),
  ...names(asList, 'list', 'Array.from'),
  ...names(
    (cx) => ({ kind: 'list', items: cx.args.positional, open: cx.args.open, grows: false, place: cx.place }),
    'Array.of',
    'Promise.all_',
    'asyncio.gather_',
  ),
  ...names(template('jinja'), 'jinja2.Template', 'jinja2.Environment().from_string', 'nunjucks.compile'),
  ...names(template('double-brace'), 'handlebars.compile', 'handlebars.default.compile', 'Handlebars.compile'),
  ...names(renderText('double-brace'), 'mustache.render', 'mustache.default.render', 'chevron.render', 'pystache.render'),
  ...names(renderText('jinja'), 'nunjucks.renderString', 'nunjucks.default.renderString'),
  ...names(templateFile, 'jinja2.Environment().get_template'),
  ...names(joinCall, 'itertools.chain_'),
  ...names((cx) => {
    const of = first(cx);
    return of?.kind === 'text' ? { ...of, pieces: dollarHoles(of, cx) } : undefined;
  }, 'string.Template'),
]);

function names(meaning: Meaning, ...list: readonly string[]): [string, Meaning][] {
  return list.map((name) => [name, meaning]);
}

/** `$name` and `${name}` of string.Template. */
function dollarHoles(of: Extract<Known, { kind: 'text' }>, cx: Context) {
  return of.pieces.flatMap((piece) => {
    if (!('text' in piece)) return [piece];
    return piece.text
      .split(/(\$\{?[A-Za-z_]\w*\}?)/)
      .map((part) =>
        /^\$\{?[A-Za-z_]/.test(part)
          ? (piecesOf(unknown(part.replace(/[${}]/g, ''), 'a template variable', cx.place))[0] as (typeof of.pieces)[number])
          : { text: part.replaceAll('$$', '$'), place: piece.place },
      );
  });
}

/** The result of calling `target`; undefined when it is no function that is known here. */
export function callLibrary(target: Ref, args: () => Args, place: Place, folder: Folder, from: string): Known | undefined {
  const name = fromRef(target);
  // `state.get('model', 'x')` of something that is only known at run time.
  if (target.step?.kind === 'member' && target.step.name === 'get' && target.of) {
    const [key, otherwise] = args().positional;
    const field = staticText(key);
    if (field !== undefined && otherwise && otherwise.kind !== 'flag')
      return choice([unknown(field, 'known at run time', place), through(otherwise, 'parameter-default')], place, true);
  }
  if (name === undefined) return undefined;
  if (name === 'getattr') {
    const [, key, otherwise] = args().positional;
    const field = staticText(key) ?? 'attribute';
    return otherwise && otherwise.kind !== 'flag'
      ? choice([unknown(field, 'known at run time', place), through(otherwise, 'parameter-default')], place, true)
      : unknown(field, 'known at run time', place);
  }
  const meaning = MEANINGS.get(name);
  if (meaning) return meaning({ args: args(), place, folder, from });
  if (name === 'URL') {
    const [tail, base] = args().positional;
    const text = staticText(tail);
    if (text === undefined || base?.kind !== 'path') return undefined;
    return { kind: 'path', path: joinPath(folderOf(base.path), text) ?? '', place };
  }
  return undefined;
}
