/** What each command does. */
import * as vscode from 'vscode';
import { PRICE_URL } from '../core/prices/refresh.ts';
import type { ModelRow } from '../server/protocol.ts';
import { applied } from './applied.ts';
import { type BaseTexts, compareWithBranch } from './branch.ts';
import type { CommandId } from './commands.ts';
import { CONFIGURATION_NAMES } from './documents.ts';
import type { ShownDocuments } from './documents-shown.ts';
import { chooseModel } from './models.ts';
import { priceText } from './price-text.ts';
import type { ReportPanels } from './report-panel.ts';
import type { Reports } from './reports.ts';
import { uriOf } from './reports.ts';
import type { Session } from './session.ts';
import { missingHere } from './status.ts';
import { countSelection } from './tokens.ts';
import type { CallNode } from './tree.ts';

export interface Parts {
  readonly context: vscode.ExtensionContext;
  readonly session: Session;
  readonly reports: Reports;
  readonly panels: ReportPanels;
  readonly documents: ShownDocuments;
  readonly bases: BaseTexts;
  readonly channel: vscode.LogOutputChannel;
  /** Milliseconds that activation took. */
  readonly activatedIn: () => number;
}

/** A call as commands are told of it. */
interface Place {
  readonly uri: vscode.Uri;
  readonly siteId: string;
}

// biome-ignore lint/suspicious/noExplicitAny: lenses, the tree and the palette each pass arguments of their own.
type Handler = (...args: any[]) => unknown;

