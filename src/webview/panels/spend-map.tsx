/** Where the money goes: a treemap of features, models or files; a rectangle is a call. */
import { placeOf } from '../../core/report/formats/cost-table.ts';
import type { Site } from '../../core/report/report.ts';
import { counted, estimate, money, percent } from '../../core/report/words.ts';
import { Choice, clipped, MONTH, Panel, Plot, Twin } from '../panel.tsx';
import { calls, data, economy, groupBy, groupOf, moneyOf, open, select, selected } from '../state.ts';
import { type Rectangle, squarified } from '../treemap.ts';

const HEIGHT = 300;
/** A header that is narrower or lower than this would overlap its neighbours. */
const LEAST_HEADER = 60;
const MOST_RECTANGLES = 150;

interface Box {
  readonly name: string;
  /** Absent for what stands for several calls. */
  readonly site?: Site;
  /** USD a month. */
  readonly value: number;
}

interface Placed {
  readonly box: Box;
  readonly at: Rectangle;
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
            {layout(width).map(({ group, boxes }) => (
              <g key={group.box.name}>
                <Group placed={group} />
                {boxes.map((placed) => (
                  <Call key={placed.box.site?.id ?? 'more'} placed={placed} avoidable={avoidable} />
                ))}
              </g>
            ))}
          </>
        )}
      </Plot>
      <Twin
        caption={`Spend by ${groupBy.value}`}
        heads={[
          [groupBy.value, 'What the calls are grouped by.'],
          ['calls', 'Calls in the code.', true],
          MONTH,
          ['share', 'Of the month of all calls.', true],
        ]}
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

/** Room above the calls of a group for its name, and between neighbours. */
const HEADER = 16;
const GAP = 1;

/** Groups in the room, and in each of them its calls. */
function layout(width: number): readonly { readonly group: Placed; readonly boxes: readonly Placed[] }[] {
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
  const all = [...groups].map(([name, { boxes, more, rest }]) => {
    const inside = (more === 0 ? boxes : [...boxes, { name: counted(more, 'more call'), value: rest }]).sort(byValue);
    return { name, value: inside.reduce((sum, { value }) => sum + value, 0), inside };
  });
  return placedIn(all.sort(byValue), { x: 0, y: 0, width, height: HEIGHT }).map(({ box, at }) => ({
    group: { box, at },
    boxes: placedIn(box.inside, hasHeader(at) ? { ...at, y: at.y + HEADER, height: at.height - HEADER } : at),
  }));
}

/** In a low or narrow group a name would overlap its neighbours. */
const hasHeader = ({ width, height }: Rectangle): boolean => width >= LEAST_HEADER && height >= 2 * HEADER;

const byValue = (a: Box, b: Box): number => b.value - a.value;

function placedIn<B extends Box>(boxes: readonly B[], room: Rectangle): readonly { readonly box: B; readonly at: Rectangle }[] {
  const places = squarified(
    boxes.map(({ value }) => value),
    room,
  );
  return boxes.map((box, at) => ({ box, at: inset(places[at] as Rectangle) }));
}

/** On whole pixels, apart from its neighbours. */
function inset({ x, y, width, height }: Rectangle): Rectangle {
  const [left, top] = [Math.round(x), Math.round(y)];
  return {
    x: left,
    y: top,
    width: Math.max(0, Math.round(x + width) - left - GAP),
    height: Math.max(0, Math.round(y + height) - top - GAP),
  };
}

const monthOf = (site: Site): number => moneyOf.value.get(site.id)?.perMonth.expected ?? 0;

/** USD a month that open findings say could be saved, by call. */
function savings(): ReadonlyMap<string, number> {
  const saved = new Map<string, number>();
  for (const { site, impact, suppressed } of data.value?.report.findings ?? [])
    if (site && impact && !suppressed) saved.set(site, Math.max(saved.get(site) ?? 0, impact.perMonth.expected));
  return saved;
}

function Group({ placed: { box, at } }: { readonly placed: Placed }) {
  if (!hasHeader(at)) return null;
  return (
    <text class="group" x={at.x + 3} y={at.y + 12}>
      {shortened(`${box.name} ${money(box.value)}`, at.width)}
    </text>
  );
}

/** About seven units a character. */
const shortened = (text: string, width: number): string => {
  const most = Math.max(1, Math.floor((width - 8) / 7));
  return text.length <= most ? text : `${text.slice(0, most - 1)}…`;
};

function Call({ placed: { box, at }, avoidable }: { readonly placed: Placed; readonly avoidable: ReadonlyMap<string, number> }) {
  const { site, name, value } = box;
  if (!site)
    return (
      <g class="more">
        <title>{`${name}: ${money(value)} a month`}</title>
        <rect {...at} />
      </g>
    );
  const share = Math.min(1, (avoidable.get(site.id) ?? 0) / Math.max(1e-12, value));
  const level = share === 0 ? 'none' : share < 0.25 ? 'some' : 'much';
  const says = `${clipped(name)}: ${money(value)} a month${share > 0 ? `, about ${percent(share)} of it avoidable` : ''}`;
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
      <rect {...at} />
      {site.tokens && !site.tokens.exact && <rect class="estimated" {...at} fill="url(#hatch)" />}
      {at.width > LEAST_HEADER && at.height > 18 && (
        <text x={at.x + 4} y={at.y + 14}>
          {shortened(name.slice(name.lastIndexOf('/') + 1), at.width)}
        </text>
      )}
    </g>
  );
}
