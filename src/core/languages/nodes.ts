/**
 * Reads the nodes of a tree out of the parser's memory, many at once. The parser's own objects, one a node, take more time than
 * lowering what they stand for. What is called here is what web-tree-sitter calls for `descendantsOfType`, `typeId` and `endIndex`.
 */
import type { Node, Point } from 'web-tree-sitter';

/** The parser's compiled module. Its memory may be another object after each call that needs more of it. */
export interface Runtime {
  readonly HEAP32: Int32Array;
  _malloc(bytes: number): number;
  _free(address: number): void;
  /** The address where nodes are handed over. */
  _ts_init(): number;
  _ts_node_descendants_of_type_wasm(
    tree: number,
    symbols: number,
    count: number,
    startRow: number,
    startColumn: number,
    endRow: number,
    endColumn: number,
  ): void;
  _ts_node_symbol_wasm(tree: number): number;
  _ts_node_end_index_wasm(tree: number): number;
}

/** Nodes in source order, parents before their children. */
export interface Nodes {
  /** The grammar's numbers for their kinds. */
  readonly symbols: Uint16Array;
  readonly starts: Int32Array;
  readonly ends: Int32Array;
}

/** Words of memory that a node takes: id, offset, row, column, and one of the parser's own. */
const WORDS = 5;
const BYTES_IN_WORD = 4;

/** The address of a tree and the last word of a node, which web-tree-sitter keeps under the key 0. */
const inner = (held: object): number => (held as { readonly 0: number })[0];

/** Reads nodes of certain kinds. `symbols` are the grammar's numbers for them, in ascending order, as the parser wants them. */
export function nodeReader(runtime: Runtime, symbols: readonly number[]): (root: Node, from?: Point, to?: Point) => Nodes {
  const wanted = runtime._malloc(symbols.length * BYTES_IN_WORD);
  runtime.HEAP32.set(symbols, wanted / BYTES_IN_WORD);
  const hand = runtime._ts_init() / BYTES_IN_WORD;

  return (root, from = { row: 0, column: 0 }, to = { row: 0, column: 0 }) => {
    const tree = inner(root.tree);
    const { row, column } = root.startPosition;
    runtime.HEAP32.set([root.id, root.startIndex, row, column, inner(root)], hand);
    runtime._ts_node_descendants_of_type_wasm(tree, wanted, symbols.length, from.row, from.column, to.row, to.column);
    const memory = runtime.HEAP32;
    const count = memory[hand] as number;
    const address = memory[hand + 1] as number;
    const nodes = { symbols: new Uint16Array(count), starts: new Int32Array(count), ends: new Int32Array(count) };
    for (let i = 0, at = address / BYTES_IN_WORD; i < count; i++, at += WORDS) {
      nodes.starts[i] = memory[at + 1] as number;
      for (let word = 0; word < WORDS; word++) memory[hand + word] = memory[at + word] as number;
      nodes.ends[i] = runtime._ts_node_end_index_wasm(tree);
      for (let word = 0; word < WORDS; word++) memory[hand + word] = memory[at + word] as number;
      nodes.symbols[i] = runtime._ts_node_symbol_wasm(tree);
    }
    runtime._free(address);
    return nodes;
  };
}
