import assert from 'node:assert/strict';
import { comment, MOST_CHARACTERS } from '../../src/core/report/formats/comment.ts';
import { exactly } from '../../src/core/tokens/interval.ts';
import { cause, change, diff, total } from './diff-samples.ts';
import { finding, range } from './samples.ts';

describe('comment on a pull request', () => {
  it('one change: the number, the call, why, and where to look', () => {
    assert.equal(
      comment(diff()),
      `### Prompt cost: +$780/mo (+8.0 %) → $10,580/mo

| Call | Change | Per call | Why |
| --- | ---: | ---: | --- |
| doc-search \`src/answer.ts:15\` | +$780/mo | $0.021 → $0.034 | top-k 4 → 8 (\`src/retriever.ts:41\`) |

<sub>Estimates by Costlint 0.1.0, prices of 2026-11-18. The change lies between +$300 and +$1,400 a month. \`9f1c2ab\` → \`abc1234\`.</sub>
`,
    );
  });

  it('no change is two lines', () => {
    const text = comment(
      diff({ delta: { perMonth: exactly(0), worst: 0 }, changes: [], totals: { base: total(9800), head: total(9800) } }),
    );
    assert.equal(
      text,
      '### Prompt cost: no change, $9,800/mo\n\n<sub>Estimates by Costlint 0.1.0, prices of 2026-11-18. `9f1c2ab` → `abc1234`.</sub>\n',
    );
  });

  it('a change whose price or traffic is unknown is not called none', () => {
    const unknown = diff({ delta: { perMonth: exactly(0), worst: 0 }, totals: null, changes: [change({ delta: null })] });
    assert.match(comment(unknown), /^### Prompt cost: changed, by an amount that is not known\n/);
    assert.match(comment(unknown), /\| unpriced \|/);
  });

  it('over budget: the verdict and the bar stand above the table', () => {
    const over = diff({
      verdict: { state: 'fail', reasons: ['The budget of $10,000 a month is exceeded by 13 %.', 'One new warning.'] },
      budget: { scope: 'total', limit: 10_000, used: 1.13, state: 'stop' },
    });
    const lines = comment(over).split('\n');
    assert.equal(lines[2], 'Budget $10,000 ▓▓▓▓▓▓▓▓▓▓ 113 %');
    assert.equal(lines[4], '**FAIL** The budget of $10,000 a month is exceeded by 13 %.');
  });

  it('sixty changed calls: eight rows, the rest folded', () => {
    const changes = Array.from({ length: 60 }, (_, at) =>
      change({ site: `s${at}`, range: range(at + 1), delta: { perCall: 0.001, perMonth: 60 - at } }),
    );
    const text = comment(diff({ changes }));
    assert.equal(text.slice(0, text.indexOf('<details>')).match(/^\| doc-search/gm)?.length, 8);
    assert.match(text, /<summary>52 more changed calls<\/summary>/);
    assert.equal(text.match(/^\| doc-search/gm)?.length, 60);
  });

  it('stays below the size of a comment with thousands of changes and findings', () => {
    const changes = Array.from({ length: 5000 }, (_, at) => change({ site: `s${at}`, path: `src/${'long/'.repeat(20)}${at}.ts` }));
    const findings = Array.from({ length: 5000 }, (_, at) => finding({ fingerprint: `f${at}`, message: 'word '.repeat(20) }));
    const text = comment(diff({ changes, findings: { new: findings, fixed: findings } }));
    assert.ok(text.length <= MOST_CHARACTERS, String(text.length));
  });

  it('only fixed findings: no table, a list of what is better', () => {
    const text = comment(diff({ delta: { perMonth: exactly(-120), worst: 0 }, changes: [], findings: { new: [], fixed: [finding()] } }));
    assert.match(text, /^### Prompt cost: −\$120\/mo \(−1\.2 %\)/);
    assert.match(text, /<summary>1 finding fixed<\/summary>/);
    assert.doesNotMatch(text, /\| Call/);
  });

  it('names new, removed and moved calls, and links lines where the host has a page', () => {
    const changes = [
      change({
        status: 'added',
        before: null,
        causes: [cause({ cause: 'added', was: null, now: null, tokens: null, lines: { base: [], head: [] } })],
      }),
      change({ status: 'removed', after: null, delta: { perCall: -0.02, perMonth: -360 } }),
      change({ movedFrom: { path: 'src/old.ts', range: range(3), symbol: null } }),
    ];
    const text = comment(diff({ changes }), { link: (file, line) => `https://host/blob/abc/${file}#L${line}` });
    assert.match(
      text,
      /\[`src\/answer\.ts:15`\]\(https:\/\/host\/blob\/abc\/src\/answer\.ts#L15\) \| \+\$780\/mo \| \$0\.034 \| new call \|/,
    );
    assert.match(text, /`src\/answer\.ts:15` \(removed\) \| −\$360\/mo \| \$0\.021 \|/);
    assert.match(text, /\(was `src\/old\.ts`\)/);
  });

  it('lets no text of the code become markup', () => {
    const hostile = '</details><img src=x> | @team `x` \u202e';
    const text = comment(diff({ changes: [change({ feature: hostile, path: hostile, causes: [cause({ was: hostile, now: hostile })] })] }));
    // What stands in back quotes is shown as it is.
    assert.doesNotMatch(text.replace(/`[^`]*`/g, ''), /(?<!\\)<(?:img|\/details)|@team|\u202e/);
    assert.equal(text.split('\n').filter((line) => line.startsWith('| ')).length, 3);
  });
});
