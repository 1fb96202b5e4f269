/** Jupyter notebooks: their code cells as one Python program, with the way back from the program to cell, line and file. */
import type { Problem } from '../facts/facts.ts';

export interface Notebook {
  /** The code cells in order, each ended by a newline; IPython's own syntax is blanked. '' when the kernel is not Python. */
  readonly program: string;
  /** Where an offset of the program stands. */
  place(offset: number): NotebookPlace;
  /** Ranges refer to the file. */
  readonly problems: readonly Problem[];
}

export interface NotebookPlace {
  /** 1-based, counting cells of every kind. */
  readonly cell: number;
  /** 1-based, in the cell. */
  readonly line: number;
  /** Offset into the `.ipynb` file; of an escape sequence its backslash. */
  readonly fileOffset: number;
}

/** Reads a notebook's text. Damaged JSON gives the cells before the damage and a problem. */
export function readNotebook(text: string): Notebook {
  const reader = new Reader(text);
  reader.notebook();
  const { cells, runs, language, problems } = reader;
  const program = /^i?python[\d.]*$/i.test(language) ? reader.code.join('') : '';
  return {
    program,
    place(offset) {
      const cell = lastAtOrBefore(cells, offset);
      const run = lastAtOrBefore(runs, offset);
      let line = 1;
      for (let end = program.indexOf('\n', cell?.program ?? 0); end >= 0 && end < offset; end = program.indexOf('\n', end + 1)) line++;
      return { cell: cell?.number ?? 1, line, fileOffset: run ? Math.min(run.file + offset - run.program, run.fileEnd) : 0 };
    },
    problems,
  };
}

interface Cell {
  readonly program: number;
  readonly number: number;
}

/** A stretch in which program and file advance together. */
interface Run {
  readonly program: number;
  readonly file: number;
  readonly fileEnd: number;
}

function lastAtOrBefore<T extends { readonly program: number }>(list: readonly T[], offset: number): T | undefined {
  let low = 0;
  let high = list.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((list[middle] as T).program <= offset) low = middle + 1;
    else high = middle;
  }
  return list[Math.max(0, low - 1)];
}

const [quote, backslash] = [34, 92];

/** Reads only what matters and jumps over outputs, which are most of a notebook, without building anything. */
class Reader {
  readonly text: string;
  readonly cells: Cell[] = [];
  readonly runs: Run[] = [];
  readonly code: string[] = [];
  readonly problems: Problem[] = [];
  language = 'python';
  #at = 0;
  #length = 0;
  #number = 0;
  #failed = false;
  #hasCells = false;

  constructor(text: string) {
    this.text = text;
  }

