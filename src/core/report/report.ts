/** The report contract, format 1: the one JSON shape that every format, editor and script reads. Fields are only ever added. */
import type { PartRole, SiteKind, Via } from '../analysis/analysis.ts';
import type { BudgetState, BudgetUnit } from '../economics/budget.ts';
import type { Origin } from '../economics/profile.ts';
import type { Terms } from '../economics/terms.ts';
import type { DeclaredUsage } from '../economics/usage.ts';
import type { Interval } from '../tokens/interval.ts';

export type { Origin, Terms };

export interface Report {
  readonly format: 1;
  readonly tool: { readonly name: 'costlint'; readonly version: string };
  readonly prices: { readonly asOf: string; readonly at: string; readonly sources: readonly string[]; readonly stale?: string };
  readonly assumptions: Readonly<Record<string, unknown>>;
  readonly files: {
    readonly seen: number;
    readonly analysed: number;
    readonly skipped: readonly { readonly path: string; readonly reason: string }[];
    readonly failed: readonly { readonly path: string; readonly reason: string }[];
  };
  /** What the configuration declares of the product: users, plan, outcomes. */
  readonly usage: DeclaredUsage;
  readonly sites: readonly Site[];
  readonly findings: readonly Finding[];
  readonly totals: Totals;
  /** Every limit of the configuration, in its order. */
  readonly budgets: readonly BudgetReport[];
}

/** One limit of a budget, and what is used of it by the application's own calls. */
export interface BudgetReport {
  /** `total`, `feature triage`, `src/prompts/**`, `src/agent.ts#run`. */
  readonly scope: string;
  /** USD a month of all that it covers; USD of one call; input tokens of one call or prompt. */
  readonly unit: BudgetUnit;
  readonly limit: number;
  /** The sum of a month; else of the call or prompt that takes the most. */
  readonly amount: Interval;
  /** The expected amount as a share of the limit. */
  readonly used: number;
  readonly state: BudgetState;
  readonly alert: number;
  readonly stop: number;
  /** Calls or prompts that it covers, and those among them that could not be counted. */
  readonly sites: number;
  readonly unknown: number;
  /** Where it is written; null for one of the command line. */
  readonly at: { readonly path: string; readonly line: number; readonly column: number } | null;
}

export interface Totals {
  readonly perMonth: Interval;
  readonly sites: number;
  readonly unpriced: number;
  readonly outside: { readonly test: number; readonly example: number; readonly notebook: number };
  /** Shares of the expected monthly cost; they add up to 1 (all 0 without any cost). */
  readonly evidence: { readonly measured: number; readonly resolved: number; readonly assumed: number };
}

/** 1-based line and column; columns count UTF-16 units. */
export interface LineColumn {
  readonly line: number;
  readonly column: number;
}

export interface LineRange {
  readonly start: LineColumn;
  readonly end: LineColumn;
}

export interface Site {
  /** Fingerprint without line numbers and prices. */
  readonly id: string;
  readonly kind: SiteKind;
  /** Relative to the root of the scan, POSIX. */
  readonly path: string;
  readonly range: LineRange;
  /** Notebooks: 1-based cell and line in it. */
  readonly cell?: { readonly number: number; readonly line: number };
  readonly symbol: string | null;
  readonly scope: 'app' | 'test' | 'example' | 'notebook';
  readonly paidBy: string | null;
  readonly textChars?: number;
  readonly sdk: string;
  readonly api: string;
  readonly evidence: string;
  readonly feature: string | null;
  readonly provider: string | null;
  readonly model: { readonly id: string; readonly via: Via } | null;
  readonly outputCap: {
    readonly state: 'set' | 'dynamic' | 'absent' | 'not-applicable';
    readonly tokens?: number;
    readonly parameter?: string;
    /** Where it is set, in the site's own file. */
    readonly range?: LineRange;
  };
  readonly loop: { readonly state: 'none' | 'bounded' | 'dynamic' | 'unbounded' | 'framework-default'; readonly steps?: number };
  readonly topK?: { readonly state: 'set' | 'dynamic' | 'default'; readonly k?: number };
  readonly parts: readonly Part[];
  readonly tokens: { readonly input: Interval; readonly output: Interval; readonly tokenizer: string; readonly exact: boolean } | null;
  readonly callsPerMonth: (Interval & { readonly from: Origin }) | null;
  /** Where the comment stands that declares of it, in its own file. */
  readonly declaredAt?: LineColumn;
  readonly cost: { readonly perCall: Interval; readonly perMonth: Interval } | null;
  /** How the cost came about, in words and numbers, for `explain` and hover. */
  readonly terms: Terms | null;
  readonly notes: readonly { readonly code: string; readonly message: string }[];
}

export interface Part {
  readonly role: PartRole;
  readonly range?: LineRange;
  readonly path?: string;
  /** The name of the hole, when the part is one. */
  readonly hole?: string;
  readonly tokens: Interval;
  readonly exact: boolean;
  readonly cacheable?: boolean;
  /** Where the number comes from, when it is not a count of text. */
  readonly from?: string;
  /** What of it is retrieved: documents of a query, tokens of one, and of all. */
  readonly retrieved?: { readonly k: number; readonly chunk: number; readonly tokens: Interval };
  /** What of it is a conversation so far: its turns, and tokens. */
  readonly history?: { readonly turns: number; readonly tokens: Interval };
}

export interface Finding {
  readonly rule: string;
  readonly severity: 'error' | 'warning' | 'info';
  readonly path: string;
  readonly range: LineRange;
  readonly message: string;
  readonly site: string | null;
  readonly fingerprint: string;
  readonly impact: { readonly perMonth: Interval } | null;
  readonly fixes: readonly Fix[];
  /** Further places that explain it. */
  readonly related?: readonly { readonly path: string; readonly range: LineRange; readonly message: string }[];
  /** `by`: what silences it; a comment when absent. */
  readonly suppressed: { readonly reason: string; readonly by?: 'baseline' } | null;
}

export interface Fix {
  readonly title: string;
  readonly safety: 'safe' | 'suggestion';
  readonly edits: readonly { readonly path: string; readonly range: LineRange; readonly newText: string }[];
}
