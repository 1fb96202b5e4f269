/** Loads a grammar, parses under a deadline, hands out the tree as flat arrays, and frees what the parser holds. */
import { Edit, Language as Grammar, type Node, Parser, type Point, type Tree } from 'web-tree-sitter';
import type { TextEdit } from '../text/range.ts';

/** Kinds of nodes that a lowering wants to see. Everything else is left in the parser: crossing its boundary is what costs. */
export interface ParserFor {
  readonly kinds: readonly string[];
  parse(text: string, options?: ParseOptions): Parsed | undefined;
}

export interface ParseOptions {
  /** Milliseconds after which the parse is given up. */
  readonly deadline?: number;
  readonly previous?: Parsed;
  readonly edits?: readonly TextEdit[];
}

/** A parsed text: `syntax` is plain data, `tree` is held by the parser until `release`. */
export interface Parsed {
  readonly syntax: Syntax;
  readonly text: string;
  readonly tree: Tree;
  release(): void;
}

/**
 * The named nodes of the wanted kinds in source order, nested by their ranges: node 0 is the root, a parent stands before
 * its children. Node numbers are indices. Fields of the grammar are not kept: children are told apart by order and kind.
 */
export class Syntax {
  readonly text: string;
  /** Index into `kinds` of the parser, by node; as long as there are nodes. */
  readonly kindOf: Uint16Array;
  readonly start: Int32Array;
  readonly end: Int32Array;
  readonly parent: Int32Array;
  readonly next: Int32Array;
  readonly first: Int32Array;
  readonly hasError: boolean;
  readonly #kinds: readonly string[];

  constructor(text: string, nodes: readonly Node[], kinds: readonly string[], kindById: ReadonlyMap<number, number>, hasError: boolean) {
    const most = nodes.length + 1;
    const kindOf = new Uint16Array(most);
    this.text = text;
    this.hasError = hasError;
    this.#kinds = kinds;
    this.start = new Int32Array(most);
    this.end = new Int32Array(most);
    this.parent = new Int32Array(most).fill(-1);
    this.next = new Int32Array(most).fill(-1);
    this.first = new Int32Array(most).fill(-1);
    this.end[0] = text.length;
    const lastChild = new Int32Array(most).fill(-1);
    let around = 0;
    let i = 1;
    for (const node of nodes) {
      const kind = kindById.get(node.typeId);
      const start = node.startIndex;
      const end = node.endIndex;
      // Keywords are called like nodes (`yield`, `lambda`, `class`), and what the parser only supposes has no width.
      if (kind === undefined || start === end) continue;
      this.start[i] = start;
      this.end[i] = end;
      kindOf[i] = kind;
      while (around > 0 && (this.end[around] as number) <= start) around = this.parent[around] as number;
      this.parent[i] = around;
      const before = lastChild[around] as number;
      if (before < 0) this.first[around] = i;
      else this.next[before] = i;
      lastChild[around] = i;
      around = i;
      i++;
    }
    this.kindOf = kindOf.subarray(0, i);
  }

  kind(node: number): string {
    return this.#kinds[this.kindOf[node] as number] as string;
  }

  textOf(node: number): string {
    return this.text.slice(this.start[node], this.end[node]);
  }

  children(node: number): number[] {
    const list: number[] = [];
    for (let child = this.first[node] as number; child >= 0; child = this.next[child] as number) list.push(child);
    return list;
  }
}

/** The parser's own number for damage, in every grammar. */
const errorId = 65535;

let runtime: Promise<void> | undefined;

/** A monotonic clock in milliseconds, handed in by the host: the core has none. Only deadlines read it. */
let clock: () => number = () => 0;

/** Starts the parser's runtime; `wasm` is its own binary (`web-tree-sitter.wasm`). Once a process. */
export function startParser(wasm: Uint8Array, now: () => number): Promise<void> {
  clock = now;
  runtime ??= Parser.init({ wasmBinary: wasm } as object);
  return runtime;
}