export function handlers(parts: Parts): Readonly<Record<CommandId, Handler>> {
  const { session, reports, panels, documents, bases, channel } = parts;

  /** The call that a lens or a tree row names, else the one at the cursor. */
  async function placeOf(first?: string | CallNode, siteId?: string): Promise<Place | undefined> {
    if (typeof first === 'object') {
      const uri = uriOf(first.of, first.site.path);
      // The server answers about open documents; what the tree lists need not be open.
      await (uri.path.endsWith('.ipynb') ? vscode.workspace.openNotebookDocument(uri) : vscode.workspace.openTextDocument(uri));
      return { uri, siteId: first.site.id };
    }
    if (first !== undefined && siteId !== undefined) return { uri: vscode.Uri.parse(first), siteId };
    const place = await nearest();
    if (!place) void vscode.window.showInformationMessage(vscode.l10n.t('Costlint found no call that costs money in this file.'));
    return place;
  }

  /** The call at the cursor, else the nearest one of the document. */
  async function nearest(): Promise<Place | undefined> {
    const editor = vscode.window.activeTextEditor;
    if (!editor) return undefined;
    const connection = await session.start();
    const { site } = await connection.request('costlint/site', {
      uri: editor.document.uri.toString(),
      position: editor.selection.active,
    });
    return site ? { uri: editor.document.uri, siteId: site.id } : undefined;
  }

  async function explain(first?: string | CallNode, siteId?: string): Promise<void> {
    const place = await placeOf(first, siteId);
    if (!place) return;
    const connection = await session.start();
    const { markdown } = await connection.request('costlint/explain', params(place));
    await documents.show(vscode.l10n.t('Explanation of a call'), markdown, true);
  }

  async function modelsOf(place: Place): Promise<readonly ModelRow[]> {
    const connection = await session.start();
    return connection.request('costlint/models', params(place));
  }

  async function compareModels(first?: string | CallNode, siteId?: string): Promise<void> {
    const place = await placeOf(first, siteId);
    if (!place) return;
    const model = await chooseModel(await modelsOf(place), vscode.l10n.t('What this call costs in each model'));
    if (model !== undefined) await openPrice(model);
  }

  /** A model among those with a price, beside the call at the cursor where there is one; else by its name. */
  async function anyModel(title: string): Promise<string | undefined> {
    const place = await nearest();
    if (place) return chooseModel(await modelsOf(place), title);
    return vscode.window.showInputBox({ title, placeHolder: 'gpt-5.4-mini' });
  }

  async function openPrice(named?: string): Promise<void> {
    const model = named ?? (await anyModel(vscode.l10n.t('Open the price of a model')));
    if (model === undefined) return;
    const connection = await session.start();
    const uri = vscode.window.activeTextEditor?.document.uri.toString();
    const answer = await connection.request('costlint/price', { model, ...(uri === undefined ? {} : { uri }) });
    await documents.show(vscode.l10n.t('Price of {0}', model.replaceAll('/', ' ')), priceText(model, answer), true);
  }

  async function setTraffic(first?: string | CallNode, siteId?: string): Promise<void> {
    const place = await placeOf(first, siteId);
    if (!place) return;
    const calls = await vscode.window.showInputBox({
      title: vscode.l10n.t('Calls a month of this call'),
      prompt: vscode.l10n.t('Is written into the configuration file of the project, so that everybody and CI count alike.'),
      placeHolder: '50k',
      validateInput: (text) => (callsIn(text) === undefined ? vscode.l10n.t('A number, as 12000, 50k or 1.2M.') : undefined),
    });
    if (calls === undefined) return;
    const connection = await session.start();
    const edit = await connection.request('costlint/traffic', { ...params(place), callsPerMonth: callsIn(calls) ?? 0 });
    if (!edit) throw new Error(vscode.l10n.t('this call has no file to write the traffic into; open its folder first'));
    await applied(edit);
  }

  async function addBudget(first?: string | CallNode, siteId?: string): Promise<void> {
    const place = await placeOf(first, siteId);
    if (!place) return;
    const feature = (await reports.sitesOf(place.uri)).find(({ id }) => id === place.siteId)?.feature;
    const amount = await vscode.window.showInputBox({
      title: feature ? vscode.l10n.t('Budget of “{0}”, USD a month', feature) : vscode.l10n.t('Budget of this call, USD a month'),
      prompt: vscode.l10n.t('Is written into the configuration file of the project: a finding says when it is used up, here and in CI.'),
      placeHolder: '500',
      validateInput: (text) => (callsIn(text) === undefined ? vscode.l10n.t('An amount, as 500, 1,200 or 12k.') : undefined),
    });
    if (amount === undefined) return;
    const connection = await session.start();
    const edit = await connection.request('costlint/budget', { ...params(place), perMonth: callsIn(amount) ?? 0 });
    if (!edit)
      throw new Error(vscode.l10n.t('there is no folder to write the budget into, or its configuration says this already or is broken'));
    await applied(edit);
  }

  /** The one command that opens a connection: it says where to, and waits for a yes. `from`: another source, as a keybinding may name. */
  async function updatePrices(from?: string): Promise<void> {
    const folder = await chosenFolder();
    if (!folder) return;
    if (!vscode.workspace.isTrusted)
      return void vscode.window.showInformationMessage(
        vscode.l10n.t('In restricted mode Costlint opens no connection. Trust this workspace first.'),
      );
    if (folder.uri.scheme !== 'file')
      return void vscode.window.showInformationMessage(
        vscode.l10n.t('Prices are written beside the configuration: that needs a folder on a disk.'),
      );
    const source = typeof from === 'string' ? from : PRICE_URL;
    const yes = {
      label: `$(cloud-download) ${vscode.l10n.t('Download')}`,
      detail: vscode.l10n.t('Asks once, sends nothing about your code, and writes costlint-prices.json into {0}.', folder.name),
    };
    const no = { label: `$(close) ${vscode.l10n.t('Keep the prices as they are')}` };
    const title = vscode.l10n.t('Download current prices?');
    if ((await vscode.window.showQuickPick([yes, no], { title, placeHolder: source })) !== yes) return;
    const progress = { location: vscode.ProgressLocation.Notification, title: vscode.l10n.t('Downloading prices') };
    const { state, text } = await vscode.window.withProgress(progress, async () =>
      (await session.start()).request('costlint/updatePrices', { folder: folder.uri.toString(), from: source }),
    );
    if (state === 'failed') throw new Error(text.trim());
    await documents.show(vscode.l10n.t('Update of prices'), `\`\`\`text\n${text}\`\`\`\n`, true);
  }

  async function showReport(): Promise<void> {
    await session.start();
    const folders = vscode.workspace.workspaceFolders ?? [];
    const folder = folders.length > 1 ? await vscode.window.showWorkspaceFolderPick() : folders[0];
    if (folder || folders.length === 0) panels.show(folder);
  }

  /** The report of the folder that the call lies in, at that call. */
  async function showInReport(first?: string | CallNode, siteId?: string): Promise<void> {
    const place = await placeOf(first, siteId);
    if (place) panels.show(vscode.workspace.getWorkspaceFolder(place.uri), place.siteId);
  }

  async function scanWorkspace(): Promise<void> {
    await vscode.window.withProgress({ location: { viewId: 'costlint.costs' } }, async () => {
      await session.start();
      reports.forget();
      await reports.all();
    });
    await vscode.commands.executeCommand('costlint.costs.focus');
  }

  async function createConfig(): Promise<void> {
    const folder = await chosenFolder();
    if (!folder) return;
    for (const name of CONFIGURATION_NAMES) {
      const there = vscode.Uri.joinPath(folder.uri, name);
      if (await exists(there)) return void (await vscode.window.showTextDocument(there));
    }
    const file = vscode.Uri.joinPath(folder.uri, CONFIGURATION_NAMES[0]);
    const text = await vscode.workspace.fs.readFile(vscode.Uri.joinPath(parts.context.extensionUri, 'media/costlint.config.json'));
    await vscode.workspace.fs.writeFile(file, text);
    await vscode.window.showTextDocument(file);
  }

  async function openSample(): Promise<void> {
    const file = vscode.Uri.joinPath(parts.context.extensionUri, 'media/walkthrough/sample.ts');
    const content = new TextDecoder().decode(await vscode.workspace.fs.readFile(file));
    const document = await vscode.workspace.openTextDocument({ language: 'typescript', content });
    await vscode.window.showTextDocument(document);
  }

  async function showFixes(uri: string, range: { readonly start: vscode.Position; readonly end: vscode.Position }): Promise<void> {
    const editor = await vscode.window.showTextDocument(vscode.Uri.parse(uri), { preserveFocus: false });
    const start = new vscode.Position(range.start.line, range.start.character);
    editor.selection = new vscode.Selection(start, start);
    editor.revealRange(editor.selection, vscode.TextEditorRevealType.InCenterIfOutsideViewport);
    await vscode.commands.executeCommand('editor.action.quickFix');
  }

  /** A finding is silenced with a reason that a reader of the code can judge. */
  async function suppress(uri: string, range: unknown, rule: string): Promise<void> {
    const reason = await vscode.window.showInputBox({
      title: vscode.l10n.t('Why is {0} fine here?', rule),
      prompt: vscode.l10n.t('Stands in the comment that silences the finding.'),
      validateInput: (text) => (text.trim() === '' ? vscode.l10n.t('Without a reason nothing is silenced.') : undefined),
    });
    if (reason === undefined) return;
    await (await session.start()).execute('costlint.suppress', [uri, range, rule, reason.trim()]);
  }

  async function openRule(uri: string, rule: string): Promise<void> {
    await (await session.start()).execute('costlint.openRule', [uri, rule]);
  }

  async function copyDiagnostics(): Promise<void> {
    await vscode.env.clipboard.writeText(await diagnosticsText(parts));
    vscode.window.setStatusBarMessage(vscode.l10n.t('Costlint: diagnostics information copied'), 4000);
  }

  return {
    'costlint.showReport': showReport,
    'costlint.showInReport': showInReport,
    'costlint.explain': explain,
    'costlint.compareModels': compareModels,
    'costlint.compareWithBranch': (base?: string) => compareWithBranch(session, documents, base),
    'costlint.openChanges': (uri: string, siteId: string) => bases.compare(uri, siteId),
    'costlint.setTraffic': setTraffic,
    'costlint.addBudget': addBudget,
    'costlint.countTokens': async () => {
      const connection = await session.start();
      await countSelection(connection, () => anyModel(vscode.l10n.t('Count in the tokens of a model')));
    },
    'costlint.openPrice': openPrice,
    'costlint.updatePrices': updatePrices,
    'costlint.createConfig': createConfig,
    'costlint.scanWorkspace': scanWorkspace,
    'costlint.openSample': openSample,
    'costlint.restartServer': () => session.restart(),
    'costlint.showLogs': () => channel.show(),
    'costlint.copyDiagnostics': copyDiagnostics,
    'costlint.showFixes': showFixes,
    'costlint.fixAll': async () =>
      vscode.commands.executeCommand('editor.action.sourceAction', { kind: 'source.fixAll.costlint', apply: 'first' }),
    'costlint.suppress': suppress,
    'costlint.openRule': openRule,
  };
}

