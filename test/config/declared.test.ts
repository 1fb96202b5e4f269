import assert from 'node:assert/strict';
import { readConfig } from '../../src/core/config/config.ts';
import { offsetOf, withDeclared } from '../../src/core/config/edits.ts';
import type { TextEdit } from '../../src/core/text/range.ts';

const NEAR = `{
  "usage": {
    "callsPerMonth": "20k",
    "features": {
      "chat": {
        "match": ["src/**"],
        "holes": { "question": { "low": 1, "expected": 2, "high": 3 } }
      }
    }
  },
  "prices": [{ "model": "own", "input": 1, "output": 2 }]
}`;
const FAR =
  '{ "usage": {\n "callsPerMonth": 5,\n "planPrice": 9 },\n "prices": [{ "model": "other", "input": 3 }], "models": { "env:X": "gpt-5.4" } }';

describe('what a configuration declares', () => {
  it('each value with the line that sets it: of several files the nearest, of lists each', () => {
    const { declared } = readConfig([
      { path: 'costlint.config.json', text: NEAR },
      { path: '/up/costlint.config.json', reported: '../costlint.config.json', text: FAR },
      { path: 'settings', isSettings: true, text: '{ "usage": { "activeUsers": 7, "planPrice": 1 } }' },
    ]).config;
    assert.deepEqual(declared.map(({ key, value, at, by }) => [key, value, at ? `${at.path}:${at.line}` : by]).sort(), [
      ['models.env:X', 'gpt-5.4', '../costlint.config.json:4'],
      ['prices[0]', '{"model":"other","input":3}', '../costlint.config.json:4'],
      ['prices[0]', '{"model":"own","input":1,"output":2}', 'costlint.config.json:11'],
      ['usage.activeUsers', '7', 'settings'],
      ['usage.callsPerMonth', '20000', 'costlint.config.json:3'],
      ['usage.features.chat.holes.question', '1–3, 2 expected', 'costlint.config.json:7'],
      ['usage.planPrice', '9', '../costlint.config.json:3'],
    ]);
    assert.deepEqual(readConfig([]).config.declared, []);
  });

  it('a key is written once, with a value to begin with, and found again', () => {
    const apply = (text: string, edits: readonly TextEdit[]) =>
      edits.reduceRight((out, { range, newText }) => out.slice(0, range.start) + newText + out.slice(range.end), text);
    const path = ['usage', 'features', 'new one', 'chunk'];
    const after = apply(NEAR, withDeclared(NEAR, path, 400));
    assert.deepEqual(readConfig([{ path: 'c', text: after }]).problems, []);
    assert.deepEqual(JSON.parse(after).usage.features['new one'], { match: ['**'], chunk: 400 });
    assert.equal(after.slice(offsetOf(after, path)).startsWith('400'), true);
    assert.deepEqual(withDeclared(after, path, 5), [], 'what somebody has written stays');
    assert.deepEqual(JSON.parse(apply('', withDeclared('', ['usage', 'planPrice'], 20))), { usage: { planPrice: 20 } });
    assert.deepEqual(withDeclared('{ "usage": ', ['usage', 'planPrice'], 20), []);
  });
});
