/** One configuration text, checked against its shape: what is right becomes plain data, what is wrong a problem with its place. */
import { type Node, type ParseError, parseTree, printParseErrorCode } from 'jsonc-parser';
import { type LineColumn, Lines } from '../text/lines.ts';
import { nearest } from '../text/nearest.ts';
import { parseAmount } from './amount.ts';
import { type Shape, wanted } from './shape.ts';

export interface ConfigProblem {
  readonly path: string;
  readonly line: number;
  readonly column: number;
  readonly message: string;
}

export interface Parsed {
  readonly value: unknown;
  readonly problems: readonly ConfigProblem[];
  /** Where each key and each element of a list stands, by its name: `usage.features.triage.output`, `budgets[0]`. */
  readonly places: ReadonlyMap<string, LineColumn>;
}

/** Beyond it brackets nest for no good reason, and a recursive parser runs out of stack. */
const MAX_DEPTH = 100;
/** A configuration is written by people; what is longer is another kind of file, and takes seconds to check. */
export const MAX_CHARACTERS = 1 << 20;

/** Values of a wrong type and unknown keys are left out of `value`, so that the rest can still be used. */
export function parseConfig(path: string, text: string, shape: Shape): Parsed {
  const problems: ConfigProblem[] = [];
  const places = new Map<string, LineColumn>();
  if (text.length > MAX_CHARACTERS) {
    const message = `Too large for a configuration: more than ${MAX_CHARACTERS} characters.`;
    return { value: undefined, problems: [{ path, line: 1, column: 1, message }], places };
  }
  const lines = new Lines(text);
  const report = (offset: number, message: string) => void problems.push({ path, ...lines.at(offset), message });

  const deep = tooDeep(text);
  if (deep !== undefined) {
    report(deep, `Brackets nest more than ${MAX_DEPTH} deep.`);
    return { value: undefined, problems, places };
  }
  const errors: ParseError[] = [];
  const tree = parseTree(text, errors, { allowTrailingComma: true });
  for (const error of errors.slice(0, 1)) report(error.offset, `${sentence(printParseErrorCode(error.error))} (JSON with comments).`);
  // Of broken text the reader knows what stands before the break; more messages about the rest would be noise.
  if (!tree) return { value: undefined, problems, places };
  const reader = new Reader(errors.length > 0 ? () => undefined : report, (name, offset) => void places.set(name, lines.at(offset)));
  return { value: reader.read(tree, shape, ''), problems, places };
}

function tooDeep(text: string): number | undefined {
  let depth = 0;
  for (const { index, 0: token } of text.matchAll(/"(?:\\.|[^"\\])*"|[[\]{}]/g)) {
    if (token === '[' || token === '{') depth++;
    else if (token === ']' || token === '}') depth--;
    if (depth > MAX_DEPTH) return index;
  }
  return undefined;
}

