/** One number before anything else: the month, its range, the change, the budget, and what it rests on. */
import { scenarioPairs } from '../../core/economics/scenario.ts';
import { verdictWords } from '../../core/report/economy-words.ts';
import { counted, money, moneyRange, percent, signedMoney } from '../../core/report/words.ts';
import { clipped, Term } from '../panel.tsx';
import { calls, data, economy, scenario } from '../state.ts';
import { Budgets } from './budgets.tsx';

export function Headline() {
  const page = data.value;
  const { value } = economy;
  if (!page || !value) return null;
  const { report, diff, title } = page;
  const asked = scenarioPairs(scenario.value).length > 0;
  const verdict = value.users && verdictWords(value.users);
  const delta = value.perMonth.expected - value.before.expected;
  return (
    <header class="headline">
      <div>
        <p class="title">{clipped(title, 80)}</p>
        <h1>
          {value.sites.length === 0 ? (
            <Term says="No call has both a price and known traffic: the calls below say what is missing.">Cost not known</Term>
          ) : (
            <Term says="What the calls in this code are expected to cost in a month, in US dollars at list prices.">
              {money(value.perMonth.expected)} a month
            </Term>
          )}
        </h1>
        {value.sites.length > 0 && (
          <p aria-live="polite">
            <Term says="In eight of ten months like this one the bill would lie between these amounts (P10 to P90).">
              {moneyRange(value.perMonth)}
            </Term>
            {asked && <strong class={delta > 0 ? 'up' : 'down'}> {signedMoney(delta)} in this scenario</strong>}
            {!asked && diff && <Change expected={diff.delta.perMonth.expected} base={diff.base} />}
          </p>
        )}
        {verdict && (
          <p class="quality">
            <Term says="The cost of a user over what a user pays, with its range. Below 5 % the model decides nothing: other costs are worth more thought.">
              Does it matter?
            </Term>{' '}
            The model is {verdict}.
          </p>
        )}
        <p class="quality">
          <Quality />
          {report.prices.stale && <span class="warn"> {report.prices.stale}</span>}
        </p>
      </div>
      <Budgets />
    </header>
  );
}

function Change({ expected, base }: { readonly expected: number; readonly base: string }) {
  if (expected === 0) return <span> no change against {base}</span>;
  return (
    <strong class={expected > 0 ? 'up' : 'down'}>
      {' '}
      {expected > 0 ? '▲' : '▼'} {signedMoney(expected)} against {base}
    </strong>
  );
}

/** Exact, estimated and unknown calls, and the share of the money that nobody has declared. */
function Quality() {
  const exact = calls.value.filter(({ tokens, cost }) => cost && tokens?.exact).length;
  const unknown = economy.value?.uncounted ?? 0;
  const estimated = calls.value.length - exact - unknown;
  const assumed = data.value?.report.totals.evidence.assumed ?? 0;
  return (
    <>
      <Term says="Exact: every token of the prompt was counted. Estimated: parts of it are only known at run time, or the vendor's tokenizer is not public. Unknown: no price or no traffic, so in no number.">
        {counted(calls.value.length, 'call')}: {exact} exact, {estimated} estimated, {unknown} unknown
      </Term>
      {assumed > 0 && (
        <>
          {' · '}
          <Term says="The share of the money that rests on calls a month which nobody has declared.">{percent(assumed)} assumed</Term>
        </>
      )}
    </>
  );
}
