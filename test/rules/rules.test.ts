/** Every rule against its page: it fires on the marked lines, with their severity, and nowhere else. */
import assert from 'node:assert/strict';
import { rules } from '../../src/core/rules/index.ts';
import { reportOn } from '../support/engine.ts';
import { type Block, type Page, pagesIn } from '../support/literate.ts';

const pages = pagesIn('test/rules');
const isCode = ({ fence }: Block) => ['ts', 'tsx', 'js', 'py'].includes(fence);

/** `# warning: missing-output-cap` at the end of a line speaks for it; alone on a line for the next one, which may be inside a text. */
const MARKER = /(?:#|\/\/|\/\*)\s*(error|warning|info): ([a-z-]+)/;

const expectedIn = (code: string): string[] =>
  code.split('\n').flatMap((line, at) => {
    const [, severity, rule] = MARKER.exec(line) ?? [];
    const alone = /^\s*(#|\/\/)/.test(line);
    return rule === undefined ? [] : [`${at + (alone ? 2 : 1)}: ${severity} ${rule}`];
  });

/** The options of a block are the `config` block before it under the same heading. */
const configFor = ({ blocks }: Page, block: Block): string =>
  blocks.findLast((other) => other.fence === 'config' && other.heading === block.heading && other.line < block.line)?.code ?? '{}';

describe('rules', () => {
  it('each has a page', () => {
    assert.deepEqual(pages.map(({ title }) => title).sort(), rules.map(({ id }) => id).sort());
  });

  for (const page of pages) {
    describe(page.title, () => {
      const code = page.blocks.filter(isCode);

      it('says on its page what the rule says of itself', () => {
        assert.equal(page.file, `test/rules/${page.title}.md`);
        assert.equal(page.summary, rules.find(({ id }) => id === page.title)?.summary);
      });

      it('shows where it fires and where it does not, in both languages', () => {
        const fires = (fences: readonly string[]) => code.some(({ fence, code }) => fences.includes(fence) && MARKER.test(code));
        assert.ok(fires(['py']) && fires(['ts', 'tsx', 'js']), 'a language lacks a firing case');
        assert.ok(
          page.blocks.length > 0 && code.some((block) => block.code.split('\n').some((line) => line.trim() !== '' && !MARKER.test(line))),
        );
      });

      for (const block of code) {
        it(`${block.heading} (${block.fence}, line ${block.line})`, async () => {
          const report = await reportOn({ [`case.${block.fence}`]: block.code }, configFor(page, block));
          const found = report.findings.filter(({ rule, suppressed }) => rule === page.title && suppressed === null);
          assert.deepEqual(
            found.map(({ range, severity, rule }) => `${range.start.line}: ${severity} ${rule}`).sort(),
            expectedIn(block.code).sort(),
          );
        });
      }
    });
  }
});
