/** What Costlint knows of one place in the code that costs money: the narrow waist between finding calls and judging them. */

import type { SlotName } from '../catalog/sdk.ts';
import type { LanguageId } from '../languages/language.ts';
import type { Json } from '../languages/write.ts';
import type { Piece, Place, Unused } from '../resolve/known.ts';
import type { Range } from '../text/range.ts';

export type { Hole, HoleKind, Indented, Piece, Place, TextPiece, Unused } from '../resolve/known.ts';

export type SiteKind =
  | 'llm-call'
  | 'embedding-call'
  | 'model-constructor'
  | 'agent'
  | 'agent-loop'
  | 'retriever'
  | 'prompt'
  | 'wrapped-call';

export type Via = 'literal' | 'constant' | 'import' | 'env-default' | 'parameter-default' | 'config' | 'directive' | 'provider-default';

export type PartRole = 'system' | 'user' | 'assistant' | 'few-shot' | 'tools' | 'schema' | 'context' | 'history' | 'image' | 'overhead';

/** One message, the tools, the response schema or an image of a request, in the order in which it is sent. */
export interface PromptPart {
  readonly role: PartRole;
  readonly place: Place;
  readonly pieces: readonly Piece[];
  /** Of `tools` and `schema`: the JSON that is sent, as far as it is known. */
  readonly json?: unknown;
  /** Of `image`: size in pixels and detail, where the code says. */
  readonly image?: { readonly width?: number; readonly height?: number; readonly detail?: 'low' | 'high' | 'auto' };
  /** The sender's name field, which is counted too. */
  readonly name?: string;
  /** A cache marker stands on it. */
  readonly marked?: boolean;
  readonly unused?: Unused;
  /** The expression that makes the text, where `place` reaches further: to a constant that is put in. */
  readonly literal?: Place;
  /** How many times it is sent: a message of a list that repeats. Default 1. */
  readonly repeats?: number;
}

export interface Model {
  readonly id: string;
  readonly via: Via;
}

export type Cap =
  | { readonly state: 'set'; readonly tokens: number; readonly parameter: string; readonly place?: Place }
  | { readonly state: 'dynamic'; readonly parameter: string; readonly place?: Place }
  | { readonly state: 'absent'; readonly parameter: string | undefined }
  | { readonly state: 'not-applicable' };

/** `place`: what bounds a loop in the code, or what makes it go on. */
export type LoopBound =
  | { readonly state: 'none' }
  /** `always`: nothing in the loop leaves it, so every run takes all its steps. */
  | { readonly state: 'bounded'; readonly steps: number; readonly place?: Place; readonly always?: true }
  /** `maybeLess`: the code may end a run before, in a way that is not read. */
  | { readonly state: 'framework-default'; readonly steps: number; readonly maybeLess?: boolean }
  | { readonly state: 'dynamic'; readonly place?: Place }
  | { readonly state: 'unbounded'; readonly place?: Place };

/** `chunk`: tokens of what is found each time, where the SDK says. */
export type TopK =
  | { readonly state: 'set'; readonly k: number; readonly chunk?: number }
  | { readonly state: 'default'; readonly k: number; readonly chunk?: number }
  | { readonly state: 'dynamic' };

/** Code around a call that runs it again when it fails. */
export interface RetryLayer {
  /** With the first one; undefined when it has no bound or none that is known. */
  readonly attempts: number | undefined;
  /** It goes on until the call succeeds. */
  readonly unbounded: boolean;
  readonly place: Place;
}

export interface Note {
  readonly code: string;
  readonly message: string;
}

/** The slots of a site whose arguments can be set or removed. */
export const ANCHORED = [
  'model',
  'outputCap',
  'steps',
  'topK',
  'system',
  'tools',
  'cache',
  'retries',
  'samples',
  'effort',
  'thinkingBudget',
  'attribution',
] as const satisfies readonly SlotName[];
export type AnchoredSlot = (typeof ANCHORED)[number];

