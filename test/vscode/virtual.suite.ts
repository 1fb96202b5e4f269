/** A folder that an extension provides from memory: open files have lenses, and what does not work says so. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import * as vscode from 'vscode';
import { inFrame, look, reportPage } from './look.ts';
import { describeWindow, diagnosticsInfo, folder, lenses, open, repository, shownLenses, shownText } from './support.ts';
import { until } from './wait.ts';

const SAMPLE = path.join(repository, 'test/projects/support-desk');

/** Files of the sample, as an extension for a code host would give them. */
class Memory implements vscode.FileSystemProvider {
  private readonly changed = new vscode.EventEmitter<vscode.FileChangeEvent[]>();
  readonly onDidChangeFile = this.changed.event;
  private readonly texts: ReadonlyMap<string, Uint8Array>;

  constructor(files: readonly string[]) {
    this.texts = new Map(files.map((file) => [`/desk/${file}`, readFileSync(path.join(SAMPLE, file))]));
  }

  watch(): vscode.Disposable {
    return new vscode.Disposable(() => undefined);
  }
  stat({ path: at }: vscode.Uri): vscode.FileStat {
    const bytes = this.texts.get(at);
    const isFolder = [...this.texts.keys()].some((one) => one.startsWith(`${at}/`));
    if (!bytes && !isFolder) throw vscode.FileSystemError.FileNotFound(at);
    return { type: bytes ? vscode.FileType.File : vscode.FileType.Directory, ctime: 0, mtime: 0, size: bytes?.length ?? 0 };
  }
  readDirectory({ path: at }: vscode.Uri): [string, vscode.FileType][] {
    const below = [...this.texts.keys()].filter((one) => one.startsWith(`${at}/`)).map((one) => one.slice(at.length + 1));
    const types = below.map(
      (one) => [one.split('/')[0] ?? '', one.includes('/') ? vscode.FileType.Directory : vscode.FileType.File] as const,
    );
    return [...new Map(types)];
  }
  readFile({ path: at }: vscode.Uri): Uint8Array {
    const bytes = this.texts.get(at);
    if (!bytes) throw vscode.FileSystemError.FileNotFound(at);
    return bytes;
  }
  writeFile = this.refuse;
  createDirectory = this.refuse;
  delete = this.refuse;
  rename = this.refuse;
  private refuse(): never {
    throw vscode.FileSystemError.NoPermissions('read-only');
  }
}

describeWindow('a virtual workspace', () => {
  let registered: vscode.Disposable;
  before(() => {
    registered = vscode.workspace.registerFileSystemProvider(
      'memory',
      new Memory(['src/triage.ts', 'src/ticket.ts', 'costlint.config.json']),
      {
        isReadonly: true,
      },
    );
  });
  after(() => registered.dispose());

  it('has lenses over the calls of open files, also of unsaved text', async () => {
    assert.equal(folder().scheme, 'memory');
    const { document } = await open('src/triage.ts');
    const [lens] = await shownLenses(document.uri);
    assert.match(lens?.command?.title ?? '', /in · ≤16 out · ~\$0\.00\d+\/call/);
  });

  it('says that files are read one by one', async () => {
    assert.match(await diagnosticsInfo(), /virtual workspace: each file is read by itself/);
  });

  it('explains a call, and shows the report of what is open', async () => {
    const { document } = await open('src/triage.ts');
    const [lens] = await lenses(document.uri);
    await vscode.commands.executeCommand('costlint.explain', ...(lens?.command?.arguments ?? []));
    await shownText('gpt-5.4-nano');
    await vscode.commands.executeCommand('workbench.action.closeActiveEditor');
    await vscode.commands.executeCommand('costlint.showReport');
    await reportPage('triage.ts');
    await look('screenshot', { name: 'virtual.png' });
    await inFrame('#calls button:has-text("src/triage.ts")');
    await until('the file', () => vscode.window.activeTextEditor?.document.uri.scheme === 'memory');
  });
});