  notebook(): void {
    if (this.text.charCodeAt(0) === 0xfeff) this.#at = 1;
    this.#object((key) => {
      if (key === 'cells') {
        this.#hasCells = true;
        this.#array(() => this.#cell());
      } else if (key === 'metadata') this.#metadata();
      else this.#skip();
    });
    if (!this.#failed && !this.#hasCells) this.#fail('No cells: not a notebook of format 4');
  }

  #cell(): void {
    this.#number++;
    let type = '';
    let language: unknown;
    let sources: [number, number][] = [];
    this.#object((key) => {
      if (key === 'cell_type') type = this.#string();
      else if (key === 'source') sources = this.#sources();
      else if (key === 'metadata') language = at(this.#parsed(), 'vscode', 'languageId');
      else this.#skip();
    });
    const read = !this.#failed || sources.length > 0;
    if (read && type === 'code' && (language === undefined || language === 'python')) this.#addCell(sources);
  }

  #metadata(): void {
    const metadata = this.#parsed();
    const language = at(metadata, 'kernelspec', 'language') ?? at(metadata, 'language_info', 'name');
    if (typeof language === 'string') this.language = language;
  }

  #addCell(sources: readonly [number, number][]): void {
    const pieces: string[] = [];
    this.cells.push({ program: this.#length, number: this.#number });
    let length = this.#length;
    for (const [start, end] of sources) {
      let from = start;
      while (from < end) {
        const slash = this.text.indexOf('\\', from);
        const until = slash < 0 || slash >= end ? end : slash;
        // The character of an escape still belongs to the run before it: both begin at its backslash.
        this.runs.push({ program: length, file: from, fileEnd: until });
        pieces.push(this.text.slice(from, until));
        length += until - from;
        from = until;
        if (until === end) break;
        from = Math.min(end, until + (this.text.charAt(until + 1) === 'u' ? 6 : 2));
        pieces.push(unescaped(this.text.slice(until, from)));
        length++;
      }
    }
    this.code.push(withoutMagics(pieces.join('')), '\n');
    this.#length = length + 1;
  }

  /** The ranges between the quotes of a string or of a list of strings. */
  #sources(): [number, number][] {
    const ranges: [number, number][] = [];
    const one = () => {
      const start = this.#at + 1;
      this.#skip();
      if (!this.#failed && this.text.charCodeAt(start - 1) === quote) ranges.push([start, this.#at - 1]);
    };
    if (this.#peek() === '[')
      this.#array(() => {
        this.#peek();
        one();
      });
    else one();
    return ranges;
  }

  #object(member: (key: string) => void): void {
    this.#list('{', '}', () => {
      const key = this.#string();
      if (!this.#failed && this.#peek() !== ':') this.#fail('Expected a colon');
      this.#at++;
      this.#peek();
      if (!this.#failed) member(key);
    });
  }

  #array(item: () => void): void {
    this.#list('[', ']', item);
  }

  #list(open: string, close: string, item: () => void): void {
    if (this.#peek() !== open) this.#fail(`Expected ${open}`);
    if (this.#failed) return;
    this.#at++;
    if (this.#peek() === close) {
      this.#at++;
      return;
    }
    while (!this.#failed) {
      this.#peek();
      item();
      if (this.#failed) return;
      const sign = this.#peek();
      this.#at++;
      if (sign === close) return;
      if (sign !== ',') {
        this.#at--;
        this.#fail(`Expected , or ${close}`);
      }
    }
  }

  /** The next character that is not space; '' at the end. */
  #peek(): string {
    while (this.text.charCodeAt(this.#at) <= 32) this.#at++;
    return this.text.charAt(this.#at);
  }

  /** A short string: keys and types have no escapes worth decoding. */
  #string(): string {
    if (this.#peek() !== '"') {
      this.#fail('Expected a string');
      return '';
    }
    const start = this.#at + 1;
    this.#skipString();
    return this.text.slice(start, this.#at - 1);
  }

  #skipString(): void {
    for (let end = this.text.indexOf('"', this.#at + 1); end >= 0; end = this.text.indexOf('"', end + 1)) {
      let before = end;
      while (this.text.charCodeAt(before - 1) === backslash) before--;
      if ((end - before) % 2 === 0) {
        this.#at = end + 1;
        return;
      }
    }
    this.#fail('The file ends inside a string');
  }

  #skip(): void {
    let depth = 0;
    this.#peek();
    do {
      const sign = this.text.charAt(this.#at);
      if (sign === '"') this.#skipString();
      else if (sign === '{' || sign === '[') {
        depth++;
        this.#at++;
      } else if (sign === '}' || sign === ']') {
        if (depth === 0) this.#fail('Expected a value');
        depth--;
        this.#at++;
      } else if (sign === '') this.#fail('The file ends too early');
      else this.#at++;
    } while (!this.#failed && (depth > 0 || !this.#endsValue()));
  }

  #endsValue(): boolean {
    const sign = this.text.charAt(this.#at);
    return sign === ',' || sign === '}' || sign === ']' || sign === '' || sign <= ' ';
  }

  #parsed(): unknown {
    const start = this.#at;
    this.#skip();
    try {
      return JSON.parse(this.text.slice(start, this.#at));
    } catch {
      return undefined;
    }
  }

  #fail(message: string): void {
    if (this.#failed) return;
    this.#failed = true;
    this.problems.push({ start: this.#at, end: Math.min(this.text.length, this.#at + 1), message: `Not a valid notebook: ${message}` });
  }
}

function at(value: unknown, ...keys: readonly string[]): unknown {
  let inner = value;
  for (const key of keys) inner = typeof inner === 'object' && inner !== null ? (inner as Record<string, unknown>)[key] : undefined;
  return inner;
}

function unescaped(written: string): string {
  const sign = written.charAt(1);
  if (sign === 'u') return String.fromCharCode(Number.parseInt(written.slice(2), 16) || 0xfffd);
  return { n: '\n', t: '\t', r: '\r', b: '\b', f: '\f' }[sign] ?? (sign || '\\');
}

// ── IPython's own syntax ─────────────────────────────────────────────────────────────────────────────────────────────

/** Cell magics whose cell is still Python; any other cell magic makes it something else. */
const pythonCells = /^%%(?:time|timeit|capture|prun|python3?|px|wandb|memit|mprun|skip)\b/;
const statementMagic = /^[ \t]*(?=[%!?])/;
const assignedMagic = /^[^'"#=]*=[ \t]*(?=![^=]|%[A-Za-z])/;
const help = /^[ \t]*(?=[\w.]+\?{1,2}[ \t]*$)/;

/** The same text, equally long, with magics, shell lines and help requests as a bare `_`. */
function withoutMagics(code: string): string {
  if (!/[%!?]/.test(code)) return code;
  const blanked = (line: string, from: number) => `${line.slice(0, from)}_${' '.repeat(Math.max(0, line.length - from - 1))}`;
  const lines = code.split('\n');
  const firstLine = lines.findIndex((line) => line.trim() !== '');
  const head = (lines[firstLine] ?? '').trim();
  if (head.startsWith('%%')) {
    if (!pythonCells.test(head)) return code.replace(/[^\n]/g, ' ');
    lines[firstLine] = ' '.repeat((lines[firstLine] as string).length);
  }
  const state = { depth: 0, quote: '' };
  let continued: 'no' | 'code' | 'magic' = 'no';
  const magicAt = (line: string) => statementMagic.exec(line) ?? assignedMagic.exec(line) ?? help.exec(line);
  for (let i = 0; i < lines.length; i++) {
    const line = lines[i] as string;
    const goesOn = /\\\r?$/.test(line);
    if (continued === 'magic') {
      lines[i] = ' '.repeat(line.length);
      continued = goesOn ? 'magic' : 'no';
      continue;
    }
    const begins: boolean = continued === 'no' && state.depth === 0 && state.quote === '';
    const magic: RegExpExecArray | null = begins ? magicAt(line) : null;
    if (magic) lines[i] = blanked(line, magic[0].length);
    else follow(line, state);
    continued = !goesOn ? 'no' : magic ? 'magic' : 'code';
  }
  return lines.join('\n');
}

const marks = /\\[\s\S]|"""|'''|["'#()[\]{}]/g;

/** Carries open brackets and quotes over one line. */
function follow(line: string, state: { depth: number; quote: string }): void {
  for (const [mark] of line.matchAll(marks)) {
    if (state.quote !== '') {
      if (mark === state.quote) state.quote = '';
      // Inside '…' three quotes are an end and an empty string.
      else if (mark.length === 3 && mark.charAt(0) === state.quote) state.quote = '';
    } else if (mark === '#') return;
    else if (/^["']/.test(mark)) state.quote = mark;
    else if (/[([{]/.test(mark)) state.depth++;
    else if (/[)\]}]/.test(mark)) state.depth = Math.max(0, state.depth - 1);
  }
  if (state.quote.length === 1) state.quote = '';
}
