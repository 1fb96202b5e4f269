/** What-if questions as data, and as the pairs `key=value` that command line, configuration and report page share. */

/** One hypothetical change; what is absent stays as it is. */
export interface Scenario {
  /** Narrows all others to one feature. */
  readonly feature?: string;
  /** Every call uses this model. */
  readonly model?: string;
  /** Factor on the calls a month. */
  readonly traffic?: number;
  /** Active users a month of the product. */
  readonly users?: number;
  /** Tokens of an answer. */
  readonly output?: number;
  /** Share of the cacheable prefix that is read from the cache, 0 to 1. */
  readonly cacheHit?: number;
  /** Minutes that a cached prefix lives. */
  readonly cacheTtl?: number;
  /** Documents of one retrieval, and tokens of one of them. */
  readonly topK?: number;
  readonly chunk?: number;
  /** Turns of a conversation. */
  readonly turns?: number;
  /** Model calls of one run, at most. */
  readonly steps?: number;
  /** Share of the calls that move to the batch interface. */
  readonly batch?: number;
  /** Share of the calls that another model answers. */
  readonly route?: { readonly share: number; readonly model: string };
  /** Share of the routed calls that need the first model as well. */
  readonly escalate?: number;
  /** Share of the calls that a semantic cache answers. */
  readonly semanticCache?: number;
  /** Share of the tasks that a person takes over. */
  readonly human?: number;
  /** USD a month that a user pays. */
  readonly planPrice?: number;
  /** The model runs on own GPUs. */
  readonly host?: 'self';
}

const said = (value: number | undefined): string | undefined => value?.toString();

/** The text of each key, in the order in which they are shown; undefined when a scenario does not say it. */
const TEXTS = {
  model: ({ model }) => model,
  feature: ({ feature }) => feature,
  traffic: ({ traffic }) => (traffic === undefined ? undefined : `${traffic}x`),
  users: ({ users }) => said(users),
  output: ({ output }) => said(output),
  'cache-hit': ({ cacheHit }) => said(cacheHit),
  'cache-ttl': ({ cacheTtl }) => (cacheTtl === undefined ? undefined : cacheTtl % 60 === 0 ? `${cacheTtl / 60}h` : `${cacheTtl}m`),
  'top-k': ({ topK }) => said(topK),
  chunk: ({ chunk }) => said(chunk),
  turns: ({ turns }) => said(turns),
  steps: ({ steps }) => said(steps),
  batch: ({ batch }) => said(batch),
  route: ({ route }) => route && `${route.share}:${route.model}`,
  escalate: ({ escalate }) => said(escalate),
  'semantic-cache': ({ semanticCache }) => said(semanticCache),
  human: ({ human }) => said(human),
  'plan-price': ({ planPrice }) => said(planPrice),
  host: ({ host }) => host,
} satisfies Record<string, (scenario: Scenario) => string | undefined>;

export type WhatIfName = keyof typeof TEXTS;

/** The pairs `key=value` that say a scenario, in the order of the keys. */
export const scenarioPairs = (scenario: Scenario): readonly (readonly [string, string])[] =>
  Object.entries(TEXTS).flatMap(([name, textOf]) => {
    const text = textOf(scenario);
    return text === undefined ? [] : [[name, text] as const];
  });
