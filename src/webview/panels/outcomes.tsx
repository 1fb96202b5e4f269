/** What a feature costs a user, and what a finished task costs with checks and people. */
import { estimate, money, moneyRange, percent } from '../../core/report/words.ts';
import { Panel, Quoted, Term } from '../panel.tsx';
import { economy } from '../state.ts';

export function Outcomes() {
  const { value } = economy;
  if (!value || value.features.length < 2) return null;
  const outcomes = value.features.some(({ outcome }) => outcome !== null);
  return (
    <Panel id="features" title="Features" help="Every feature with its calls, its month, and what it costs a user.">
      <table>
        <thead>
          <tr>
            <th scope="col">Feature</th>
            <th scope="col">Owner</th>
            <th scope="col" class="number">
              Calls
            </th>
            <th scope="col" class="number">
              A month
            </th>
            <th scope="col" class="number">
              Range
            </th>
            <th scope="col" class="number">
              <Term says="The month of the feature over its own users, else over the users of the product.">A user</Term>
            </th>
            <th scope="col" class="number">
              <Term says="Share of the product's users that use the feature.">Adoption</Term>
            </th>
            {outcomes && (
              <th scope="col" class="number">
                <Term says="The model, the checks around its answers and the people behind escalated tasks, for each task that ended well.">
                  An outcome
                </Term>
              </th>
            )}
          </tr>
        </thead>
        <tbody>
          {value.features.map(({ name, declared, calls, perMonth, perUser, adoption, outcome, people, checks }) => (
            <tr key={name}>
              <th scope="row">{name === '' ? 'no feature' : <Quoted>{name}</Quoted>}</th>
              <td>{declared?.owner && <Quoted>{declared.owner}</Quoted>}</td>
              <td class="number">{calls}</td>
              <td class="number">{estimate(perMonth)}</td>
              <td class="number">{moneyRange(perMonth)}</td>
              <td class="number">{perUser ? estimate(perUser) : ''}</td>
              <td class="number">{adoption === null ? '' : percent(adoption)}</td>
              {outcomes && (
                <td class="number">
                  {outcome && (
                    <Term
                      says={`${money(people)} of people and ${money(checks)} of checks a month are in it${outcome.value === null ? '' : `; it is worth ${money(outcome.value)}`}.`}
                    >
                      {estimate(outcome.cost)} a {outcome.name}
                    </Term>
                  )}
                </td>
              )}
            </tr>
          ))}
        </tbody>
      </table>
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
