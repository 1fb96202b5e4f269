import assert from 'node:assert/strict';
import { type ConfigFile, readConfig } from '../../src/core/config/config.ts';
import { DEFAULT_CONFIG } from '../../src/core/config/defaults.ts';
import { rules } from '../../src/core/rules/index.ts';

const read = (text: string) => readConfig([{ path: 'costlint.config.json', text }]);
const problems = (text: string) => read(text).problems.map(({ path, line, column, message }) => `${path}:${line}:${column} ${message}`);

/** The example of the configuration contract, as users find it in the documentation. */
const FULL = `{
  // traffic of the support desk
  "$schema": "./node_modules/costlint/media/config.schema.json",
  "root": true,
  "extends": ["costlint:recommended"],
  "ignore": ["vendor/**"],
  "scopes": { "test": ["**/test/**"], "example": ["examples/**"] },
  "rules": { "missing-output-cap": ["error", { "limit": 512 }], "untagged-call": "warning" },
  "overrides": [{ "files": ["scripts/**"], "rules": { "batchable-offline-call": "off" } }],
  "usage": {
    "callsPerMonth": 20000,
    "activeUsers": 4000,
    "features": {
      "triage": {
        "match": ["src/triage/**", "src/router.ts#classify"],
        "callsPerMonth": "50k",
        "owner": "support",
        "outcome": { "name": "ticket", "perMonth": 40000, "success": 0.95, "escalation": { "share": 0.05, "minutes": 12, "hourlyRate": 40 } },
        "output": 300,
        "holes": { "docs": 3200, "history": { "low": 0, "expected": 800, "high": 4000 } },
        "chunk": 400, "turns": 6, "steps": 4, "cacheHit": 0.6,
        "retries": { "billed": 0.04 },
      },
      "chat": { "match": ["src/chat.ts"], "activeUsers": 1200, "callsPerUser": 200 },
    },
    "heavyUsers": { "share": 0.05, "ofUsage": 0.5 },
  },
  "budgets": [{ "scope": "total", "perMonth": 12000, "stop": 1.1, "maxIncrease": "10%" }],
  "models": { "env:OPENAI_MODEL": "gpt-5.4-mini" },
  "prices": [{ "model": "our-llama", "provider": "self", "input": 0.2, "output": 0.4, "from": "2026-01-01" }],
  "discounts": { "openai": 0.1 },
  "sdks": [{ "id": "house", "packages": { "python": ["house"] }, "calls": [{ "id": "ask", "kind": "llm-call", "path": ["ask"], "slots": { "prompt": 0 } }] }],
  "scenarios": { "cheaper": { "model": "gpt-5.4-nano" } },
}`;

