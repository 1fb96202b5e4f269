import assert from 'node:assert/strict';
import type { Finding, Report } from '../../src/core/report/report.ts';
import { Lines } from '../../src/core/text/lines.ts';
import { reportOn } from '../support/engine.ts';

const CALL = 'OpenAI().chat.completions.create(model="gpt-5.4-mini", messages=[{"role": "user", "content": "Hi"}])';
const py = (...lines: string[]) => ['from openai import OpenAI', ...lines, ''].join('\n');

const of = (report: Report, rule: string): readonly Finding[] => report.findings.filter((finding) => finding.rule === rule);
const reasons = (report: Report) => of(report, 'missing-output-cap').map(({ suppressed }) => suppressed?.reason ?? null);

/** The file after the first fix of every unused comment. */
function mended(text: string, report: Report): string {
  const lines = new Lines(text);
  const edits = of(report, 'unused-suppression').flatMap(({ fixes }) => fixes[0]?.edits ?? []);
  return edits
    .map(({ range, newText }) => ({ start: lines.offset(range.start), end: lines.offset(range.end), newText }))
    .sort((a, b) => b.start - a.start)
    .reduce((out, { start, end, newText }) => out.slice(0, start) + newText + out.slice(end), text);
}

async function fixed(path: string, text: string): Promise<string> {
  const report = await reportOn({ [path]: text });
  assert.ok(of(report, 'unused-suppression').length > 0, 'something is unused');
  const after = mended(text, report);
  assert.deepEqual(of(await reportOn({ [path]: after }), 'unused-suppression'), []);
  return after;
}

