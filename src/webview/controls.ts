/** The controls of what-if questions as data: each is a key of a scenario, with where it stands and what moving it says. */
import type { Scenario } from '../core/economics/scenario.ts';
import type { PageData } from '../core/report/page.ts';
import type { Site } from '../core/report/report.ts';
import { counted, percent, separated } from '../core/report/words.ts';

/** Keys that a control says anew; undefined takes one back. */
export type Change = { readonly [K in keyof Scenario]?: Scenario[K] | undefined };

/** What the controls are about. */
export interface About {
  readonly data: PageData;
  /** Calls that the numbers count. */
  readonly calls: readonly Site[];
}

interface Named {
  /** Its element is `what-if-<name>`: the key of the question, as the command line writes it. */
  readonly name: string;
  readonly label: string;
  readonly says: string;
  /** Stands among the first controls; all others are folded away. */
  readonly main?: boolean;
  /** Why it can move nothing here; undefined when it can. */
  readonly idle?: (about: About, scenario: Scenario) => string | undefined;
}

export interface Slider extends Named {
  readonly kind: 'slider';
  readonly range: (about: About) => { readonly min: number; readonly max: number; readonly step: number };
  readonly at: (scenario: Scenario, about: About) => number;
  readonly text: (scenario: Scenario, about: About) => string;
  readonly moved: (at: number, scenario: Scenario, about: About) => Change;
}

export interface Select extends Named {
  readonly kind: 'select';
  /** What stands for no value. */
  readonly none: string;
  readonly options: (about: About) => readonly (readonly [value: string, text: string])[];
  readonly value: (scenario: Scenario) => string | undefined;
  readonly chosen: (value: string | undefined, scenario: Scenario) => Change;
}

export type Control = Slider | Select;

const AS_IT_IS = 'as it is';
const round = (value: number): number => Math.round(value * 100) / 100;

type Scale = Pick<Slider, 'kind' | 'range' | 'at' | 'text' | 'moved'>;
type NumberKey = { [K in keyof Scenario]-?: Exclude<Scenario[K], undefined> extends number ? K : never }[keyof Scenario];

/** The left end stands for what is there. */
const count = (key: NumberKey, max: number, step: number, noun?: string): Scale => ({
  kind: 'slider',
  range: () => ({ min: 0, max, step }),
  at: (scenario) => scenario[key] ?? 0,
  text: ({ [key]: value }) => (value === undefined ? AS_IT_IS : noun === undefined ? separated(value) : counted(value, noun)),
  moved: (at) => ({ [key]: at === 0 ? undefined : at }),
});

/** Shares begin at 0; one step to the left of it stands for what is there. */
const SHARE = { min: -0.05, max: 1, step: 0.05 };
const share = (key: NumberKey): Scale => ({
  kind: 'slider',
  range: () => SHARE,
  at: (scenario) => scenario[key] ?? SHARE.min,
  text: ({ [key]: value }) => (value === undefined ? AS_IT_IS : percent(value)),
  moved: (at) => ({ [key]: at < 0 ? undefined : round(at) }),
});

const nobody =
  (concerned: (site: Site) => boolean, why: string): NonNullable<Named['idle']> =>
  ({ calls }) =>
    calls.some(concerned) ? undefined : why;

const modelOptions: Select['options'] = ({ data }) =>
  data.models.filter(({ price }) => price.output > 0).map(({ price }) => [price.model, `${price.model} (${price.provider})`]);

