import assert from 'node:assert/strict';
import {
  amount,
  amountRange,
  counted,
  estimate,
  impactWords,
  money,
  moneyRange,
  separated,
  short,
  shortAmount,
  shortMoney,
} from '../../src/core/report/words.ts';

describe('words', () => {
  it('money: two significant digits below $1, cents below $10, then whole dollars', () => {
    const cases: [number, string][] = [
      [0, '$0'],
      [0.0098, '$0.0098'],
      [0.00984, '$0.0098'],
      [0.01, '$0.010'],
      [0.5, '$0.50'],
      [0.994, '$0.99'],
      [0.996, '$1.00'],
      [1, '$1.00'],
      [4.269, '$4.27'],
      [9.994, '$9.99'],
      [9.996, '$10'],
      [10.4, '$10'],
      [1240.2, '$1,240'],
      [1234567, '$1,234,567'],
      [0.0000032, '$0.0000032'],
      [-3.5, '-$3.50'],
    ];
    for (const [usd, text] of cases) assert.equal(money(usd), text);
  });

  it('money where room is short', () => {
    assert.deepEqual([999, 1000, 1240, 999_949, 2_500_000].map(shortMoney), ['$999', '$1.0k', '$1.2k', '$999.9k', '$2.5M']);
  });

  it('an estimate is marked, an exact number is not', () => {
    assert.equal(estimate({ low: 1, expected: 294, high: 300 }), '~$294');
    assert.equal(estimate({ low: 2, expected: 2, high: 2 }), '$2.00');
    assert.equal(amount({ low: 2412, expected: 2412, high: 2412 }), '2,412');
    assert.equal(shortAmount({ low: 0, expected: 128_400, high: 2e5 }), '~128.4k');
  });

  it('what a finding costs: usually, at worst, or nothing that shows', () => {
    assert.equal(impactWords({ low: 1, expected: 2, high: 3 }), '~$2.00 a month');
    assert.equal(impactWords({ low: 0, expected: 0, high: 80 }), 'up to $80 a month');
    assert.equal(impactWords({ low: 0, expected: 0, high: 0 }), '');
  });

  it('ranges', () => {
    assert.equal(moneyRange({ low: 98, expected: 200, high: 420 }), '$98–$420');
    assert.equal(moneyRange({ low: 98.1, expected: 98.2, high: 98.3 }), '$98');
    assert.equal(amountRange({ low: 2412, expected: 5000, high: 9800 }), '2,412–9,800');
  });

  it('counts', () => {
    assert.deepEqual([950, 10_000, 50_500, 1_200_000].map(short), ['950', '10k', '50.5k', '1.2M']);
    assert.deepEqual([999, 1000, 1234567.5].map(separated), ['999', '1,000', '1,234,567.5']);
    assert.deepEqual([counted(1, 'call'), counted(2000, 'call')], ['1 call', '2,000 calls']);
  });
});
