/** Large decisions: another model, own GPUs, a tuned model. What they cost once, and over three years. */
import type { Economy } from '../../core/economics/economy.ts';
import type { ModelSwap } from '../../core/economics/investment-options.ts';
import { CAUSE_WORDS, monthsWords } from '../../core/report/economy-words.ts';
import { counted, estimate, money, moneyRange, percent, separated } from '../../core/report/words.ts';
import type { Interval } from '../../core/tokens/interval.ts';
import { Panel, Table } from '../panel.tsx';
import { economy, scenario } from '../state.ts';

export function Decisions() {
  const { value } = economy;
  if (!value || value.sites.length === 0) return null;
  const { swap, hosting, dominant } = value;
  return (
    <Panel
      id="decisions"
      title="Large decisions"
      help="Estimates by assumptions of this tool, which stand at the end of the page: they say which of the ways is worth a closer look."
    >
      <Swap swap={swap} />
      {hosting ? (
        <>
          <Table
            heads={[
              ['Three years', '36 months of growing traffic and falling API prices.'],
              ['Low', 'US dollars, when traffic, lengths and steps are at their low end (P10).', true],
              ['Expected', 'US dollars.', true],
              ['High', 'US dollars, when they are at their high end (P90).', true],
              ['Pays from', 'Calls a month from which it is cheaper than the API as it is today.', true],
            ]}
            rows={[
              ['The API, as it is', ...amounts(hosting.threeYears.api), ''],
              ['Own GPUs', ...amounts(hosting.threeYears.own), callsText(hosting.crossover)],
              ['A tuned model at the API', ...amounts(hosting.threeYears.tuned), callsText(hosting.tuningPays)],
            ]}
          />
          <Ranges hosting={hosting} dominant={dominant} />
        </>
      ) : (
        <p class="facts">
          Own GPUs, a tuned model or the API over three years:{' '}
          <button type="button" onClick={() => (scenario.value = { ...scenario.value, host: 'self' })}>
            Compare
          </button>
        </p>
      )}
    </Panel>
  );
}

const amounts = ({ low, expected, high }: Interval): readonly string[] => [money(low), estimate({ low, expected, high }), money(high)];

const callsText = (calls: number | null): string => (calls === null ? 'never' : `${separated(Math.round(calls))} calls`);

function Swap({ swap: { cost, tokens, surfaces, paysAfter } }: { readonly swap: ModelSwap }) {
  return (
    <p class="facts">
      To change the model costs <strong>{estimate(cost)}</strong> once ({moneyRange(cost)}): {counted(surfaces, 'feature')} tested again,{' '}
      {money(tokens)} for the models and the rest for days of people, which make the range.{' '}
      {paysAfter
        ? `This question's saving earns it back after ${monthsWords(paysAfter.expected)} (${monthsWords(paysAfter.low)} to ${monthsWords(paysAfter.high)}).`
        : 'Choose a cheaper model above to see when it is earned back.'}
    </p>
  );
}

function Ranges({ hosting, dominant }: { readonly hosting: NonNullable<Economy['hosting']>; readonly dominant: Economy['dominant'] }) {
  return (
    <p class="facts">
      Own GPUs: {counted(hosting.gpus, 'GPU')} for {separated(Math.round(hosting.callsPerMonth))} calls a month, {money(hosting.perMonth)} a
      month with the people who run them; their range comes from the number of GPUs.
      {dominant && ` ${percent(dominant.share)} of the API's range comes from ${CAUSE_WORDS[dominant.cause] ?? dominant.cause}.`}
    </p>
  );
}
