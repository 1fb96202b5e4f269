/** The sample application as a user meets it: lenses, hints, hovers, problems, fixes, status and tree say what the command line says. */
import assert from 'node:assert/strict';
import path from 'node:path';
import * as vscode from 'vscode';
import { perCall } from '../../src/core/economics/terms.ts';
import type { Report, Site } from '../../src/core/report/report.ts';
import { amount, amountRange, estimate, money } from '../../src/core/report/words.ts';
import { diagnosticsInfo, extension, folder, lenses, open, reportOf, shownLenses, shownText, titles } from './support.ts';
import { until } from './wait.ts';

const SHOWN = new Set(['llm-call', 'embedding-call', 'wrapped-call', 'agent', 'agent-loop', 'retriever']);

describe('the sample application', () => {
  let report: Report;
  const uriOf = (file: string) => vscode.Uri.joinPath(folder(), file);
  const sitesOf = (file: string): readonly Site[] => report.sites.filter((site) => site.path === file && SHOWN.has(site.kind));

  before(async () => {
    report = reportOf(folder().fsPath);
    await open('src/triage.ts');
    await until('activation', () => extension().isActive);
    await shownLenses(uriOf('src/triage.ts'));
  });

  afterEach(async () => {
    for (const editor of vscode.window.visibleTextEditors) {
      while (editor.document.isDirty) await vscode.commands.executeCommand('undo');
    }
  });

  describe('lenses', () => {
    it('stand over every call of every file, with the numbers of the command line', async () => {
      const files = [
        ...new Set(report.sites.filter(({ kind, path: file }) => SHOWN.has(kind) && !file.endsWith('.ipynb')).map((site) => site.path)),
      ];
      assert.ok(files.length >= 6);
      for (const file of files) {
        await open(file);
        const shown = await shownLenses(uriOf(file));
        const costs = shown.filter(({ command }) => command?.command === 'costlint.explain');
        assert.deepEqual(
          costs.map(({ range }) => range.start.line + 1),
          sitesOf(file).map(({ range }) => range.start.line),
          file,
        );
        for (const [at, lens] of costs.entries()) assertTruthful(lens.command?.title ?? '', sitesOf(file)[at] as Site, report);
      }
    });

    it('count the findings of a call', async () => {
      await open('src/summary.ts');
      const summary = await shownLenses(uriOf('src/summary.ts'));
      const issues = report.findings.filter((finding) => finding.path === 'src/summary.ts').length;
      assert.ok(issues > 0);
      assert.ok(summary.some(({ command }) => command?.command === 'costlint.showFixes' && command.title.startsWith(`${issues} issue`)));
    });

    it('follow unsaved text, and come back with undo', async () => {
      const editor = await open('src/triage.ts');
      const before = await titles(editor.document.uri);
      const at = editor.document.getText().indexOf('Answer with the name');
      await editor.edit((edit) =>
        edit.insert(editor.document.positionAt(at), 'Think about every one of these sentences before you answer.\n'),
      );
      const after = await until('another number', async () => {
        const now = await titles(editor.document.uri);
        return now[0] !== before[0] && now;
      });
      assert.match(after[0] ?? '', /in · ≤16 out/);
      await vscode.commands.executeCommand('undo');
      await until('the number before', async () => (await titles(editor.document.uri))[0] === before[0]);
      assert.equal(editor.document.isDirty, false);
    });

    it('stay, on their lines, while the code is broken', async () => {
      const editor = await open('src/agent.ts');
      const { document } = editor;
      const before = await shownLenses(document.uri);
      const lines = document.lineCount;
      const above = document.positionAt(document.getText().indexOf('\n\n  while (true)') + 1);
      editor.selection = new vscode.Selection(above, above);
      for (const typed of ['\n', '  const ids = [', 'messages', '.map((', '\n']) {
        await editor.edit((edit) => edit.insert(editor.selection.active, typed));
        const now = await lenses(document.uri);
        assert.deepEqual(
          now.map(({ range }) => range.start.line),
          before.map(({ range }) => range.start.line + document.lineCount - lines),
          `after ${JSON.stringify(typed)}`,
        );
        assert.ok(now.every(({ command }) => command?.title));
      }
    });

    it('show nothing when they are switched off', async () => {
      await open('src/triage.ts');
      const settings = vscode.workspace.getConfiguration('costlint');
      await settings.update('codeLens.enable', false, vscode.ConfigurationTarget.Workspace);
      await until('no lenses', async () => (await lenses(uriOf('src/triage.ts'))).length === 0);
      await settings.update('codeLens.enable', undefined, vscode.ConfigurationTarget.Workspace);
      await shownLenses(uriOf('src/triage.ts'));
    });
  });

  describe('inlay hints', () => {
    it('count the parts of a prompt', async () => {
      const { document } = await open('src/triage.ts');
      const whole = new vscode.Range(0, 0, document.lineCount, 0);
      const hints = await until('hints', async () => {
        const all = await vscode.commands.executeCommand<vscode.InlayHint[]>('vscode.executeInlayHintProvider', document.uri, whole);
        return all?.some(({ label }) => String(label).includes('tok')) && all;
      });
      const system = sitesOf('src/triage.ts')[0]?.parts.find(({ role }) => role === 'system');
      assert.ok(system);
      assert.ok(
        hints.some(({ label }) => String(label) === `${amount(system.tokens)} tok`),
        JSON.stringify(hints.map(({ label }) => label)),
      );
    });
  });

  describe('hovers', () => {
    it('break a call down by part, with the formula and the date of the prices', async () => {
      const { document } = await open('src/triage.ts');
      const [site] = sitesOf('src/triage.ts');
      assert.ok(site?.cost && site.tokens);
      const at = new vscode.Position(site.range.start.line - 1, site.range.start.column + 5);
      const text = await until('a hover', async () => {
        const all = await vscode.commands.executeCommand<vscode.Hover[]>('vscode.executeHoverProvider', document.uri, at);
        return all
          ?.flatMap(({ contents }) => contents.map((one) => (typeof one === 'string' ? one : one.value)))
          .find((one) => one.includes(estimate(site.cost?.perCall ?? { low: 0, expected: 0, high: 0 })));
      });
      for (const part of site.parts) assert.ok(text.includes(amount(part.tokens).replace('~', '')), `${part.role}: ${text}`);
      assert.match(text, /of \d{4}-\d\d-\d\d/);
      assert.ok(text.includes('10⁶'), text);
      assert.ok(text.includes(estimate(site.cost.perMonth)), text);
    });

    it('say nothing where nothing costs', async () => {
      const { document } = await open('src/triage.ts');
      const all = await vscode.commands.executeCommand<vscode.Hover[]>(
        'vscode.executeHoverProvider',
        document.uri,
        new vscode.Position(5, 15),
      );
      const ours = all.filter(({ contents }) => contents.some((one) => /\$/.test(typeof one === 'string' ? one : one.value)));
      assert.deepEqual(ours, []);
    });
  });

  describe('problems', () => {
    const ours = (uri: vscode.Uri) => vscode.languages.getDiagnostics(uri).filter(({ source }) => source === 'costlint');

    it('are the findings of the command line', async () => {
      for (const file of [...new Set(report.findings.map((finding) => finding.path))]) {
        const { document } = await open(file);
        const problems = await until(`problems in ${file}`, () => ours(document.uri).length > 0 && ours(document.uri));
        const wanted = report.findings.filter((finding) => finding.path === file && !finding.suppressed);
        assert.deepEqual(
          problems.map(({ code, range, message }) => [typeof code === 'object' ? code.value : code, range.start.line + 1, message]),
          wanted.map(({ rule, range, message }) => [rule, range.start.line, message]),
        );
      }
    });

    it('are fixed by a quick fix', async () => {
      const { document } = await open('src/summary.ts');
      const [problem] = await until('a problem', () => ours(document.uri).length > 0 && ours(document.uri));
      assert.ok(problem);
      const actions = await vscode.commands.executeCommand<vscode.CodeAction[]>(
        'vscode.executeCodeActionProvider',
        document.uri,
        problem.range,
        'quickfix',
        10,
      );
      const fix = actions.find(({ title }) => /^Cap the output/.test(title));
      assert.ok(fix?.edit, JSON.stringify(actions.map(({ title }) => title)));
      await vscode.workspace.applyEdit(fix.edit);
      assert.match(document.getText(), /maxOutputTokens: \d+/);
      await until('no problem', () => ours(document.uri).length === 0);
      await until('the cap in the lens', async () => (await titles(document.uri)).some((title) => /≤[\d,]+ out/.test(title)));
    });
  });

  describe('commands', () => {
    it('explain the call at the cursor', async () => {
      const editor = await open('src/triage.ts');
      editor.selection = new vscode.Selection(23, 10, 23, 10);
      await vscode.commands.executeCommand('costlint.explain');
      const [site] = sitesOf('src/triage.ts');
      assert.ok(site?.cost);
      await shownText(estimate(site.cost.perCall));
      await vscode.commands.executeCommand('workbench.action.closeActiveEditor');
    });

    it('tell what helpers want to know', async () => {
      const findings = `${report.findings.length} findings`;
      // The tests before have edited and taken back: their numbers may still be on the way.
      const info = await until(findings, async () => {
        const text = await diagnosticsInfo();
        return text.includes(findings) ? text : undefined;
      });
      assert.match(info, /^Costlint \d+\.\d+\.\d+\n/);
      assert.match(info, /server running, answered after \d+ ms; crashes 0/);
      assert.doesNotMatch(info, new RegExp(path.basename(folder().fsPath)), 'no paths');
      console.log(info.split('\n')[2]);
    });
  });
});

