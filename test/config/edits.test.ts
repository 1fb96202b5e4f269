import assert from 'node:assert/strict';
import { readConfig } from '../../src/core/config/config.ts';
import { withBudget, withScenario, withTraffic } from '../../src/core/config/edits.ts';
import { type Scenario, scenarioPairs } from '../../src/core/economics/scenario.ts';
import { readScenario, WHAT_IFS } from '../../src/core/economics/scenario-reading.ts';
import type { TextEdit } from '../../src/core/text/range.ts';

/** The text after the edits; it must still be a configuration. */
function apply(text: string, edits: readonly TextEdit[]): string {
  const after = edits.reduceRight((out, { range, newText }) => out.slice(0, range.start) + newText + out.slice(range.end), text);
  assert.deepEqual(readConfig([{ path: 'c', text: after }]).problems, []);
  return after;
}

const CONFIG = `{
  // who pays
  "usage": {
    "features": {
      "triage": { "match": ["src/triage/**"], "callsPerMonth": 5 } // often
    }
  },
  "budgets": [
    { "feature": "triage", "perMonth": 5 }, // agreed in May
    { "scope": "total", "perMonth": 50 }
  ]
}
`;

describe('edits of a configuration', () => {
  it('a new budget stands behind the others; all else stays as it is', () => {
    const added = (text: string) => apply(text, withBudget(text, { files: 'src/prompts/**', tokens: 2000 }));
    const budget = '{ "files": "src/prompts/**", "tokens": 2000 }';
    assert.equal(added(CONFIG), CONFIG.replace('"perMonth": 50 }\n', `"perMonth": 50 },\n    ${budget}\n`));
    const commented = CONFIG.replace('"perMonth": 50 }', '"perMonth": 50 }, // all of it');
    assert.equal(added(commented), commented.replace('// all of it', `// all of it\n    ${budget},`));
    assert.equal(added('{ "budgets": [{ "perMonth": 5 }] }'), `{ "budgets": [{ "perMonth": 5 }, ${budget}] }`);
  });

  it('the budget of the same subject is changed', () => {
    assert.equal(
      apply(CONFIG, withBudget(CONFIG, { feature: 'triage', perMonth: 9 })),
      CONFIG.replace('"perMonth": 5 }', '"perMonth": 9 }'),
    );
    assert.equal(apply(CONFIG, withBudget(CONFIG, { perMonth: 60 })), CONFIG.replace('"perMonth": 50', '"perMonth": 60'));
  });

  it('what is as it should be is not edited', () => {
    assert.deepEqual(withBudget(CONFIG, { perMonth: 50 }), []);
    assert.deepEqual(withTraffic(CONFIG, { feature: 'triage', callsPerMonth: 5 }), []);
  });

  it('traffic of a known feature is set, of a new one added', () => {
    assert.equal(
      apply(CONFIG, withTraffic(CONFIG, { feature: 'triage', callsPerMonth: '50k' })),
      CONFIG.replace('"callsPerMonth": 5', '"callsPerMonth": "50k"'),
    );
    const { config } = readConfig([
      {
        path: 'c',
        text: apply(
          CONFIG,
          withTraffic(CONFIG, { feature: 'chat', match: ['src/chat.ts#run'], callsPerMonth: '2k', output: 30, holes: { docs: 5 } }),
        ),
      },
    ]);
    const chat = config.usage.features.find(({ name }) => name === 'chat');
    assert.deepEqual(
      [chat?.match, chat?.callsPerMonth?.expected, chat?.output?.expected, chat?.holes.docs?.expected],
      [['src/chat.ts#run'], 2000, 30, 5],
    );
    assert.ok(config.usage.features.some(({ name }) => name === 'triage'));
  });

  it('a new file, another indentation, Windows line ends', () => {
    assert.equal(
      apply('', withBudget('', { perMonth: 5 })),
      '{\n  "budgets": [\n    {\n      "scope": "total",\n      "perMonth": 5\n    }\n  ]\n}\n',
    );
    const tabs = '{\r\n\t"root": true\r\n}\r\n';
    assert.equal(
      apply(tabs, withTraffic(tabs, { feature: 'a', match: ['a'] })),
      '{\r\n\t"root": true,\r\n\t"usage": {\r\n\t\t"features": {\r\n\t\t\t"a": {\r\n\t\t\t\t"match": [\r\n\t\t\t\t\t"a"\r\n\t\t\t\t]\r\n\t\t\t}\r\n\t\t}\r\n\t}\r\n}\r\n',
    );
  });

  it('a text that is no configuration is left alone', () => {
    for (const text of ['[]', '"x"', 'module.exports = {}']) assert.deepEqual(withBudget(text, { perMonth: 5 }), [], text);
  });

  it('a question is asked again as it was saved, whatever key it has', () => {
    const scenario: Required<Scenario> = {
      feature: 'triage',
      model: 'gpt-5.4-mini',
      traffic: 2.5,
      users: 6000,
      output: 300,
      cacheHit: 0.6,
      cacheTtl: 60,
      topK: 4,
      chunk: 300,
      turns: 8,
      steps: 6,
      batch: 0.4,
      route: { share: 0.75, model: 'gpt-5.4-nano' },
      escalate: 0.1,
      semanticCache: 0.3,
      human: 0.05,
      planPrice: 10,
      host: 'self',
    };
    const pairs = scenarioPairs(scenario);
    assert.deepEqual(
      pairs.map(([key]) => key),
      Object.keys(WHAT_IFS),
    );
    const { scenarios } = readConfig([{ path: 'c', text: apply(CONFIG, withScenario(CONFIG, 'all', pairs)) }]).config;
    assert.deepEqual(readScenario(Object.entries(scenarios.all as object)), { scenario, problems: [] });
  });
});