/** A command that fails says so once; the log has the rest. */
export function guarded(run: Handler, channel: vscode.LogOutputChannel): Handler {
  return async (...args) => {
    try {
      return await run(...args);
    } catch (error) {
      channel.error(error instanceof Error ? error : String(error));
      const log = vscode.l10n.t('Show Log');
      const message = vscode.l10n.t('Costlint could not do this: {0}', error instanceof Error ? error.message : String(error));
      if ((await vscode.window.showErrorMessage(message, log)) === log) channel.show();
      return undefined;
    }
  };
}

const params = ({ uri, siteId }: Place) => ({ uri: uri.toString(), siteId });

/** `12000`, `50k`, `1.2M` → calls. */
export function callsIn(text: string): number | undefined {
  const [, digits, unit = ''] = /^\s*(\d+(?:\.\d+)?)\s*([kM]?)\s*$/i.exec(text.replace(/[,_](?=\d{3})/g, '')) ?? [];
  if (digits === undefined) return undefined;
  return Number(digits) * ({ '': 1, k: 1e3, m: 1e6 }[unit.toLowerCase()] ?? 1);
}

async function chosenFolder(): Promise<vscode.WorkspaceFolder | undefined> {
  const folders = vscode.workspace.workspaceFolders ?? [];
  if (folders.length > 1) return vscode.window.showWorkspaceFolderPick();
  if (folders.length === 0)
    void vscode.window.showInformationMessage(vscode.l10n.t('Open a folder first: what Costlint writes stands at its root.'));
  return folders[0];
}

