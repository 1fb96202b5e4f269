/** What-if questions and the cost by feature, user, outcome, model or file, as text for a terminal. */
import type { Economy, FeatureMoney, GroupMoney } from '../../economics/economy.ts';
import { type Scenario, scenarioPairs } from '../../economics/scenario.ts';
import type { UserMoney } from '../../economics/user-money.ts';
import type { Interval } from '../../tokens/interval.ts';
import { CAUSE_WORDS, monthsWords, riskWords, sourceWords, tenth, verdictWords } from '../economy-words.ts';
import { counted, estimate, money, moneyRange, percent, separated, signedMoney } from '../words.ts';
import { fitStart, painter, printable } from './paint.ts';

export const BY = ['feature', 'user', 'outcome', 'model', 'file'] as const;
export type By = (typeof BY)[number];

export interface EconomyOptions {
  readonly color: boolean;
  readonly width: number;
  readonly by: By;
}

export function economyText(economy: Economy, scenario: Scenario, { color, width, by }: EconomyOptions): string {
  const paint = painter(color);
  const pairs = scenarioPairs(scenario);
  const asked = pairs.length > 0;
  const head = asked ? [paint.bold(`What if ${pairs.map(([key, value]) => `${key}=${printable(value)}`).join(', ')}`), ''] : [];
  const body = {
    feature: () => table('Feature', economy.features, asked, width, featureCells),
    model: () => table('Model', economy.models, asked, width),
    file: () => table('File', economy.files, asked, width),
    user: () => userLines(economy.users, economy),
    outcome: () => outcomeLines(economy.features, width),
  }[by]();
  return `${[...head, ...body, '', ...footer(economy, asked, by)].map((line) => line.trimEnd()).join('\n')}\n`;
}

type Cells = (row: GroupMoney) => readonly string[];

const NAME = 34;
const CELL = 13;

function table(title: string, rows: readonly GroupMoney[], asked: boolean, width: number, more: Cells = () => []): string[] {
  const name = Math.max(NAME, width - CELL * 6);
  const line = (label: string, cells: readonly string[]) =>
    fitStart(printable(label), name) + cells.map((cell) => cell.padStart(CELL)).join('');
  const heads = asked ? ['now', 'then', 'change', 'range'] : ['$/month', 'range'];
  return [
    line(title, ['calls', ...heads, ...(more === featureCells ? ['$/user'] : [])]),
    ...rows.map((row) => {
      const { before, perMonth } = row;
      const cells = asked
        ? [money(before.expected), estimate(perMonth), change(before, perMonth), moneyRange(perMonth)]
        : [estimate(perMonth), moneyRange(perMonth)];
      return line(row.name === '' ? 'no feature' : row.name, [String(row.calls), ...cells, ...more(row)]);
    }),
  ];
}

const featureCells: Cells = (row) => {
  const { perUser } = row as FeatureMoney;
  return [perUser ? estimate(perUser) : ''];
};

const change = (before: Interval, now: Interval): string => {
  const delta = now.expected - before.expected;
  return Math.abs(delta) < 1e-9 * Math.max(1, before.expected) ? '' : signedMoney(delta);
};

function userLines(users: UserMoney | null, { perMonth }: Economy): string[] {
  if (!users) return ['The cost of a user is not known: declare usage.activeUsers in costlint.config.json.'];
  const { percentiles, heavyUsers, plan } = users;
  return [
    row(
      'Per user',
      `${estimate(users.perUser)} a month (${moneyRange(users.perUser)}): ${money(perMonth.expected)} over ${counted(users.activeUsers, 'active user')}`,
    ),
    row(
      'Spread',
      `${percent(heavyUsers.share)} of the users make ${percent(heavyUsers.ofUsage)} of the usage${heavyUsers.assumed ? ' (assumed)' : ''}`,
    ),
    row(
      'Percentiles',
      `P50 ${money(percentiles.p50)}, P90 ${money(percentiles.p90)}, P95 ${money(percentiles.p95)}, P99 ${money(percentiles.p99)}`,
    ),
    row('Top 1 %', `${percent(users.topPercent)} of the cost`),
    ...(plan
      ? [
          row(
            'Plan',
            `${money(plan.price)} a month: ${tenth(plan.users)} of the users cost more than that, and hold ${tenth(plan.cost)} of the cost`,
          ),
          row('With a cap', `${money(plan.cappedMean)} a user, if nobody may cost more than the plan`),
          row('Margin', `${money(plan.margin)} a user before all else; the model is ${verdictWords(users) ?? 'all of it'}`),
        ]
      : [row('Plan', 'no plan price is declared (usage.planPrice)')]),
  ];
}

