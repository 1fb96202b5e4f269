/** What-if questions as people write them: each key with its values, read from the command line and from the configuration. */
import { nearest } from '../text/nearest.ts';
import type { Scenario, WhatIfName } from './scenario.ts';

interface Key {
  /** What stands for the value in help. */
  readonly value: string;
  readonly description: string;
  /** The part of a scenario that a text says; undefined when it is no such value. */
  readonly read: (text: string) => Partial<Scenario> | undefined;
}

const number = (text: string, low = 0, high = Number.POSITIVE_INFINITY): number | undefined => {
  const value = /^\d*\.?\d+(?:e\d+)?$/i.test(text) ? Number(text) : Number.NaN;
  return value >= low && value <= high && Number.isFinite(value) ? value : undefined;
};
/** `0.4`, `40%` */
const share = (text: string): number | undefined =>
  text.endsWith('%') ? number(text.slice(0, -1).trim(), 0, 100) && Number(text.slice(0, -1)) / 100 : number(text, 0, 1);
const count = (text: string): number | undefined => {
  const [, digits = '', unit = ''] = /^([\d.]+)\s*([kM]?)$/.exec(text) ?? [];
  const value = number(digits);
  return value === undefined ? undefined : value * ({ k: 1e3, M: 1e6 }[unit] ?? 1);
};

type Numeric = { [K in keyof Scenario]-?: Exclude<Scenario[K], undefined> extends number ? K : never }[keyof Scenario];
const numeric = (name: Numeric, value: string, description: string, read: (text: string) => number | undefined): Key => ({
  value,
  description,
  read: (text) => {
    const found = read(text);
    return found === undefined ? undefined : { [name]: found };
  },
});

/** The keys of `--what-if key=value`, of `scenarios` in the configuration, and of the page. */
export const WHAT_IFS: Readonly<Record<WhatIfName, Key>> = {
  model: {
    value: 'ID',
    description: 'every call uses this model',
    read: (text) => (text === '' ? undefined : { model: text }),
  },
  feature: {
    value: 'NAME',
    description: 'narrows the other questions to one feature',
    read: (text) => (text === '' ? undefined : { feature: text }),
  },
  traffic: {
    value: '2x',
    description: 'factor on the calls a month',
    read: (text) => {
      const traffic = number(text.replace(/x$/i, ''));
      return traffic === undefined ? undefined : { traffic };
    },
  },
  users: numeric('users', '6000', 'active users a month of the product', count),
  output: numeric('output', '300', 'tokens of an answer', count),
  'cache-hit': numeric('cacheHit', '0.6', 'share of the cacheable prefix that is read from the cache', share),
  'cache-ttl': {
    value: '1h',
    description: 'how long a cached prefix lives: 5m, 1h',
    read: (text) => {
      const [, digits = '', unit = ''] = /^([\d.]+)(m|min|h)$/.exec(text) ?? [];
      const value = number(digits);
      return value === undefined ? undefined : { cacheTtl: unit === 'h' ? value * 60 : value };
    },
  },
  'top-k': numeric('topK', '4', 'documents of one retrieval', count),
  chunk: numeric('chunk', '300', 'tokens of a retrieved document', count),
  turns: numeric('turns', '8', 'turns of a conversation', (text) => number(text, 1)),
  steps: numeric('steps', '6', 'model calls of one agent run, at most', (text) => number(text, 1)),
  batch: numeric('batch', '0.4', 'share of the calls that move to the batch interface', share),
  route: {
    value: '0.75:MODEL',
    description: 'share of the calls that another model answers',
    read: (text) => {
      const [, part = '', model = ''] = /^([^:]+):(.+)$/.exec(text) ?? [];
      const routed = share(part);
      return routed === undefined || model === '' ? undefined : { route: { share: routed, model } };
    },
  },
  escalate: numeric('escalate', '0.1', 'share of the routed calls that need the first model as well', share),
  'semantic-cache': numeric('semanticCache', '0.3', 'share of the calls that a semantic cache answers', share),
  human: numeric('human', '0.05', 'share of the tasks that a person takes over', share),
  'plan-price': numeric('planPrice', '10', 'USD a month that a user pays', (text) => number(text.replace(/^\$/, ''))),
  host: {
    value: 'self',
    description: 'the model runs on own GPUs',
    read: (text) => (text === 'self' ? { host: 'self' } : undefined),
  },
};

export interface ReadScenario {
  readonly scenario: Scenario;
  /** Whole sentences about what could not be read. */
  readonly problems: readonly string[];
}

/** Reads `[key, value]` pairs of any origin: texts of the command line, values of a JSON file. A key said twice counts once, the last time. */
export function readScenario(entries: Iterable<readonly [string, unknown]>): ReadScenario {
  let scenario: Scenario = {};
  const problems: string[] = [];
  for (const [name, value] of entries) {
    if (!Object.hasOwn(WHAT_IFS, name)) {
      const meant = nearest(name, Object.keys(WHAT_IFS));
      problems.push(`What if "${name}"? ${meant ? `Did you mean ${meant}?` : `Expected one of ${Object.keys(WHAT_IFS).join(', ')}.`}`);
      continue;
    }
    const key = WHAT_IFS[name as WhatIfName];
    const read = typeof value === 'string' || typeof value === 'number' ? key.read(String(value).trim()) : undefined;
    if (read) scenario = { ...scenario, ...read };
    else problems.push(`What if ${name}=${String(value)}? Expected ${name}=${key.value}: ${key.description}.`);
  }
  return { scenario, problems };
}
