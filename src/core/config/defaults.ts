/** What holds where the configuration says nothing, and what the presets of `extends` say. */
import type { Config, Feature } from './settings.ts';

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

export const PRESETS: Readonly<Record<string, Readonly<Record<string, unknown>>>> = {
  /** Every rule at its own default severity. */
  'costlint:recommended': {},
  /** What may cost without limit, and money that is plainly wasted, fails the build. */
  'costlint:strict': { rules: { 'missing-output-cap': 'error', 'unbounded-agent-loop': 'error', 'bloated-system-prompt': 'error' } },
};

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
