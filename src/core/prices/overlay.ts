/** The shape of our dated corrections: prices that the base lacks or has wrong, modifiers, cache rules, retired models. */
import type { Pattern, Rates } from './snapshot.ts';

export interface Overlay {
  /** The day on which the entries and the base were last compared with the vendors. */
  readonly checked: string;
  readonly prices: readonly OverlayPrice[];
  readonly modifiers: readonly Modifier[];
  /** The last match holds; keys it leaves out come from the matches before. */
  readonly cache: readonly CacheRule[];
  readonly lifecycle: readonly LifecycleEntry[];
  /** Models that their vendors offer for classification, extraction and routing, newest first. */
  readonly small: readonly SmallModels[];
  /** Models that reason without being asked to: their answers are longer than what is seen of them. */
  readonly reasoning: readonly ReasoningModels[];
}

interface Sourced {
  readonly provider: string;
  /** `vendor`, `majority`, `single`, `secondary`: see the price notes in `src/README.md`. */
  readonly evidence: string;
  readonly source: string | readonly string[];
  readonly note?: string;
}

export interface SmallModels extends Sourced {
  readonly models: readonly string[];
}

export interface ReasoningModels extends Sourced {
  readonly match: readonly Pattern[];
}

export interface OverlayPrice extends Sourced {
  readonly match: readonly Pattern[];
  readonly from?: string;
  readonly rates?: Rates;
  /** In place of rates: the model of the base whose price holds. */
  readonly aliasOf?: string;
  /** What is wrong or missing in the base. */
  readonly corrects: string;
}

export interface Modifier extends Sourced {
  /** By default all models of the provider. */
  readonly match?: readonly Pattern[];
  readonly when: {
    readonly batch?: boolean;
    /** The request's service tier or speed. */
    readonly tier?: string;
    readonly region?: readonly string[];
    /** Hours of the week, in words: always taken at their mean, since the hour of a call is not in the code. */
    readonly hours?: string;
  };
  readonly factor: number;
  readonly range?: readonly [number, number];
  /** Tiers with which it cannot be combined. */
  readonly notWith?: readonly string[];
  readonly disputedBy?: string;
}

export interface CacheRule {
  readonly provider: string;
  readonly match: readonly Pattern[];
  /** Without a marker in the request. */
  readonly auto?: boolean;
  /** Tokens of the shortest prefix that is cached. */
  readonly minTokens?: number;
  /** Minutes that a written prefix lives, renewed by each read. */
  readonly ttl?: number;
  readonly note?: string;
}

export interface LifecycleEntry extends Sourced {
  readonly match: readonly Pattern[];
  readonly status: string;
  readonly date?: string;
  readonly replacement?: string;
  /** Providers that still serve it. */
  readonly except?: readonly string[];
}
