/** What people labelled in real code, what was recorded of real requests, and how both are read. */
import { readFileSync } from 'node:fs';

export const KINDS = ['llm-call', 'embedding-call', 'model-constructor', 'agent', 'agent-loop', 'retriever', 'prompt'] as const;
export type LabelKind = (typeof KINDS)[number];

/** One labelled place. Lines are 1-based; `path` is relative to the repository or package `repo`. */
export interface Label {
  readonly repo: string;
  readonly path: string;
  readonly lang: string;
  readonly line: number;
  readonly endLine?: number;
  readonly kind: LabelKind;
  readonly sdk: string;
  readonly api?: string | null;
  /** `wrapper`: a function of the project that ends in a call; not wanted unless asked for. */
  readonly via?: 'sdk' | 'wrapper';
  /** Neither a miss nor a false positive. */
  readonly ambiguous?: boolean;
  readonly ambiguousWhy?: string;
  /** Null where the code does not say it. */
  readonly model: string | null;
  readonly modelAlternatives?: readonly string[] | null;
  /** How the code says it: literal, import, env, param, default, variable, unknown, n/a. */
  readonly modelHow: string;
  readonly outputCap?: Stated;
  readonly outputCapDefault?: number;
  readonly loopBound?: Stated;
  readonly loopBoundDefault?: number;
  readonly topK?: Stated;
  readonly topKDefault?: number;
  readonly text_chars?: number;
  readonly note?: string;
}

/** A number that the code says, or a word for why there is none (`absent`, `dynamic`, `default`, `unbounded`, `n/a`, …). */
export type Stated = number | string | null;

export interface LabelledFile {
  readonly repo: string;
  readonly path: string;
  readonly lang: string;
  /** A negative file looks as if it had calls and has none. */
  readonly role: 'positive' | 'negative';
}

/** One request whose input tokens its provider reported. */
export interface Recorded {
  readonly repo: string;
  readonly path: string;
  readonly line: number;
  readonly provider: string;
  readonly model: string;
  readonly prompt_tokens: number;
  /** How much of the prompt the code shows: full, partial, tools, image, multi-turn. */
  readonly degree: string;
}

/** Where the file lies below the folder of sources: `owner__name/path`. */
export const placeOf = ({ repo, path }: { readonly repo: string; readonly path: string }): string =>
  `${repo.replaceAll('/', '__')}/${path}`;

export function readLines<Row>(file: string): Row[] {
  const rows = readFileSync(file, 'utf8').split('\n');
  return rows.filter((row) => row.trim() !== '').map((row) => JSON.parse(row) as Row);
}
