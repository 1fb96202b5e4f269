/** Unified diffs, and that they make the one text of the other. */
import assert from 'node:assert/strict';
import { patch } from '../../src/core/text/patch.ts';
import { random } from '../tokens/texts.ts';

/** What a patch makes of a text, by the letter of the format. */
function applied(text: string, diff: string): string {
  const old = text.split(/(?<=\n)/);
  const lines = diff.split('\n');
  let result = '';
  let at = 0;
  for (let i = 2; i < lines.length; i++) {
    const line = lines[i] as string;
    const [, start, count = '1'] = /^@@ -(\d+)(?:,(\d+))? /.exec(line) ?? [];
    if (start !== undefined) {
      const from = Number(start) - (count === '0' ? 0 : 1);
      for (; at < from; at++) result += old[at];
      continue;
    }
    const whole = `${line.slice(1)}${lines[i + 1]?.startsWith('\\') ? '' : '\n'}`;
    if (line.startsWith(' ') || line.startsWith('-')) assert.equal(old[at++], whole);
    if (line.startsWith(' ') || line.startsWith('+')) result += whole;
  }
  return result + old.slice(at).join('');
}

describe('patch', () => {
  it('shows a change with the lines around it', () => {
    assert.equal(
      patch('a.py', 'one\ntwo\nthree\nfour\nfive\nsix\n', 'one\ntwo\nthree\nfour\nFIVE\nsix\n'),
      '--- a/a.py\n+++ b/a.py\n@@ -2,5 +2,5 @@\n two\n three\n four\n-five\n+FIVE\n six\n',
    );
  });

  it('shows changes far apart by themselves', () => {
    const before = Array.from({ length: 30 }, (_, i) => `${i}\n`);
    const after = before.map((line, i) => (i === 2 ? 'x\n' : line)).filter((_, i) => i !== 25);
    assert.equal(patch('a', before.join(''), after.join('')).match(/^@@/gm)?.length, 2);
  });

  it('says where the last line has no end', () => {
    assert.equal(
      patch('a', 'x', 'y'),
      '--- a/a\n+++ b/a\n@@ -1 +1 @@\n-x\n\\ No newline at end of file\n+y\n\\ No newline at end of file\n',
    );
  });

  it('is empty for equal texts', () => assert.equal(patch('a', 'x\n', 'x\n'), ''));

  it('makes the new text of the old one, whatever they are', () => {
    const rnd = random(7);
    const text = () => Array.from({ length: rnd(25) }, () => `${rnd(4)}${rnd(5) === 0 ? '\r' : ''}\n`).join('') + (rnd(2) ? 'end' : '');
    for (let i = 0; i < 500; i++) {
      const [before, after] = [text(), text()];
      const diff = patch('a', before, after);
      assert.equal(diff === '' ? before : applied(before, diff), after, JSON.stringify([before, after, diff]));
    }
  });
});
