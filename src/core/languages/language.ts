/** What a programming language is to the rest of Costlint: text in, facts out. */
import type { FileFacts } from '../facts/facts.ts';

/** The result of lowering a text, and what an open editor keeps so that the next key is cheap. */
export type LanguageId = 'ecmascript' | 'python';

export interface Lowered {
  readonly text: string;
  readonly facts: FileFacts;
  /** Frees what the parser holds outside the JavaScript heap. Safe to call twice. */
  release(): void;
}

export interface LowerOptions {
  /** Only the file's extension matters (`.tsx` needs another grammar than `.ts`). */
  readonly path: string;
  /** A lowering of an earlier text, made with `keep`: only the statements that differ are lowered again. The facts equal fresh ones. */
  readonly previous?: Lowered;
  /** Keep what a later call with `previous` needs; the caller then owns `release`. */
  readonly keep?: boolean;
  /** Milliseconds after which the parse is given up; the file then has no facts but a problem. Default 2,000 for a scan. */
  readonly deadline?: number;
}

export interface Language {
  readonly id: LanguageId;
  /** With the dot, lower case. */
  readonly extensions: readonly string[];
  readonly editorIds: readonly string[];
  /** Grammar assets by file name, for a path. */
  grammarFor(path: string): string;
  lower(text: string, options: LowerOptions): Lowered;
}

/** The facts of a text that was not read: none, and the reason. */
export const unreadFacts = (language: LanguageId, text: string, message: string): FileFacts => ({
  language,
  scopes: [{ kind: 'module', parent: -1, owner: -1, bindings: new Map() }],
  functions: [],
  classes: [],
  calls: [],
  loops: [],
  branches: [],
  stores: [],
  exports: new Map(),
  types: new Map(),
  reexports: [],
  texts: [],
  directives: [],
  problems: [{ start: 0, end: text.length, message }],
});
