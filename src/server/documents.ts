/** An open document: its text, and the last view of it, which moves along with every edit. */
import type { TextDocumentContentChangeEvent } from 'vscode-languageserver';
import { hintsOf } from '../core/editor/hints.ts';
import { lensesOf } from '../core/editor/lenses.ts';
import { type FileView, type LineEdit, shifted, withKept } from '../core/editor/view.ts';
import type { LineRange, Site } from '../core/report/report.ts';
import { Lines } from '../core/text/lines.ts';
import { differenceOf } from '../core/text/range.ts';
import { type Encoding, type Positions, positionsIn } from './convert.ts';

/** Larger documents are data: there is no work for them. UTF-16 units. */
export const LONGEST_TEXT = 1 << 20;

/** A text as the client knows it: a document, or a cell of a notebook. Its positions are of the document's text. */
export interface Face {
  readonly uri: string;
  readonly version: number;
  readonly text: string;
  readonly positions: Positions;
}

/** What clients keep of a document until they are told to ask again. */
export type Shown = 'lenses' | 'hints' | 'findings';

export class OpenDocument {
  readonly uri: string;
  /** Relative to the folder, POSIX. */
  readonly path: string;
  version: number;
  text: string;
  /** What is shown now; undefined until the first analysis. */
  view: FileView | undefined;
  /** The views from which the client was last given something, moved along as the client moves it. */
  readonly #given = new Map<Shown, FileView>();
  #good: { view: FileView; anchors: ReadonlyMap<string, string> } | undefined;
  readonly #encoding: Encoding;
  #positions: Positions | undefined;

  constructor(uri: string, path: string, version: number, text: string, encoding: Encoding) {
    this.uri = uri;
    this.path = path;
    this.version = version;
    this.text = text;
    this.#encoding = encoding;
  }

  get positions(): Positions {
    this.#positions ??= positionsIn(this.text, this.#encoding);
    return this.#positions;
  }

  /** Of all faces. */
  get uris(): readonly string[] {
    return [this.uri];
  }

  /** The face with a URI. */
  face(uri: string): Face | undefined {
    return uri === this.uri ? this : undefined;
  }

  /** The face on which a range stands. */
  faceAt(_range: LineRange): Face | undefined {
    return this;
  }

  /** Why there is no work for this document; undefined when there is. */
  get obstacle(): string | undefined {
    if (this.text.length > LONGEST_TEXT) return 'too large to be analysed';
    return this.text.includes('\0') ? 'binary' : undefined;
  }

  /** Applies the changes of a client, one after the other. */
  apply(changes: readonly TextDocumentContentChangeEvent[]): void {
    for (const change of changes) {
      if ('range' in change) this.#edit({ ...this.positions.fromRange(change.range), newText: change.text });
      else this.replace(change.text);
    }
  }

  #edit(edit: LineEdit): void {
    const lines = new Lines(this.text);
    const start = lines.offset(edit.start);
    const end = Math.max(start, lines.offset(edit.end));
    this.#move(edit, this.text.slice(0, start) + edit.newText + this.text.slice(end));
  }

  /** Replaces the whole text: the edit is what differs. */
  replace(text: string): void {
    if (text === this.text) return;
    const edit = editOf(this.text, text);
    this.#move(edit, text);
  }

  #move(edit: LineEdit, text: string): void {
    this.text = text;
    this.#positions = undefined;
    this.view = this.view && shifted(this.view, edit);
    for (const [kind, view] of this.#given) this.#given.set(kind, shifted(view, edit));
    if (this.#good) this.#good = { ...this.#good, view: shifted(this.#good.view, edit) };
  }

  /** Takes the view of the text as it is now. */
  show(fresh: FileView): void {
    const lines = this.text.split(/\r\n|\r|\n/);
    const good = this.#good;
    const isThere = (site: Site) => {
      const { line, column } = site.range.start;
      return (lines[line - 1] ?? '').startsWith(good?.anchors.get(site.id) ?? '\n', column - 1);
    };
    this.view = good ? withKept(fresh, good.view, isThere) : fresh;
    if (!fresh.broken || !good) this.#good = { view: fresh, anchors: new Map(fresh.sites.map((site) => [site.id, anchorOf(site, lines)])) };
  }

  /** The view, from which the client is given something now. */
  give(kind: Shown): FileView | undefined {
    if (this.view) this.#given.set(kind, this.view);
    return this.view;
  }

  /** The client was given something that it would not get now. */
  isOutdated(kind: Shown): boolean {
    const given = this.#given.get(kind);
    return given !== undefined && given !== this.view && this.view !== undefined && textOf[kind](given) !== textOf[kind](this.view);
  }
}

/** What a client sees of a view, to tell whether two are the same. */
const textOf: Readonly<Record<Shown, (view: FileView) => string>> = {
  lenses: (view) => JSON.stringify(lensesOf(view).map(({ range, title }) => [range.start.line, title])),
  hints: (view) => JSON.stringify(hintsOf(view, EVERYWHERE, { minimumTokens: 1 })),
  findings: (view) => JSON.stringify(view.findings.map(({ range, message, severity, impact }) => [range, message, severity, impact])),
};

const EVERYWHERE: LineRange = { start: { line: 1, column: 1 }, end: { line: Number.MAX_SAFE_INTEGER, column: 1 } };

/** The beginning of a site by which it is known again: up to its arguments. */
function anchorOf({ range: { start, end } }: Site, lines: readonly string[]): string {
  const line = lines[start.line - 1] ?? '';
  const text = line.slice(start.column - 1, end.line === start.line ? end.column - 1 : line.length);
  const open = text.indexOf('(');
  return open < 0 ? text : text.slice(0, open + 1);
}

function editOf(before: string, after: string): LineEdit {
  const { range, newText } = differenceOf(before, after);
  const lines = new Lines(before);
  return { start: lines.at(range.start), end: lines.at(range.end), newText };
}
