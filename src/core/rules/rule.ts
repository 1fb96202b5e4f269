/** What a rule is: metadata, options, a check on priced call sites, and the fixes it offers. No rule names a language or an SDK. */
import type { CallSite, Place } from '../analysis/analysis.ts';
import type { SiteCost } from '../analysis/cost.ts';
import type { PriceBook } from '../prices/book.ts';
import type { LineColumn } from '../text/lines.ts';
import type { Range } from '../text/range.ts';
import type { Interval } from '../tokens/interval.ts';
import type { Edits } from './edits.ts';

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

/** Safe ones keep what the code does; suggestions want a look. Only safe ones join `--fix`. */
export type Safety = 'safe' | 'suggestion';

export interface Rule {
  /** Names the pattern that is found, never the remedy. */
  readonly id: string;
  readonly summary: string;
  readonly why: string;
  readonly category: 'waste' | 'risk' | 'model-choice' | 'caching' | 'context' | 'governance';
  readonly severity: Severity | 'off';
  /** The best that a fix of it can be. */
  readonly fix: Safety | 'none';
  readonly options: Readonly<Record<string, RuleOption>>;
  /** Looks at one site; called for every site in source order. Rules without any check speak of comments and budgets: the report makes their findings. */
  check?(priced: PricedSite, cx: RuleContext): void;
  /** Looks at all sites of the run at once, for what only shows across calls. Overrides by file have taken sites out, but set no options here. */
  checkAll?(sites: readonly PricedSite[], cx: RuleContext): void;
}

export interface RuleContext {
  option<T extends number | boolean | string>(name: string): T;
  /** The site that carries the month of this one, or itself. */
  payer(priced: PricedSite): PricedSite;
  /**
   * USD a month that are saved when the site is like this: the cost as it is without the cost as it would be, summed over the sites
   * that carry its month. `expected` is the difference of two reports; the bounds are the differences of the bounds, in order.
   * Undefined when it cannot be priced.
   */
  saving(priced: PricedSite, change: Change): Interval | undefined;
  /** What a site would cost, with its tokens: also one that is not in the code. */
  costOf(site: CallSite): SiteCost;
  readonly book: PriceBook;
  /** The day that is priced, YYYY-MM-DD. */
  readonly at: string;
  readonly edit: Edits;
  report(found: Found): void;
}

/** How a site would be other than it is; of several that carry a month, each by itself. */
export type Change = Partial<CallSite> | ((site: CallSite) => Partial<CallSite>);

export interface Found {
  readonly at: Place;
  readonly message: string;
  /** USD a month: what the pattern costs, or what mending it saves; undefined when it cannot be priced. */
  readonly impact?: Interval | undefined;
  readonly fixes?: readonly RuleFix[] | undefined;
  /** Further places that explain it: a loop, a definition. */
  readonly related?: readonly { readonly at: Place; readonly message: string }[];
  /** The site it is about. By default the one that is checked; in `checkAll` the one at `at`, else the first of its file. */
  readonly of?: PricedSite;
}

/** One way to mend a finding. */
export interface RuleFix {
  /** What it does: `Cap the output at 1024 tokens`. The report puts the saving behind it. */
  readonly title: string;
  /** USD a month. */
  readonly saving?: Interval | undefined;
  readonly safety: Safety;
  readonly edits: readonly PlacedEdit[];
}

/** Replacement of a range of one file. Of a notebook the range is one of its program. */
export interface PlacedEdit {
  readonly path: string;
  readonly range: Range;
  readonly newText: string;
}

/** A finding before its lines are known. */
export interface RuleFinding extends Found {
  readonly rule: Rule;
  readonly severity: Severity;
  /** Undefined when it is about no site: about a comment, or the configuration. */
  readonly site: CallSite | undefined;
  /** Of what stands in no file of the project: 1-based line and column at `at.path`. */
  readonly where?: LineColumn;
  /** What tells it from others of its rule at the same place: which budget it is about. */
  readonly about?: string;
}

/** Gives a rule file its type. */
export const defineRule = (rule: Rule): Rule => rule;
