/** From one answer to a finished task: what steps, failures, checks and people add to a feature. */
import type { FeatureMoney } from '../../core/economics/economy.ts';
import { CAUSE_WORDS } from '../../core/report/economy-words.ts';
import { money, percent } from '../../core/report/words.ts';
import { Panel, Quoted, Table } from '../panel.tsx';
import { economy } from '../state.ts';

export function Tasks() {
  const features = economy.value?.features.filter(({ perMonth }) => perMonth.expected > 0) ?? [];
  if (features.length === 0) return null;
  const { missing } = economy.value ?? {};
  const silent = missing?.some(({ about }) => about === 'outcome' || about === 'feature');
  return (
    <Panel
      id="tasks"
      title="From an answer to a finished task"
      help="US dollars a month: one answer each time, and what has to be added until the task is done. The last columns are estimates that the configuration declares."
    >
      <Table
        heads={[
          ['Feature', 'As the configuration names them.'],
          ['Bare answers', 'One request for each run, nothing repeated, nothing checked.', true],
          ['Further steps', 'Calls of tools and agents: each step sends again what came before it.', true],
          [
            'Retries',
            'Answers that failed and were paid (bad JSON, rejected, cut off). Declared as retries; without a declaration, none.',
            true,
          ],
          ['Checks', 'Guardrails before and after an answer, answers made again, answers judged. Declared as guards.', true],
          ['Multiplier', 'What the model costs with steps, retries and checks, over bare answers.', true],
          ['People', 'Tasks that a person takes over. Declared as escalation of an outcome; not in the multiplier.', true],
          ['Range from', 'The input that makes most of the range of the month, and its share of the variance.'],
        ]}
        rows={features.map((feature) => [
          feature.name === '' ? 'no feature' : <Quoted key="name">{feature.name}</Quoted>,
          money(feature.made.bare),
          added(feature.made.steps),
          added(feature.made.retries),
          added(feature.checks),
          multiplierOf(feature),
          added(feature.people),
          feature.dominant ? `${CAUSE_WORDS[feature.dominant.cause] ?? feature.dominant.cause}, ${percent(feature.dominant.share)}` : '',
        ])}
      />
      {silent && (
        <p class="facts">
          Features without an outcome, guards or retries in the configuration count none: <code>usage.features</code> declares them.
        </p>
      )}
    </Panel>
  );
}

/** An empty cell says that nothing is declared or known to be added; cents of rounding are nothing. */
const added = (usd: number): string => (usd < 0.005 ? '' : `+${money(usd)}`);

const multiplierOf = ({ made, perMonth, checks }: FeatureMoney): string =>
  made.bare > 0 ? `× ${((perMonth.expected + checks) / made.bare).toFixed(2)}` : '';