/** Every number of a lens is one that the command line prints for this call. */
function assertTruthful(title: string, site: Site, report: Report): void {
  const known = new Set<string>();
  const numbersOf = (text: string) => text.match(/\$?\d[\d,]*(?:\.\d+)?[kM]?/g) ?? [];
  const add = (text: string) => {
    for (const number of numbersOf(text)) known.add(number);
  };
  if (site.tokens) add(`${amount(site.tokens.input)} ${amountRange(site.tokens.input)}`);
  add(String(site.outputCap.tokens ?? '').replace(/\B(?=(\d{3})+$)/g, ','));
  for (const usd of [site.cost?.perCall, site.cost?.perMonth]) if (usd) add([usd.low, usd.expected, usd.high].map(money).join(' '));
  if (site.topK?.k !== undefined) add(String(site.topK.k));
  if (site.callsPerMonth?.from === 'assumed') known.add('10k');
  // A loop says what one turn costs the call in it.
  const inside = report.sites.find(({ id }) => id === site.paidBy)?.terms;
  if (site.kind === 'agent-loop' && inside) add(money(perCall({ ...inside, steps: { low: 1, expected: 1, high: 1 } }).expected));
  if (site.loop.steps !== undefined) add(String(site.loop.steps));
  const wrong = numbersOf(title.replace(/paid by .*/, '')).filter((number) => !known.has(number));
  assert.deepEqual(wrong, [], `${title} of ${site.path}:${site.range.start.line}, known ${[...known].join(' ')}`);
}
