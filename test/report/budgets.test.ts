import assert from 'node:assert/strict';
import { TOTAL } from '../../src/core/config/defaults.ts';
import { budgetUses, type Spender } from '../../src/core/economics/budget.ts';
import { exactly } from '../../src/core/tokens/interval.ts';
import { reportOn } from '../support/engine.ts';

const spender = (path: string, perMonth: number, more: Partial<Spender> = {}): Spender => ({
  path,
  symbol: undefined,
  feature: null,
  pays: true,
  perMonth: exactly(perMonth),
  perCall: exactly(perMonth / 1000),
  tokens: exactly(100),
  ...more,
});

const call = (model: string, cap: number) =>
  `OpenAI().chat.completions.create(model="${model}", max_completion_tokens=${cap}, messages=[{"role": "user", "content": "Hi"}])`;

/** Two calls a month apart in price: about $12 and $0.01. */
const FILES = {
  'app/a.py': `from openai import OpenAI\n# costlint-usage calls=10k/month output=100 feature=triage\n${call('gpt-5.4', 100)}\n`,
  'app/b.py': `from openai import OpenAI\n# costlint-usage calls=10/month output=100\n${call('gpt-5.4', 100)}\n`,
  'tests/c.py': `from openai import OpenAI\n# costlint-usage calls=90k/month\n${call('gpt-5.4', 100)}\n`,
};

async function check(budgets: string, files: Readonly<Record<string, string>> = FILES, more = '') {
  const { findings, budgets: uses } = await reportOn(files, `{${more}\n"budgets": [\n${budgets}\n]}`);
  return { uses, findings: findings.filter(({ rule }) => rule === 'over-budget') };
}

describe('budgets', () => {
  it('alert from 0.7 on, stop from 1.1 on, unless they say otherwise', () => {
    const state = (perMonth: number, more = {}) => budgetUses([{ ...TOTAL, perMonth: 100, ...more }], [spender('a', perMonth)])[0]?.state;
    assert.deepEqual(
      [69.9, 70, 100, 109.9, 110].map((used) => state(used)),
      ['ok', 'alert', 'alert', 'alert', 'stop'],
    );
    assert.deepEqual(
      [50, 100].map((used) => state(used, { alert: 0.5, stop: 1 })),
      ['alert', 'stop'],
    );
    assert.equal(budgetUses([{ ...TOTAL, perMonth: 0 }], [spender('a', 0)])[0]?.state, 'ok');
    assert.equal(budgetUses([{ ...TOTAL, perMonth: 0 }], [spender('a', 0.01)])[0]?.state, 'stop');
  });

  it('cover what they name: all, a feature, files, a function, a folder', () => {
    const spenders = [
      spender('src/a.ts', 1, { feature: 'triage' }),
      spender('src/b.ts', 2, { symbol: 'Agent.run' }),
      spender('lib/c.ts', 4),
      spender('lib/c.ts', 8, { pays: false }),
    ];
    const sum = (more: object) => budgetUses([{ ...TOTAL, perMonth: 100, ...more }], spenders)[0]?.amount.expected;
    assert.equal(sum({}), 7);
    assert.equal(sum({ feature: 'triage' }), 1);
    assert.equal(sum({ files: 'src/**' }), 3);
    assert.equal(sum({ symbol: 'src/*.ts#run' }), 2);
    assert.equal(sum({ within: 'lib' }), 4);
    assert.equal(sum({ within: 'li' }), 0);
  });

  it('of a month speak at their line, as info until they stop', async () => {
    const total = (await reportOn(FILES)).totals.perMonth.expected;
    const { uses, findings } = await check(
      `{ "perMonth": ${total / 0.8} },\n{ "perMonth": ${total / 1.2} },\n{ "perMonth": ${total * 2} }`,
    );
    assert.deepEqual(
      uses.map(({ scope, state, sites, at }) => [scope, state, sites, at?.line]),
      [
        ['total', 'alert', 2, 3],
        ['total', 'stop', 2, 4],
        ['total', 'ok', 2, 5],
      ],
    );
    assert.ok(Math.abs((uses[0]?.used ?? 0) - 0.8) < 1e-9);
    assert.deepEqual(
      findings.map(({ severity, path, range, site }) => [severity, path, range.start.line, site]),
      [
        ['info', 'costlint.config.json', 3, null],
        ['error', 'costlint.config.json', 4, null],
      ],
    );
    assert.match(findings[1]?.message ?? '', /^Budget of the whole application: ~?\$\d.* of \$.* a month, 120 %\.$/);
    assert.equal(findings[1]?.related?.[0]?.path, 'app/a.py');
    assert.ok(Math.abs((findings[1]?.impact?.perMonth.expected ?? 0) - total / 6) < 1e-9);
  });

  it('of a call speak at every call that exceeds them', async () => {
    const perCall = (await reportOn(FILES)).sites[0]?.cost?.perCall.expected ?? 0;
    const { uses, findings } = await check(`{ "files": "app/a.py", "perCall": ${perCall / 2} }`);
    assert.deepEqual([uses[0]?.unit, uses[0]?.state, uses[0]?.sites], ['perCall', 'stop', 1]);
    assert.deepEqual(
      findings.map(({ severity, path, range }) => `${severity} ${path}:${range.start.line}`),
      ['error app/a.py:3'],
    );
    const suppressed = {
      ...FILES,
      'app/a.py': FILES['app/a.py'].replace('# costlint-usage', '# costlint-ignore over-budget: agreed\n# costlint-usage'),
    };
    assert.deepEqual((await check(`{ "files": "app/a.py", "perCall": ${perCall / 2} }`, suppressed)).findings[0]?.suppressed, {
      reason: 'agreed',
    });
  });

  it('of tokens hold for prompt files as well', async () => {
    const files = { 'prompts/a.md': 'Be brief. '.repeat(100), 'prompts/b.md': 'Be brief.' };
    const { findings } = await check('{ "files": "prompts/**", "tokens": 50 }', files);
    assert.deepEqual(
      findings.map(({ severity, path }) => [severity, path]),
      [['error', 'prompts/a.md']],
    );
  });

  it('of a feature that no call belongs to say so', async () => {
    const { findings } = await check('{ "feature": "traige", "perMonth": 5 }');
    assert.deepEqual(
      findings.map(({ severity, message }) => [severity, message]),
      [['info', 'Budget of feature "traige": no call belongs to it. Did you mean "triage"?']],
    );
  });

  it('the severity of a stop is that of the rule', async () => {
    const severity = async (level: string) =>
      (await check('{ "perMonth": 0.01 }', FILES, `"rules": { "over-budget": "${level}" },`)).findings[0]?.severity;
    assert.deepEqual([await severity('warning'), await severity('off')], ['warning', undefined]);
  });

  it('of a folder cover its files only, and stand once', async () => {
    const files = {
      ...FILES,
      'app/costlint.config.json': '{ "budgets": [{ "scope": "total", "perMonth": 0.01 }] }',
      'app/sub/costlint.config.json': '{}',
    };
    const { uses } = await check('{ "scope": "total", "perMonth": 1000 }', { ...files, 'lib/d.py': FILES['app/b.py'] });
    assert.deepEqual(
      uses.map(({ scope, sites, state, at }) => [scope, sites, state, at?.path]),
      [
        ['total', 3, 'ok', 'costlint.config.json'],
        ['app/**', 2, 'stop', 'app/costlint.config.json'],
      ],
    );
  });
});