/** Where the argument of a slot stands, or where it can be put. Offsets of one file; of a notebook those of its program. */
export interface Anchor {
  /** The keyword or key, as the SDK spells it in this language. */
  readonly parameter: string;
  readonly path: string;
  readonly language: LanguageId;
  /** The expression that is given. */
  readonly value?: Range;
  /** The argument with its name and its comma: what is deleted to remove it. */
  readonly whole?: Range;
  /** Where the number or text comes from, when it stands elsewhere: a constant, a default. */
  readonly literal?: Place;
  /** The value is put between `before` and `after`. */
  readonly insert?: { readonly at: number; readonly before: string; readonly after: string };
  /** How the value is written with a cache marker behind it, where the SDK has one for this argument. */
  readonly cached?: Json;
  /** How strings are quoted around here. */
  readonly quote: '"' | "'";
}

/** Everything read from the code about one site; no price, no traffic, no line numbers. */
export interface CallSite {
  readonly kind: SiteKind;
  readonly place: Place;
  readonly symbol: string | undefined;
  readonly sdk: string;
  readonly api: string;
  /** Why it counts as a call of this SDK: its type is known, or its shape tells. */
  readonly evidence: 'type' | 'shape' | 'url' | 'file';
  /** The price book's provider, as far as the SDK says; the base URL goes before it. */
  readonly provider: string | undefined;
  readonly baseUrl: string | undefined;
  readonly model: Model | undefined;
  /** Further models that a branch or a fallback may choose. */
  readonly otherModels: readonly string[];
  readonly outputCap: Cap;
  readonly loop: LoopBound;
  readonly topK: TopK | undefined;
  /** Of a retriever: something ranks what it finds again before it is used. */
  readonly reranked: boolean;
  readonly parts: readonly PromptPart[];
  /** The request's messages or prompt could be followed to their end; otherwise parts may be missing. */
  readonly complete: boolean;
  readonly samples: number;
  readonly retries: number;
  readonly toolChoice: 'auto' | 'none' | 'forced';
  /** The only tool that a forced choice allows. */
  readonly forcedTool: string | undefined;
  readonly tier: string | undefined;
  readonly batch: boolean;
  readonly effort: string | undefined;
  readonly thinkingBudget: number | undefined;
  /** The hand-written loop (index of the file's facts; -1 of a recursion) around it that can call it again on its own output. */
  readonly inLoop: number | undefined;
  /** Each round of the loop around it, or of the loop it is, waits for a person. */
  readonly interactive: boolean;
  /** The history it sends grows by its own answers. */
  readonly grows: boolean;
  /** Steps whose messages it keeps in the history that it sends; undefined: all. */
  readonly keptSteps: number | undefined;
  /** Of a call over a collection of known length (embedding a list of 3 texts, a loop over 20 items): how often it runs. */
  readonly times: { readonly low: number; readonly expected: number; readonly high: number } | undefined;
  /** The loop over a collection around it: one request for each item. */
  readonly perItem: Place | undefined;
  /** What tries again when it fails, besides the SDK itself; innermost first. */
  readonly retriedBy: readonly RetryLayer[];
  /** Static characters, of a prompt. */
  readonly textChars: number | undefined;
  /** `place` of the site that carries the month; the first of `payers`. */
  readonly paidBy: Place | undefined;
  /** All sites that carry a part of its month: the callers of a function, the runs of a model or an agent. */
  readonly payers: readonly Place[];
  readonly anchors: Readonly<Partial<Record<AnchoredSlot, Anchor>>>;
  readonly notes: readonly Note[];
}

/** What a site says that sends no request of its own: a prompt, a loop. */
export const NO_REQUEST: Omit<CallSite, 'kind' | 'place' | 'symbol' | 'sdk' | 'api' | 'evidence' | 'parts' | 'textChars'> = {
  provider: undefined,
  baseUrl: undefined,
  model: undefined,
  otherModels: [],
  outputCap: { state: 'not-applicable' },
  loop: { state: 'none' },
  topK: undefined,
  reranked: false,
  complete: true,
  samples: 1,
  retries: 0,
  toolChoice: 'auto',
  forcedTool: undefined,
  tier: undefined,
  batch: false,
  effort: undefined,
  thinkingBudget: undefined,
  inLoop: undefined,
  interactive: false,
  grows: false,
  keptSteps: undefined,
  times: undefined,
  perItem: undefined,
  retriedBy: [],
  paidBy: undefined,
  payers: [],
  anchors: {},
  notes: [],
};
