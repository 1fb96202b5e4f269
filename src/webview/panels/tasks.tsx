/** From one answer to a finished task: what steps, failures, checks and people add to a feature. */
import type { FeatureMoney } from '../../core/economics/economy.ts';
import { CAUSE_WORDS } from '../../core/report/economy-words.ts';
import { estimate, money, percent } from '../../core/report/words.ts';
import { Panel, Table } from '../panel.tsx';
import { economy } from '../state.ts';

export function Tasks() {
  const features = economy.value?.features.filter(({ perMonth }) => perMonth.expected > 0) ?? [];
  if (features.length === 0) return null;
  return (
    <Panel
      id="tasks"
      title="From an answer to a finished task"
      help="US dollars a month: one answer each time, and what has to be added until the task is done. What is not declared in usage.features counts as none."
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
          feature.name === '' ? 'no feature' : feature.name,
          marked(feature, feature.made.bare),
          added(feature.made.steps),
          added(feature.made.retries),
          added(feature.checks),
          multiplierOf(feature),
          added(feature.people),
          feature.dominant ? `${CAUSE_WORDS[feature.dominant.cause] ?? feature.dominant.cause}, ${percent(feature.dominant.share)}` : '',
        ])}
      />
    </Panel>
  );
}

const marked = ({ perMonth }: FeatureMoney, expected: number): string => estimate({ ...perMonth, expected });

/** An empty cell says that nothing is declared or known to be added; cents of rounding are nothing. */
const added = (usd: number): string => (usd < 0.005 ? '' : `~+${money(usd)}`);

const multiplierOf = ({ made, perMonth, checks }: FeatureMoney): string =>
  made.bare > 0 ? `× ${((perMonth.expected + checks) / made.bare).toFixed(2)}` : '';
