/** An open notebook: its code cells as the text of one `.ipynb`, and the way from that text to the cells and back. */
import type { NotebookDocumentChangeEvent } from 'vscode-languageserver';
import type { LineColumn, LineRange } from '../core/report/report.ts';
import { type Encoding, type Positions, positionsIn } from './convert.ts';
import { type Face, OpenDocument } from './documents.ts';

export interface Cell {
  readonly uri: string;
  readonly version: number;
  readonly text: string;
}

interface PlacedCell extends Cell {
  /** Of its first line of code in the `.ipynb`, counted from 1. */
  readonly line: number;
  readonly lines: readonly string[];
}

export class NotebookDocument extends OpenDocument {
  #cells: readonly PlacedCell[];
  readonly #encoding: Encoding;

  constructor(uri: string, path: string, cells: readonly Cell[], encoding: Encoding) {
    const made = notebookOf(cells);
    super(uri, path, 0, made.text, encoding);
    this.#cells = made.cells;
    this.#encoding = encoding;
  }

  get cells(): readonly Cell[] {
    return this.#cells;
  }

  setCells(cells: readonly Cell[]): void {
    const made = notebookOf(cells);
    this.#cells = made.cells;
    this.replace(made.text);
  }

  override get uris(): readonly string[] {
    return this.#cells.map(({ uri }) => uri);
  }

  override face(uri: string): Face | undefined {
    const cell = this.#cells.find((one) => one.uri === uri);
    return cell && { uri, version: cell.version, text: cell.text, positions: positionsOf(cell, this.#encoding) };
  }

  override faceAt({ start }: LineRange): Face | undefined {
    const cell = this.#cells.findLast(({ line }) => line <= start.line);
    return cell && this.face(cell.uri);
  }
}

/** The cells after a change of the client: cells that come and go, and texts that are edited. */
export function changedCells(cells: readonly Cell[], { cells: change }: NotebookDocumentChangeEvent, encoding: Encoding): readonly Cell[] {
  const { structure, textContent = [] } = change ?? {};
  const opened = new Map([...cells, ...(structure?.didOpen ?? [])].map((cell) => [cell.uri, cell]));
  const list = [...cells];
  if (structure) {
    const { start, deleteCount, cells: added = [] } = structure.array;
    list.splice(start, deleteCount, ...added.flatMap(({ document }) => opened.get(document) ?? []));
  }
  const edited = new Map(textContent.map(({ document, changes }) => [document.uri, { version: document.version, changes }]));
  return list.map((cell): Cell => {
    const edit = edited.get(cell.uri);
    if (!edit) return { uri: cell.uri, version: cell.version, text: cell.text };
    const document = new OpenDocument(cell.uri, '', cell.version, cell.text, encoding);
    document.apply(edit.changes);
    return { uri: cell.uri, version: edit.version, text: document.text };
  });
}

/** One line of JSON for each line of code, so that a place is found again by its line. */
function notebookOf(cells: readonly Cell[]): { readonly text: string; readonly cells: readonly PlacedCell[] } {
  const out = ['{"cells":['];
  const placed = cells.map((cell, at): PlacedCell => {
    const lines = cell.text.split(/\r\n|\r|\n/);
    out.push('{"cell_type":"code","metadata":{},"execution_count":null,"outputs":[],"source":[');
    const line = out.length + 1;
    for (const one of lines.slice(0, -1)) out.push(`${JSON.stringify(`${one}\n`)},`);
    out.push(JSON.stringify(lines.at(-1)));
    out.push(at < cells.length - 1 ? ']},' : ']}');
    return { ...cell, line, lines };
  });
  out.push('],"metadata":{"language_info":{"name":"python"}},"nbformat":4,"nbformat_minor":5}', '');
  return { text: out.join('\n'), cells: placed };
}

function positionsOf({ text, line: first, lines }: PlacedCell, encoding: Encoding): Positions {
  const inner = positionsIn(text, encoding);
  const inCell = ({ line, column }: LineColumn): LineColumn => {
    const code = lines[line - first];
    if (code === undefined) return line < first ? { line: 1, column: 1 } : { line: lines.length, column: (lines.at(-1) ?? '').length + 1 };
    return { line: line - first + 1, column: unescapedLength(code, column - 2) + 1 };
  };
  const inFile = ({ line, column }: LineColumn): LineColumn => ({
    line: first + line - 1,
    column: JSON.stringify((lines[line - 1] ?? '').slice(0, column - 1)).length,
  });
  const range = ({ start, end }: LineRange): LineRange => ({ start: inCell(start), end: inCell(end) });
  return {
    to: (at) => inner.to(inCell(at)),
    from: (position) => inFile(inner.from(position)),
    range: (at) => inner.range(range(at)),
    firstLine: (at) => inner.firstLine(range(at)),
    fromRange: ({ start, end }) => ({ start: inFile(inner.from(start)), end: inFile(inner.from(end)) }),
  };
}

/** How many units of `code` its JSON spells with so many. */
function unescapedLength(code: string, escaped: number): number {
  let spelled = 0;
  let at = 0;
  for (; at < code.length && spelled < escaped; at++) spelled += JSON.stringify(code.charAt(at)).length - 2;
  return at;
}
