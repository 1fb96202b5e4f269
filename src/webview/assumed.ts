/** What the tool assumes, in words, and the key of the configuration that would say it instead. */

export interface Assumed {
  readonly label: string;
  /** `<feature>` and `<value>` stand for names of the project; without a key only a question can change it, or the code. */
  readonly key?: string;
}

const OF_A_FEATURE = 'usage.features.<feature>';

/** By the names in the report. What a report has beyond them is shown under its own name. */
export const ASSUMED: Readonly<Record<string, Assumed>> = {
  currency: { label: 'Currency' },
  callsPerMonth: { label: 'Calls a month of a call that nobody declares', key: 'usage.callsPerMonth' },
  holeTokens: { label: 'Tokens of a value that is only known at run time', key: `${OF_A_FEATURE}.holes.<value>` },
  topK: { label: 'Documents of a retrieval whose code does not say how many' },
  chunkTokens: { label: 'Tokens of a retrieved document', key: `${OF_A_FEATURE}.chunk` },
  indentedJson: { label: 'Tokens of indented JSON over those without indentation' },
  chatTurns: { label: 'Turns of a conversation', key: `${OF_A_FEATURE}.turns` },
  agentSteps: { label: 'Model calls of an agent run', key: `${OF_A_FEATURE}.steps` },
  outputTokens: { label: 'Tokens of an answer without a cap', key: `${OF_A_FEATURE}.output` },
  capShare: { label: 'Share of a cap that an answer takes', key: `${OF_A_FEATURE}.output` },
  schemaShare: { label: 'Tokens of a JSON answer over those of its schema', key: `${OF_A_FEATURE}.output` },
  reasoningTokens: { label: 'Tokens of reasoning, by effort', key: `${OF_A_FEATURE}.output` },
  thinkingShare: { label: 'Share of a thinking budget that is used', key: `${OF_A_FEATURE}.output` },
  heavyUsers: { label: 'Heavy users', key: 'usage.heavyUsers' },
  semanticCacheLookup: { label: 'US dollars of a look-up in a semantic cache' },
  selfHosting: { label: 'Own GPUs' },
  fineTuning: { label: 'A tuned model' },
  threeYears: { label: 'Three years' },
  modelSwap: { label: 'Another model' },
};

/** Names inside of an assumption. */
export const INSIDE: Readonly<Record<string, string>> = {
  'tool-result': "a tool's result",
  user: "a user's text",
  unknown: 'anything else',
  share: 'share of the users',
  ofUsage: 'their share of the usage',
  gpus: 'at least so many',
  hourly: 'US dollars an hour of one',
  operations: 'US dollars a month for people and upkeep',
  tokensPerSecond: 'tokens a second of one',
  utilisation: 'share of the time in use',
  oneOff: 'US dollars once',
  upkeep: 'US dollars a month',
  months: 'months',
  ratio: "its call over today's",
  growth: 'growth of the calls a month',
  decline: 'fall of API prices a year',
  capital: 'US dollars to begin with own GPUs',
  cases: 'cases of a test',
  repeats: 'runs of each',
  judge: 'US dollars of a judgement',
  days: 'days of people',
  daily: 'US dollars of a day',
};

/** What a key is given to begin with, where the report assumes nothing for it. */
const BEGIN: Readonly<Record<string, unknown>> = {
  'usage.activeUsers': 1000,
  'usage.planPrice': 20,
  'usage.tokenShare': 0.3,
  output: 300,
  outcome: { name: 'task', perMonth: 1000, success: 0.95 },
};

/** A key with the names of this project in it, as a path, and the value that it begins with. */
export function begun(
  key: string,
  assumed: unknown,
  feature: string,
  value: string,
): { readonly path: readonly string[]; readonly value: unknown } {
  const path = key.split('.').map((part) => (part === '<feature>' || part === '<name>' ? feature : part === '<value>' ? value : part));
  if (key === 'usage.features') return { path: [...path, feature], value: { match: ['**'], callsPerMonth: 1000 } };
  return { path, value: BEGIN[key] ?? BEGIN[path.at(-1) ?? ''] ?? plain(assumed) };
}

/** Of a range, or of several, what is expected. */
function plain(assumed: unknown): unknown {
  if (typeof assumed !== 'object' || assumed === null) return assumed;
  if ('expected' in assumed) return assumed.expected;
  const [first] = Object.values(assumed);
  return typeof first === 'object' ? plain(first) : assumed;
}
