/** Counting the tokens of a selection, in the model of the nearest call or in a chosen one. */
import * as vscode from 'vscode';
import { amount, money } from '../core/report/words.ts';
import type { CountAnswer } from '../server/protocol.ts';
import type { Connection } from './connection.ts';

export async function countSelection(connection: Connection, chooseModel: () => Promise<string | undefined>): Promise<void> {
  const editor = vscode.window.activeTextEditor;
  if (!editor) return;
  const text = editor.document.getText(editor.selection.isEmpty ? undefined : editor.selection);
  const what = editor.selection.isEmpty ? vscode.l10n.t('Document') : vscode.l10n.t('Selection');
  const other = vscode.l10n.t('Another Model…');
  let model: string | undefined;
  for (;;) {
    const count = await connection.request('costlint/count', {
      uri: editor.document.uri.toString(),
      position: editor.selection.active,
      text,
      ...(model === undefined ? {} : { model }),
    });
    const answer = await vscode.window.showInformationMessage(`${what}: ${wordsOf(count)}`, other);
    if (answer !== other) return;
    model = await chooseModel();
    if (model === undefined) return;
  }
}

function wordsOf({ tokens, exact, tokenizer, model, perCall }: CountAnswer): string {
  const how = exact ? vscode.l10n.t('exact, {0}', tokenizer) : vscode.l10n.t('estimate, {0}', tokenizer);
  const counted = vscode.l10n.t('{0} tokens for {1} ({2})', amount(tokens), model ?? vscode.l10n.t('an unknown model'), how);
  return perCall === null ? counted : vscode.l10n.t('{0}: {1} as input of one call', counted, money(perCall));
}
