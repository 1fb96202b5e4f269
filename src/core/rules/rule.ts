/** What a rule is: metadata, options, and a check on priced call sites. No rule names a language or an SDK. */
import type { CallSite, Place } from '../analysis/analysis.ts';
import type { SiteCost } from '../analysis/cost.ts';
import type { Interval } from '../tokens/interval.ts';

/** A call site with its cost. */
export interface PricedSite {
  readonly site: CallSite;
  readonly cost: SiteCost;
}

export type Severity = 'error' | 'warning' | 'info';

export interface RuleOption {
  readonly type: 'number' | 'boolean' | 'string';
  readonly default: number | boolean | string;
  readonly description: string;
}

export interface Rule {
  /** Names the pattern that is found, never the remedy. */
  readonly id: string;
  readonly summary: string;
  readonly why: string;
  readonly category: 'waste' | 'risk' | 'model-choice' | 'caching' | 'context';
  readonly severity: Severity | 'off';
  readonly options: Readonly<Record<string, RuleOption>>;
  /** Looks at one site; called for every site in source order. */
  check(priced: PricedSite, cx: RuleContext): void;
}

export interface RuleContext {
  option<T extends number | boolean | string>(name: string): T;
  /** The site that carries the month of this one, or itself. */
  payer(priced: PricedSite): PricedSite;
  report(found: Found): void;
}

export interface Found {
  readonly at: Place;
  readonly message: string;
  /** USD a month: what the pattern costs, or what mending it saves; undefined when it cannot be priced. */
  readonly impact?: Interval | undefined;
}

/** A finding before its lines are known. */
export interface RuleFinding extends Found {
  readonly rule: Rule;
  readonly severity: Severity;
  readonly site: CallSite;
}

/** Gives a rule file its type. */
export const defineRule = (rule: Rule): Rule => rule;
