/** What the month costs when a price changes that is announced with a day, or when long prompts reach a dearer step. */
import type { PriceRisk as Risk } from '../../core/economics/price-risk.ts';
import { riskWords, sourceWords } from '../../core/report/economy-words.ts';
import { estimate, money, moneyRange, signedMoney } from '../../core/report/words.ts';
import { Panel, Table } from '../panel.tsx';
import { data, economy } from '../state.ts';

export function PriceRisk() {
  const { value } = economy;
  const prices = data.value?.report.prices;
  if (!value || !prices) return null;
  const risks = value.priceRisks;
  return (
    <Panel
      id="price-risk"
      title="Price risk"
      help="What the same calls cost at prices that are known already, but do not hold yet or only for long prompts. Nothing is foretold: a price without a date is taken to stay."
    >
      {risks.length === 0 ? (
        <p class="facts">
          No price of these models is announced to change after {prices.at}, and no prompt can reach a dearer step of its price. The prices
          are of {prices.asOf} ({prices.sources.join(', ')}).
        </p>
      ) : (
        <Table
          heads={[
            ['When', 'The day from which the other price holds, or the length of a request above which it has it.'],
            ['Model', 'Whose price it is.'],
            ['Input', 'US dollars for a million tokens of input, now and then.', true],
            ['Output', 'US dollars for a million tokens of output, now and then.', true],
            ['Calls', 'Calls in the code that pay it.', true],
            ['Now', 'US dollars a month of these calls.', true],
            ['Then', 'US dollars a month of these calls at the other price, and the range (P10 to P90).', true],
            ['Change', 'Then against now.', true],
            ['Source', 'The layer of the price book that says so, and the day of its data.'],
          ]}
          rows={risks.map((risk) => [
            riskWords(risk),
            risk.model,
            arrow(risk, 'input'),
            arrow(risk, 'output'),
            String(risk.calls),
            estimate(risk.now),
            `${estimate(risk.later)} (${moneyRange(risk.later)})`,
            <Change key="change" risk={risk} />,
            sourceWords(risk),
          ])}
        />
      )}
    </Panel>
  );
}

const arrow = ({ rates: { now, later } }: Risk, token: 'input' | 'output'): string =>
  now[token] === later[token] ? money(now[token]) : `${money(now[token])} → ${money(later[token])}`;

function Change({ risk: { now, later } }: { readonly risk: Risk }) {
  const usd = later.expected - now.expected;
  return (
    <span class={usd > 0 ? 'up' : 'down'}>
      {usd > 0 ? '▲' : '▼'} {signedMoney(usd)}
    </span>
  );
}
