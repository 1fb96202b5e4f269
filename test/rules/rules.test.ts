/** Every rule against its page: it fires on the marked lines, with their severity, and nowhere else. */
import assert from 'node:assert/strict';
import { chooseFixes } from '../../src/core/report/fixes.ts';
import type { Finding, Report } from '../../src/core/report/report.ts';
import { rules } from '../../src/core/rules/index.ts';
import { reportOn } from '../support/engine.ts';
import { type Block, type Page, pagesIn } from '../support/literate.ts';

const pages = pagesIn('test/rules');
const isCode = ({ fence, info }: Block) => ['ts', 'tsx', 'js', 'py'].includes(fence) && info !== 'fixed';

/** `# warning: missing-output-cap` at the end of a line speaks for it; alone on a line for the next one, which may be inside a text. */
const MARKER = /(?:#|\/\/|\/\*)\s*(error|warning|info): ([a-z-]+)/;

const expectedIn = (code: string): string[] =>
  code.split('\n').flatMap((line, at) => {
    const [, severity, rule] = MARKER.exec(line) ?? [];
    const alone = /^\s*(#|\/\/)/.test(line);
    return rule === undefined ? [] : [`${at + (alone ? 2 : 1)}: ${severity} ${rule}`];
  });

/** What a block becomes by the fixes of the page's rule: the block `fixed` behind it. */
const fixedOf = ({ blocks }: Page, block: Block): Block | undefined => {
  const next = blocks[blocks.indexOf(block) + 1];
  return next?.info === 'fixed' && next.fence === block.fence ? next : undefined;
};

/** A fix leaves comments in place, markers among them. */
const withoutMarkers = (code: string): string =>
  code
    .replace(/^[ \t]*(?:#|\/\/) (?:error|warning|info): [a-z-]+\n/gm, '')
    .replace(/[ \t]*(?:#|\/\/|\/\*) (?:error|warning|info): [a-z-]+(?: \*\/)?$/gm, '');

/** Findings of one rule, those of a page's case. */
const findingsOf = (report: Report, id: string): readonly Finding[] =>
  report.findings.filter(({ rule, suppressed }) => rule === id && suppressed === null);

/** Makes all fixes of a rule, pass by pass. `saved` is what its findings said that would save; undefined when one could not be priced. */
async function mend(file: string, text: string, config: string, id: string) {
  let report = await reportOn({ [file]: text }, config);
  const before = report.totals.perMonth.expected;
  let saved: number | undefined = 0;
  for (let pass = 0; pass < 10; pass++) {
    const { chosen, texts } = chooseFixes(findingsOf(report, id), () => text, true);
    if (chosen.length === 0) break;
    for (const { finding } of chosen) saved = finding.impact && saved !== undefined ? saved + finding.impact.perMonth.expected : undefined;
    text = texts.get(file) as string;
    report = await reportOn({ [file]: text }, config);
  }
  return { text, report, saved, difference: before - report.totals.perMonth.expected };
}

/** The options of a block are the `config` block before it under the same heading. */
const configFor = ({ blocks }: Page, block: Block): string =>
  blocks.findLast((other) => other.fence === 'config' && other.heading === block.heading && other.line < block.line)?.code ?? '{}';

/** The path behind the fence, where the rule looks at it. */
const fileOf = ({ fence, info }: Block): string => (info.includes('.') ? info : `case.${fence}`);

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

      it('shows its fixes in both languages', () => {
        const languages = new Set(page.blocks.filter(({ info }) => info === 'fixed').map(({ fence }) => (fence === 'py' ? 'py' : 'ts')));
        assert.deepEqual([...languages].sort(), rules.find(({ id }) => id === page.title)?.fix === 'none' ? [] : ['py', 'ts']);
      });

      for (const block of code) {
        it(`${block.heading} (${block.fence}, line ${block.line})`, async () => {
          const report = await reportOn({ [fileOf(block)]: block.code }, configFor(page, block));
          const found = findingsOf(report, page.title);
          assert.deepEqual(
            found.map(({ range, severity, rule }) => `${range.start.line}: ${severity} ${rule}`).sort(),
            expectedIn(block.code).sort(),
          );
        });

        const fixed = fixedOf(page, block);
        if (!fixed) continue;
        it(`${block.heading} (${block.fence}, line ${block.line}), mended: saves what it said, parses, is clean`, async () => {
          const { text, report, saved, difference } = await mend(fileOf(block), block.code, configFor(page, block), page.title);
          assert.equal(withoutMarkers(text), withoutMarkers(fixed.code));
          assert.deepEqual(report.files.failed, []);
          assert.deepEqual(
            findingsOf(report, page.title).map(({ range, severity, rule }) => `${range.start.line}: ${severity} ${rule}`),
            expectedIn(fixed.code),
          );
          if (saved !== undefined)
            assert.ok(Math.abs(saved - difference) <= 1e-9 * Math.max(1, Math.abs(difference)), `said ${saved}, saved ${difference}`);
        });
      }
    });
  }
});

describe('a price that is announced', () => {
  it('costs more by the difference of the reports of the two days', async () => {
    const files = {
      'case.py': 'from google import genai\ngenai.Client().models.generate_content(model="gemini-3.6-flash", contents="Hi")\n',
    };
    const now = await reportOn(files);
    const later = await reportOn(files, '{}', '2027-01-01');
    const [finding] = findingsOf(now, 'price-change-ahead');
    const more = later.totals.perMonth.expected - now.totals.perMonth.expected;
    assert.ok(more > 0 && Math.abs((finding?.impact?.perMonth.expected ?? 0) - more) < 1e-9 * more);
  });
});
