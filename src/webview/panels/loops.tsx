/** Runs of several steps: what each further step costs, when the history is sent again every time. */

import { stepInput } from '../../core/economics/series.ts';
import { placeOf } from '../../core/report/formats/cost-table.ts';
import type { Site } from '../../core/report/report.ts';
import { money, separated } from '../../core/report/words.ts';
import { Panel, Twin } from '../panel.tsx';
import { calls, moneyOf, open } from '../state.ts';

const MOST_RUNS = 6;
const MOST_STEPS = 40;
const WIDTH = 320;
const HEIGHT = 120;

export function Loops() {
  const runs = calls.value
    .filter(({ terms }) => terms && terms.steps.high > 1)
    .sort((a, b) => (moneyOf.value.get(b.id)?.perMonth.expected ?? 0) - (moneyOf.value.get(a.id)?.perMonth.expected ?? 0))
    .slice(0, MOST_RUNS);
  if (runs.length === 0) return null;
  return (
    <Panel
      id="loops"
      title="Agent loops"
      help="Each step sends again what came before it: the input, and with it the cost, grows with the square of the steps."
    >
      <div class="small-plots">
        {runs.map((site) => (
          <Loop key={site.id} site={site} />
        ))}
      </div>
    </Panel>
  );
}

/** USD of a run that ends after each step, without caching: what the terms say of one step, added up. */
function curveOf({ terms }: Site): readonly number[] {
  if (!terms) return [];
  const { price, input, output, growth, steps, multiplier, retryFactor } = terms;
  const costs: number[] = [];
  let total = 0;
  for (let step = 1; step <= Math.min(MOST_STEPS, steps.high); step++) {
    total +=
      (retryFactor * multiplier * (stepInput(step, input.expected, growth.expected) * price.input + output.expected * price.output)) / 1e6;
    costs.push(total);
  }
  return costs;
}

function Loop({ site }: { readonly site: Site }) {
  const curve = curveOf(site);
  const top = curve.at(-1) ?? 0;
  const { terms, loop } = site;
  if (!terms || top <= 0) return null;
  const expected = Math.min(curve.length, Math.max(1, Math.round(terms.steps.expected)));
  const x = (step: number) => (step / curve.length) * (WIDTH - 10) + 4;
  const y = (usd: number) => HEIGHT - 16 - (usd / top) * (HEIGHT - 36);
  const bound = loop.state === 'unbounded' ? 'no bound' : `at most ${separated(terms.steps.high)} steps`;
  return (
    <figure>
      <figcaption>
        <button type="button" class="link" onClick={() => open(site)}>
          {placeOf(site, '')}
        </button>{' '}
        {bound}, {separated(expected)} expected
      </figcaption>
      <svg
        viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
        role="img"
        aria-label={`${placeOf(site, '')}: ${money(curve[expected - 1] ?? 0)} after ${expected} steps, ${money(top)} after ${curve.length}.`}
      >
        <polyline class="curve" points={[`4,${HEIGHT - 16}`, ...curve.map((usd, at) => `${x(at + 1)},${y(usd)}`)].join(' ')} />
        <circle class="expected" cx={x(expected)} cy={y(curve[expected - 1] ?? 0)} r={4} />
        <text x={Math.min(WIDTH - 120, x(expected) + 6)} y={y(curve[expected - 1] ?? 0) - 6}>
          {money(curve[expected - 1] ?? 0)} expected
        </text>
        <text x={WIDTH - 6} y={12} text-anchor="end">
          {money(top)} after {curve.length}
        </text>
      </svg>
      <Twin
        caption={`Cost of a run of ${placeOf(site, '')} by its steps, without caching`}
        heads={['Steps', 'USD']}
        rows={curve.map((usd, at) => [String(at + 1), money(usd)])}
      />
    </figure>
  );
}
