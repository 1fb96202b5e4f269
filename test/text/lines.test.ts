import assert from 'node:assert/strict';
import { Lines } from '../../src/core/text/lines.ts';
import { nearest } from '../../src/core/text/nearest.ts';
import { differenceOf } from '../../src/core/text/range.ts';

describe('lines', () => {
  it('count from 1, in UTF-16 units, with every kind of line end', () => {
    const lines = new Lines('a\nbc\r\nd\re😀f');
    assert.equal(lines.count, 4);
    assert.deepEqual(
      [0, 2, 3, 6, 8, 9, 11].map((offset) => lines.at(offset)),
      [
        { line: 1, column: 1 },
        { line: 2, column: 1 },
        { line: 2, column: 2 },
        { line: 3, column: 1 },
        { line: 4, column: 1 },
        { line: 4, column: 2 },
        { line: 4, column: 4 },
      ],
    );
  });

  it('go there and back at every offset, and stay inside', () => {
    const text = 'one\n\ntwo\r\n\r\nthree';
    const lines = new Lines(text);
    for (let offset = 0; offset <= text.length; offset++) assert.equal(lines.offset(lines.at(offset)), offset);
    assert.deepEqual(lines.at(99), lines.at(text.length));
    assert.deepEqual(lines.at(-1), { line: 1, column: 1 });
    assert.equal(lines.offset({ line: 99, column: 1 }), text.length);
    assert.deepEqual(new Lines('').at(0), { line: 1, column: 1 });
  });
});

describe('nearest', () => {
  it('is what was probably meant, or nothing', () => {
    const names = ['format', 'config', 'quiet', 'max-warnings', 'warning'];
    assert.deepEqual(
      ['fromat', 'confg', 'QUIET', 'max-warning', 'warn', 'xyz', ''].map((name) => nearest(name, names)),
      ['format', 'config', 'quiet', 'max-warnings', 'warning', undefined, undefined],
    );
  });
});

describe('the difference of two texts', () => {
  it('is one edit, as small as it can be', () => {
    const pairs = ['abc abc', 'abc axbc', 'aa aaa', 'aaa aa', 'same same', ' new', 'old ', 'a😀b a😁b', 'abcabc abc'];
    for (const [before, after] of pairs.map((pair) => pair.split(' ') as [string, string])) {
      const { range, newText } = differenceOf(before, after);
      assert.equal(before.slice(0, range.start) + newText + before.slice(range.end), after);
      assert.ok(newText.length === 0 || before[range.start] !== after[range.start], `${before} ${after}`);
      if (range.end - range.start > 0 && newText.length > 0) assert.notEqual(before[range.end - 1], newText.at(-1));
    }
  });
});
