/** What changed against the base: from the month before, cause by cause, to the month now. */

import type { CauseName } from '../../core/report/diff.ts';
import { causeText } from '../../core/report/formats/causes.ts';
import { money, signedMoney } from '../../core/report/words.ts';
import { CALL, MONTH, Panel, Plot, Twin } from '../panel.tsx';
import { data } from '../state.ts';

const MOST = 8;
const ROW = 26;
const LABEL = 210;
const RIGHT = 90;

interface Step {
  readonly label: string;
  readonly from: number;
  readonly to: number;
  readonly kind: 'total' | 'up' | 'down';
}

export function Changes() {
  const diff = data.value?.diff;
  if (!diff?.totals) return null;
  const base = diff.totals.base.perMonth.expected;
  const head = diff.totals.head.perMonth.expected;
  const steps = stepsOf(base, head, causes());
  const [low, high] = [
    Math.min(...steps.map(({ from, to }) => Math.min(from, to))),
    Math.max(...steps.map(({ from, to }) => Math.max(from, to))),
  ];
  // Small changes of a large sum are seen only on a cut axis, and the axis says that it is cut.
  const cut = low > 0.5 * high ? low - 0.2 * (high - low || 1) : 0;
  return (
    <Panel id="changes" title={`What changed since ${diff.base}`} help="Each bar is one kind of cause; together they are the whole change.">
      <Plot
        class="waterfall"
        height={steps.length * ROW + 18}
        label={`From ${money(base)} to ${money(head)} a month; the table below has the steps.`}
      >
        {(width) => {
          const x = (value: number) => LABEL + ((Math.max(value, cut) - cut) / Math.max(1e-12, high - cut)) * (width - LABEL - RIGHT);
          return (
            <>
              {cut > 0 && (
                <text class="cut" x={LABEL} y={steps.length * ROW + 12}>
                  axis begins at {money(cut)}
                </text>
              )}
              {steps.map(({ label, from, to, kind }, at) => (
                <g key={`${at} ${label}`} class={kind}>
                  <text x={0} y={at * ROW + 17}>
                    {label}
                  </text>
                  <rect x={Math.min(x(from), x(to))} y={at * ROW + 4} width={Math.max(1.5, Math.abs(x(to) - x(from)))} height={ROW - 8} />
                  <text x={Math.max(x(from), x(to)) + 6} y={at * ROW + 17}>
                    {kind === 'total' ? money(to) : `${to > from ? '▲' : '▼'} ${signedMoney(to - from)}`}
                  </text>
                </g>
              ))}
            </>
          );
        }}
      </Plot>
      <Twin
        caption="Causes of the change"
        heads={[CALL, ['Cause', 'What has changed in the code, its configuration or the prices.'], MONTH]}
        rows={diff.changes.flatMap((change) =>
          change.causes.map((cause) => [
            `${change.path}:${change.range.start.line}`,
            causeText(cause),
            cause.perMonth === null ? 'unknown' : signedMoney(cause.perMonth),
          ]),
        )}
      />
    </Panel>
  );
}

function causes(): readonly (readonly [CauseName, number])[] {
  const sums = new Map<CauseName, number>();
  for (const { causes: own } of data.value?.diff?.changes ?? [])
    for (const { cause, perMonth } of own) if (perMonth !== null) sums.set(cause, (sums.get(cause) ?? 0) + perMonth);
  return [...sums].filter(([, usd]) => usd !== 0).sort(([, a], [, b]) => Math.abs(b) - Math.abs(a));
}

function stepsOf(base: number, head: number, all: readonly (readonly [CauseName, number])[]): readonly Step[] {
  const rest = all.slice(MOST).reduce((sum, [, usd]) => sum + usd, 0);
  const shown: (readonly [string, number])[] = [
    ...all.slice(0, MOST).map(([cause, usd]) => [cause.replaceAll('-', ' '), usd] as const),
    ...(rest === 0 ? [] : [['other', rest] as const]),
  ];
  let at = base;
  const middle = shown.map(([label, usd]): Step => {
    const from = at;
    at += usd;
    return { label, from, to: at, kind: usd > 0 ? 'up' : 'down' };
  });
  return [{ label: 'before', from: 0, to: base, kind: 'total' }, ...middle, { label: 'now', from: 0, to: head, kind: 'total' }];
}
