/** Runs of several steps: what each further step costs, when the history is sent again every time. */

import { stepInput } from '../../core/economics/series.ts';
import { placeOf } from '../../core/report/formats/cost-table.ts';
import type { Site, Terms } from '../../core/report/report.ts';
import { money, separated } from '../../core/report/words.ts';
import { Panel, Plot, Quoted, Twin } from '../panel.tsx';
import { calls, moneyOf, open, termsNow } from '../state.ts';

const MOST_RUNS = 6;
const MOST_STEPS = 40;
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
      help="Each step sends again what came before it: the input, and with it the cost, grows with the square of the steps. Drawn without prompt caching, which lowers it."
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
function curveOf(terms: Terms | null): readonly number[] {
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
  const terms = termsNow(site);
  const curve = curveOf(terms);
  const top = curve.at(-1) ?? 0;
  const { loop } = site;
  if (!terms || top <= 0) return null;
  const expected = Math.min(curve.length, Math.max(1, Math.round(terms.steps.expected)));
  const y = (usd: number) => HEIGHT - 16 - (usd / top) * (HEIGHT - 36);
  const bound =
    loop.state === 'unbounded' && terms.steps.high === site.terms?.steps.high ? 'no bound' : `at most ${separated(terms.steps.high)} steps`;
  return (
    <figure>
      <figcaption>
        <button type="button" class="link" onClick={() => open(site)}>
          <Quoted>{placeOf(site, '')}</Quoted>
        </button>{' '}
        {bound}, {separated(expected)} expected
      </figcaption>
      <Plot
        class="loop"
        height={HEIGHT}
        label={`${placeOf(site, '')}: ${money(curve[expected - 1] ?? 0)} after ${expected} steps, ${money(top)} after ${curve.length}.`}
      >
        {(width) => {
          const x = (step: number) => (step / curve.length) * (width - 10) + 4;
          const usual = curve[expected - 1] ?? 0;
          return (
            <>
              <polyline class="curve" points={[`4,${HEIGHT - 16}`, ...curve.map((usd, at) => `${x(at + 1)},${y(usd)}`)].join(' ')} />
              <circle class="expected" cx={x(expected)} cy={y(usual)} r={4} />
              <text x={Math.min(width - 120, Math.max(4, x(expected) - 30))} y={y(usual) - 14}>
                {money(usual)} expected
              </text>
              <text x={width - 6} y={12} text-anchor="end">
                {money(top)} after {curve.length}
              </text>
            </>
          );
        }}
      </Plot>
      <Twin
        caption={`Cost of a run of ${placeOf(site, '')} by its steps, without caching`}
        heads={[
          ['Steps', 'Model calls of one run.'],
          ['USD', 'US dollars of the run when it ends after so many.', true],
        ]}
        rows={curve.map((usd, at) => [String(at + 1), money(usd)])}
      />
    </figure>
  );
}