describe('suppressions', () => {
  it('hold for the next line, past other comments for Costlint, and no further', async () => {
    const text = py(
      '# costlint-ignore missing-output-cap: short answers',
      '# costlint-usage calls=5/month',
      CALL,
      '',
      '# costlint-ignore missing-output-cap: too far away',
      '',
      CALL,
    );
    const report = await reportOn({ 'a.py': text });
    assert.deepEqual(reasons(report), ['short answers', null]);
    assert.deepEqual(
      report.sites.map(({ callsPerMonth }) => callsPerMonth?.expected),
      [5, 10_000],
    );
    assert.deepEqual(
      of(report, 'unused-suppression').map(({ range, severity }) => [range.start.line, severity]),
      [[6, 'warning']],
    );
  });

  it('a comment behind code speaks for its own line only', async () => {
    assert.deepEqual(reasons(await reportOn({ 'a.py': py(`${CALL}  # costlint-ignore missing-output-cap: this one`, CALL) })), [
      'this one',
      null,
    ]);
    const call = CALL.replace('messages=', '\n  messages=');
    assert.deepEqual(reasons(await reportOn({ 'a.py': py(`${call}  # costlint-ignore missing-output-cap: behind it`) })), ['behind it']);
  });

  it('traffic can be declared behind the call as well, and speaks for one call', async () => {
    const report = await reportOn({
      'a.py': py(`${CALL}  # costlint-usage calls=7/month`, CALL, '# costlint-usage calls=8/month', `x = [${CALL},`, `  ${CALL}]`),
    });
    assert.deepEqual(
      report.sites.map(({ callsPerMonth }) => callsPerMonth?.expected),
      [7, 10_000, 8, 10_000],
    );
  });

  it('an end ends the stretch of its rules', async () => {
    const text = py(
      '# costlint-ignore-start missing-output-cap: here',
      CALL,
      '# costlint-ignore-end unbounded-agent-loop',
      CALL,
      '# costlint-ignore-end missing-output-cap',
      CALL,
    );
    const report = await reportOn({ 'a.py': text });
    assert.deepEqual(reasons(report), ['here', 'here', null]);
    assert.deepEqual(
      of(report, 'unused-suppression').map(({ message }) => message),
      ['Ends nothing: no costlint-ignore-start stands before it.'],
    );
  });

  it('the day of until still holds, the day after does not', async () => {
    const at = async (day: string) => reasons(await reportOn({ 'a.py': py(`# costlint-ignore missing-output-cap until=${day}: x`, CALL) }));
    assert.deepEqual(await at('2026-11-21'), ['x']);
    assert.deepEqual(await at('2026-11-20'), [null]);
  });

  it('the severity of findings about comments is configured as any other', async () => {
    const text = py('# costlint-ignore missing-output-cap', CALL, '# costlint-ignore nonsense: x', CALL);
    const report = await reportOn({ 'a.py': text }, '{ "rules": { "unused-suppression": "error", "suppression-without-reason": "off" } }');
    assert.deepEqual(
      report.findings.filter(({ rule }) => rule.includes('suppression')).map(({ severity, message }) => `${severity} ${message}`),
      ['error Suppresses nothing of nonsense (no such rule).'],
    );
  });

  describe('the fix of an unused one', () => {
    const capped = CALL.replace('messages', 'max_completion_tokens=9, messages');

    it('deletes the line of the comment', async () => {
      assert.equal(
        await fixed('a.py', py('if True:', '    # costlint-ignore missing-output-cap: x', `    ${capped}`)),
        py('if True:', `    ${capped}`),
      );
    });

    it('deletes a comment behind code and leaves the code', async () => {
      assert.equal(await fixed('a.py', py(`${capped}  # costlint-ignore missing-output-cap: x`)), py(capped));
      assert.equal(
        await fixed('a.py', py(`${capped}  # noqa: E501  # costlint-ignore missing-output-cap: x`)),
        py(`${capped}  # noqa: E501`),
      );
    });

    it('leaves the other lines of a comment', async () => {
      const ts = (comment: string) => `import OpenAI from 'openai';\n${comment}const a = new OpenAI();\n`;
      const report = await fixed('a.ts', ts('/*\n * First.\n * costlint-ignore missing-output-cap: x\n * Last.\n */\n'));
      assert.equal(report, ts('/*\n * First.\n * Last.\n */\n'));
      assert.equal(await fixed('a.ts', ts('/* costlint-ignore missing-output-cap: x */\n')), ts(''));
    });

    it('keeps the rules that are used', async () => {
      const text = py('# costlint-ignore missing-output-cap, unbounded-agent-loop: x', CALL);
      assert.equal(await fixed('a.py', text), py('# costlint-ignore missing-output-cap: x', CALL));
    });

    it('deletes the comment of a notebook', async () => {
      const cell = ['from openai import OpenAI\n', '# costlint-ignore missing-output-cap: x\n', capped];
      const notebook = JSON.stringify({ cells: [{ cell_type: 'code', source: cell, metadata: {} }], metadata: {}, nbformat: 4 }, null, 1);
      const report = await reportOn({ 'a.ipynb': notebook }, '{ "rules": { "unused-suppression": "error" } }');
      const after = JSON.parse(mended(notebook, report)) as { cells: { source: string[] }[] };
      assert.deepEqual(after.cells[0]?.source, [cell[0], '\n', cell[2]]);
    });
  });

  describe('in prompt files', () => {
    const long = 'Answer in one sentence. '.repeat(900);
    const cases: Readonly<Record<string, string>> = {
      'prompts/a.md': `<!-- costlint-ignore bloated-system-prompt: legal wants it -->\n${long}`,
      'prompts/a.j2': `{#- costlint-ignore bloated-system-prompt: legal wants it -#}\n${long}`,
      'prompts/a.hbs': `{{!-- costlint-ignore bloated-system-prompt: legal wants it --}}\n${long}`,
      'prompts/a.prompt.yml': `# costlint-ignore bloated-system-prompt: legal wants it\nmodel: gpt-5.4\nmessages:\n  - role: system\n    content: >-\n      ${long}`,
      'prompts/a.prompty': `---\nname: a\n# costlint-ignore bloated-system-prompt: legal wants it\n---\nsystem:\n${long}`,
    };
    for (const [path, text] of Object.entries(cases)) {
      it(path, async () => {
        const code = `from pathlib import Path\nfrom openai import OpenAI\nOpenAI().chat.completions.create(model="gpt-5.4", max_completion_tokens=9, messages=[{"role": "system", "content": Path("${path}").read_text()}])\n`;
        const only = (report: Report) => of(report, 'bloated-system-prompt').map((finding) => [finding.path, finding.suppressed?.reason]);
        const bare = text.replaceAll('costlint-ignore', 'see');
        const [without] = only(await reportOn({ 'a.py': code, [path]: bare }));
        assert.ok(without, 'the rule speaks of the file');
        assert.deepEqual(only(await reportOn({ 'a.py': code, [path]: text })), [[path, 'legal wants it']]);
        const other = await reportOn({ 'a.py': code, [path]: text.replace('bloated-system-prompt', 'missing-output-cap') });
        assert.deepEqual([of(other, 'unused-suppression').map((finding) => finding.path), only(other)[0]?.[1]], [[path], undefined]);
      });
    }

    it('text of a YAML prompt is no comment', async () => {
      const text =
        'model: gpt-5.4\nmessages:\n  - role: system\n    content: |\n      # costlint-ignore bloated-system-prompt: in the prompt\n      Be brief.\n';
      assert.deepEqual(of(await reportOn({ 'a.prompt.yml': text }), 'unused-suppression'), []);
    });
  });
});
