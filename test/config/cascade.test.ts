import assert from 'node:assert/strict';
import { type ConfigFile, configLookup, readConfig } from '../../src/core/config/config.ts';
import { rules } from '../../src/core/rules/index.ts';
import { reportOn } from '../support/engine.ts';

const root = (text: string): ConfigFile => ({ path: 'costlint.config.json', text });
const inFolder = (folder: string, text: string): ConfigFile => ({ path: `${folder}/costlint.config.json`, text, folder });

function lookUp(text: string, ...below: ConfigFile[]) {
  const { config, folders, problems, notes } = readConfig([root(text)], { below, rules });
  assert.deepEqual(problems, []);
  return { of: configLookup(config, folders), config, notes };
}

describe('cascade below the root', () => {
  it('the nearest folder speaks first, and inherits what it does not say', () => {
    const { of } = lookUp(
      '{ "rules": { "missing-output-cap": ["error", { "limit": 100 }], "unbounded-agent-loop": "off" } }',
      inFolder('a', '{ "rules": { "missing-output-cap": "warning" } }'),
      inFolder('a/b', '{ "rules": { "missing-output-cap": ["info", { "limit": 3 }] } }'),
    );
    const setting = (path: string) => of(path).rules['missing-output-cap'];
    assert.deepEqual(setting('x.py'), { level: 'error', options: { limit: 100 } });
    assert.deepEqual(setting('a/x.py'), { level: 'warning', options: { limit: 100 } });
    assert.deepEqual(setting('a/b/c/x.py'), { level: 'info', options: { limit: 3 } });
    assert.deepEqual(setting('ab/x.py'), { level: 'error', options: { limit: 100 } });
    assert.equal(of('a/b/x.py').rules['unbounded-agent-loop']?.level, 'off');
  });

  it('root: true ends the way up', () => {
    const { of } = lookUp(
      '{ "usage": { "callsPerMonth": 5 } }',
      inFolder('a', '{ "root": true }'),
      inFolder('a/b', '{ "usage": { "activeUsers": 2 } }'),
    );
    assert.deepEqual([of('a/b/x.py').usage.callsPerMonth, of('a/b/x.py').usage.activeUsers], [10_000, 2]);
    assert.equal(of('c.py').usage.callsPerMonth, 5);
  });

  it('globs mean what they say in their own folder, whatever its name', () => {
    const { of } = lookUp(
      '{}',
      inFolder(
        'app/[id]',
        '{ "overrides": [{ "files": ["*.py"], "rules": { "missing-output-cap": "off" } }], "usage": { "features": { "f": { "match": ["**/run.py#go"] } } } }',
      ),
    );
    assert.deepEqual(of('app/[id]/x.py').overrides[0]?.files, ['app/[[]id]/*.py']);
    assert.deepEqual(of('app/[id]/x.py').usage.features[0]?.match, ['app/[[]id]/**/run.py#go']);
  });

  it('what speaks of the whole scan is read at its root only, and said so', () => {
    const { of, notes } = lookUp(
      '{ "ignore": ["gen/**"] }',
      inFolder('a', '{\n  "ignore": ["x"],\n  "prices": [{ "model": "m", "input": 1 }]\n}'),
    );
    assert.deepEqual([of('a/x.py').ignore, of('a/x.py').prices], [['gen/**'], []]);
    assert.deepEqual(
      notes.map(({ path, line, message }) => `${path}:${line} ${message}`),
      [
        'a/costlint.config.json:2 "ignore" holds for a whole scan: it is only read at the root of one.',
        'a/costlint.config.json:3 "prices" holds for a whole scan: it is only read at the root of one.',
      ],
    );
  });

  it('budgets know their folder and their line', () => {
    const { of } = lookUp(
      '{ "budgets": [{ "scope": "total", "perMonth": 9 }] }',
      inFolder('a', '{\n "budgets": [\n  { "files": "*.py", "tokens": 9 }] }'),
    );
    assert.deepEqual(
      of('a/x.py').budgets.map(({ within, files, at }) => [within, files, at.path, at.line]),
      [
        ['', undefined, 'costlint.config.json', 1],
        ['a', 'a/*.py', 'a/costlint.config.json', 3],
      ],
    );
  });

  it('a feature of the folder goes before one of the root that matches as well', async () => {
    const code =
      'from openai import OpenAI\nOpenAI().chat.completions.create(model="gpt-5.4-mini", messages=[{"role": "user", "content": "Hi"}])\n';
    const report = await reportOn(
      {
        'a/x.py': code,
        'b/x.py': code,
        'a/costlint.config.json': '{ "usage": { "features": { "near": { "match": ["*.py"], "callsPerMonth": 5 } } } }',
      },
      '{ "usage": { "features": { "far": { "match": ["**"] } } } }',
    );
    assert.deepEqual(
      report.sites.map(({ path, feature, callsPerMonth }) => [path, feature, callsPerMonth?.expected]),
      [
        ['a/x.py', 'near', 5],
        ['b/x.py', 'far', 10_000],
      ],
    );
  });
});

describe('rules in a configuration', () => {
  const problems = (text: string) =>
    readConfig([root(text)], { rules }).problems.map(({ line, column, message }) => `${line}:${column} ${message}`);

  it('unknown ids and options are named with the nearest that there is', () => {
    assert.deepEqual(problems('{ "rules": { "mising-output-cap": "off" } }'), [
      '1:14 Unknown rule "mising-output-cap" in rules. Did you mean "missing-output-cap"?',
    ]);
    assert.deepEqual(problems('{ "rules": { "missing-output-cap": ["error", { "limt": 5 }] } }'), [
      '1:48 Unknown option "limt" in rules.missing-output-cap. Did you mean "limit"?',
    ]);
    assert.deepEqual(problems('{ "rules": { "missing-output-cap": ["error", { "limit": "many" }] } }'), [
      '1:57 rules.missing-output-cap[1].limit must be a number such as 50000 or "50k".',
    ]);
    assert.deepEqual(problems('{ "overrides": [{ "files": ["*"], "rules": { "nonsense": "off" } }] }'), [
      '1:46 Unknown rule "nonsense" in overrides[0].rules.',
    ]);
  });

  it('strict makes every rule fail a check, recommended none other than it is', () => {
    const levels = (preset: string) => readConfig([root(`{ "extends": "${preset}" }`)], { rules }).config.rules;
    const strict = levels('costlint:strict');
    for (const { id } of rules) assert.ok(strict[id]?.level === 'warning' || strict[id]?.level === 'error', id);
    assert.deepEqual(levels('costlint:recommended'), {});
  });
});
