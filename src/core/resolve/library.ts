/** What functions of the standard libraries and of a few template engines do to text, as far as prompts go through them. */

import { entered, provided } from './contexts.ts';
import { readJson, readYaml } from './data.ts';
import { anyElement, enumerated, zipped } from './elements.ts';
import type { Args, Folder } from './fold.ts';
import { choice, fromRef, isUnknown, type Known, type Place, type Ref, staticText, through, unknown } from './known.ts';
import { first, type Meaning } from './meaning.ts';
import { piecesOf } from './pieces.ts';
import { folderOf } from './program.ts';
import { asPath, fileUrl, join, openFile, parent, parsed, read } from './reading.ts';
import { dedent, dollarTemplate, renderText, template, templateFile, toJson } from './rendering.ts';

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

const asText: Meaning = (cx) => {
  const of = first(cx);
  return of && (of.kind === 'text' || of.kind === 'number') ? { kind: 'text', pieces: piecesOf(of), via: 'constant', place: cx.place } : of;
};

const same: Meaning = (cx) => first(cx);

/** `Field(default=…)` of pydantic and dataclasses: the field's default. */
const fieldDefault: Meaning = ({ args, place, folder }) => {
  const made = args.named.get('default_factory');
  const given = args.named.get('default') ?? args.positional[0] ?? (made && provided(folder, made, place));
  return given && given.kind !== 'flag' && !(given.kind === 'ref' && given.root.kind === 'global')
    ? given
    : unknown('field', 'a field', place);
};

/** `Depends(get_client)` of FastAPI: what the function gives to the one who asks. */
const dependency: Meaning = ({ args, place, folder }) => {
  const asked = args.positional[0] ?? args.named.get('dependency');
  const given = asked && provided(folder, asked, place);
  return given && entered(folder, given, place);
};

/** `getattr(client, 'chat')` is `client.chat`; a default holds where the member is not known. */
const attribute: Meaning = ({ args, place, folder, from }) => {
  const [of, key, otherwise] = args.positional;
  const name = staticText(key);
  const open = unknown(name ?? 'attribute', 'known at run time', place);
  const known = of && name !== undefined && name !== '' ? folder.member(of, name, place, from) : open;
  if (!otherwise || otherwise.kind === 'flag') return known;
  return known.kind === 'ref' ? choice([isUnknown(known) ? open : known, through(otherwise, 'parameter-default')], place, true) : known;
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

/** A map has its keys as a record has its fields; others may write into it. */
const asMap: Meaning = (cx) => {
  const entries = first(cx);
  const fields = new Map<string, Known>();
  for (const entry of entries?.kind === 'list' ? entries.items : []) {
    const [key, value] = entry.kind === 'list' ? entry.items : [];
    const name = staticText(key);
    if (name !== undefined && value) fields.set(name, value);
  }
  return { kind: 'record', fields, open: true, place: cx.place };
};

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
  ...names(toJson(false), 'JSON.stringify'),
  ...names(toJson(true), 'json.dumps'),
  ...names(fileUrl, 'URL'),
  ...names(asText, 'str', 'String'),
  ...names(
    same,
    'Promise.resolve',
    'Promise.all',
    'asyncio.run',
    'Object.freeze',
    'structuredClone',
    'copy.deepcopy',
    'copy.copy',
    'typing.cast',
    'Buffer.from',
    'tuple',
    'iter',
    'reversed',
    'sorted',
    'contextlib.closing',
    'contextlib.aclosing',
    'contextlib.nullcontext',
    'itertools.cycle',
  ),
  ...names((cx) => cx.args.positional[1], 'cast'),
  ...names(dedent(false), 'textwrap.dedent'),
  ...names(
    dedent(true),
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
  ...names(
    (cx) => {
      const of = first(cx);
      return of && entered(cx.folder, of, cx.place);
    },
    'contextlib.ExitStack().enter_context',
    'contextlib.AsyncExitStack().enter_async_context',
    'contextlib.AsyncExitStack().enter_context',
  ),
  ...names(dependency, 'fastapi.Depends', 'fastapi.Security', 'fastapi.params.Depends'),
  ...names(attribute, 'getattr'),
  ...names(anyElement, 'next', 'anext', 'random.choice', 'secrets.choice'),
  ...names(enumerated, 'enumerate'),
  ...names(zipped, 'zip'),
  ...names(
    fieldDefault,
    'pydantic.PrivateAttr',
    'pydantic.Field',
    'pydantic.fields.Field',
    'dataclasses.field',
    'sqlmodel.Field',
    'attrs.field',
  ),
  ...names(merge, 'Object.assign', 'dict'),
  ...names(asMap, 'Map', 'WeakMap'),
  ...names(asNumber, 'int', 'Number', 'parseInt', 'Number.parseInt', 'parseFloat', 'float'),
  ...names(asList, 'list', 'Array.from'),
  ...names(
    (cx) => ({ kind: 'list', items: cx.args.positional, open: cx.args.open, grows: false, place: cx.place }),
    'Array.of',
    'asyncio.gather',
  ),
  ...names(template('jinja'), 'jinja2.Template', 'jinja2.Environment().from_string', 'nunjucks.compile'),
  ...names(template('double-brace'), 'handlebars.compile', 'handlebars.default.compile', 'Handlebars.compile'),
  ...names(renderText('double-brace'), 'mustache.render', 'mustache.default.render', 'chevron.render', 'pystache.render'),
  ...names(renderText('jinja'), 'nunjucks.renderString', 'nunjucks.default.renderString'),
  ...names(templateFile, 'jinja2.Environment().get_template'),
  ...names(dollarTemplate, 'string.Template'),
]);

function names(meaning: Meaning, ...list: readonly string[]): [string, Meaning][] {
  return list.map((name) => [name, meaning]);
}

/** The result of calling `target`; undefined when it is no function that is known here. */
export function callLibrary(target: Ref, args: () => Args, place: Place, folder: Folder, from: string): Known | undefined {
  const name = fromRef(target);
  const meaning = name === undefined ? undefined : MEANINGS.get(name);
  if (meaning) return meaning({ args: args(), place, folder, from });
  // `state.get('model', 'x')` of something that is only known at run time.
  if (target.step?.kind === 'member' && target.step.name === 'get' && target.of) {
    const [key, otherwise] = args().positional;
    const field = staticText(key);
    if (field !== undefined && otherwise && otherwise.kind !== 'flag')
      return choice([unknown(field, 'known at run time', place), through(otherwise, 'parameter-default')], place, true);
  }
  return undefined;
}