const row = (label: string, text: string): string => `${label.padEnd(12)} ${text}`;

function outcomeLines(features: readonly FeatureMoney[], width: number): string[] {
  const rows = features.filter((feature) => feature.outcome !== null);
  if (rows.length === 0)
    return ['No outcome is declared: usage.features.<name>.outcome in costlint.config.json says what a feature is for.'];
  const name = Math.max(NAME, width - CELL * 5);
  const line = (label: string, cells: readonly string[]) =>
    fitStart(printable(label), name) + cells.map((cell) => cell.padStart(CELL)).join('');
  return [
    line('Outcome', ['each', 'range', 'worth', 'checks', 'people']),
    ...rows.map(({ name: feature, outcome, checks, people }) =>
      line(`${outcome?.name} (${feature})`, [
        outcome ? estimate(outcome.cost) : '',
        outcome ? moneyRange(outcome.cost) : '',
        outcome?.value == null ? '' : money(outcome.value),
        checks > 0 ? money(checks) : '',
        people > 0 ? money(people) : '',
      ]),
    ),
  ];
}

const years = (usd: Interval): string => `${estimate(usd)} (${moneyRange(usd)})`;

function footer(economy: Economy, asked: boolean, by: By): string[] {
  const { perMonth, before, uncounted, dominant, missing, problems, whole, hosting, checks, people, swap, priceRisks } = economy;
  const was = asked && change(before, perMonth) !== '' ? `, ${change(before, perMonth)} against ${money(before.expected)} now` : '';
  return [
    row('Total', `${money(perMonth.expected)} a month (${moneyRange(perMonth)})${was}`),
    ...(checks > 0 ? [row('Checks', `${money(checks)} a month around the answers, not in the total`)] : []),
    ...(people > 0 ? [row('People', `${money(people)} a month behind escalated tasks, not in the total`)] : []),
    ...(whole
      ? [row('Product', `${money(whole.perMonth.expected)} a month in all, if tokens are ${percent(whole.tokenShare)} of it`)]
      : []),
    ...(hosting
      ? [
          row(
            'Own GPUs',
            `${money(hosting.perMonth)} a month for ${hosting.gpus} GPUs and their operation (assumed); ${
              hosting.crossover === null
                ? 'never cheaper than the API at these prices'
                : `cheaper from ${separated(Math.round(hosting.crossover))} calls a month, there are ${separated(Math.round(hosting.callsPerMonth))}`
            }`,
          ),
          row(
            'Fine-tuning',
            hosting.tuningPays === null
              ? 'saves nothing'
              : `pays from ${separated(Math.round(hosting.tuningPays))} calls a month (assumed: $30,000, $1,500 a month, 70 % of the call)`,
          ),
          row(
            'Three years',
            `API ${years(hosting.threeYears.api)}, own GPUs ${years(hosting.threeYears.own)}, fine-tuned ${years(hosting.threeYears.tuned)} (assumed: +5 % calls a month, API prices −30 % a year)`,
          ),
        ]
      : []),
    ...(swap.paysAfter
      ? [
          row(
            'Other model',
            `${estimate(swap.cost)} once to test ${counted(swap.surfaces, 'feature')} again (assumed), earned back after ${monthsWords(swap.paysAfter.expected)}`,
          ),
        ]
      : []),
    ...priceRisks.map((risk) =>
      row(
        'Price risk',
        `${printable(risk.model)} ${riskWords(risk)}: ${money(risk.now.expected)} → ${estimate(risk.later)} a month (${counted(risk.calls, 'call')}; ${sourceWords(risk)})`,
      ),
    ),
    ...(uncounted > 0 ? [row('Unknown', `${counted(uncounted, 'call')} without a price or traffic, in no number`)] : []),
    ...(dominant ? [row('Range', `${percent(dominant.share)} of it comes from ${CAUSE_WORDS[dominant.cause] ?? dominant.cause}`)] : []),
    ...problems.map((problem) => row('Careful', printable(problem))),
    ...missing.flatMap(({ key, says, about }) => (about === by ? [row('Declare', printable(`${key}: ${says}`))] : [])),
  ];
}
