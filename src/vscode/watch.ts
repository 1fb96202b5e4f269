/** Starts the server with the first document that holds LLM code, and looks at nothing any more after that. */
import * as vscode from 'vscode';
import { isPromptFile } from '../core/languages/prompt-files.ts';
import { CODE_LANGUAGES, CONFIGURATION_NAMES, LARGEST, SCHEMES } from './documents.ts';
import { folderSchemes } from './folders.ts';
import type { Session } from './session.ts';

type Probe = typeof import('./probe.ts');

/** Milliseconds after the last key before a changed text is looked at again. */
const PAUSE = 400;

const languages: ReadonlySet<string> = new Set(CODE_LANGUAGES);
const schemes: ReadonlySet<string> = new Set(SCHEMES);

export function startWhenNeeded(session: Session, load: () => Promise<Probe>, channel: vscode.LogOutputChannel): vscode.Disposable {
  let probe: Promise<Probe> | undefined;
  let waiting: ReturnType<typeof setTimeout> | undefined;
  const listening: vscode.Disposable[] = [];

  function start(why: string): void {
    stop();
    channel.info(`Starting: ${why}.`);
    // The session has written the reason into the log and the status shows it.
    session.start().catch(() => undefined);
  }

  function stop(): void {
    clearTimeout(waiting);
    for (const one of listening.splice(0)) one.dispose();
  }

  async function consider(document: vscode.TextDocument): Promise<void> {
    if (!couldMatter(document) || !isEnabled(document.uri)) return;
    if (isPrompt(document.uri)) return start(`${nameOf(document)} is a prompt file`);
    probe ??= load();
    const { mayCostMoney } = await probe;
    if (listening.length > 0 && mayCostMoney(document.uri.path, document.languageId, document.getText())) {
      start(`${nameOf(document)} may call a model`);
    }
  }

  listening.push(
    vscode.workspace.onDidOpenTextDocument(consider),
    vscode.workspace.onDidChangeTextDocument(({ document }) => {
      if (!couldMatter(document)) return;
      clearTimeout(waiting);
      waiting = setTimeout(() => consider(document), PAUSE);
    }),
    vscode.workspace.onDidChangeConfiguration((change) => {
      if (change.affectsConfiguration('costlint.enable')) for (const document of vscode.workspace.textDocuments) void consider(document);
    }),
    session.onChange((state) => {
      if (state !== 'idle') stop();
    }),
  );
  for (const document of vscode.workspace.textDocuments) void consider(document);
  void configured().then((folder) => {
    if (folder && listening.length > 0) start(`${folder.name} has a configuration`);
  });
  return new vscode.Disposable(stop);
}

const couldMatter = ({ languageId, uri, lineCount }: vscode.TextDocument): boolean =>
  (schemes.has(uri.scheme) || folderSchemes().includes(uri.scheme)) &&
  (languages.has(languageId) || isPrompt(uri)) &&
  lineCount < LARGEST / 10;

const isPrompt = (uri: vscode.Uri): boolean => isPromptFile(vscode.workspace.asRelativePath(uri, false));

const isEnabled = (uri: vscode.Uri): boolean => vscode.workspace.getConfiguration('costlint', uri).get('enable', true);

const nameOf = ({ uri }: vscode.TextDocument): string => uri.path.slice(uri.path.lastIndexOf('/') + 1);

/** The first folder with a configuration at its top: its owner has asked for Costlint. */
async function configured(): Promise<vscode.WorkspaceFolder | undefined> {
  for (const folder of vscode.workspace.workspaceFolders ?? []) {
    if (!isEnabled(folder.uri)) continue;
    for (const name of CONFIGURATION_NAMES) {
      try {
        await vscode.workspace.fs.stat(vscode.Uri.joinPath(folder.uri, name));
        return folder;
      } catch {
        // It has none of this name.
      }
    }
  }
  return undefined;
}