export const CONTROLS: readonly Control[] = [
  {
    name: 'traffic',
    label: 'Traffic',
    says: 'Factor on the calls a month.',
    main: true,
    kind: 'slider',
    range: () => ({ min: -2, max: 2, step: 0.05 }),
    at: ({ traffic = 1 }) => Math.log2(traffic),
    text: ({ traffic = 1 }) => `×${round(traffic)}`,
    moved: (at) => ({ traffic: at === 0 ? undefined : round(2 ** at) }),
  },
  {
    name: 'output',
    label: 'Answer length',
    says: 'Tokens of an answer, of every call.',
    main: true,
    ...count('output', 4000, 10, 'token'),
  },
  {
    name: 'cache-hit',
    label: 'Cache hits',
    says: "Share of the cacheable beginning of prompts that is read from the vendor's cache.",
    main: true,
    idle: nobody(({ terms }) => terms?.hitRate !== undefined, 'no prompt is cached'),
    ...share('cacheHit'),
  },
  {
    name: 'steps',
    label: 'Agent steps',
    says: 'Model calls of one agent run, at most.',
    main: true,
    idle: nobody(({ terms }) => (terms?.steps.high ?? 1) > 1, 'no agent runs'),
    ...count('steps', 30, 1, 'step'),
  },
  {
    name: 'top-k',
    label: 'Documents',
    says: 'Documents that one retrieval puts into the prompt (top-k).',
    main: true,
    idle: nobody(({ parts }) => parts.some(({ retrieved }) => retrieved), 'no retrieval'),
    ...count('topK', 40, 1),
  },
  {
    name: 'batch',
    label: 'Batched',
    says: "Share of the calls that move to the vendor's batch interface, which answers within a day at a lower price.",
    main: true,
    ...share('batch'),
  },
  {
    name: 'model',
    label: 'Model',
    says: 'Every call uses this model. Tokens stay as they were counted for the model in the code.',
    main: true,
    kind: 'select',
    none: AS_IT_IS,
    options: modelOptions,
    value: ({ model }) => model,
    chosen: (model) => ({ model }),
  },
  {
    name: 'feature',
    label: 'Only feature',
    says: 'Only the calls of this feature change.',
    main: true,
    idle: nobody(({ feature }) => feature !== null, 'no feature is declared'),
    kind: 'select',
    none: 'all',
    options: ({ calls }) =>
      [...new Set(calls.flatMap(({ feature }) => (feature === null ? [] : [feature])))].sort().map((name) => [name, name]),
    value: ({ feature }) => feature,
    chosen: (feature) => ({ feature }),
  },
  {
    name: 'users',
    label: 'Active users',
    says: 'Users a month of the product: from a pilot to everybody. Traffic grows with them.',
    idle: ({ data }) => (data.report.usage.activeUsers ? undefined : 'not declared'),
    kind: 'slider',
    range: () => ({ min: -3, max: 6, step: 0.1 }),
    at: ({ users }, about) => Math.log2((users ?? usersOf(about)) / usersOf(about)),
    text: ({ users }, about) => separated(users ?? usersOf(about)),
    moved: (at, _, about) => ({ users: at === 0 ? undefined : Math.round(usersOf(about) * 2 ** at) }),
  },
  {
    name: 'turns',
    label: 'Turns of a chat',
    says: 'Questions and answers of one conversation: each request sends again what was said before.',
    idle: nobody(({ parts }) => parts.some(({ history }) => history), 'no conversations'),
    ...count('turns', 40, 1, 'turn'),
  },
  {
    name: 'chunk',
    label: 'Document size',
    says: 'Tokens of one retrieved document (a chunk).',
    idle: nobody(({ parts }) => parts.some(({ retrieved }) => retrieved), 'no retrieval'),
    ...count('chunk', 2000, 50, 'token'),
  },
  {
    name: 'cache-ttl',
    label: 'Cache lifetime',
    says: 'How long the vendor keeps the beginning of a prompt. Longer means more hits, and dearer writes.',
    idle: nobody(({ terms }) => terms?.hitRate !== undefined, 'no prompt is cached'),
    kind: 'select',
    none: AS_IT_IS,
    options: () => [
      ['5', '5 minutes'],
      ['60', '1 hour'],
      ['1440', '24 hours'],
    ],
    value: ({ cacheTtl }) => cacheTtl?.toString(),
    chosen: (minutes) => ({ cacheTtl: minutes === undefined ? undefined : Number(minutes) }),
  },
  {
    name: 'route-model',
    label: 'Route to',
    says: 'A smaller model that answers a share of the calls; a router decides which.',
    kind: 'select',
    none: 'no routing',
    options: modelOptions,
    value: ({ route }) => route?.model,
    chosen: (model, { route, escalate }) =>
      model === undefined ? { route: undefined, escalate: undefined } : { route: { share: route?.share ?? 0.75, model }, escalate },
  },
  {
    name: 'route',
    label: 'Routed',
    says: 'Share of the calls that the smaller model answers.',
    idle: (_, { route }) => (route ? undefined : 'needs a model'),
    kind: 'slider',
    range: () => ({ min: 0, max: 1, step: 0.05 }),
    at: ({ route }) => route?.share ?? 0,
    text: ({ route }) => percent(route?.share ?? 0),
    moved: (at, { route }) => ({ route: route && { ...route, share: round(at) } }),
  },
  {
    name: 'escalate',
    label: 'Asked again',
    says: 'Share of the routed calls whose answer does not do: the first model answers them as well, and both are paid.',
    idle: (_, { route }) => (route ? undefined : 'needs a model'),
    ...share('escalate'),
  },
  {
    name: 'semantic-cache',
    label: 'Semantic cache',
    says: 'Share of the calls that a cache of earlier answers to similar questions takes over. Each look-up costs an embedding.',
    ...share('semanticCache'),
  },
  {
    name: 'human',
    label: 'People take over',
    says: 'Share of the tasks that a person finishes. Moves what an outcome costs, not the bill of the model.',
    idle: ({ data }) => (data.report.usage.features.some(({ outcome }) => outcome?.escalation) ? undefined : 'no escalation declared'),
    ...share('human'),
  },
  {
    name: 'host',
    label: 'Runs on',
    says: 'Own GPUs beside the API: what they cost, from which traffic they are cheaper, and three years of both.',
    kind: 'select',
    none: "the vendor's API",
    options: () => [['self', 'own GPUs, compared']],
    value: ({ host }) => host,
    chosen: (host) => ({ host: host === 'self' ? 'self' : undefined }),
  },
];

const usersOf = ({ data }: About): number => Math.max(1, data.report.usage.activeUsers ?? 1);
