/** All calls in a table that only draws the rows in sight: search, sort, open, copy. */
import { useSignal } from '@preact/signals';
import { useLayoutEffect, useRef } from 'preact/hooks';
import { placeOf } from '../../core/report/formats/cost-table.ts';
import type { Site } from '../../core/report/report.ts';
import { counted, estimate, money, moneyRange, separated, shortAmount } from '../../core/report/words.ts';
import { CALL, CALL_USD, Choice, type Head, MONTH, Panel, Quoted, RANGE } from '../panel.tsx';
import { calls, groupOf, host, moneyOf, open, search, select, selected, sortBy, tableBy, wanted } from '../state.ts';

const ROW = 26;
const VIEW = 420;
/** Rows drawn beyond what is seen, so that a quick scroll shows no gap. */
const SPARE = 8;

interface Column {
  readonly id: string;
  readonly head: Head;
  readonly text: (site: Site) => string;
  readonly order: (site: Site) => string | number;
  readonly number?: boolean;
}

const COLUMNS: readonly Column[] = [
  {
    id: 'place',
    head: CALL,
    text: (site) => placeOf(site, ''),
    order: (site) => `${site.path}:${String(site.range.start.line).padStart(7, '0')}`,
  },
  {
    id: 'feature',
    head: ['Feature', 'As the configuration names it.'],
    text: ({ feature }) => feature ?? '',
    order: ({ feature }) => feature ?? '',
  },
  {
    id: 'model',
    head: ['Model', 'As the code names it.'],
    text: ({ model }) => model?.id ?? 'unknown',
    order: ({ model }) => model?.id ?? '',
  },
  {
    id: 'input',
    head: ['Input', 'Tokens of one request. ~ marks an estimate.'],
    text: ({ tokens }) => (tokens ? shortAmount(tokens.input) : ''),
    order: ({ tokens }) => tokens?.input.expected ?? -1,
    number: true,
  },
  {
    id: 'cap',
    head: ['Cap', 'Most tokens of an answer that the request allows.'],
    text: ({ outputCap }) =>
      outputCap.state === 'set' ? `≤${separated(outputCap.tokens ?? 0)}` : outputCap.state === 'absent' ? 'none' : '',
    order: ({ outputCap }) => outputCap.tokens ?? -1,
    number: true,
  },
  {
    id: 'perCall',
    head: CALL_USD,
    text: (site) => (perCallOf(site) ? estimate(perCallOf(site) as NonNullable<ReturnType<typeof perCallOf>>) : 'unpriced'),
    order: (site) => perCallOf(site)?.expected ?? -1,
    number: true,
  },
  {
    id: 'perMonth',
    head: MONTH,
    text: (site) => (monthOf(site) ? estimate(monthOf(site) as NonNullable<ReturnType<typeof monthOf>>) : ''),
    order: (site) => monthOf(site)?.expected ?? -1,
    number: true,
  },
  {
    id: 'range',
    head: RANGE,
    text: (site) => (monthOf(site) ? moneyRange(monthOf(site) as NonNullable<ReturnType<typeof monthOf>>) : ''),
    order: (site) => monthOf(site)?.high ?? -1,
    number: true,
  },
];

const monthOf = (site: Site) => moneyOf.value.get(site.id)?.perMonth;
const perCallOf = (site: Site) => moneyOf.value.get(site.id)?.perCall;

function rows(): readonly Site[] {
  const wanted = search.value.toLowerCase();
  const found =
    wanted === ''
      ? calls.value
      : calls.value.filter((site) => COLUMNS.some(({ text, number }) => !number && text(site).toLowerCase().includes(wanted)));
  const { order } = COLUMNS.find(({ id }) => id === sortBy.value.column) ?? (COLUMNS[0] as Column);
  const sign = sortBy.value.up ? 1 : -1;
  return [...found].sort((a, b) => {
    const [x, y] = [order(a), order(b)];
    return (x < y ? -sign : x > y ? sign : 0) || (a.id < b.id ? -1 : 1);
  });
}

/** The line above the calls of a group. */
interface Group {
  readonly name: string;
  readonly members: Site[];
}

/** Groups by what their calls cost together, each with its calls below it. */
function withGroups(sites: readonly Site[]): readonly (Site | Group)[] {
  const by = tableBy.value;
  if (by === 'none') return sites;
  const groups = new Map<string, Group>();
  for (const site of sites) {
    const name = groupOf(site, by);
    const group = groups.get(name) ?? { name, members: [] };
    groups.set(name, group);
    group.members.push(site);
  }
  return [...groups.values()].sort((a, b) => sumOf(b) - sumOf(a)).flatMap((group) => [group, ...group.members]);
}

const sumOf = ({ members }: Group): number => members.reduce((sum, site) => sum + (monthOf(site)?.expected ?? 0), 0);