/**
 * A parser for one grammar. `kinds[0]` must be the kind of the root node; `ERROR` may be among the kinds.
 * `startParser` must have been awaited.
 */
export async function parserFor(grammarWasm: Uint8Array, kinds: readonly string[]): Promise<ParserFor> {
  const grammar = await Grammar.load(grammarWasm);
  const parser = new Parser();
  parser.setLanguage(grammar);
  const kindById = new Map<number, number>();
  for (let id = 0; id < grammar.nodeTypeCount; id++) {
    const name = grammar.nodeTypeForId(id);
    const index = name === null ? -1 : kinds.indexOf(name);
    if (index >= 0 && grammar.nodeTypeIsNamed(id)) kindById.set(id, index);
  }
  const wanted = kinds.slice(1).filter((kind) => kind !== 'ERROR');
  const wantsErrors = wanted.length < kinds.length - 1;
  if (wantsErrors) kindById.set(errorId, kinds.indexOf('ERROR'));

  function run(text: string, old: Tree | null, until: number): Tree | null {
    const tree = parser.parse(text, old, { progressCallback: () => clock() > until });
    if (!tree) parser.reset();
    return tree;
  }

  return {
    kinds,
    parse(text, { deadline = 2000, previous, edits } = {}) {
      const until = clock() + deadline;
      const old = previous && edits ? edited(previous, edits) : null;
      let tree = run(text, old, until);
      old?.delete();
      // Error recovery depends on where parsing begins: only a fresh parse repairs damage in the same way each time.
      if (old && tree?.rootNode.hasError) {
        tree.delete();
        tree = run(text, null, until);
      }
      if (!tree) return undefined;
      const root = tree.rootNode;
      let nodes = root.descendantsOfType(wanted);
      // Asked for together with other kinds, ERROR hides them: the parser's list of kinds must be in ascending order.
      if (wantsErrors && root.hasError) nodes = inSourceOrder(root.descendantsOfType('ERROR'), nodes);
      const syntax = new Syntax(text, nodes, kinds, kindById, root.hasError);
      let released = false;
      return {
        syntax,
        text,
        tree,
        release() {
          if (!released) tree.delete();
          released = true;
        },
      };
    },
  };
}

/** Merges two lists in source order; of nodes with one range, damage stands outside. */
function inSourceOrder(errors: readonly Node[], nodes: readonly Node[]): Node[] {
  const merged: Node[] = [];
  let next = 0;
  for (const node of nodes) {
    for (let error = errors[next]; error && startsBefore(error, node); error = errors[++next]) merged.push(error);
    merged.push(node);
  }
  return merged.concat(errors.slice(next));
}

const startsBefore = (error: Node, node: Node) =>
  error.startIndex < node.startIndex || (error.startIndex === node.startIndex && error.endIndex >= node.endIndex);

/** The tree of the text before, told what has changed. */
function edited({ tree, text }: Parsed, edits: readonly TextEdit[]): Tree {
  const old = tree.copy();
  for (const edit of sortedBackwards(edits)) old.edit(treeEdit(text, edit));
  return old;
}

const sortedBackwards = (edits: readonly TextEdit[]) => [...edits].sort((a, b) => b.range.start - a.range.start);

function treeEdit(text: string, { range, newText }: TextEdit): Edit {
  const point = pointAt(text, range.start);
  return new Edit({
    startIndex: range.start,
    oldEndIndex: range.end,
    newEndIndex: range.start + newText.length,
    startPosition: point,
    oldEndPosition: pointAt(text, range.end),
    newEndPosition: pointAfter(point, newText),
  });
}

function pointAt(text: string, offset: number): Point {
  return pointAfter({ row: 0, column: 0 }, text.slice(0, offset));
}

function pointAfter(from: Point, text: string): Point {
  const lines = text.split('\n');
  const last = (lines[lines.length - 1] as string).length;
  return lines.length === 1 ? { row: from.row, column: from.column + last } : { row: from.row + lines.length - 1, column: last };
}
