import assert from 'node:assert/strict';
import {
  applyBaseline,
  type Baseline,
  baselineOf,
  growth,
  prune,
  readBaseline,
  renewed,
  type Scanned,
} from '../../src/core/report/baseline.ts';
import type { Finding } from '../../src/core/report/report.ts';
import { finding, report } from './samples.ts';

const ALL: Scanned = { prefix: '', covers: () => true };
const of = (...list: readonly (readonly [path: string, rule: string, more?: Partial<Finding>])[]) =>
  report({ findings: list.map(([path, rule, more]) => finding({ path, rule, severity: 'warning', suppressed: null, ...more })) });
const accepting = (findings: Baseline['findings']): Baseline => ({ format: 1, findings });

describe('baseline', () => {
  it('counts by file and rule, sorted; neither notes nor budgets nor what is suppressed', () => {
    const found = of(
      ['b', 'y'],
      ['a', 'y'],
      ['b', 'x'],
      ['b', 'y'],
      ['a', 'i', { severity: 'info' }],
      ['c', 'over-budget', { severity: 'error' }],
      ['a', 'z', { suppressed: { reason: 'x' } }],
    );
    assert.equal(JSON.stringify(baselineOf(found, ALL).findings), '{"a":{"y":1},"b":{"x":1,"y":2}}');
  });

  it('accepts as many as it counts, and none where there are more', () => {
    const accepted = (count: number) =>
      applyBaseline(of(['a', 'x'], ['a', 'x']), accepting({ a: { x: count } }), ALL).report.findings.map(
        ({ suppressed }) => suppressed?.by ?? null,
      );
    assert.deepEqual(accepted(2), ['baseline', 'baseline']);
    assert.deepEqual(accepted(1), [null, null]);
    assert.deepEqual(accepted(3), ['baseline', 'baseline']);
  });

  it('names what it accepts for nothing, where that was looked at', () => {
    const baseline = accepting({ a: { x: 3 }, gone: { y: 1 }, 'lib/b': { x: 1 } });
    const found = of(['a', 'x'], ['a', 'x']);
    assert.deepEqual(applyBaseline(found, baseline, { prefix: '', covers: (path) => !path.startsWith('lib/') }).stale, [
      { path: 'a', rule: 'x', accepted: 3, found: 2 },
      { path: 'gone', rule: 'y', accepted: 1, found: 0 },
    ]);
    assert.deepEqual(prune(baseline, applyBaseline(found, baseline, ALL).stale).findings, { a: { x: 2 } });
  });

  it('of a folder above the root speaks of the files below it', () => {
    const app: Scanned = { prefix: 'app/', covers: () => true };
    assert.deepEqual(baselineOf(of(['a', 'x']), app).findings, { 'app/a': { x: 1 } });
    const { report: accepted, stale } = applyBaseline(of(['a', 'x']), accepting({ 'app/a': { x: 1 }, 'lib/a': { x: 9 } }), app);
    assert.deepEqual([accepted.findings[0]?.suppressed?.reason, stale], ['accepted by the baseline', []]);
  });

  it('only shrinks: what would grow is named, what was not looked at stays', () => {
    const before = accepting({ a: { x: 1 }, 'lib/b': { x: 5 } });
    assert.deepEqual(growth(before, accepting({ a: { x: 2, y: 1 } })), [
      { path: 'a', rule: 'x', accepted: 1, found: 2 },
      { path: 'a', rule: 'y', accepted: 0, found: 1 },
    ]);
    assert.deepEqual(
      renewed(before, accepting({ a: { x: 1 } }), { prefix: '', covers: (path) => !path.startsWith('lib/') }).findings,
      before.findings,
    );
  });

  it('names of the prototype are names', () => {
    const text = '{ "format": 1, "findings": { "__proto__": { "constructor": 1 }, "constructor": { "__proto__": 1 } } }';
    const read = readBaseline(text);
    assert.ok('baseline' in read);
    assert.equal(applyBaseline(of(['toString', 'x']), read.baseline, ALL).stale.length, 2);
  });

  it('what is no baseline says so', () => {
    for (const text of [
      '',
      '[]',
      '{}',
      '{ "format": 2, "findings": {} }',
      '{ "format": 1, "findings": { "a": 3 } }',
      '{ "format": 1, "findings": { "a": { "x": -1 } } }',
      '{ "format": 1, "findings": { "a": { "x": "many" } } }',
    ])
      assert.ok('problem' in readBaseline(text), text);
  });
});
