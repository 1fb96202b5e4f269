/** Edits of a configuration text that keep its comments and its formatting: what an editor's commands put into it. */
import {
  applyEdits,
  type FormattingOptions,
  findNodeAtLocation,
  type JSONPath,
  modify,
  type Node,
  type ParseError,
  parseTree,
} from 'jsonc-parser';
import { differenceOf, type TextEdit } from '../text/range.ts';

/** A limit for one subject; a subject of none is the whole application. */
export interface NewBudget {
  readonly feature?: string;
  readonly files?: string;
  /** `path#symbol` */
  readonly symbol?: string;
  /** USD a month. */
  readonly perMonth?: number;
  /** USD of one call. */
  readonly perCall?: number;
  /** Input tokens of one call or prompt. */
  readonly tokens?: number;
}

export interface NewTraffic {
  readonly feature: string;
  /** Globs, for a feature that is not there yet. */
  readonly match?: readonly string[];
  /** Calls a month: a number, or a text such as "50k". */
  readonly callsPerMonth?: number | string;
  /** Tokens of an answer. */
  readonly output?: number;
  /** Tokens of what is only known at run time, by name. */
  readonly holes?: Readonly<Record<string, number>>;
}

/**
 * Sets a limit: in the budget of the same subject where there is one, else in a new one at the end. Empty when the text cannot
 * be edited, because it is no object. An empty text is that of a new file.
 */
export function withBudget(text: string, budget: NewBudget): readonly TextEdit[] {
  const { perMonth, perCall, tokens, ...subject } = budget;
  const limits = Object.entries({ perMonth, perCall, tokens }).filter((entry) => entry[1] !== undefined);
  const list = listOf(text, ['budgets']);
  const same = (list?.children ?? []).findIndex((item) =>
    SUBJECT.every((key) => fieldOf(item, key) === (subject as Record<string, unknown>)[key]),
  );
  if (same >= 0)
    return editsOf(
      text,
      limits.map(([key, value]) => [['budgets', same, key], value]),
    );
  const named = Object.keys(subject).length > 0 ? subject : { scope: 'total' };
  const budgetText = oneLine({ ...named, ...Object.fromEntries(limits) });
  const last = list?.children?.at(-1);
  return last ? behind(text, last, budgetText) : editsOf(text, [[['budgets', 0], { ...named, ...Object.fromEntries(limits) }]]);
}

/** Sets what is known of a feature's traffic; what it does not name stays as it is. A new feature needs `match`. */
export function withTraffic(text: string, traffic: NewTraffic): readonly TextEdit[] {
  const { feature, match, holes = {}, ...numbers } = traffic;
  const at: JSONPath = ['usage', 'features', feature];
  const tree = parseTree(text);
  if (!(tree && findNodeAtLocation(tree, at)))
    return editsOf(text, [[at, { match: match ?? [], ...numbers, ...(Object.keys(holes).length > 0 && { holes }) }]]);
  return editsOf(text, [
    ...Object.entries(numbers).map(([key, value]): [JSONPath, unknown] => [[...at, key], value]),
    ...Object.entries(holes).map(([name, size]): [JSONPath, unknown] => [[...at, 'holes', name], size]),
  ]);
}

/** Names a what-if question; one of the same name is replaced. Numbers are written as such. */
export const withScenario = (text: string, name: string, pairs: readonly (readonly [string, string])[]): readonly TextEdit[] =>
  editsOf(text, [
    [['scenarios', name], Object.fromEntries(pairs.map(([key, value]) => [key, /^\d*\.?\d+$/.test(value) ? Number(value) : value]))],
  ]);

/**
 * Writes a key that is not there yet; one that is stays as it is. A feature that is not there yet matches every file, for its writer to
 * narrow.
 */
export function withDeclared(text: string, path: readonly string[], value: unknown): readonly TextEdit[] {
  const tree = parseTree(text);
  const isThere = (at: readonly string[]) => tree !== undefined && findNodeAtLocation(tree, [...at]) !== undefined;
  if (isThere(path)) return [];
  const feature = path.slice(0, 3);
  const isNew = path.length > 3 && path[0] === 'usage' && path[1] === 'features' && !isThere(feature);
  const changes: [JSONPath, unknown][] = [[[...path], value]];
  return editsOf(text, isNew ? [[[...feature, 'match'], ['**']], ...changes] : changes);
}

/** Where the value of a key begins; undefined when it is not there. */
export function offsetOf(text: string, path: readonly string[]): number | undefined {
  const tree = parseTree(text);
  return tree && findNodeAtLocation(tree, [...path])?.offset;
}

const SUBJECT = ['feature', 'files', 'symbol'] as const;

const listOf = (text: string, path: JSONPath): Node | undefined => {
  const tree = parseTree(text);
  return tree && findNodeAtLocation(tree, path);
};

const fieldOf = (item: Node, key: string): unknown =>
  item.children?.find(({ children }) => children?.[0]?.value === key)?.children?.[1]?.value;

/** `{ "feature": "triage", "perMonth": 800 }`: on one line, as lists of limits are written. */
const oneLine = (value: object): string =>
  `{ ${Object.entries(value)
    .map(([key, inner]) => `${JSON.stringify(key)}: ${JSON.stringify(inner)}`)
    .join(', ')} }`;

/** Puts an element behind the last one of a list: on its own line where that one has one, behind the comment that follows it. */
function behind(text: string, last: Node, element: string): readonly TextEdit[] {
  const end = last.offset + last.length;
  const lineStart = text.lastIndexOf('\n', last.offset - 1) + 1;
  const indent = /^[ \t]*/.exec(text.slice(lineStart))?.[0] ?? '';
  const rest = /^[^\r\n]*/.exec(text.slice(end))?.[0] ?? '';
  const insert = (at: number, newText: string): TextEdit => ({ range: { start: at, end: at }, newText });
  if (lineStart + indent.length !== last.offset || rest.replace(/\/\/.*/, '').includes(']')) return [insert(end, `, ${element}`)];
  const hasComma = rest.trimStart().startsWith(',');
  return [
    ...(hasComma ? [] : [insert(end, ',')]),
    insert(end + rest.length, `${text.includes('\r\n') ? '\r\n' : '\n'}${indent}${element}${hasComma ? ',' : ''}`),
  ];
}

/** One edit that covers all changes: each is made in the text that the one before has left. */
function editsOf(text: string, changes: readonly (readonly [JSONPath, unknown])[]): readonly TextEdit[] {
  const isNew = text.trim() === '';
  const errors: ParseError[] = [];
  if (!isNew && (parseTree(text, errors, { allowTrailingComma: true })?.type !== 'object' || errors.length > 0)) return [];
  const formattingOptions = formattingOf(text);
  const after = changes.reduce(
    (now, [path, value]) => applyEdits(now, modify(now, path, value, { formattingOptions })),
    isNew ? '{}\n' : text,
  );
  return after === text ? [] : [differenceOf(text, after)];
}

/** As the file is written, else as we write. */
function formattingOf(text: string): FormattingOptions {
  const indent = /\n([ \t]+)\S/.exec(text)?.[1] ?? '  ';
  return {
    insertSpaces: !indent.startsWith('\t'),
    tabSize: indent.startsWith('\t') ? 1 : indent.length,
    eol: text.includes('\r\n') ? '\r\n' : '\n',
  };
}
