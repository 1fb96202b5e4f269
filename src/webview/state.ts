/** What the page shows: the data, the question that is asked of them, and what the reader has selected. */
import { batch, computed, effect, signal } from '@preact/signals';
import { isPaying } from '../core/analysis/paying.ts';
import { type Economy, economyOf } from '../core/economics/economy.ts';
import type { Scenario } from '../core/economics/scenario.ts';
import { underScenario } from '../core/economics/what-if.ts';
import type { PageData, PageMessage } from '../core/report/page.ts';
import type { Site, Terms } from '../core/report/report.ts';
import { pageHost } from './host.ts';
import { modelLookup } from './models.ts';

export const host = pageHost();

export const data = signal<PageData | undefined>(undefined);
export const stale = signal(false);
/** The call that somebody outside of the page asked for: it is brought into sight. */
export const wanted = signal<string | undefined>(undefined);
/** What is below the first screen waits until that one has been painted. */
export const isWhole = signal(false);
export const scenario = signal<Scenario>({});
/** The call that all panels point at. */
export const selected = signal<string | undefined>(undefined);
export type Grouping = 'feature' | 'model' | 'file';
export const groupBy = signal<Grouping>('feature');
/** How the table of all calls is grouped. */
export const tableBy = signal<Grouping | 'none'>('none');
export const unit = signal<'money' | 'tokens' | 'share'>('money');
export const search = signal('');
export const sortBy = signal<{ readonly column: string; readonly up: boolean }>({ column: 'perMonth', up: false });

/** Calls of the application that pay for their requests themselves. */
export const calls = computed<readonly Site[]>(
  () => data.value?.report.sites.filter((site) => site.scope === 'app' && isPaying(site)) ?? [],
);

const lookup = computed(() => modelLookup(data.value?.models ?? []));

export const economy = computed<Economy | undefined>(() => {
  const { value } = data;
  return (
    value && economyOf({ sites: calls.value, usage: value.report.usage, scenario: scenario.value, context: { modelOf: lookup.value } })
  );
});

export const moneyOf = computed(() => new Map(economy.value?.sites.map((site) => [site.id, site]) ?? []));

/** The name of the group that a call belongs to. */
export const groupOf = (site: Site, by: Grouping): string =>
  by === 'feature' ? (site.feature ?? 'no feature') : by === 'model' ? (site.model?.id ?? 'unknown') : site.path;

/** The terms of a call under the question that is asked. */
export const termsNow = (site: Site): Terms | null =>
  underScenario(site, scenario.value, { modelOf: lookup.value, activeUsers: data.value?.report.usage.activeUsers ?? null }).terms;

/** A call whose requests another one pays for stands in no list of its own. */
function payerOf(id: string): string {
  const site = data.value?.report.sites.find((one) => one.id === id);
  return site?.paidBy ?? id;
}

export const select = (site: string | undefined): void => {
  selected.value = selected.value === site ? undefined : site;
};

export const open = ({ path, range }: Pick<Site, 'path' | 'range'>): void =>
  host.send({ type: 'open', path, line: range.start.line, column: range.start.column });

interface Kept {
  readonly scenario?: Scenario;
  readonly groupBy?: Grouping;
  readonly tableBy?: Grouping | 'none';
  readonly unit?: 'money' | 'tokens' | 'share';
  readonly search?: string;
  /** Pixels from the top. */
  readonly scroll?: number;
  /** The URI of the folder that the page is about. */
  readonly folder?: string;
}

/** A frame ends with its painting; a task that is posted in it comes next. */
const afterPaint = (run: () => void): void => void requestAnimationFrame(() => setTimeout(run));

/** Begins to listen to the host; the reader's own choices win over what the data begin with. */
export function start(): void {
  const kept = (host.load() ?? {}) as Kept;
  let { folder } = kept;
  let first = true;
  // Who asks for a call wants to see that, not what was seen before.
  let isPointed = false;
  host.listen((message: PageMessage) => {
    if (message.type === 'stale') stale.value = true;
    else if (message.type === 'select') {
      isPointed = true;
      selected.value = wanted.value = payerOf(message.site);
    } else if (message.type === 'data')
      batch(() => {
        folder = message.folder;
        data.value = message.data;
        stale.value = false;
        if (!first) return;
        first = false;
        scenario.value = kept.scenario ?? message.data.scenario;
        groupBy.value = kept.groupBy ?? 'feature';
        tableBy.value = kept.tableBy ?? 'none';
        unit.value = kept.unit ?? 'money';
        search.value = kept.search ?? '';
        afterPaint(() => {
          isWhole.value = true;
          // The page is as long as it was once all of it has been drawn.
          if (kept.scroll) afterPaint(() => isPointed || scrollTo(0, kept.scroll ?? 0));
        });
      });
  });
  const keep = () => {
    if (!data.value) return;
    host.save({
      scenario: scenario.value,
      groupBy: groupBy.value,
      tableBy: tableBy.value,
      unit: unit.value,
      search: search.value,
      scroll: scrollY,
      ...(folder !== undefined && { folder }),
    } satisfies Kept);
  };
  effect(keep);
  addEventListener('scrollend', keep);
}
