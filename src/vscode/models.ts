/** Choosing among priced models: what the same call would cost in each. */
import * as vscode from 'vscode';
import { estimate, short } from '../core/report/words.ts';
import type { ModelRow } from '../server/protocol.ts';

interface ModelItem extends vscode.QuickPickItem {
  readonly model?: string;
}

/** Shows the models by cost, those too small for the prompt last; resolves to the chosen one. */
export async function chooseModel(rows: readonly ModelRow[], title: string): Promise<string | undefined> {
  const cost = ({ perCall }: ModelRow) => perCall.expected;
  const sorted = [...rows].sort((a, b) => cost(a) - cost(b) || (a.model < b.model ? -1 : 1));
  const separator = (label: string): ModelItem => ({ label, kind: vscode.QuickPickItemKind.Separator });
  const group = (label: string, members: readonly ModelRow[]) => (members.length > 0 ? [separator(label), ...members.map(itemOf)] : []);
  const current = sorted.find((row) => row.current);
  const items = [
    ...group(
      vscode.l10n.t('now'),
      sorted.filter((row) => row.current),
    ),
    ...group(
      vscode.l10n.t('by cost of a call'),
      sorted.filter((row) => !row.current && row.fits),
    ),
    ...group(
      vscode.l10n.t('context window too small'),
      sorted.filter((row) => !row.current && !row.fits),
    ),
  ].map((item) => (current && 'model' in item ? compared(item, sorted, current) : item));
  const chosen = await vscode.window.showQuickPick(items, {
    title,
    matchOnDescription: true,
    placeHolder: vscode.l10n.t('Choose a model to see its price'),
  });
  return chosen?.model;
}

function itemOf(row: ModelRow): ModelItem {
  const { model, provider, perCall, perMonth, window } = row;
  return {
    label: model,
    model,
    description: provider,
    detail: [
      `${estimate(perCall)}/call`,
      perMonth ? `${estimate(perMonth)}/mo` : '',
      window === null ? vscode.l10n.t('context window unknown') : vscode.l10n.t('{0} tokens of context', short(window)),
    ]
      .filter(Boolean)
      .join(' · '),
  };
}

/** Adds what changes beside the current model: an arrow and a percentage. */
function compared(item: ModelItem, rows: readonly ModelRow[], current: ModelRow): ModelItem {
  const row = rows.find(({ model, provider }) => model === item.model && provider === item.description);
  const now = current.perCall.expected;
  if (!row || row.current || now === 0) return item;
  const change = Math.round((row.perCall.expected / now - 1) * 100);
  return { ...item, detail: `${change <= 0 ? '▼' : '▲'} ${Math.abs(change)} % · ${item.detail}` };
}