describe('configuration', () => {
  it('reads every key of the contract', () => {
    const { config, problems } = read(FULL);
    assert.deepEqual(problems, []);
    const [triage, chat] = config.usage.features;
    assert.equal(config.usage.callsPerMonth, 20_000);
    assert.equal(config.usage.declared, true);
    assert.deepEqual(triage?.callsPerMonth, { low: 50_000, expected: 50_000, high: 50_000 });
    assert.deepEqual(triage?.holes.history, { low: 0, expected: 800, high: 4000 });
    assert.deepEqual(triage?.retries, { billed: 0.04, unbilled: 0 });
    assert.deepEqual(chat?.callsPerMonth, { low: 240_000, expected: 240_000, high: 240_000 });
    assert.deepEqual(config.rules['missing-output-cap'], { level: 'error', options: { limit: 512 } });
    assert.equal(config.budgets[0]?.alert, 0.7);
    assert.equal(config.budgets[0]?.stop, 1.1);
    assert.deepEqual(config.sdks[0]?.calls[0]?.slots, { prompt: 0 });
    assert.deepEqual(config.prices[0]?.above, []);
    assert.deepEqual(config.scopes.example, ['examples/**']);
  });

  it('an empty file is the defaults', () => {
    assert.deepEqual(read('{}'), { config: DEFAULT_CONFIG, folders: [], problems: [], notes: [], taken: 1 });
    assert.deepEqual(readConfig([]).config, DEFAULT_CONFIG);
  });

  it('null says that traffic is unknown', () => {
    const { usage } = read('{ "usage": { "callsPerMonth": null } }').config;
    assert.equal(usage.callsPerMonth, null);
    assert.equal(usage.declared, true);
  });

  it('names place and nearest key of what it does not know, and keeps the rest', () => {
    assert.deepEqual(problems('{\n  "usages": {},\n  "usage": { "callPerMonth": 5 }\n}'), [
      'costlint.config.json:2:3 Unknown key "usages". Did you mean "usage"?',
      'costlint.config.json:3:14 Unknown key "callPerMonth" in usage. Did you mean "callsPerMonth"?',
    ]);
    assert.equal(read('{ "nonsense": 1, "usage": { "callsPerMonth": "2k" } }').config.usage.callsPerMonth, 2000);
  });

  it('names place and wanted type of a wrong value', () => {
    assert.deepEqual(problems('{ "ignore": "vendor" }'), ['costlint.config.json:1:13 ignore must be a list of texts.']);
    assert.deepEqual(problems('{ "rules": { "x": "warn" } }'), [
      'costlint.config.json:1:19 rules.x must be one of "off", "info", "warning", "error". Did you mean "warning"?',
    ]);
    assert.deepEqual(problems('{ "usage": { "callsPerMonth": "many" } }'), [
      'costlint.config.json:1:31 usage.callsPerMonth must be a number such as 50000 or "50k", or null.',
    ]);
    assert.deepEqual(problems('{ "discounts": { "openai": 1.5 } }'), [
      'costlint.config.json:1:28 discounts.openai must be a number from 0 to 1.',
    ]);
    assert.deepEqual(problems('{ "prices": [{ "model": "m" }] }'), ['costlint.config.json:1:14 prices[0] lacks "input".']);
    assert.deepEqual(problems('[]'), ['costlint.config.json:1:1 The configuration must be an object.']);
  });

  it('says where broken JSON breaks', () => {
    assert.match(problems('{ "usage": { }')[0] ?? '', /^costlint\.config\.json:1:15 Close brace expected/);
    assert.equal(problems(`${'['.repeat(100_000)}`).length, 1);
  });

  it('does not mistake the names of objects for keys', () => {
    assert.match(problems('{ "__proto__": { "ignore": ["x"] } }')[0] ?? '', /Unknown key "__proto__"/);
    assert.match(problems('{ "constructor": 1 }')[0] ?? '', /Unknown key "constructor"/);
  });

  it('the nearest file goes before those above it, up to root: true', () => {
    const files: ConfigFile[] = [
      {
        path: 'app/costlint.config.json',
        text: '{ "usage": { "callsPerMonth": 1 }, "rules": { "a": "error" }, "prices": [{ "model": "m", "input": 1 }] }',
      },
      {
        path: 'costlint.config.json',
        rootBelow: 'app',
        text: '{ "root": true, "usage": { "callsPerMonth": 2, "activeUsers": 9 }, "rules": { "a": "off", "b": "info" }, "prices": [{ "model": "m", "input": 2 }] }',
      },
      { path: '../costlint.config.json', rootBelow: 'repo/app', text: '{ "usage": { "planPrice": 10 } }' },
    ];
    const { config } = readConfig(files);
    assert.equal(config.usage.callsPerMonth, 1);
    assert.equal(config.usage.activeUsers, 9);
    assert.equal(config.usage.planPrice, undefined);
    assert.deepEqual([config.rules.a?.level, config.rules.b?.level], ['error', 'info']);
    assert.deepEqual(
      config.prices.map(({ input }) => input),
      [1, 2],
    );
  });

  it('globs of a file above are seen from the root', () => {
    const text =
      '{ "ignore": ["app/gen/**", "other/**", "**/*.gen.ts"], "usage": { "features": { "f": { "match": ["app/src/a.ts#run"] } } }, "budgets": [{ "files": "other/**", "tokens": 1 }] }';
    const { config } = readConfig([{ path: '../costlint.config.json', text, rootBelow: 'app' }]);
    assert.deepEqual(config.ignore, ['gen/**', '**/*.gen.ts']);
    assert.deepEqual(config.usage.features[0]?.match, ['src/a.ts#run']);
    assert.deepEqual(config.budgets, []);
  });

  it('extends presets and files, and notices circles and what is missing', () => {
    const texts: Record<string, string> = {
      base: '{ "usage": { "activeUsers": 3 }, "extends": "costlint:strict" }',
      circle: '{ "extends": "circle" }',
    };
    const load = (_: string, name: string) => (texts[name] === undefined ? undefined : { path: name, text: texts[name] });
    const { config, problems: none } = readConfig(
      [{ path: 'c', text: '{ "extends": ["base"], "rules": { "missing-output-cap": "off" } }' }],
      { load, rules },
    );
    assert.deepEqual(none, []);
    assert.equal(config.usage.activeUsers, 3);
    assert.deepEqual([config.rules['missing-output-cap']?.level, config.rules['unbounded-agent-loop']?.level], ['off', 'warning']);
    const wrong = readConfig([{ path: 'c', text: '{\n  "extends": ["circle", "costlint:all"]\n}' }], { load }).problems;
    assert.deepEqual(
      wrong.map(({ path, line, message }) => `${path}:${line} ${message}`),
      ['c:2 Cannot read "costlint:all". Presets are costlint:recommended and costlint:strict.', 'circle:1 "circle" extends itself.'],
    );
  });
});
