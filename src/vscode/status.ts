/** The status item of the active editor: what its calls cost a month, or the tokens of the selection; and the state of the server. */
import * as vscode from 'vscode';
import { payingSites } from '../core/report/formats/cost-table.ts';
import type { Report, Site } from '../core/report/report.ts';
import { amount, counted, estimate, money } from '../core/report/words.ts';
import { documentSelector, LARGEST } from './documents.ts';
import { folderSchemes } from './folders.ts';
import { LEVEL_COLORS, level } from './levels.ts';
import type { Reports } from './reports.ts';
import type { Session } from './session.ts';

/** Milliseconds that a selection must rest before it is counted. */
const PAUSE = 250;

export function createStatus(session: Session, reports: Reports): vscode.Disposable {
  const item = vscode.window.createStatusBarItem('costlint.status', vscode.StatusBarAlignment.Right, 90);
  item.name = 'Costlint';
  const language = languageStatus(session, reports);
  let waiting: ReturnType<typeof setTimeout> | undefined;
  let latest = 0;

  /** The newest question wins: an answer that comes late is dropped. */
  async function update(): Promise<void> {
    const turn = ++latest;
    const editor = vscode.window.activeTextEditor;
    const here =
      editor !== undefined && session.state === 'running' && vscode.languages.match(documentSelector(folderSchemes()), editor.document) > 0;
    void vscode.commands.executeCommand('setContext', 'costlint.here', here);
    const shown = editor && session.state !== 'idle' && isShown() ? await contentOf(editor, session, reports) : undefined;
    if (turn !== latest) return;
    if (!shown) return item.hide();
    Object.assign(item, { text: shown.text, tooltip: shown.tooltip, command: shown.command, color: shown.color });
    item.accessibilityInformation = { label: `Costlint: ${shown.text.replace(/\$\([\w-]+\) ?/g, '')}` };
    item.show();
  }

  const soon = () => {
    clearTimeout(waiting);
    waiting = setTimeout(update, PAUSE);
  };
  const listening = [
    vscode.window.onDidChangeActiveTextEditor(() => void update()),
    vscode.window.onDidChangeTextEditorSelection(soon),
    vscode.workspace.onDidChangeConfiguration((change) => change.affectsConfiguration('costlint') && soon()),
    session.onChange(() => void update()),
    reports.onChange(() => void update()),
  ];
  return vscode.Disposable.from(item, language, ...listening, new vscode.Disposable(() => clearTimeout(waiting)));
}

interface Content {
  readonly text: string;
  readonly tooltip: vscode.MarkdownString | string;
  readonly command: string;
  readonly color: vscode.ThemeColor | undefined;
}

const isShown = (): boolean => vscode.workspace.getConfiguration('costlint').get('statusBar.show', true);

async function contentOf({ document, selection }: vscode.TextEditor, session: Session, reports: Reports): Promise<Content | undefined> {
  if (session.state === 'failed') {
    return {
      text: `$(error) ${vscode.l10n.t('Costlint stopped')}`,
      tooltip: vscode.l10n.t('The server ended again and again. Click to start it once more; the log says why.'),
      command: 'costlint.restartServer',
      color: undefined,
    };
  }
  const sites = await reports.sitesOf(document.uri);
  if (sites.length === 0) return undefined;
  const text = document.getText(selection);
  if (text.trim() !== '' && text.length < LARGEST) return selectionContent(document, selection, text, session);
  return documentContent(sites);
}

async function selectionContent(
  document: vscode.TextDocument,
  selection: vscode.Selection,
  text: string,
  session: Session,
): Promise<Content | undefined> {
  const count = await session
    .request('costlint/count', { uri: document.uri.toString(), position: selection.active, text })
    .catch(() => undefined);
  if (!count) return undefined;
  const { tokens, model, perCall } = count;
  return {
    text: `$(symbol-numeric) ${amount(tokens)} tok`,
    tooltip: new vscode.MarkdownString(
      [
        vscode.l10n.t('Selection: {0} tokens for {1} ({2})', amount(tokens), model ?? vscode.l10n.t('an unknown model'), count.tokenizer),
        ...(perCall === null ? [] : [vscode.l10n.t('{0} as input of one call', money(perCall))]),
      ].join('\n\n'),
    ),
    command: 'costlint.countTokens',
    color: undefined,
  };
}