async function exists(uri: vscode.Uri): Promise<boolean> {
  return vscode.workspace.fs.stat(uri).then(
    () => true,
    () => false,
  );
}

/** What somebody who helps wants to know; no paths, no code. */
async function diagnosticsText({ context, session, reports, activatedIn }: Parts): Promise<string> {
  const { version } = context.extension.packageJSON as { readonly version: string };
  const all = session.state === 'idle' ? [] : await reports.all();
  const settings = vscode.workspace.getConfiguration('costlint');
  const names: readonly string[] = Object.keys(context.extension.packageJSON.contributes.configuration.properties);
  const changed = names.filter((name) => {
    const { globalValue, workspaceValue, workspaceFolderValue } = settings.inspect(name.slice('costlint.'.length)) ?? {};
    return globalValue !== undefined || workspaceValue !== undefined || workspaceFolderValue !== undefined;
  });
  const lines = [
    `Costlint ${version}`,
    `${vscode.env.appName} ${vscode.version}, ${vscode.env.remoteName ? `remote ${vscode.env.remoteName}` : 'local'}`,
    `Activation ${activatedIn()} ms; server ${session.state}${session.startedIn === undefined ? '' : `, answered after ${session.startedIn} ms`}; crashes ${session.crashes}`,
    `Folders ${vscode.workspace.workspaceFolders?.length ?? 0}; ${vscode.workspace.isTrusted ? 'trusted' : 'restricted'}${missingHere() ? `; ${missingHere()}` : ''}`,
    ...all.map(
      ({ report: { sites, findings, files, prices } }) =>
        `Report: ${files.analysed} files, ${sites.length} sites, ${findings.length} findings, prices of ${prices.asOf}`,
    ),
    `Settings changed: ${changed.length > 0 ? changed.join(', ') : 'none'}`,
  ];
  return `${lines.join('\n')}\n`;
}
