/** Loads a grammar, parses under a deadline, hands out the tree as flat arrays, and frees what the parser holds. */
import { Edit, Language as Grammar, type Node, Parser, type Point, type Tree } from 'web-tree-sitter';
import type { Comment } from '../facts/facts.ts';
import type { Range, TextEdit } from '../text/range.ts';
import { type Nodes, nodeReader, type Runtime } from './nodes.ts';

/** A parser for one grammar, and the kinds of nodes that a lowering wants to see. */
export interface ParserFor {
  readonly kinds: readonly string[];
  parse(text: string, options?: ParseOptions): Parsed | undefined;
}

export interface ParseOptions {
  /** Milliseconds after which the parse is given up. */
  readonly deadline?: number;
  /** An earlier text, and the edit that makes this one of it: only what differs is parsed. The tree is the same as without it. */
  readonly previous?: { readonly parsed: Parsed; readonly edit: TextEdit };
}

/** A parsed text. Its tree is held by the parser until `release`; what is asked of it is plain data. */
export interface Parsed {
  readonly text: string;
  readonly hasError: boolean;
  /** Where the parser has put in the first token that the text lacks; undefined when it lacks none. */
  missing(): number | undefined;
  /** The parts of the program directly below its root, in order; without comments. */
  parts(): readonly Part[];
  /** The nodes that begin in a range; all of them by default. */
  syntax(range?: Range): Syntax;
  /** The comments that contain a word. */
  commentsWith(word: string): Comment[];
  /** Frees the tree. Safe to call twice. */
  release(): void;
}

/** A statement, as a rule. */
export interface Part extends Range {
  /** The grammar's number for its kind. */
  readonly type: number;
  /** No damage has a say in how it was parsed: the same text in the same place gives the same tree. */
  readonly settled: boolean;
}