function documentContent(sites: readonly Site[]): Content | undefined {
  const paying = payingSites({ sites } as Report);
  const month = paying.reduce((sum, { cost }) => sum + (cost?.perMonth.expected ?? 0), 0);
  const dearest = Math.max(...paying.map(({ cost }) => cost?.perCall.expected ?? 0));
  const calls = counted(sites.filter(({ kind }) => kind !== 'prompt' && kind !== 'agent-loop').length, 'call');
  const costs = level(dearest);
  return {
    text: month > 0 ? `$(credit-card) ~${money(month)}/mo` : `$(credit-card) ${calls}`,
    tooltip: tableOf(sites),
    command: 'costlint.showReport',
    color: costs === 'high' ? new vscode.ThemeColor(LEVEL_COLORS.high) : undefined,
  };
}

function tableOf(sites: readonly Site[]): vscode.MarkdownString {
  const rows = sites
    .filter(({ kind }) => kind !== 'prompt' && kind !== 'model-constructor')
    .map(({ symbol, api, range, cost, callsPerMonth }) => {
      const month = cost ? `${estimate(cost.perMonth)}${callsPerMonth?.from === 'assumed' ? '\\*' : ''}` : '';
      return `| ${symbol ?? api} :${range.start.line} | ${cost ? estimate(cost.perCall) : '–'} | ${month} |`;
    });
  const assumed = sites.some(({ cost, callsPerMonth }) => cost && callsPerMonth?.from === 'assumed');
  return new vscode.MarkdownString(
    [
      `| ${vscode.l10n.t('Call')} | ${vscode.l10n.t('$ per call')} | ${vscode.l10n.t('$ per month')} |`,
      '| --- | ---: | ---: |',
      ...rows,
      ...(assumed ? ['', vscode.l10n.t('\\* at an assumed number of calls a month')] : []),
      '',
      vscode.l10n.t('Click for the cost report.'),
    ].join('\n'),
  );
}

/** Behind the `{}` of the status bar: whether the server runs, how old prices are, and what is missing in this kind of workspace. */
function languageStatus(session: Session, reports: Reports): vscode.Disposable {
  const item = vscode.languages.createLanguageStatusItem('costlint.server', documentSelector(folderSchemes()));
  item.name = 'Costlint';
  let note: string | undefined;
  const update = async () => {
    const { state, crashes } = session;
    item.busy = state === 'starting' || state === 'restarting';
    item.severity =
      state === 'failed'
        ? vscode.LanguageStatusSeverity.Error
        : crashes > 0 || note
          ? vscode.LanguageStatusSeverity.Warning
          : vscode.LanguageStatusSeverity.Information;
    item.text = {
      idle: vscode.l10n.t('Costlint: no LLM code yet'),
      starting: vscode.l10n.t('Costlint: starting'),
      running: crashes > 0 ? vscode.l10n.t('Costlint: restarted after a crash') : vscode.l10n.t('Costlint'),
      restarting: vscode.l10n.t('Costlint: restarting after a crash'),
      failed: vscode.l10n.t('Costlint: stopped'),
    }[state];
    item.command =
      state === 'failed' || crashes > 0
        ? { command: 'costlint.showLogs', title: vscode.l10n.t('Show log') }
        : { command: 'costlint.showReport', title: vscode.l10n.t('Show cost report') };
    const [first] = await reports.all();
    const missing = missingHere();
    item.detail = note ?? missing ?? (first ? vscode.l10n.t('prices of {0}', first.report.prices.asOf) : '');
  };
  void update();
  return vscode.Disposable.from(
    item,
    session.onChange(() => void update()),
    reports.onChange(() => void update()),
    session.onConnect((connection) => {
      connection.on('costlint/status', ({ message }) => {
        note = message;
        void update();
      });
    }),
  );
}

/** What this kind of workspace takes away, in one sentence. */
export function missingHere(): string | undefined {
  if (!vscode.workspace.isTrusted) return vscode.l10n.t('restricted mode: settings that name a server or a configuration are ignored');
  const virtual = vscode.workspace.workspaceFolders?.find(({ uri }) => uri.scheme !== 'file');
  return virtual && vscode.l10n.t('virtual workspace: each file is read by itself');
}
