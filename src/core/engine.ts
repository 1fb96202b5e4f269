/** The façade of the core: set texts, ask for a report. Loading is asynchronous once; every answer after it is synchronous. */

import type { CallSite } from './analysis/analysis.ts';
import { costUnder, type SiteCost } from './analysis/cost.ts';
import { declaredUsage } from './analysis/declared.ts';
import { createLiveShares, type LiveShares } from './analysis/live.ts';
import { mergeShares } from './analysis/merge.ts';
import { createProject } from './analysis/project.ts';
import { createScan, joinShares, type Share } from './analysis/scan.ts';
import { type Unchanged, unchangedSites } from './analysis/unchanged.ts';
import { catalog } from './catalog/index.ts';
import type { Sdk } from './catalog/sdk.ts';
import { packageTable } from './catalog/tables.ts';
import { configLookup } from './config/config.ts';
import type { Usage } from './config/directives.ts';
import { globMatcher } from './config/globs.ts';
import type { Config, FolderConfig, RuleLevel } from './config/settings.ts';
import { assumptions } from './economics/assumptions.ts';
import { type Profile, profileOf } from './economics/profile.ts';
import { usageOf } from './economics/usage.ts';
import { type ModelRow, modelRows } from './editor/models.ts';
import type { Host } from './host.ts';
import { loadLanguages } from './languages/index.ts';
import type { Language } from './languages/language.ts';
import { bookDate, bookSources, type PriceBook, staleness } from './prices/book.ts';
import { bookOf } from './prices/shipped.ts';
import type { Snapshot } from './prices/snapshot.ts';
import { budgetsOf, checkBudgets } from './report/budgets.ts';
import { buildReport } from './report/build.ts';
import type { DiffSide } from './report/diff/side.ts';
import { createPlacer } from './report/placer.ts';
import type { Report, Site } from './report/report.ts';
import { suppress } from './report/suppressions.ts';
import { rules } from './rules/index.ts';
import type { PricedSite } from './rules/rule.ts';
import { createRuleRunner, inOrder } from './rules/run.ts';
import { ruleSettings } from './rules/settings.ts';
import unusedSuppression from './rules/unused-suppression.ts';
import { differenceOf, type TextEdit } from './text/range.ts';
import { countRequest, type RequestCount } from './tokens/request.ts';
import { TokenizerTables } from './tokens/tables.ts';

export interface EngineOptions {
  readonly host: Host;
  /** Of the root: holds for the scan as a whole, and for files that no folder below speaks for. */
  readonly config: Config;
  /** Folders below the root with a configuration of their own. */
  readonly folders?: readonly FolderConfig[];
  readonly choices?: Choices | undefined;
  /** Downloaded prices, in place of those that ship with Costlint. */
  readonly prices?: Snapshot | undefined;
  readonly version: string;
  /** The day that is priced, YYYY-MM-DD in UTC. */
  readonly at: string;
  /** A monotonic clock in milliseconds: only parse deadlines read it. */
  readonly now: () => number;
  /** What engines of one process have in common; by default each loads its own. */
  readonly shared?: Shared;
  /** Configuration files below the root that hold here, the nearest first: places that a diff can point to. */
  readonly configFiles?: readonly string[];
}

export interface Shared {
  readonly languages: readonly Language[];
  readonly tables: TokenizerTables;
}

export const loadShared = async (asset: Host['asset'], now: () => number): Promise<Shared> => ({
  languages: await loadLanguages(asset, now),
  tables: new TokenizerTables(),
});

/** What a run does other than its configuration says. Plain data. */
export interface Choices {
  /** False: comments silence nothing. Those that declare traffic still hold. */
  readonly inlineSuppressions?: boolean | undefined;
  /** Severity of `unused-suppression`, whatever the configuration says. */
  readonly unusedSuppressions?: RuleLevel | undefined;
  /** USD a month for the whole application, in place of the limits that the configuration sets for it. */
  readonly budgetMonth?: number | undefined;
}

export interface Engine {
  readonly book: PriceBook;
  /**
   * Gives or replaces a file's text; the path is relative to the root, POSIX. `open`: the file is open in an editor, and the next
   * text will differ little. Set it without `open` or delete it when it is closed, else its tree stays in memory.
   */
  set(path: string, text: string, options?: { readonly open?: boolean }): void;
  delete(path: string): void;
  /** Reads these files (all that were set by default) as one share of a scan of `scanned`. Plain data, fit to be sent between threads. */
  share(paths?: readonly string[], scanned?: ReadonlySet<string>): Share;
  /** Reads one share of a scan of `scanned` after the other, and remembers what it has followed: a change of any text wants a new one. */
  sharesOf(scanned: ReadonlySet<string>): (paths: readonly string[]) => Share;
  /** Parses these files ahead of a share. */
  prepare(paths: readonly string[]): void;
  /** The report over shares of one scan; by default over all files that were set. */
  report(files: Report['files'], shares?: readonly Share[]): Promise<Report>;
  /** The same with what it was made of: one side of a diff. */
  side(files: Report['files'], shares?: readonly Share[]): Promise<DiffSide>;
  /** The shares of a folder whose texts change: an editor asks for `report(files, live.all())`. */
  readonly live: LiveShares;
  /** A site of the last report in every model that could take it; empty when there is no such site. */
  inModels(siteId: string): Promise<readonly ModelRow[]>;
  /** Tokens of a text as it is, in a model. */
  count(text: string, model: string | undefined, provider: string | undefined): Promise<RequestCount>;
}