/** `CloseBraceExpected` → `Close brace expected`. */
const sentence = (code: string): string => code.replace(/(?<=[a-z])[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`);

/** Undefined stands for what was wrong and is reported. */
class Reader {
  readonly #report: (offset: number, message: string) => void;
  readonly #place: (name: string, offset: number) => void;

  constructor(report: (offset: number, message: string) => void, place: (name: string, offset: number) => void) {
    this.#report = report;
    this.#place = place;
  }

  read(node: Node, shape: Shape, name: string): unknown {
    const wrong = () => this.#report(node.offset, `${name || 'The configuration'} must be ${wanted(shape)}.`);
    switch (shape.type) {
      case 'boolean':
        return node.type === 'boolean' ? node.value : wrong();
      case 'text':
        return this.#text(node, shape, name);
      case 'amount':
        return amountOf(node, shape) ?? (shape.nullable && node.type === 'null' ? null : wrong());
      case 'interval':
        return this.#interval(node) ?? wrong();
      case 'list':
        return node.type === 'array'
          ? known(node.children ?? [], (child, at) => this.#element(child, shape.of, `${name}[${at}]`))
          : wrong();
      case 'pair':
        return node.type === 'array'
          ? known(shape.of, (of, at) => node.children?.[at] && this.#element(node.children[at], of, `${name}[${at}]`))
          : wrong();
      case 'map':
      case 'object':
        return node.type === 'object' ? this.#fields(node, shape, name) : wrong();
      case 'either': {
        const fitting = shape.of.find((option) => jsonTypes(option).includes(node.type));
        return fitting ? this.read(node, fitting, name) : wrong();
      }
      case 'any':
        return plain(node);
    }
  }

  #element(node: Node, shape: Shape, name: string): unknown {
    this.#place(name, node.offset);
    return this.read(node, shape, name);
  }

  #text(node: Node, shape: Shape & { type: 'text' }, name: string): unknown {
    const { choices, pattern } = shape;
    const text: unknown = node.value;
    if (typeof text === 'string' && (!choices || choices.includes(text)) && (!pattern || new RegExp(pattern).test(text))) return text;
    const meant = typeof text === 'string' && choices ? nearest(text, choices) : undefined;
    const form = pattern && typeof text === 'string' ? ` of the form ${pattern}` : '';
    this.#report(
      node.offset,
      `${name} must be ${choices ? 'one of ' : ''}${wanted(shape)}${form}.${meant ? ` Did you mean "${meant}"?` : ''}`,
    );
    return undefined;
  }

  #interval(node: Node): unknown {
    const single = amountOf(node, { type: 'amount' });
    if (single !== undefined) return { low: single, expected: single, high: single };
    if (node.type !== 'object') return undefined;
    const bounds: Record<string, number> = {};
    for (const { children: [key, value] = [] } of node.children ?? []) {
      const amount = value && amountOf(value, { type: 'amount' });
      if (amount === undefined || !['low', 'expected', 'high'].includes(key?.value)) return undefined;
      bounds[key?.value] = amount;
    }
    const { low, high } = bounds;
    if (low === undefined || high === undefined) return undefined;
    const { expected = (low + high) / 2 } = bounds;
    return low <= expected && expected <= high ? { low, expected, high } : undefined;
  }

  #fields(node: Node, shape: Shape & { type: 'map' | 'object' }, name: string): Record<string, unknown> {
    const value: Record<string, unknown> = {};
    const put = (key: string, read: unknown) => {
      if (read !== undefined) Object.defineProperty(value, key, { value: read, enumerable: true, configurable: true, writable: true });
    };
    const seen = new Set<string>();
    for (const { children: [key, child] = [] } of node.children ?? []) {
      if (!key || !child) continue;
      const keyText = String(key.value);
      const inner = name === '' ? keyText : `${name}.${keyText}`;
      if (seen.has(keyText)) this.#report(key.offset, `"${keyText}" stands here twice${name === '' ? '' : ` in ${name}`}.`);
      seen.add(keyText);
      this.#place(inner, key.offset);
      if (shape.type === 'map' && keyText === '__proto__')
        this.#report(key.offset, `"${keyText}" is no name${name === '' ? '' : ` in ${name}`}.`);
      else if (shape.type === 'map') put(keyText, this.read(child, shape.of, inner));
      else if (Object.hasOwn(shape.keys, keyText)) put(keyText, this.read(child, shape.keys[keyText] as Shape, inner));
      else if (shape.open) put(keyText, plain(child));
      else {
        const meant = nearest(keyText, Object.keys(shape.keys));
        const where = name === '' ? '' : ` in ${name.replace(/\[1\]$/, '')}`;
        this.#report(key.offset, `Unknown ${shape.noun ?? 'key'} "${keyText}"${where}.${meant ? ` Did you mean "${meant}"?` : ''}`);
      }
    }
    if (shape.type === 'object') {
      const has = new Set(node.children?.map((field) => field.children?.[0]?.value));
      for (const key of shape.required ?? [])
        if (!has.has(key)) this.#report(node.offset, `${name || 'The configuration'} lacks "${key}".`);
    }
    return value;
  }
}

function amountOf(node: Node, { maximum }: { maximum?: number; type: 'amount' }): number | undefined {
  const value = node.type === 'number' ? (node.value as number) : node.type === 'string' ? parseAmount(node.value) : undefined;
  return value !== undefined && value >= 0 && value <= (maximum ?? Number.MAX_VALUE) ? value : undefined;
}

function jsonTypes(shape: Shape): readonly Node['type'][] {
  if (shape.type === 'list' || shape.type === 'pair') return ['array'];
  if (shape.type === 'object' || shape.type === 'map') return ['object'];
  if (shape.type === 'boolean') return ['boolean'];
  return shape.type === 'text' ? ['string'] : ['number', 'string', 'object'];
}

/** Elements that could be read. */
function known<T>(list: readonly T[], read: (item: T, at: number) => unknown): unknown[] {
  return list.map(read).filter((value) => value !== undefined);
}

function plain(node: Node): unknown {
  if (node.type === 'array') return (node.children ?? []).map(plain);
  if (node.type !== 'object') return node.value;
  return Object.fromEntries(
    (node.children ?? []).flatMap(({ children: [key, value] = [] }) => (key && value ? [[key.value, plain(value)]] : [])),
  );
}