/**
 * The named nodes of the wanted kinds in source order, nested by their ranges: node 0 is the root, a parent stands before
 * its children. Node numbers are indices. All else is left in the parser: crossing its boundary is what costs. Fields of the grammar are not kept: children are told apart by order and kind.
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

  /** `range`: only nodes that begin in it. */
  constructor(
    text: string,
    { symbols, starts, ends }: Nodes,
    kinds: readonly string[],
    kindBySymbol: ReadonlyMap<number, number>,
    hasError: boolean,
    range: Range,
  ) {
    const most = symbols.length + 1;
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
    for (let node = 0; node < symbols.length; node++) {
      const start = starts[node] as number;
      const end = ends[node] as number;
      // What the parser only supposes has no width.
      if (start === end || start < range.start || start >= range.end) continue;
      this.start[i] = start;
      this.end[i] = end;
      kindOf[i] = kindBySymbol.get(symbols[node] as number) as number;
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

let started: Promise<void> | undefined;
let runtime: Runtime;

/** A monotonic clock in milliseconds, handed in by the host: the core has none. Only deadlines read it. */
let clock: () => number = () => 0;

/** Starts the parser's runtime; `wasm` is its own binary (`web-tree-sitter.wasm`). Once a process. */
export function startParser(wasm: Uint8Array, now: () => number): Promise<void> {
  clock = now;
  if (!started) {
    // The parser puts what it exports into the object that it is started with.
    const module = { wasmBinary: wasm };
    runtime = module as unknown as Runtime;
    started = Parser.init(module as object);
  }
  return started;
}

/**
 * A parser for one grammar. `kinds[0]` must be the kind of the root node; `ERROR` may be among the kinds.
 * `startParser` must have been awaited.
 */
export async function parserFor(grammarWasm: Uint8Array, kinds: readonly string[]): Promise<ParserFor> {
  const grammar = await Grammar.load(grammarWasm);
  const parser = new Parser();
  parser.setLanguage(grammar);
  const kindBySymbol = new Map<number, number>();
  for (let symbol = 0; symbol < grammar.nodeTypeCount; symbol++) {
    const name = grammar.nodeTypeForId(symbol);
    const kind = name === null ? -1 : kinds.indexOf(name);
    // Keywords are called like nodes (`yield`, `lambda`, `class`).
    if (kind > 0 && grammar.nodeTypeIsNamed(symbol)) kindBySymbol.set(symbol, kind);
  }
  if (kinds.includes('ERROR')) kindBySymbol.set(errorId, kinds.indexOf('ERROR'));
  const nodesBelow = nodeReader(runtime, [...kindBySymbol.keys()]);

  function run(text: string, old: Tree | null, stop: (state: { hasError: boolean }) => boolean): Tree | null {
    const tree = parser.parse(text, old, { progressCallback: stop });
    if (!tree) parser.reset();
    return tree;
  }

  /** Error recovery depends on where parsing begins, so only a tree without errors is the same as a fresh one. */
  function runAfter(previous: Tree, edit: Edit, text: string, until: number): Tree | null {
    const old = previous.copy();
    old.edit(edit);
    const tree = run(text, old, ({ hasError }) => hasError || clock() > until);
    old.delete();
    if (!tree?.rootNode.hasError) return tree;
    tree.delete();
    return null;
  }

  const trees = new WeakMap<Parsed, Tree>();
  return {
    kinds,
    parse(text, { deadline = 2000, previous } = {}) {
      const until = clock() + deadline;
      const before = previous && trees.get(previous.parsed);
      const tree =
        (before && runAfter(before, treeEdit(previous.parsed.text, text, previous.edit), text, until)) ??
        run(text, null, () => clock() > until);
      if (!tree) return undefined;
      const root = tree.rootNode;
      const { hasError } = root;
      const parsed: Parsed = {
        text,
        hasError,
        missing: () => (hasError ? firstMissing(root) : undefined),
        parts: () => (root.typeId === errorId ? [{ start: 0, end: text.length, type: errorId, settled: false }] : partsOf(root, hasError)),
        syntax(range = { start: 0, end: text.length }) {
          const isAll = range.start === 0 && range.end === text.length;
          const nodes = isAll ? nodesBelow(root) : nodesBelow(root, pointAt(text, range.start), pointAt(text, range.end));
          return new Syntax(text, nodes, kinds, kindBySymbol, hasError, range);
        },
        commentsWith: (word) => commentsWith(root, text, word),
        release() {
          if (trees.delete(parsed)) tree.delete();
        },
      };
      trees.set(parsed, tree);
      return parsed;
    },
  };
}

const isComment = (type: string) => type === 'comment' || type === 'html_comment';

/** A part directly above the first damage may be read in another way because of it, and so may everything below. */
function partsOf(root: Node, hasError: boolean): Part[] {
  const nodes = root.namedChildren.filter(({ type }) => !isComment(type));
  const settled = hasError ? nodes.findIndex((node) => node.hasError) - 1 : nodes.length;
  return nodes.map((node, i) => ({ start: node.startIndex, end: node.endIndex, type: node.typeId, settled: i < settled }));
}

function firstMissing(node: Node): number | undefined {
  if (node.isMissing) return node.startIndex;
  for (const child of node.children) {
    const found = child.hasError ? firstMissing(child) : undefined;
    if (found !== undefined) return found;
  }
  return undefined;
}

function commentsWith(root: Node, text: string, word: string): Comment[] {
  const found: Comment[] = [];
  for (let mention = text.indexOf(word); mention >= 0; ) {
    const node = root.descendantForIndex(mention);
    let from = mention + word.length;
    if (node && isComment(node.type)) {
      const { startIndex: start, endIndex: end } = node;
      const comment = text.slice(start, end).trimEnd();
      found.push({ text: comment, start, end: start + comment.length });
      from = end;
    }
    mention = text.indexOf(word, from);
  }
  return found;
}

/** An edit as the parser wants to be told. */
function treeEdit(before: string, after: string, { range, newText }: TextEdit): Edit {
  const startPosition = pointAt(before, range.start);
  return new Edit({
    startIndex: range.start,
    oldEndIndex: range.end,
    newEndIndex: range.start + newText.length,
    startPosition,
    oldEndPosition: pointAt(before, range.end, range.start, startPosition),
    newEndPosition: pointAt(after, range.start + newText.length, range.start, startPosition),
  });
}

/** Row and column of an offset, counted on from an offset before it. */
function pointAt(text: string, offset: number, from = 0, { row, column }: Point = { row: 0, column: 0 }): Point {
  let at = from - column;
  let rows = row;
  for (let end = text.indexOf('\n', from); end >= 0 && end < offset; end = text.indexOf('\n', at)) {
    at = end + 1;
    rows++;
  }
  return { row: rows, column: offset - at };
}