/** A site with its cost, and what it was counted under. */
interface Counted {
  readonly site: CallSite;
  readonly scope: Site['scope'];
  readonly declared: Usage | undefined;
  readonly profile: Profile;
  readonly cost: SiteCost;
}

/** A report, and what its sites were made of, in the same order. */
interface Analysed {
  readonly report: Report;
  readonly priced: readonly Counted[];
}

/** Starts the parser and opens the price book. Tokenizer tables load when a text first needs them. */
export async function createEngine(options: EngineOptions): Promise<Engine> {
  const { host, config, at } = options;
  const sdks: readonly Sdk[] = [...config.sdks, ...catalog];
  const packages = packageTable(sdks);
  const { languages, tables } = options.shared ?? (await loadShared((name) => host.asset(name), options.now));
  const book = bookOf(config, options.prices);
  const set = new Set<string>();
  const project = createProject({
    host,
    languages,
    isPackage: (language, specifier) => packages.find(language, specifier, '*').length > 0,
  });
  const scopeOf = scopes(config);
  const choices = options.choices ?? {};
  const configOf = configLookup(config, options.folders ?? []);
  const levelOf = ruleSettings(configOf);
  const runRules = createRuleRunner({ rules, settings: levelOf, book, at, isExact: () => tables.missed.size === 0, sources: project });

  const reading = { project, catalog: sdks, aliases: config.models };
  const live = createLiveShares(reading);
  const counted = new WeakMap<CallSite, Counted>();

  function sharesOf(scanned: ReadonlySet<string>): (paths: readonly string[]) => Share {
    const read = createScan({ ...reading, scanned }).read;
    return (paths) => joinShares(paths.map(read));
  }

  const share = (paths: readonly string[] = [...set].sort(), scanned: ReadonlySet<string> = new Set(paths)): Share =>
    sharesOf(scanned)(paths);

  /** Kept as long as the site: in an editor most sites outlive most keys. What is counted without its table is not kept. */
  function countAt(site: CallSite, declared: Usage | undefined, was?: CallSite): Counted {
    const known = counted.get(site);
    if (known && known.declared === declared) return known;
    const before = was && counted.get(was);
    if (before && (before.declared === declared || JSON.stringify(before.declared?.usage) === JSON.stringify(declared?.usage))) {
      const moved = { ...before, site, declared };
      counted.set(site, moved);
      return moved;
    }
    const { path } = site.place;
    const profile = profileOf({ path, symbol: site.symbol }, configOf(path), declared?.usage);
    const now = { site, scope: scopeOf(path), declared, profile, cost: costUnder(site, profile, { book, tables, at }) };
    if (tables.missed.size === 0) counted.set(site, now);
    return now;
  }

  let last: Analysed | undefined;
  /** The sites of the last report, and the texts in which they stood. */
  let before: { readonly sites: readonly CallSite[]; readonly texts: ReadonlyMap<string, string> } = { sites: [], texts: new Map() };

  /** What the sites that are read anew have in common with those of the last report. */
  function sinceLast(read: readonly CallSite[], textOf: (path: string) => string): Unchanged {
    const texts = new Map<string, string>();
    const edits = new Map<string, TextEdit>();
    for (const path of new Set(read.map(({ place }) => place.path))) {
      const text = textOf(path);
      const old = before.texts.get(path);
      texts.set(path, text);
      if (old !== undefined && old !== text) edits.set(path, differenceOf(old, text));
    }
    const unchanged = unchangedSites(before.sites, read, edits);
    before = { sites: unchanged.sites, texts };
    return unchanged;
  }

  async function analyse(files: Report['files'], shares: readonly Share[] = [share()]): Promise<Analysed> {
    const directives = new Map(shares.flatMap((one) => one.directives.map(({ path, directives: own }) => [path, own] as const)));
    const textOf = (path: string) => project.notebook(path)?.program ?? project.text(path) ?? '';
    const { sites, was, move } = sinceLast(
      mergeShares(shares, (path) => scopeOf(path) === 'app'),
      textOf,
    );
    const declared = declaredUsage(sites, directives, textOf);
    const priced: Counted[] = [];
    const count = (site: CallSite) => countAt(site, declared(site), was.get(site));
    const movedFrom = ({ site, cost }: PricedSite) => {
      const old = was.get(site);
      const known = old && counted.get(old);
      return known?.cost === cost ? known : undefined;
    };
    for (const site of sites) {
      const known = count(site);
      priced.push(tables.missed.size > 0 ? await withTables(() => count(site)) : known);
    }
    const found = await withTables(() => runRules(priced, (site) => count(site).cost, { of: movedFrom, move }));
    const budgets = checkBudgets({
      budgets: budgetsOf(config, options.folders ?? [], choices.budgetMonth),
      sites: priced.filter(({ scope }) => scope === 'app'),
      levelOf: (rule, path) => levelOf(rule, path).level,
    });
    const all = [...found, ...budgets.findings];
    const { suppressed, more } = suppress(all, {
      directives: choices.inlineSuppressions === false ? new Map() : directives,
      textOf,
      prompts: new Set(sites.filter(({ evidence }) => evidence === 'file').map(({ place }) => place.path)),
      at,
      ruleIds: rules.map(({ id }) => id),
      levelOf: (rule, path) => (rule === unusedSuppression && choices.unusedSuppressions) || levelOf(rule, path).level,
    });
    const report = buildReport({
      version: options.version,
      project,
      sites: priced,
      findings: inOrder([...all, ...more]),
      budgets: budgets.uses,
      files: { ...files, failed: byPath([...files.failed, ...shares.flatMap((one) => one.problems)]) },
      prices: pricesOf(book, at),
      assumptions: assumptions(config.usage.callsPerMonth),
      usage: usageOf(config),
      suppressed,
      scopeOf,
    });
    last = { report, priced };
    return last;
  }

  async function side(files: Report['files'], shares?: readonly Share[]): Promise<DiffSide> {
    const { report, priced } = await analyse(files, shares);
    return {
      report,
      sites: priced.map(({ site, cost, profile, declared }, i) => ({
        site,
        cost,
        profile,
        declaredAt: declared && { path: site.place.path, start: declared.start, end: declared.end },
        entry: report.sites[i] as Site,
      })),
      pricing: { book, tables, at },
      place: createPlacer(project).place,
      text: (path) => project.notebook(path)?.program ?? project.text(path),
      configFiles: options.configFiles ?? [],
    };
  }

  /** Which tables are needed shows when counting: each is loaded once, and what asked for it is done again. */
  async function withTables<T>(count: () => T): Promise<T> {
    let result = count();
    while (tables.missed.size > 0) {
      for (const encoding of tables.missed) tables.add(encoding, await host.asset(encoding));
      result = count();
    }
    return result;
  }

  return {
    book,
    set(path, text, { open = false } = {}) {
      set.add(path);
      project.set(path, text, { keep: open });
    },
    delete(path) {
      set.delete(path);
      project.set(path, undefined);
    },
    live,
    inModels(siteId) {
      const priced = last?.priced[last.report.sites.findIndex(({ id }) => id === siteId)];
      if (!priced) return Promise.resolve([]);
      const { directive } = priced.profile;
      const profile = { ...priced.profile, directive: directive && { ...directive, model: undefined } };
      const costIn = (site: CallSite) => costUnder(site, profile, { book, tables, at });
      return withTables(() => modelRows(priced, book, at, costIn));
    },
    count: (text, model, provider) =>
      withTables(() =>
        countRequest({ parts: [{ role: 'user', pieces: [text] }], model, provider, toolChoice: 'auto', framing: 'none' }, tables),
      ),
    share,
    sharesOf,
    prepare: (paths) => paths.forEach((path) => void project.facts(path)),
    side,
    report: async (files, shares) => (await analyse(files, shares)).report,
  };
}

/** Whatever the order of the shares. */
const byPath = <T extends { readonly path: string }>(list: readonly T[]): readonly T[] =>
  [...list].sort((a, b) => (a.path < b.path ? -1 : a.path > b.path ? 1 : 0));

function pricesOf(book: PriceBook, at: string): Report['prices'] {
  const stale = staleness(book, at);
  return { asOf: bookDate(book), at, sources: bookSources(book), ...(stale === undefined ? {} : { stale }) };
}

/** Which scope a file belongs to: by file type, then by the configuration's globs. */
export function scopes(config: Config): (path: string) => Site['scope'] {
  const test = globMatcher(config.scopes.test);
  const example = globMatcher(config.scopes.example);
  const known = new Map<string, Site['scope']>();
  return (path) => {
    const scope = known.get(path) ?? (path.endsWith('.ipynb') ? 'notebook' : test(path) ? 'test' : example(path) ? 'example' : 'app');
    known.set(path, scope);
    return scope;
  };
}
