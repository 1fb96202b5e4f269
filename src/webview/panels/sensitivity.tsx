/** The five assumptions that move the month most: each between its low and its high end, with all else as expected. */
import { placeOf } from '../../core/report/formats/cost-table.ts';
import { money, moneyRange } from '../../core/report/words.ts';
import { CALL, clipped, Panel, Plot, Twin } from '../panel.tsx';
import { calls, economy } from '../state.ts';

const ROW = 28;
const RIGHT = 110;

/** What an input of a call is called in a sentence. */
export const CAUSES: Readonly<Record<string, string>> = {
  calls: 'calls a month',
  input: 'length of the prompt',
  output: 'length of the answer',
  steps: 'steps of a run',
};

export function Sensitivity() {
  const sensitive = economy.value?.sensitive ?? [];
  if (sensitive.length === 0) return null;
  const byId = new Map(calls.value.map((site) => [site.id, site]));
  const rows = sensitive.flatMap(({ site: id, cause, perMonth }) => {
    const site = byId.get(id);
    return site ? [{ place: placeOf(site, ''), cause: CAUSES[cause] ?? cause, perMonth }] : [];
  });
  const most = Math.max(...rows.map(({ perMonth }) => perMonth.high));
  return (
    <Panel
      id="sensitivity"
      title="What moves it most"
      help="One input of one call between its low (P10) and its high end (P90), while all others stay as expected. The first is worth measuring first."
    >
      <Plot class="tornado" height={rows.length * ROW} label="The inputs that move the month most; the table below has the numbers.">
        {(width) => {
          const left = Math.min(320, width * 0.4);
          const x = (usd: number) => left + (usd / most) * (width - left - RIGHT);
          const letters = Math.max(8, Math.floor(left / 6.6));
          return rows.map(({ place, cause, perMonth: { low, expected, high } }, at) => (
            <g key={`${place} ${cause}`}>
              <text x={0} y={at * ROW + 17}>
                {clipped(`${cause}, ${place}`, letters)}
              </text>
              <rect class="less" x={x(low)} y={at * ROW + 5} width={x(expected) - x(low)} height={ROW - 10} />
              <rect class="more" x={x(expected)} y={at * ROW + 5} width={x(high) - x(expected)} height={ROW - 10} />
              <line x1={x(expected)} x2={x(expected)} y1={at * ROW + 2} y2={at * ROW + ROW - 2} />
              <text x={x(high) + 6} y={at * ROW + 17}>
                {moneyRange({ low, expected, high })}
              </text>
            </g>
          ));
        }}
      </Plot>
      <Twin
        caption="The month of the call by one of its inputs"
        heads={[
          ['Input', 'What is moved, while all else stays as expected.'],
          CALL,
          ['Low', 'US dollars a month of the call when the input is low (P10).', true],
          ['Expected', 'US dollars a month of the call as expected.', true],
          ['High', 'US dollars a month of the call when the input is high (P90).', true],
        ]}
        rows={rows.map(({ place, cause, perMonth }) => [cause, place, money(perMonth.low), money(perMonth.expected), money(perMonth.high)])}
      />
    </Panel>
  );
}
