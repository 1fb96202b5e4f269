/** A bar for each limit of the configuration: the fullest first. */
import { type BudgetState, usedOf } from '../../core/economics/budget.ts';
import type { Economy } from '../../core/economics/economy.ts';
import { scenarioPairs } from '../../core/economics/scenario.ts';
import type { BudgetReport } from '../../core/report/report.ts';
import { limitText, money, percent } from '../../core/report/words.ts';
import { Quoted, Term } from '../panel.tsx';
import { data, economy, host, scenario } from '../state.ts';

/** More would push the page out of sight: the header stays while one scrolls. */
const MOST = 3;

export function Budgets() {
  const { value } = economy;
  const budgets = data.value?.report.budgets ?? [];
  if (!value || budgets.length === 0) return null;
  const asked = scenarioPairs(scenario.value).length > 0;
  const uses = budgets.map((budget) => useOf(budget, value, asked)).sort((a, b) => Number(b.known) - Number(a.known) || b.used - a.used);
  return (
    <ul class="budgets">
      {uses.slice(0, MOST).map(({ budget, used, state, known }) => (
        <li key={`${budget.scope} ${budget.unit} ${budget.limit}`} class={known ? CLASSES[state] : ''}>
          <Bar budget={budget} used={used} state={state} known={known} />
        </li>
      ))}
      {uses.length > MOST && <li class="muted">and {uses.length - MOST} more</li>}
    </ul>
  );
}

interface Use {
  readonly budget: BudgetReport;
  /** Share of the limit. */
  readonly used: number;
  readonly state: BudgetState;
  /** False: the question changes it in a way that only the command line can tell. */
  readonly known: boolean;
}

/** What a question makes of a limit is known of the month of all and of a feature; of other limits only without a question. */
function useOf(budget: BudgetReport, value: Economy, asked: boolean): Use {
  if (!asked) return { budget, used: budget.used, state: budget.state, known: true };
  const feature = value.features.find(({ name }) => budget.scope === `feature ${name}`);
  const month = budget.unit !== 'perMonth' ? undefined : budget.scope === 'total' ? value.perMonth : feature?.perMonth;
  return month
    ? { budget, ...usedOf(month.expected, budget.limit, budget), known: true }
    : { budget, used: budget.used, state: budget.state, known: false };
}

const CLASSES: Readonly<Record<BudgetState, string>> = { stop: 'over', alert: 'alert', ok: 'within' };
const WORDS: Readonly<Record<BudgetState, string>> = { stop: 'over budget', alert: 'near its limit', ok: '' };

function Bar({ budget, used, state, known }: Use) {
  const { scope, unit, limit, alert, at } = budget;
  const name = scope === 'total' ? 'Budget' : scope;
  const label = scope === 'total' ? `Budget ${money(limit)}` : `${name} ${unit === 'tokens' ? limitText(unit, limit) : money(limit)}`;
  const says = `${name}: ${limitText(unit, limit)}, ${percent(used)} used${known ? '' : ' without the question'}.`;
  return (
    <>
      {host.isEditor && at ? (
        <button type="button" class="link" title={says} onClick={() => host.send({ type: 'open', ...at })}>
          <Quoted>{label}</Quoted>
        </button>
      ) : (
        <Term says={says}>
          <Quoted>{label}</Quoted>
        </Term>
      )}{' '}
      <meter min={0} max={1} value={Math.min(1, used)} high={alert} optimum={0} aria-label={`${name}: ${percent(used)}`} />{' '}
      <span>
        {percent(used)} {known ? WORDS[state] : '(as it is)'}
      </span>
    </>
  );
}
