/** The commands of lenses and actions, for clients that do not run them themselves. */
import type { Connection, WorkspaceEdit as LspWorkspaceEdit } from 'vscode-languageserver';
import { findingsIn, safeFixes, suppression } from '../core/editor/actions.ts';
import { lensesOf } from '../core/editor/lenses.ts';
import { stylish } from '../core/report/formats/stylish.ts';
import { short, shortMoney } from '../core/report/words.ts';
import { rulePage } from '../core/rules/page.ts';
import { shown } from './answers.ts';
import { editsIn } from './edits.ts';
import { COMMANDS, type Position, type Range, type WorkspaceEdit } from './protocol.ts';
import { budget, explanation, report, traffic } from './requests.ts';
import type { Workspace } from './workspace.ts';

/** Calls a month that are offered where the client cannot ask for a number. */
const OFFERED = [100, 1_000, 10_000, 100_000, 1_000_000];
/** The same for USD a month. */
const OFFERED_USD = [10, 100, 1_000, 10_000];

export async function execute(
  command: string,
  given: readonly unknown[],
  workspace: Workspace,
  connection: Connection,
  version: string,
): Promise<unknown> {
  const [uri = '', second, third, fourth] = given as [string?, unknown?, unknown?, unknown?];
  const opened = workspace.opened(uri);
  const apply = async (edit: WorkspaceEdit | null | undefined, label: string): Promise<boolean> =>
    edit ? (await connection.workspace.applyEdit({ label, edit: edit as LspWorkspaceEdit })).applied : false;
  switch (command) {
    case COMMANDS.explain: {
      const { markdown } = await explanation(workspace, { uri, siteId: String(second) });
      const text = markdown.replace(/^# |```(?:text)?\n/gm, '').trim();
      if (text !== '') void connection.window.showInformationMessage(text);
      return text;
    }
    case COMMANDS.openChanges: {
      const view = opened && (await shown(opened)).view;
      const lens = view && lensesOf(view).find(({ site, action }) => site === second && action === 'changes');
      if (lens) void connection.window.showInformationMessage(`${lens.title}: ${lens.tooltip}`);
      return lens?.title;
    }
    case COMMANDS.setTraffic: {
      const calls = typeof third === 'number' ? third : await ask(connection, 'How many calls a month?', OFFERED, short);
      return calls === undefined
        ? false
        : apply(await traffic(workspace, { uri, siteId: String(second), callsPerMonth: calls }), 'Set calls per month');
    }
    case COMMANDS.addBudget: {
      const perMonth = typeof third === 'number' ? third : await ask(connection, 'How many USD a month?', OFFERED_USD, shortMoney);
      const place = typeof second === 'string' ? { siteId: second } : { position: second as Position };
      return perMonth === undefined ? false : apply(await budget(workspace, { uri, ...place, perMonth }), 'Add budget');
    }
    case COMMANDS.showFixes: {
      if (!opened) return false;
      const { view } = await shown(opened);
      const findings = view && opened.face ? findingsIn(view, opened.face.positions.fromRange(second as Range)) : [];
      const fixes = findings.flatMap((finding) => finding.fixes);
      const message = findings.map((finding) => `${finding.rule}: ${finding.message}`).join('\n');
      if (message === '') return false;
      const chosen = await connection.window.showInformationMessage(message, ...fixes.map(({ title }) => ({ title })));
      const fix = fixes.find(({ title }) => title === chosen?.title);
      return fix ? apply(editsIn(fix.edits, opened.folder, workspace), fix.title) : false;
    }
    case COMMANDS.fixAll: {
      const view = opened && (await shown(opened)).view;
      const edits = view ? safeFixes(view) : [];
      return opened && edits.length > 0 ? apply(editsIn(edits, opened.folder, workspace), 'Fix all safe findings') : false;
    }
    case COMMANDS.suppress: {
      if (!opened) return false;
      const { view, text } = await shown(opened);
      const at = opened.face?.positions.fromRange(second as Range);
      const finding = view && at && findingsIn(view, at).find(({ rule }) => rule === third);
      const reason = typeof fourth === 'string' && fourth.trim() !== '' ? fourth : 'write the reason here';
      const comment = finding && suppression(finding, text.split(/\r\n|\r|\n/), reason);
      return comment ? apply(editsIn([comment], opened.folder, workspace), 'Suppress with a reason') : false;
    }
    case COMMANDS.openRule: {
      const page = rulePage(String(second), version);
      await connection.window.showDocument({ uri: page, external: true });
      return page;
    }
    case COMMANDS.report: {
      const whole = await report(workspace, uri === '' ? {} : { folder: uri });
      const text = whole ? stylish(whole, { color: false, width: 100, base: '' }) : '';
      if (text !== '') void connection.window.showInformationMessage(text);
      return text;
    }
    default:
      return undefined;
  }
}

async function ask(
  connection: Connection,
  question: string,
  offered: readonly number[],
  words: (amount: number) => string,
): Promise<number | undefined> {
  const choices = offered.map((amount) => ({ title: words(amount), amount }));
  const chosen = await connection.window.showInformationMessage(question, ...choices.map(({ title }) => ({ title })));
  return choices.find(({ title }) => title === chosen?.title)?.amount;
}
