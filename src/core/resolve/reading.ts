/** How code finds and reads files: paths, open files, texts, JSON and YAML. */
import { type Known, type Place, staticText, unknown } from './known.ts';
import { type Context, first, type Meaning } from './meaning.ts';
import { folderOf, foldersAbove, joinPath } from './program.ts';

/** A path of several segments; relative ones start nowhere yet. */
export const join: Meaning = ({ args, place }) => {
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

export const asPath: Meaning = (cx) => {
  const of = first(cx);
  if (!of) return { kind: 'path', path: '', place: cx.place };
  if (of.kind === 'path') return cx.args.positional.length > 1 ? join(cx) : of;
  return staticText(of) === undefined ? undefined : join(cx);
};

export const parent: Meaning = (cx) => {
  const of = first(cx);
  return of?.kind === 'path' ? { ...of, path: folderOf(of.path) } : undefined;
};

/** The content of a file of the project; a relative path may start at the root, at the file or at a folder above it. */
export const read: Meaning = (cx) => {
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

/** The file that a path in the code means; undefined where the project has none, and for all that lies outside it. */
export function locate(path: string, { from, folder }: Pick<Context, 'from' | 'folder'>): string | undefined {
  if (path.startsWith('/') || /^[a-z]+:/i.test(path)) return undefined;
  for (const base of ['', ...foldersAbove(from)]) {
    const candidate = joinPath(base, path);
    if (candidate !== undefined && folder.program.text(candidate) !== undefined) return candidate;
  }
  return undefined;
}

export const openFile: Meaning = (cx) => {
  const of = first(cx);
  const path = of?.kind === 'path' ? of.path : staticText(of);
  const found = path === undefined ? undefined : locate(path, cx);
  return found === undefined
    ? unknown(path?.split('/').at(-1) ?? 'file', 'a file that is not in the project', cx.place)
    : { kind: 'path', path: found, place: cx.place };
};

/** The data behind a text, a file of data, or a file opened for reading. */
export const parsed =
  (read: (text: string, place: Place) => Known | undefined): Meaning =>
  (cx) => {
    const given = first(cx);
    const of = given?.kind === 'path' ? cx.folder.file(given.path) : given;
    if (of?.kind !== 'text') return of?.kind === 'record' || of?.kind === 'list' ? of : undefined;
    const text = staticText(of);
    return of.source ?? (text === undefined ? undefined : read(text, of.place));
  };

/** `new URL('../x.md', import.meta.url)`. */
export const fileUrl: Meaning = ({ args, place }) => {
  const [tail, base] = args.positional;
  const text = staticText(tail);
  if (text === undefined || base?.kind !== 'path') return undefined;
  const path = joinPath(folderOf(base.path), text);
  return path === undefined ? unknown('path', 'a path outside the project', place) : { kind: 'path', path, place };
};
