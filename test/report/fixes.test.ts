/** Which fixes are made together. */
import assert from 'node:assert/strict';
import { chooseFixes } from '../../src/core/report/fixes.ts';
import type { Finding } from '../../src/core/report/report.ts';

const finding = (
  saving: number,
  edits: readonly (readonly [from: number, to: number, newText: string])[],
  more: Partial<Finding> = {},
) => ({
  rule: 'some-rule',
  severity: 'warning' as const,
  path: 'a.ts',
  range: { start: { line: 1, column: 1 }, end: { line: 1, column: 2 } },
  message: '',
  site: null,
  fingerprint: '',
  impact: { perMonth: { low: saving, expected: saving, high: saving } },
  fixes: [
    {
      title: newTextOf(edits),
      safety: 'suggestion' as const,
      edits: edits.map(([from, to, newText]) => ({
        path: 'a.ts',
        range: { start: { line: 1, column: from + 1 }, end: { line: 1, column: to + 1 } },
        newText,
      })),
    },
  ],
  suppressed: null,
  ...more,
});
const newTextOf = (edits: readonly (readonly [number, number, string])[]) => edits.map(([, , text]) => text).join();

const made = (...findings: Finding[]) => {
  const { texts, left, chosen } = chooseFixes(findings, () => '0123456789', true);
  return { text: texts.get('a.ts'), left, made: chosen.length };
};

describe('fixes chosen together', () => {
  it('makes what does not touch, wherever it stands', () => {
    assert.deepEqual(made(finding(1, [[8, 9, 'b']]), finding(2, [[1, 2, 'a']]), finding(3, [[4, 4, '+']])), {
      text: '0a23+4567b9',
      left: 0,
      made: 3,
    });
  });

  it('makes of two that overlap the one that saves more', () => {
    assert.deepEqual(made(finding(1, [[2, 5, 'small']]), finding(9, [[4, 6, 'large']])), { text: '0123large6789', left: 1, made: 1 });
  });

  it('makes a fix whole or not at all', () => {
    const halves = finding(1, [
      [0, 1, 'x'],
      [4, 5, 'y'],
    ]);
    assert.deepEqual(made(finding(9, [[4, 6, 'large']]), halves), { text: '0123large6789', left: 1, made: 1 });
  });

  it('lets two findings share one change', () => {
    assert.deepEqual(made(finding(1, [[4, 4, 'cap']]), finding(2, [[4, 4, 'cap']])), { text: '0123cap456789', left: 0, made: 2 });
  });

  it('does not guess the order of two additions at one place', () => {
    assert.deepEqual(made(finding(1, [[4, 4, 'a']]), finding(2, [[4, 4, 'b']])), { text: '0123b456789', left: 1, made: 1 });
  });

  it('leaves suggestions and what is suppressed', () => {
    const one = finding(1, [[4, 4, 'a']]);
    assert.equal(chooseFixes([one], () => '0123456789', false).texts.size, 0);
    assert.equal(chooseFixes([{ ...one, suppressed: { reason: 'so' } }], () => '0123456789', true).texts.size, 0);
    assert.equal(chooseFixes([one], () => undefined, true).texts.size, 0);
  });
});
