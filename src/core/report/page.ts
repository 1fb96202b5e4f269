/** What the report page is given: it has no disk, no price book and no clock of its own. */
import type { Declared } from '../config/declared.ts';
import type { Scenario } from '../economics/scenario.ts';
import type { ModelTerms } from '../economics/what-if.ts';
import type { Diff } from './diff.ts';
import type { Report } from './report.ts';

export interface PageData {
  readonly report: Report;
  /** Models that a what-if question may name. */
  readonly models: readonly ModelTerms[];
  /** Named questions of the configuration. */
  readonly scenarios: Readonly<Record<string, Scenario>>;
  /** What the configuration declares of amounts and prices, with the line of each. */
  readonly declared: readonly Declared[];
  /** Against a base, when one was asked for. */
  readonly diff: Diff | null;
  /** The question that the page begins with. */
  readonly scenario: Scenario;
  /** What the page calls the product: the name of the folder. */
  readonly title: string;
}

/** What the page asks of its host. In a file without an editor the host does what a browser can. */
export type PageRequest =
  | { readonly type: 'ready' }
  | { readonly type: 'open'; readonly path: string; readonly line: number; readonly column: number }
  | { readonly type: 'preview'; readonly fingerprint: string; readonly fix: number }
  /** Writes a key of the configuration, with a value to begin with where it has none, and opens its line. */
  | { readonly type: 'declare'; readonly path: readonly string[]; readonly value: unknown }
  | { readonly type: 'saveScenario'; readonly pairs: readonly (readonly [string, string])[] }
  | { readonly type: 'copy'; readonly text: string };

/** What a host tells the page. */
export type PageMessage =
  /** `folder`: its URI, which the page keeps so that its panel is known again after a reload of the window. */
  | { readonly type: 'data'; readonly data: PageData; readonly folder?: string }
  /** The numbers are of an older text than what stands in the editor. */
  | { readonly type: 'stale' }
  /** Focus one call. */
  | { readonly type: 'select'; readonly site: string };
