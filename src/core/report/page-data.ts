/** A report and its configuration → what the report page is given. */
import { allModelTerms } from '../analysis/model-terms.ts';
import type { Config, FolderConfig } from '../config/settings.ts';
import type { Scenario } from '../economics/scenario.ts';
import { readScenario } from '../economics/scenario-reading.ts';
import type { PriceBook } from '../prices/book.ts';
import type { Diff } from './diff.ts';
import type { PageData } from './page.ts';
import type { Report } from './report.ts';

export interface PageDataInput {
  readonly report: Report;
  readonly config: Config;
  /** Configurations of folders below the root. */
  readonly folders?: readonly FolderConfig[];
  /** The prices of the report. */
  readonly book: PriceBook;
  readonly scenario: Scenario;
  readonly diff: Diff | null;
  readonly title: string;
}

/**
 * Models are those of their makers, and all of the sellers that the report's calls use. Named scenarios that cannot be read are
 * left out: the command that asks for one by name says what is wrong with it.
 */
export function pageData({ report, config, folders = [], book, scenario, diff, title }: PageDataInput): PageData {
  const sellers = new Set(report.sites.flatMap(({ terms }) => (terms ? [terms.price.provider] : [])));
  const makers = new Set([...book.providers].flatMap(([id, { owns }]) => (owns ? [id] : [])));
  const models = allModelTerms(book, report.prices.at).filter(({ price }) => makers.has(price.provider) || sellers.has(price.provider));
  const isMaker = ({ price }: (typeof models)[number]) => (makers.has(price.provider) ? 0 : 1);
  return {
    report,
    models: [...models].sort((a, b) => isMaker(a) - isMaker(b)),
    scenarios: Object.fromEntries(
      Object.entries(config.scenarios).flatMap(([name, pairs]) => {
        if (typeof pairs !== 'object' || pairs === null) return [];
        const read = readScenario(Object.entries(pairs));
        return read.problems.length > 0 ? [] : [[name, read.scenario] as const];
      }),
    ),
    declared: declaredIn([config, ...folders.map((folder) => folder.config)]),
    diff,
    scenario,
    title,
  };
}

/** Folders inherit: what several say of one line counts once. */
function declaredIn(configs: readonly Config[]): PageData['declared'] {
  const all = configs.flatMap(({ declared }) => declared.map((one) => [`${one.by} ${one.at?.line} ${one.key}`, one] as const));
  return [...new Map(all).values()];
}
