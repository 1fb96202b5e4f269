/** Every option of the configuration once: its shape and the sentence that explains it. Defaults stand in `defaults.ts`. */
import type { RuleLevel } from './settings.ts';
import type { Shape } from './shape.ts';

/** What the configuration has to know of a rule. The rules stand further right and hand themselves in. */
export interface ConfigurableRule {
  readonly id: string;
  readonly severity: RuleLevel;
  readonly summary: string;
  readonly options: Readonly<
    Record<string, { readonly type: 'number' | 'boolean' | 'string'; readonly default: unknown; readonly description: string }>
  >;
}

type Described<T> = T & { readonly description: string };
type Keys = Readonly<Record<string, Shape>>;

const text = (description: string): Described<Shape> => ({ type: 'text', description });
const amount = (description: string): Described<Shape> => ({ type: 'amount', description });
const share = (description: string): Described<Shape> => ({ type: 'amount', maximum: 1, description });
const interval = (description: string): Described<Shape> => ({ type: 'interval', description });
const object = (description: string, keys: Keys, required?: readonly string[]): Described<Shape> => ({
  type: 'object',
  description,
  keys,
  ...(required && { required }),
});
const list = (description: string, of: Shape): Described<Shape> => ({ type: 'list', description, of });
const map = (description: string, of: Shape): Described<Shape> => ({ type: 'map', description, of });
const globs = (description: string): Described<Shape> => list(description, { type: 'text' });

const level: Shape = { type: 'text', choices: ['off', 'info', 'warning', 'error'] };
const RULES = 'Severity of rules by id: off, info, warning or error; with options as [severity, { … }].';

/** Without the rules at hand any id and any option will do. */
function rulesShape(rules: readonly ConfigurableRule[] | undefined): Described<Shape> {
  if (!rules) return map(RULES, ruleShape({ type: 'object', keys: {}, open: true }));
  const keys = rules.map((rule) => [rule.id, { ...ruleShape(optionsShape(rule)), description: rule.summary }] as const);
  return { type: 'object', noun: 'rule', description: RULES, keys: Object.fromEntries(keys) };
}

const ruleShape = (options: Shape): Shape => ({ type: 'either', of: [level, { type: 'pair', of: [level, options] }] });

function optionsShape({ options }: ConfigurableRule): Shape {
  const keys = Object.entries(options).map(([name, { type, description }]): [string, Shape] => [
    name,
    { type: type === 'number' ? 'amount' : type === 'boolean' ? 'boolean' : 'text', description },
  ]);
  return { type: 'object', noun: 'option', keys: Object.fromEntries(keys) };
}

const feature = object('One feature of the product.', {
  match: globs('The files whose calls belong to it; path#symbol narrows to a function.'),
  callsPerMonth: interval('Calls a month of each matched call.'),
  activeUsers: amount("Users a month of this feature, where they differ from the product's."),
  callsPerUser: amount('Calls a month of one user; with activeUsers instead of callsPerMonth.'),
  owner: text('The team that owns it.'),
  department: text('The department that pays.'),
  environment: text('production, staging, …'),
  role: text("The users' role."),
  outcome: {
    type: 'object',
    description: 'What a success is worth.',
    keys: {
      name: { type: 'text' },
      perMonth: { type: 'amount' },
      success: { type: 'amount', maximum: 1 },
      value: { type: 'amount' },
      escalation: object('What a failure costs.', {
        share: { type: 'amount', maximum: 1 },
        minutes: { type: 'amount' },
        hourlyRate: { type: 'amount' },
      }),
    },
  },
  output: interval('Tokens of an answer.'),
  holes: map('Tokens of what is only known at run time, by its name in the code.', { type: 'interval' }),
  chunk: amount('Tokens of a retrieved chunk.'),
  turns: amount('Turns of a conversation.'),
  steps: amount('Model calls of one agent run.'),
  cacheHit: share("Share of the cacheable prefix that is read from the provider's cache."),
  retries: object('Share of calls that fail and are sent again.', {
    billed: { type: 'amount', maximum: 1 },
    unbilled: { type: 'amount', maximum: 1 },
  }),
  guards: map('Cost of guards around a call, by formula name.', { type: 'amount' }),
});

