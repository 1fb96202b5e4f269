/** What the report page asks: its data, the edit of a fix, a question that is kept. */
import { CONFIG_NAMES } from '../core/config/config.ts';
import { offsetOf, withDeclared, withScenario } from '../core/config/edits.ts';
import { applyEdits } from '../core/report/fixes.ts';
import type { PageData } from '../core/report/page.ts';
import { pageData } from '../core/report/page-data.ts';
import type { LineColumn } from '../core/report/report.ts';
import { Lines } from '../core/text/lines.ts';
import { configEdit, editsIn } from './edits.ts';
import type { Folder } from './folder.ts';
import type { Requests, WorkspaceEdit } from './protocol.ts';
import type { Workspace } from './workspace.ts';

type Params<M extends keyof Requests> = Requests[M]['params'];

export async function page(workspace: Workspace, { folder: uri }: Params<'costlint/page'>): Promise<PageData | null> {
  const folder = workspace.folder(uri);
  if (!folder) return null;
  const report = await folder.wholeReport();
  const { configured } = await folder.configuration.setup();
  const { book } = await folder.engine();
  const title = decodeURIComponent(folder.uri.slice(folder.uri.lastIndexOf('/') + 1));
  return pageData({ report, ...configured, book, scenario: {}, diff: null, title });
}

export async function fix(
  workspace: Workspace,
  { folder: uri, fingerprint, fix: at }: Params<'costlint/fix'>,
): Promise<WorkspaceEdit | null> {
  const folder = workspace.folder(uri);
  const findings = (await folder?.wholeReport())?.findings ?? [];
  const found = findings.find((one) => one.fingerprint === fingerprint)?.fixes[at];
  return folder && found ? editsIn(found.edits, folder, workspace) : null;
}

export async function scenario(
  workspace: Workspace,
  { folder: uri, name, pairs }: Params<'costlint/scenario'>,
): Promise<WorkspaceEdit | null> {
  const folder = workspace.folder(uri);
  if (!folder?.host || name.trim() === '') return null;
  const file = await configFile(folder);
  return configEdit(workspace, folder, file, (before) => withScenario(before, name.trim(), pairs));
}

/** The edit that declares a value, and where the value stands when it has been made. */
export async function declare(
  workspace: Workspace,
  { folder: uri, path, value }: Params<'costlint/declare'>,
): Promise<Requests['costlint/declare']['result']> {
  const folder = workspace.folder(uri);
  if (!folder?.host) return null;
  const file = await configFile(folder);
  let at: LineColumn | undefined;
  const edit = configEdit(workspace, folder, file, (before) => {
    const edits = withDeclared(before, path, value);
    const after = applyEdits(before, edits);
    const offset = offsetOf(after, path);
    if (offset !== undefined) at = new Lines(after).at(offset);
    return edits;
  });
  return at ? { edit, path: file?.path ?? CONFIG_NAMES[0], ...at } : null;
}

/** The nearest configuration, which an edit goes into. */
async function configFile(folder: Folder): Promise<{ readonly path: string; readonly text: string } | undefined> {
  const { files } = (await folder.configuration.setup()).configured;
  return files.find(({ path }) => CONFIG_NAMES.some((known) => known === path.slice(path.lastIndexOf('/') + 1)));
}