export function Calls() {
  const top = useSignal(0);
  const found = rows();
  const all = withGroups(found);
  // A search that finds less leaves the scroll position behind the end.
  const first = Math.max(0, Math.min(Math.floor(top.value / ROW), all.length - Math.ceil(VIEW / ROW)) - SPARE);
  const shown = all.slice(first, first + Math.ceil(VIEW / ROW) + 2 * SPARE);
  const list = useRef<HTMLDivElement>(null);
  const id = wanted.value;
  useLayoutEffect(() => {
    const at = id === undefined ? -1 : all.findIndex((row) => 'id' in row && row.id === id);
    if (at < 0 || !list.current) {
      // What a search hides is not there to be shown.
      if (id !== undefined && search.value !== '') search.value = '';
      return;
    }
    const row = list.current.querySelector(`[aria-rowindex="${at + 2}"]`);
    if (!row) {
      // It is drawn once the list has been scrolled to it.
      list.current.scrollTop = at * ROW - VIEW / 2;
      top.value = list.current.scrollTop;
      return;
    }
    wanted.value = undefined;
    list.current.scrollIntoView({ block: 'center' });
    row.querySelector('button')?.focus();
  });
  return (
    <Panel
      id="calls"
      title="All calls"
      help="Every call that costs money by itself. A click on a title sorts, one on a call opens its code."
      aside={
        <span class="actions">
          <Choice
            label="Group"
            value={tableBy.value}
            options={[
              ['none', 'none'],
              ['feature', 'feature'],
              ['model', 'model'],
              ['file', 'file'],
            ]}
            onChange={(value) => (tableBy.value = value)}
          />
          <input
            type="search"
            placeholder="Search calls, features, models"
            aria-label="Search calls"
            value={search.value}
            onInput={(event) => (search.value = event.currentTarget.value)}
          />
          <button type="button" onClick={() => host.send({ type: 'copy', text: csv(found) })}>
            Copy as CSV
          </button>
        </span>
      }
    >
      <div
        ref={list}
        class="scroll"
        tabIndex={0}
        role="region"
        aria-label={counted(found.length, 'call')}
        onScroll={(event) => (top.value = event.currentTarget.scrollTop)}
      >
        <table aria-rowcount={all.length + 1}>
          <thead>
            <tr>
              {COLUMNS.map(({ id, head: [title, says], number }) => (
                <th
                  key={id}
                  scope="col"
                  class={number ? 'number' : undefined}
                  aria-sort={sortBy.value.column === id ? (sortBy.value.up ? 'ascending' : 'descending') : 'none'}
                >
                  <button
                    type="button"
                    title={says}
                    onClick={() => (sortBy.value = { column: id, up: sortBy.value.column === id ? !sortBy.value.up : false })}
                  >
                    {title}
                  </button>
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            <Gap rows={first} />
            {shown.map((row, at) =>
              'members' in row ? (
                <GroupRow key={`group ${row.name}`} group={row} index={first + at + 2} />
              ) : (
                <CallRow key={row.id} site={row} index={first + at + 2} />
              ),
            )}
            <Gap rows={all.length - first - shown.length} />
          </tbody>
        </table>
      </div>
    </Panel>
  );
}

function GroupRow({ group, index }: { readonly group: Group; readonly index: number }) {
  return (
    <tr class="group" aria-rowindex={index}>
      <th scope="rowgroup" colSpan={COLUMNS.length - 2}>
        <Quoted>{group.name}</Quoted> · {counted(group.members.length, 'call')}
      </th>
      <td class="number">{money(sumOf(group))}</td>
      <td />
    </tr>
  );
}

function CallRow({ site, index }: { readonly site: Site; readonly index: number }) {
  return (
    <tr aria-rowindex={index} class={selected.value === site.id ? 'selected' : undefined} onClick={() => select(site.id)}>
      {COLUMNS.map(({ id, text, number }) => (
        <td key={id} class={number ? 'number' : undefined}>
          {id === 'place' ? (
            <button
              type="button"
              class="link"
              onClick={(event) => {
                event.stopPropagation();
                open(site);
              }}
            >
              <Quoted>{text(site)}</Quoted>
            </button>
          ) : (
            <Quoted>{text(site)}</Quoted>
          )}
        </td>
      ))}
    </tr>
  );
}

/** The room of rows that are not drawn. SVG has a height without a style attribute, which the page's policy forbids. */
function Gap({ rows: count }: { readonly rows: number }) {
  if (count <= 0) return null;
  return (
    <tr class="gap">
      <td colSpan={COLUMNS.length}>
        <svg width={1} height={count * ROW} aria-hidden="true" />
      </td>
    </tr>
  );
}

/** A cell that a spreadsheet would take for a formula begins with an apostrophe. */
const cellOf = (text: string): string => `"${(/^[=+\-@\t\r]/.test(text) ? `'${text}` : text).replaceAll('"', '""')}"`;

function csv(all: readonly Site[]): string {
  const heads = [
    'path',
    'line',
    'feature',
    'sdk',
    'model',
    'input tokens',
    'usd per call',
    'usd per month low',
    'usd per month',
    'usd per month high',
  ];
  const lines = all.map((site) => {
    const month = monthOf(site);
    const numbers = [site.tokens?.input.expected, perCallOf(site)?.expected, month?.low, month?.expected, month?.high];
    return [
      ...[site.path, String(site.range.start.line), site.feature ?? '', site.sdk, site.model?.id ?? ''].map(cellOf),
      ...numbers.map((value) => (value === undefined ? '' : String(value))),
    ].join(',');
  });
  return `${[heads.join(','), ...lines].join('\n')}\n`;
}