const budget = object('A limit; what it covers is named by scope, feature, files or symbol.', {
  scope: { type: 'text', choices: ['total'], description: 'total: the whole application.' },
  feature: text("A feature's name."),
  files: text('A glob.'),
  symbol: text('path#symbol.'),
  perMonth: amount('USD a month.'),
  perCall: amount('USD of one call.'),
  tokens: amount('Input tokens of one call or prompt.'),
  alert: amount('Share of the limit from which it is reported. Default 0.7.'),
  stop: amount('Share of the limit from which it fails. Default 1.1.'),
  maxIncrease: {
    type: 'text',
    pattern: '^(\\d+(\\.\\d+)?%|\\$\\d+(\\.\\d+)?)$',
    description: 'Largest growth of a change: "10%" or "$500".',
  },
});

const price = object(
  'A price of your own, USD per 1M tokens; it goes before every other.',
  {
    model: text('Model id.'),
    provider: text('Provider, where the same model has several.'),
    input: amount('Input.'),
    output: amount('Output.'),
    cacheRead: amount('Input read from the cache.'),
    cacheWrite: amount('Input written to the cache.'),
    above: list('Prices of requests above a number of input tokens.', {
      type: 'object',
      keys: { tokens: { type: 'amount' }, input: { type: 'amount' }, output: { type: 'amount' } },
      required: ['tokens', 'input'],
    }),
    from: { type: 'text', pattern: '^\\d{4}-\\d{2}-\\d{2}$', description: 'First day on which it holds.' },
  },
  ['model', 'input'],
);

const sdk: Shape = {
  type: 'object',
  description: "An SDK or wrapper of your own, in the catalogue's shape.",
  keys: {
    id: text('Kebab-case name.'),
    packages: object('Import specifiers by language.', { ecmascript: globs('JavaScript and TypeScript.'), python: globs('Python.') }),
    calls: list('The calls that cost money.', {
      type: 'object',
      keys: {
        id: { type: 'text' },
        kind: {
          type: 'text',
          choices: ['llm-call', 'embedding-call', 'model-constructor', 'agent', 'retriever', 'client', 'session', 'tool'],
        },
        path: globs('Access paths.'),
      },
      required: ['id', 'kind', 'path'],
      open: true,
    }),
  },
  required: ['id', 'packages', 'calls'],
  open: true,
};

/** The shape of a configuration file; with `known` the ids and options of rules are checked as well. */
export function configShape(known?: readonly ConfigurableRule[]): Described<Extract<Shape, { type: 'object' }>> {
  const rules = rulesShape(known);
  return {
    type: 'object',
    description: 'Configuration of Costlint, version 1.',
    keys: {
      $schema: text('Where editors find the schema of this file.'),
      root: { type: 'boolean', description: 'Files above this one are not read.' },
      extends: {
        type: 'either',
        description: 'Configurations to start from: costlint:recommended, costlint:strict, or paths relative to this file.',
        of: [{ type: 'text' }, { type: 'list', of: { type: 'text' } }],
      },
      ignore: globs('Files that are not scanned, besides those that git ignores.'),
      scopes: object('Files whose calls are shown but not counted; replaces the defaults.', {
        test: globs('Tests.'),
        example: globs('Examples and documentation.'),
      }),
      rules,
      overrides: list('Rules for some files; the last match wins.', object('', { files: globs('The files.'), rules }, ['files', 'rules'])),
      usage: object('How much the application is used.', {
        callsPerMonth: {
          type: 'amount',
          nullable: true,
          description: 'Assumed for every call that nothing else declares; null: unknown. Default 10,000.',
        },
        activeUsers: amount('Active users of the product a month.'),
        features: map('Features by name.', feature),
        heavyUsers: object('The most active users.', { share: { type: 'amount', maximum: 1 }, ofUsage: { type: 'amount', maximum: 1 } }, [
          'share',
          'ofUsage',
        ]),
        planPrice: amount('USD a month that a user pays.'),
        tokenShare: share('Share of the whole cost of the product that tokens are.'),
      }),
      budgets: list('Limits.', budget),
      models: map("What a model's alias stands for: env:NAME, azure:deployment or a name in the code.", { type: 'text' }),
      prices: list('Prices of your own.', price),
      discounts: map('Negotiated discount by provider, 0 to 1.', { type: 'amount', maximum: 1 }),
      sdks: list('SDKs and wrappers of your own.', sdk),
      scenarios: map('Named what-if questions.', { type: 'object', keys: {}, open: true }),
    },
  };
}
