import assert from 'node:assert/strict';
import { parseAmount, parseInterval, parseRate } from '../../src/core/config/amount.ts';
import { readDirectives } from '../../src/core/config/directives.ts';

/** One comment on the second line of a file. */
const read = (text: string) => readDirectives([{ start: 10, end: 10 + text.length, text }], `# a file\n\n${text}\nnext()\n`.slice(0));

describe('amounts', () => {
  it('are read as people write them', () => {
    const cases: [string, number | undefined][] = [
      ['50k', 50_000],
      ['1.2M', 1_200_000],
      ['10,000', 10_000],
      ['10_000', 10_000],
      ['.5', 0.5],
      ['3', 3],
      [' 2 k ', 2000],
      ['', undefined],
      ['-1', undefined],
      ['1e9', undefined],
      ['10,00', undefined],
      ['k', undefined],
      ['5kk', undefined],
    ];
    for (const [text, value] of cases) assert.equal(parseAmount(text), value, text);
  });

  it('may have bounds and a period', () => {
    assert.deepEqual(parseInterval('800..4k'), { low: 800, expected: 2400, high: 4000 });
    assert.equal(parseInterval('5..1'), undefined);
    assert.equal(parseRate('12k/year')?.expected, 1000);
    assert.equal(parseRate('120/day')?.expected, 3650);
    assert.equal(parseRate('5/fortnight'), undefined);
  });
});

describe('directives', () => {
  it('usage states calls, feature, output and holes', () => {
    const text = '// costlint-usage calls=50k/month feature=triage output=300 docs=3200';
    const { usages, problems } = read(text);
    assert.deepEqual(problems, []);
    assert.deepEqual(usages[0]?.usage, {
      calls: { low: 50_000, expected: 50_000, high: 50_000 },
      feature: 'triage',
      output: { low: 300, expected: 300, high: 300 },
      model: undefined,
      holes: { docs: { low: 3200, expected: 3200, high: 3200 } },
    });
    assert.deepEqual([usages[0]?.start, usages[0]?.end], [13, 10 + text.length]);
  });

  it('what cannot be read is named, the rest holds', () => {
    const { usages, problems } = read('# costlint-usage calls=lots feature=a');
    assert.equal(usages[0]?.usage.feature, 'a');
    assert.match(problems[0]?.message ?? '', /cannot read "calls=lots"/);
  });

  it('ignore takes rules, a day and a reason', () => {
    const { ignores } = read('/* costlint-ignore missing-output-cap, bloated-system-prompt until=2027-01-31: agreed with finance */');
    const { kind, rules, until, reason } = ignores[0] ?? {};
    assert.deepEqual(
      { kind, rules, until, reason },
      { kind: 'next', rules: ['missing-output-cap', 'bloated-system-prompt'], until: '2027-01-31', reason: 'agreed with finance' },
    );
  });

  it('knows ranges and whole files, and no reason stays empty', () => {
    const kinds = ['costlint-ignore-start a: x', 'costlint-ignore-end', 'costlint-ignore-all a: y', 'costlint-ignore a'].map(
      (text) => read(`# ${text}`).ignores[0],
    );
    assert.deepEqual(
      kinds.map((ignore) => [ignore?.kind, ignore?.reason]),
      [
        ['start', 'x'],
        ['end', ''],
        ['all', 'y'],
        ['next', ''],
      ],
    );
  });

  it('a day that is none is a problem, and nothing is suppressed', () => {
    for (const day of ['soon', '2027-13-01', '2027-1-1']) {
      const { ignores, problems } = read(`# costlint-ignore a until=${day}: b`);
      assert.deepEqual(ignores, []);
      assert.match(problems[0]?.message ?? '', /is no day; expected YYYY-MM-DD/);
    }
  });

  it('what only mentions a directive is none', () => {
    for (const text of [
      '# see costlint-baseline.json',
      '# run npx costlint-ignore',
      '// write costlint-ignore here',
      '# costlint-prices.json is fresh',
    ])
      assert.deepEqual(read(text), { usages: [], ignores: [], problems: [] }, text);
    for (const text of [
      '# noqa: E501  # costlint-ignore a: b',
      '{/* costlint-ignore a: b */}',
      '<!-- costlint-ignore a: b -->',
      '/**\n * costlint-ignore a: b\n */',
      '{#- costlint-ignore a: b -#}',
    ])
      assert.equal(read(text).ignores[0]?.reason, 'b', text);
  });

  it('a misspelt directive is a problem', () => {
    assert.match(read('# costlint-ingore a: b').problems[0]?.message ?? '', /Did you mean costlint-ignore\?/);
  });
});
