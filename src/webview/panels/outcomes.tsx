/** What a feature costs a user, and what a finished task costs with checks and people. */
import { estimate, money, moneyRange, percent } from '../../core/report/words.ts';
import { type Head, MONTH, Panel, RANGE, Table, Term } from '../panel.tsx';
import { economy } from '../state.ts';

const OUTCOME: Head = [
  'An outcome',
  'The model, the checks around its answers and the people behind escalated tasks, for each task that ended well, in US dollars.',
  true,
];

export function Outcomes() {
  const { value } = economy;
  if (!value || value.features.length < 2) return null;
  const outcomes = value.features.some(({ outcome }) => outcome !== null);
  return (
    <Panel id="features" title="Features" help="Every feature with its calls, its month, and what it costs a user.">
      <Table
        heads={[
          ['Feature', 'As the configuration names them; calls of no feature stand together.'],
          ['Owner', 'Who answers for it, as the configuration says.'],
          ['Calls', 'Calls in the code that belong to it.', true],
          ['A month', MONTH[1], true],
          RANGE,
          ['A user', 'US dollars a month: the month of the feature over its own users, else over the users of the product.', true],
          ['Adoption', "Share of the product's users that use the feature.", true],
          ...(outcomes ? [OUTCOME] : []),
        ]}
        rows={value.features.map(({ name, declared, calls, perMonth, perUser, adoption, outcome, people, checks }) => [
          name === '' ? 'no feature' : name,
          declared?.owner,
          calls,
          estimate(perMonth),
          moneyRange(perMonth),
          perUser ? estimate(perUser) : '',
          adoption === null ? '' : percent(adoption),
          ...(outcomes
            ? [
                outcome && (
                  <Term
                    key="outcome"
                    says={`${moneyRange(outcome.cost)}. ${money(people)} of people and ${money(checks)} of checks a month are in it${outcome.value === null ? '' : `; it is worth ${money(outcome.value)}`}.`}
                  >
                    {estimate(outcome.cost)} a {outcome.name}
                  </Term>
                ),
              ]
            : []),
        ])}
      />
      {value.people + value.checks > 0 && (
        <p class="facts">
          {value.people > 0 && `People behind escalated tasks cost ${money(value.people)} a month. `}
          {value.checks > 0 && `Checks around the answers cost ${money(value.checks)} a month. `}
          Neither is in the month of the calls.
        </p>
      )}
      {value.whole && (
        <p class="facts">
          If tokens are {percent(value.whole.tokenShare)} of the product's cost, all of it costs {money(value.whole.perMonth.expected)} a
          month.
        </p>
      )}
    </Panel>
  );
}
