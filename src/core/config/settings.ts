/** The validated configuration: what users write (config contract, version 1), parsed into plain values. Every part is present. */
import type { Sdk } from '../catalog/sdk.ts';
import type { Interval } from '../tokens/interval.ts';
import type { Declared } from './declared.ts';

export interface Config {
  readonly ignore: readonly string[];
  /** Globs by scope; a file in none is `app`. */
  readonly scopes: Readonly<Record<'test' | 'example', readonly string[]>>;
  readonly rules: Readonly<Record<string, RuleSetting>>;
  readonly overrides: readonly { readonly files: readonly string[]; readonly rules: Readonly<Record<string, RuleSetting>> }[];
  readonly usage: Usage;
  readonly budgets: readonly Budget[];
  /** Model aliases: `env:NAME`, `azure:deployment` or a name in the code → a model id. */
  readonly models: Readonly<Record<string, string>>;
  readonly prices: readonly PriceOverride[];
  /** Provider → negotiated discount, 0 to 1. */
  readonly discounts: Readonly<Record<string, number>>;
  readonly sdks: readonly Sdk[];
  /** Validated by the what-if engine when used. */
  readonly scenarios: Readonly<Record<string, unknown>>;
  /** What of it numbers rest on, with the place of each value. */
  readonly declared: readonly Declared[];
}

/** The configuration of a folder below the root of a scan that has a file of its own: what is merged there. */
export interface FolderConfig {
  /** Relative to the root, POSIX. */
  readonly folder: string;
  readonly config: Config;
}

export type RuleLevel = 'off' | 'info' | 'warning' | 'error';
export interface RuleSetting {
  readonly level: RuleLevel | undefined;
  readonly options: Readonly<Record<string, unknown>>;
}

export interface Usage {
  /** Assumed for every call that nothing else declares; null: unknown. Calls a month. */
  readonly callsPerMonth: number | null;
  /** False while the number above is our default rather than the user's. */
  readonly declared: boolean;
  readonly activeUsers: number | undefined;
  readonly features: readonly Feature[];
  readonly heavyUsers: { readonly share: number; readonly ofUsage: number } | undefined;
  readonly planPrice: number | undefined;
  readonly tokenShare: number | undefined;
}

export interface Feature {
  readonly name: string;
  /** Globs; `path#symbol` narrows to a function. */
  readonly match: readonly string[];
  readonly callsPerMonth: Interval | undefined;
  readonly activeUsers: number | undefined;
  readonly callsPerUser: number | undefined;
  readonly owner: string | undefined;
  readonly department: string | undefined;
  readonly environment: string | undefined;
  readonly role: string | undefined;
  readonly outcome: Readonly<Record<string, unknown>> | undefined;
  /** Tokens of an answer. */
  readonly output: Interval | undefined;
  /** Tokens of what is only known at run time, by name. */
  readonly holes: Readonly<Record<string, Interval>>;
  /** Tokens of a retrieved chunk. */
  readonly chunk: number | undefined;
  readonly turns: number | undefined;
  readonly steps: number | undefined;
  /** Share of the cacheable prefix that is read from the cache, 0 to 1. */
  readonly cacheHit: number | undefined;
  readonly retries: { readonly billed: number; readonly unbilled: number } | undefined;
  readonly guards: Readonly<Record<string, number>> | undefined;
}

export interface Budget {
  readonly scope: string | undefined;
  readonly feature: string | undefined;
  readonly files: string | undefined;
  readonly symbol: string | undefined;
  readonly perMonth: number | undefined;
  readonly perCall: number | undefined;
  readonly tokens: number | undefined;
  /** Share of the limit from which it is reported. */
  readonly alert: number;
  /** Share of the limit from which it fails. */
  readonly stop: number;
  readonly maxIncrease: string | undefined;
  /** The folder that it is written for, relative to the root of the scan; '' for all of it. */
  readonly within: string;
  /** Where it is written: the file relative to the root, 1-based line and column. */
  readonly at: { readonly path: string; readonly line: number; readonly column: number };
}

/** USD per 1M tokens. */
export interface PriceOverride {
  readonly model: string;
  readonly provider: string | undefined;
  readonly input: number;
  readonly output: number | undefined;
  readonly cacheRead: number | undefined;
  readonly cacheWrite: number | undefined;
  readonly above: readonly { readonly tokens: number; readonly input: number; readonly output: number | undefined }[];
  readonly from: string | undefined;
}

/** What a `costlint-usage` comment declares for the next call. */
export interface UsageDirective {
  readonly calls: Interval | undefined;
  readonly feature: string | undefined;
  readonly output: Interval | undefined;
  readonly model: string | undefined;
  /** Any further `name=tokens`. */
  readonly holes: Readonly<Record<string, Interval>>;
}
