/** What holds where the configuration says nothing, and what the presets of `extends` say. */
import type { ConfigurableRule } from './options.ts';
import type { Budget, Config, Feature } from './settings.ts';

/** Assumed calls a month of every call that nothing else declares; shown as an assumption wherever it enters a number. */
export const DEFAULT_CALLS_PER_MONTH = 10_000;

/**
 * Only the application's calls are money a month. Tests mock or call rarely, and examples, documentation and cookbooks are
 * written to be read. `demo/` and `scripts/` are not here: deployed demos and nightly scripts do cost money.
 */
export const DEFAULT_SCOPES: Config['scopes'] = {
  test: [
    '**/test/**',
    '**/tests/**',
    '**/__tests__/**',
    '**/__mocks__/**',
    '**/e2e/**',
    '**/*.test.*',
    '**/*.spec.*',
    '**/conftest.py',
    '**/test_*.py',
    '**/*_test.py',
  ],
  example: ['**/example/**', '**/examples/**', '**/docs/**', '**/cookbook/**', '**/cookbooks/**'],
};

/** A budget for the whole application that no file holds. */
export const TOTAL: Budget = {
  scope: undefined,
  feature: undefined,
  files: undefined,
  symbol: undefined,
  perMonth: undefined,
  perCall: undefined,
  tokens: undefined,
  maxIncrease: undefined,
  alert: 0.7,
  stop: 1.1,
  within: '',
  at: { path: '', line: 1, column: 1 },
};

export const PRESETS = ['costlint:recommended', 'costlint:strict'] as const;

/**
 * What a preset says of the rules at hand; undefined for any other name. Recommended leaves every rule at its own severity;
 * strict makes every rule fail a check, also those that are off by default.
 */
export function presetOf(name: string, rules: readonly ConfigurableRule[]): Readonly<Record<string, unknown>> | undefined {
  if (name === 'costlint:recommended') return {};
  if (name !== 'costlint:strict') return undefined;
  return { rules: Object.fromEntries(rules.map(({ id, severity }) => [id, severity === 'error' ? 'error' : 'warning'])) };
}

export const DEFAULT_CONFIG: Config = {
  ignore: [],
  scopes: DEFAULT_SCOPES,
  rules: {},
  overrides: [],
  usage: {
    callsPerMonth: DEFAULT_CALLS_PER_MONTH,
    declared: false,
    activeUsers: undefined,
    features: [],
    heavyUsers: undefined,
    planPrice: undefined,
    tokenShare: undefined,
  },
  budgets: [],
  models: {},
  prices: [],
  discounts: {},
  sdks: [],
  scenarios: {},
  declared: [],
};

export const EMPTY_FEATURE: Omit<Feature, 'name'> = {
  match: [],
  callsPerMonth: undefined,
  activeUsers: undefined,
  callsPerUser: undefined,
  owner: undefined,
  department: undefined,
  environment: undefined,
  role: undefined,
  outcome: undefined,
  output: undefined,
  holes: {},
  chunk: undefined,
  turns: undefined,
  steps: undefined,
  cacheHit: undefined,
  retries: undefined,
  guards: undefined,
};
