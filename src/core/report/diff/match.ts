/** Which call of one side is which call of the other: by what it sends and how, by its function, by its file; never by its line. */
import type { CallSite, Piece } from '../../analysis/analysis.ts';
import { groupsBy } from '../formats/groups.ts';
import { assign } from './assignment.ts';
import { contentOf } from './factors.ts';
import type { DiffSite } from './side.ts';

export type Pair<T> = readonly [base: T | undefined, head: T | undefined];

/** Pairs the calls of two sides, each at most once, as `matchKeys` does. */
export function matchCalls<T extends Pick<DiffSite, 'site'>>(base: readonly T[], head: readonly T[]): readonly Pair<T>[] {
  const pairs = matchKeys(
    base.map(({ site }) => keyOf(site)),
    head.map(({ site }) => keyOf(site)),
  );
  return pairs.map(([b, h]): Pair<T> => [b === undefined ? undefined : base[b], h === undefined ? undefined : head[h]]);
}

/**
 * Pairs two lists of calls by their places in them. Equal calls first find each other in their function, then in their file, then
 * anywhere; then the only call of its kind in a function is the one that was there before. What is left is paired so that the
 * sum of likeness is the greatest. The pairs are the same in both directions.
 */
export function matchKeys(was: readonly CallKey[], is: readonly CallKey[]): readonly Pair<number>[] {
  const left = new Set(was.keys());
  const open = new Set(is.keys());
  const found = new Map<number, number>();
  const take = (b: number, h: number) => {
    found.set(h, b);
    left.delete(b);
    open.delete(h);
  };
  for (const key of [sameFunction, sameFile, sameContent]) {
    const waiting = new Map<string, number[]>();
    for (const b of left) {
      const of = key(was[b] as CallKey);
      const others = waiting.get(of);
      if (others) others.push(b);
      else waiting.set(of, [b]);
    }
    // Equal calls are taken in their order, so that two of them that stay are not said to have changed places.
    for (const h of [...open]) {
      const b = waiting.get(key(is[h] as CallKey))?.shift();
      if (b !== undefined) take(b, h);
    }
  }
  const ofKind = (indices: Iterable<number>, keys: readonly CallKey[]) => groupsBy([...indices], (i) => sameKind(keys[i] as CallKey));
  const kinds = new Map(ofKind(left, was));
  for (const [kind, [h, ...others]] of ofKind(open, is)) {
    const [b, ...more] = kinds.get(kind) ?? [];
    if (b !== undefined && h !== undefined && others.length === 0 && more.length === 0) take(b, h);
  }
  const [rest, more] = [[...left], [...open]];
  for (const [b, h] of assign(rest.length, more.length, (i, j) =>
    likeness(was[rest[i] as number] as CallKey, is[more[j] as number] as CallKey),
  ))
    take(rest[b] as number, more[h] as number);
  return [...is.map((_, h): Pair<number> => [found.get(h), h]), ...[...left].map((b): Pair<number> => [b, undefined])];
}

/** What tells a call from others, whatever it costs. Plain data. */
export interface CallKey {
  readonly path: string;
  readonly name: string;
  readonly symbol: string;
  readonly sdk: string;
  readonly api: string;
  readonly kind: string;
  readonly model: string;
  readonly content: string;
  readonly words: ReadonlySet<string>;
}

export function keyOf(site: CallSite): CallKey {
  const { path } = site.place;
  return {
    path,
    name: path.slice(path.lastIndexOf('/') + 1),
    symbol: site.symbol ?? '',
    sdk: site.sdk,
    api: site.api,
    kind: site.kind,
    model: site.model?.id ?? '',
    content: contentOf(site),
    words: wordsOf(site),
  };
}

const sameFunction = ({ path, symbol, content }: CallKey): string => `${path}\n${symbol}\n${content}`;
const sameFile = ({ path, content }: CallKey): string => `${path}\n${content}`;
const sameContent = ({ content }: CallKey): string => content;
const sameKind = ({ path, symbol, kind, sdk, api }: CallKey): string => [path, symbol, kind, sdk, api].join('\n');

/** The words of all texts that a call sends, and the names of what it leaves open. */
function wordsOf(site: CallSite): ReadonlySet<string> {
  const words = new Set<string>();
  const add = (pieces: readonly Piece[]) => {
    for (const piece of pieces) {
      if ('text' in piece) for (const word of piece.text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? []) words.add(word);
      else {
        words.add(`{${piece.hole}}`);
        for (const option of piece.options ?? []) add(option);
      }
    }
  };
  for (const part of site.parts) {
    words.add(`<${part.role}>`);
    add(part.pieces);
    for (const name of JSON.stringify(part.json ?? null).match(/"name":"[^"]+"/g) ?? []) words.add(name);
  }
  return words;
}

/** 0 for calls that are not the same, else how alike they are. A call is the same call when most of what tells it apart has stayed. */
function likeness(a: CallKey, b: CallKey): number {
  const text = overlap(a.words, b.words);
  const symbol = a.symbol === b.symbol ? 1 : lastOf(a.symbol) === lastOf(b.symbol) ? 0.7 : 0;
  const place = a.path === b.path ? 1 : a.name === b.name ? 0.6 : 0;
  const way = a.sdk === b.sdk && a.api === b.api ? 1 : a.sdk === b.sdk || a.kind === b.kind ? 0.5 : 0;
  const score = 0.4 * text + 0.2 * symbol + 0.2 * place + 0.15 * way + 0.05 * (a.model === b.model ? 1 : 0);
  return score >= ALIKE ? score : 0;
}

/** A call that keeps its function and file may change its text; one that keeps its text may move; one that keeps neither is another. */
const ALIKE = 0.47;

const lastOf = (symbol: string): string => symbol.slice(symbol.lastIndexOf('.') + 1);

/** What the smaller set shares with the larger, weighed down a little when they differ much in size: a prompt that grows keeps its words. */
function overlap(a: ReadonlySet<string>, b: ReadonlySet<string>): number {
  const [small, large] = a.size <= b.size ? [a, b] : [b, a];
  if (large.size === 0) return 1;
  if (small.size === 0) return 0;
  let common = 0;
  for (const word of small) if (large.has(word)) common++;
  return (0.7 * common) / small.size + (0.3 * common) / large.size;
}
