/** Registers what the window shows of Costlint, and returns: the server starts when a document needs it. */
import * as vscode from 'vscode';
import { BaseTexts } from './branch.ts';
import { COMMANDS } from './commands.ts';
import type { Connect } from './connection.ts';
import { ShownDocuments } from './documents-shown.ts';
import { guarded, handlers } from './handlers.ts';
import { notebookCost } from './notebook-cost.ts';
import { ReportPanels } from './report-panel.ts';
import { Reports } from './reports.ts';
import { Session } from './session.ts';
import { createStatus } from './status.ts';
import { CostView } from './tree.ts';
import { startWhenNeeded } from './watch.ts';

/** What differs between the desktop and a browser: how the parts that come late are loaded. */
export interface Late {
  readonly client: () => Promise<{ readonly connect: Connect }>;
  readonly probe: () => Promise<typeof import('./probe.ts')>;
}

export function activateWith(context: vscode.ExtensionContext, late: Late): void {
  const begun = performance.now();
  let took = 0;
  const channel = vscode.window.createOutputChannel('Costlint', { log: true });
  const session = new Session(context.extensionUri, channel, late.client);
  const reports = new Reports(session);
  const panels = new ReportPanels(context.extensionUri, session, reports, channel);
  const documents = new ShownDocuments();
  const bases = new BaseTexts(session);
  const tree = new CostView(reports);
  const run = handlers({ context, session, reports, panels, documents, bases, channel, activatedIn: () => Math.round(took) });
  context.subscriptions.push(
    channel,
    session,
    reports,
    panels,
    documents,
    bases,
    tree,
    createStatus(session, reports),
    notebookCost(reports),
    ...COMMANDS.map((id) => vscode.commands.registerCommand(id, guarded(run[id], channel))),
    vscode.workspace.onDidGrantWorkspaceTrust(() => {
      if (session.state !== 'idle') void session.restart();
    }),
    startWhenNeeded(session, late.probe, channel),
  );
  took = performance.now() - begun;
  channel.debug(`Activated in ${took.toFixed(1)} ms.`);
}
