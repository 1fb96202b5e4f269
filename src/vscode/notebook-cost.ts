/** What the calls of a notebook's cell cost, in the cell's own status bar: lenses in cells are unusual, and off by default. */
import * as vscode from 'vscode';
import type { Site } from '../core/report/report.ts';
import { counted, estimate, money } from '../core/report/words.ts';
import type { Reports } from './reports.ts';

export function notebookCost(reports: Reports): vscode.Disposable {
  const changed = new vscode.EventEmitter<void>();
  const provider: vscode.NotebookCellStatusBarItemProvider = {
    onDidChangeCellStatusBarItems: changed.event,
    async provideCellStatusBarItems(cell) {
      const sites = (await reports.sitesOf(cell.notebook.uri)).filter(
        (site) => site.cell?.number === cell.index + 1 && site.kind !== 'prompt' && site.kind !== 'model-constructor',
      );
      return sites.length > 0 ? [itemOf(cell, sites)] : [];
    },
  };
  return vscode.Disposable.from(
    changed,
    vscode.notebooks.registerNotebookCellStatusBarItemProvider('jupyter-notebook', provider),
    reports.onChange(() => changed.fire()),
  );
}

function itemOf(cell: vscode.NotebookCell, sites: readonly Site[]): vscode.NotebookCellStatusBarItem {
  const priced = sites.filter(({ cost }) => cost !== null);
  const [only] = priced;
  const words =
    priced.length === 1 && only?.cost
      ? `${estimate(only.cost.perCall)}/call`
      : priced.length > 1
        ? `~${money(priced.reduce((sum, { cost }) => sum + (cost?.perCall.expected ?? 0), 0))} ${vscode.l10n.t('for {0}', counted(priced.length, 'call'))}`
        : vscode.l10n.t('unpriced');
  const item = new vscode.NotebookCellStatusBarItem(`$(credit-card) ${words}`, vscode.NotebookCellStatusBarAlignment.Right);
  item.tooltip = vscode.l10n.t('What the calls in this cell cost each time. Click to see how it is made.');
  const [first] = sites;
  if (first)
    item.command = { command: 'costlint.explain', title: vscode.l10n.t('Explain'), arguments: [cell.notebook.uri.toString(), first.id] };
  return item;
}
