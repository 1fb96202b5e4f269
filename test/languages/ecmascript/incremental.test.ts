/** Lowering an edited text incrementally gives the same facts as lowering it afresh. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { TextEdit } from '../../../src/core/text/range.ts';
import { language, plain } from './lowering.ts';

const real = ['src/core/languages/ecmascript/draft.ts', 'src/core/languages/grammar.ts', 'test/languages/ecmascript/statements.test.ts'];

/** Random, but the same each time. */
function dice(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
}

const snippets = [
  '',
  'x',
  '(',
  ')',
  '"',
  '`',
  '\n',
  '  ',
  ';',
  '${',
  'f(1)',
  'const y = g();\n',
  '// c\n',
  'é',
  '😀',
  ' ? a : b',
  '{',
  '}',
  ', k: 2',
  '=> ',
  '/*',
  ': A<B>',
];

describe('ECMAScript: incremental lowering', () => {
  for (const [seed, path] of real.entries()) {
    it(`equals a fresh one over random edits of ${path}`, async () => {
      const ecmascript = await language;
      const original = readFileSync(join(process.cwd(), path), 'utf8');
      const roll = dice(seed + 1);
      let text = original;
      let lowered = ecmascript.lower(text, { path, keep: true });
      for (let step = 0; step < 60; step++) {
        const start = roll(text.length + 1);
        const end = Math.min(text.length, start + roll(4) * roll(6));
        const newText = snippets[roll(snippets.length)] as string;
        const edits: TextEdit[] = [{ range: { start, end }, newText }];
        text = text.slice(0, start) + newText + text.slice(end);
        const next = ecmascript.lower(text, { path, previous: lowered, edits, keep: true });
        lowered.release();
        lowered = next;
        assert.ok(plain(lowered.facts) === plain(ecmascript.lower(text, { path }).facts), `step ${step}`);
        // Most damage is taken back, so that intact text is edited too.
        if (lowered.facts.problems.length > 0 && roll(3) > 0) {
          lowered.release();
          text = original;
          lowered = ecmascript.lower(text, { path, keep: true });
        }
      }
      lowered.release();
      lowered.release();
    }).timeout(60_000);
  }

  it('equals a fresh one over intact edits', async () => {
    const ecmascript = await language;
    const [path] = real as [string];
    let text = readFileSync(join(process.cwd(), path), 'utf8');
    let lowered = ecmascript.lower(text, { path, keep: true });
    for (const inserted of ['const a1 = f(`x ${y}`);\n', '/** Doc. */\nexport class Z { b = () => this.c(); }\n', '// costlint-ignore\n']) {
      const start = text.indexOf('\nexport class Draft') + 1;
      const edits: TextEdit[] = [
        { range: { start, end: start }, newText: inserted },
        { range: { start: 0, end: 0 }, newText: '\n' },
      ];
      text = `\n${text.slice(0, start)}${inserted}${text.slice(start)}`;
      const next = ecmascript.lower(text, { path, previous: lowered, edits, keep: true });
      lowered.release();
      lowered = next;
      assert.equal(lowered.facts.problems.length, 0);
      assert.ok(plain(lowered.facts) === plain(ecmascript.lower(text, { path }).facts), inserted);
    }
    lowered.release();
  });
});
