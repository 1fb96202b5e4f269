/** What a user costs: the mean, how cost is spread, and who costs more than they pay. */
import { lognormalSigma } from '../../core/economics/heavy-users.ts';
import type { UserMoney } from '../../core/economics/user-money.ts';
import { tenth, verdictWords } from '../../core/report/economy-words.ts';
import { counted, estimate, money, moneyRange, percent, separated } from '../../core/report/words.ts';
import { Panel, Plot, Term, Twin } from '../panel.tsx';
import { economy, scenario } from '../state.ts';

const HEIGHT = 150;
const BASE = HEIGHT - 34;
const BARS = 60;

export function Users() {
  const { value } = economy;
  if (!value) return null;
  const { users } = value;
  if (!users) {
    return (
      <Panel id="users" title="Cost of a user">
        <p>
          Not known: <code>usage.activeUsers</code> in <code>costlint.config.json</code> says how many users there are.
        </p>
      </Panel>
    );
  }
  const { plan, heavyUsers, percentiles } = users;
  return (
    <Panel
      id="users"
      title="Cost of a user"
      help="The month over all active users, and how it is spread when some use far more than others (a lognormal distribution)."
    >
      <p class="facts">
        <Term says={`${money(value.perMonth.expected)} over ${separated(users.activeUsers)} active users a month.`}>
          <strong>{estimate(users.perUser)}</strong> a user and month
        </Term>{' '}
        ({moneyRange(users.perUser)}), {counted(users.activeUsers, 'active user')}. {percent(heavyUsers.share)} of the users make{' '}
        {percent(heavyUsers.ofUsage)} of the usage{heavyUsers.assumed ? ' (assumed)' : ''}; the top 1 % cause {percent(users.topPercent)} of
        the cost.
      </p>
      <Histogram users={users} />
      <label>
        <Term says="US dollars a month that a user pays.">Plan price</Term>{' '}
        <input
          type="number"
          min={0}
          step={1}
          value={plan?.price ?? ''}
          onInput={(event) => {
            const { planPrice: _was, ...rest } = scenario.value;
            const price = event.currentTarget.valueAsNumber;
            scenario.value = Number.isFinite(price) && price >= 0 ? { ...rest, planPrice: price } : rest;
          }}
        />
      </label>
      {plan && (
        <p class="facts">
          At {money(plan.price)} a month <strong>{tenth(plan.users)}</strong> of the users cost more than they pay, and hold{' '}
          {tenth(plan.cost)} of the cost. With a cap at that price a user costs ~{money(plan.cappedMean)}. The model is{' '}
          {verdictWords(users) ?? 'all of it'}.
        </p>
      )}
      <Twin
        caption="Cost of a user and month"
        heads={[
          ['Percentile', 'P95: 95 of 100 users cost less than this.'],
          ['USD', 'US dollars a month of one user. Estimates.', true],
        ]}
        rows={(['p50', 'p90', 'p95', 'p99'] as const).map((name) => [name.toUpperCase(), money(percentiles[name])])}
      />
    </Panel>
  );
}

/** Users by what they cost, on a logarithmic axis: there a lognormal distribution is a bell. */
function Histogram({ users }: { readonly users: UserMoney }) {
  const { percentiles, plan, heavyUsers } = users;
  const sigma = Math.max(0.05, lognormalSigma(heavyUsers));
  const mean = users.perUser.expected;
  if (mean <= 0) return null;
  const center = Math.log(mean) - (sigma * sigma) / 2;
  const [low, high] = [center - 3 * sigma, center + 3.4 * sigma];
  const bars = Array.from({ length: BARS }, (_, at) => {
    const z = (low + ((at + 0.5) / BARS) * (high - low) - center) / sigma;
    return Math.exp((-z * z) / 2);
  });
  const marks: readonly (readonly [string, number])[] = [
    ['P50', percentiles.p50],
    ['P95', percentiles.p95],
    ['P99', percentiles.p99],
  ];
  return (
    <Plot
      class="histogram"
      height={HEIGHT}
      label={`Users by monthly cost: P50 ${money(percentiles.p50)}, P95 ${money(percentiles.p95)}, P99 ${money(percentiles.p99)}.`}
    >
      {(width) => {
        const x = (usd: number) => ((Math.log(Math.max(usd, 1e-12)) - low) / (high - low)) * width;
        const right = width - 96;
        return (
          <>
            {bars.map((height, at) => {
              const usd = Math.exp(low + ((at + 0.5) / BARS) * (high - low));
              return (
                <rect
                  key={at}
                  class={plan && usd > plan.price ? 'under-water' : 'user'}
                  x={(at * width) / BARS}
                  y={BASE - height * (BASE - 14)}
                  width={Math.max(1, width / BARS - 1)}
                  height={height * (BASE - 14)}
                />
              );
            })}
            {marks.map(([name, usd], at) => (
              <g key={name}>
                <line x1={x(usd)} x2={x(usd)} y1={14} y2={BASE} class="mark" />
                <text x={Math.min(right, x(usd) + 3)} y={BASE + 13 + (at % 2) * 14}>
                  {name} {money(usd)}
                </text>
              </g>
            ))}
            {plan && plan.price > 0 && x(plan.price) < width && x(plan.price) > 0 && (
              <g class="plan">
                <line x1={x(plan.price)} x2={x(plan.price)} y1={0} y2={BASE} />
                <text x={Math.min(right, x(plan.price) + 4)} y={10}>
                  plan {money(plan.price)}
                </text>
              </g>
            )}
          </>
        );
      }}
    </Plot>
  );
}
