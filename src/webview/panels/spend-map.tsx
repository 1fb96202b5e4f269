/** Where the money goes: a treemap of features, models or files; a rectangle is a call. */
import { type HierarchyRectangularNode, hierarchy, treemap } from 'd3-hierarchy';
import { placeOf } from '../../core/report/formats/cost-table.ts';
import type { Site } from '../../core/report/report.ts';
import { counted, estimate, money, percent } from '../../core/report/words.ts';
import { Choice, clipped, Panel, Plot, Twin } from '../panel.tsx';
import { calls, data, economy, groupBy, groupOf, moneyOf, open, select, selected } from '../state.ts';

const HEIGHT = 300;
/** A header that is narrower or lower than this would overlap its neighbours. */
const LEAST_HEADER = 60;
const MOST_RECTANGLES = 150;

interface Box {
  readonly name: string;
  readonly site?: Site;
  readonly value?: number;
  readonly children?: readonly Box[];
}

export function SpendMap() {
  const { value } = economy;
  if (!value || value.perMonth.expected <= 0) return null;
  const groups = { feature: value.features, model: value.models, file: value.files }[groupBy.value];
  const avoidable = savings();
  return (
    <Panel
      id="spend-map"
      title="Where it goes"
      help="The area of a rectangle is the month of one call; warm colour is what findings say could be saved; hatching marks estimates."
      aside={
        <Choice
          label="By"
          value={groupBy.value}
          options={[
            ['feature', 'feature'],
            ['model', 'model'],
            ['file', 'file'],
          ]}
          onChange={(next) => (groupBy.value = next)}
        />
      }
    >
      <Plot class="map" height={HEIGHT} label={`Spend by ${groupBy.value}; the table below has the numbers.`} active>
        {(width) => (
          <>
            <defs>
              <pattern id="hatch" width="6" height="6" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">
                <line x1="0" y1="0" x2="0" y2="6" class="hatch" />
              </pattern>
            </defs>
            {layout(width).map((node) =>
              node.depth === 1 ? (
                <Group key={node.data.name} node={node} />
              ) : (
                <Call key={node.data.site?.id ?? `more of ${node.parent?.data.name}`} node={node} avoidable={avoidable} />
              ),
            )}
          </>
        )}
      </Plot>
      <Twin
        caption={`Spend by ${groupBy.value}`}
        heads={[groupBy.value, 'calls', 'USD a month', 'share']}
        rows={groups.map(({ name, calls: count, perMonth }) => [
          name === '' ? 'no feature' : name,
          String(count),
          estimate(perMonth),
          percent(perMonth.expected / value.perMonth.expected),
        ])}
      />
    </Panel>
  );
}

function layout(width: number): readonly HierarchyRectangularNode<Box>[] {
  const groups = new Map<string, { readonly boxes: Box[]; more: number; rest: number }>();
  // A page of ten thousand calls shows the dearest as rectangles of their own: the rest would be thinner than a line.
  const dearest = [...calls.value].sort((a, b) => monthOf(b) - monthOf(a));
  for (const [at, site] of dearest.entries()) {
    const value = monthOf(site);
    if (value <= 0) break;
    const name = groupOf(site, groupBy.value);
    const group = groups.get(name) ?? { boxes: [], more: 0, rest: 0 };
    groups.set(name, group);
    if (at < MOST_RECTANGLES) group.boxes.push({ name: placeOf(site, ''), site, value });
    else {
      group.more++;
      group.rest += value;
    }
  }
  const children = [...groups].map(
    ([name, { boxes, more, rest }]): Box => ({
      name,
      children: more === 0 ? boxes : [...boxes, { name: counted(more, 'more call'), value: rest }],
    }),
  );
  const root = hierarchy<Box>({ name: '', children }, (box) => box.children as Box[] | undefined)
    .sum((box) => box.value ?? 0)
    .sort((a, b) => (b.value ?? 0) - (a.value ?? 0));
  return treemap<Box>().size([width, HEIGHT]).paddingTop(16).paddingInner(2).round(true)(root).descendants().slice(1);
}

const monthOf = (site: Site): number => moneyOf.value.get(site.id)?.perMonth.expected ?? 0;

/** USD a month that open findings say could be saved, by call. */
function savings(): ReadonlyMap<string, number> {
  const saved = new Map<string, number>();
  for (const { site, impact, suppressed } of data.value?.report.findings ?? [])
    if (site && impact && !suppressed) saved.set(site, Math.max(saved.get(site) ?? 0, impact.perMonth.expected));
  return saved;
}

function Group({ node }: { readonly node: HierarchyRectangularNode<Box> }) {
  const width = node.x1 - node.x0;
  if (width < LEAST_HEADER) return null;
  return (
    <text class="group" x={node.x0 + 3} y={node.y0 + 12}>
      {shortened(`${node.data.name} ${money(node.value ?? 0)}`, width)}
    </text>
  );
}

/** About seven units a character. */
const shortened = (text: string, width: number): string => {
  const most = Math.max(1, Math.floor((width - 8) / 7));
  return text.length <= most ? text : `${text.slice(0, most - 1)}…`;
};

function Call({ node, avoidable }: { readonly node: HierarchyRectangularNode<Box>; readonly avoidable: ReadonlyMap<string, number> }) {
  const { site } = node.data;
  const [width, height] = [node.x1 - node.x0, node.y1 - node.y0];
  if (!site)
    return (
      <g class="more">
        <title>{`${node.data.name}: ${money(node.value ?? 0)} a month`}</title>
        <rect x={node.x0} y={node.y0} width={width} height={height} />
      </g>
    );
  const share = Math.min(1, (avoidable.get(site.id) ?? 0) / Math.max(1e-12, node.value ?? 0));
  const level = share === 0 ? 'none' : share < 0.25 ? 'some' : 'much';
  const says = `${clipped(node.data.name)}: ${money(node.value ?? 0)} a month${share > 0 ? `, about ${percent(share)} of it avoidable` : ''}`;
  return (
    <g
      class={`call avoidable-${level}${selected.value === site.id ? ' selected' : ''}`}
      tabindex={0}
      role="button"
      aria-pressed={selected.value === site.id}
      onClick={() => select(site.id)}
      onDblClick={() => open(site)}
      onKeyDown={(event) => {
        if (event.key === 'Enter') open(site);
        else if (event.key === ' ') select(site.id);
        else return;
        // A space would scroll the page.
        event.preventDefault();
      }}
    >
      <title>{says}</title>
      <rect x={node.x0} y={node.y0} width={width} height={height} />
      {site.tokens && !site.tokens.exact && (
        <rect class="estimated" x={node.x0} y={node.y0} width={width} height={height} fill="url(#hatch)" />
      )}
      {width > LEAST_HEADER && height > 18 && (
        <text x={node.x0 + 4} y={node.y0 + 14}>
          {shortened(node.data.name.slice(node.data.name.lastIndexOf('/') + 1), width)}
        </text>
      )}
    </g>
  );
}
