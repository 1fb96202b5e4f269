/** Edits of files of a folder, as a client applies them. */
import { CONFIG_NAMES } from '../core/config/config.ts';
import type { Edits } from '../core/editor/actions.ts';
import { Lines } from '../core/text/lines.ts';
import { positionsIn } from './convert.ts';
import type { Folder } from './folder.ts';
import type { Range, WorkspaceEdit } from './protocol.ts';
import type { Workspace } from './workspace.ts';

export function editsIn(edits: Edits, folder: Folder, workspace: Workspace): WorkspaceEdit {
  const byUri = new Map<string, { readonly version: number | null; readonly edits: { range: Range; newText: string }[] }>();
  for (const { path, range, newText } of edits) {
    const document = folder.documents.get(path);
    const face = document?.faceAt(range);
    const uri = face?.uri ?? folder.uriOf(path);
    const positions = face?.positions ?? positionsIn(folder.host?.read(path) ?? '', workspace.encoding);
    const known = byUri.get(uri) ?? { version: face?.version ?? null, edits: [] };
    byUri.set(uri, known);
    known.edits.push({ range: positions.range(range), newText: face && face !== document ? unescaped(newText) : newText });
  }
  return { documentChanges: [...byUri].map(([uri, { version, edits: own }]) => ({ textDocument: { uri, version }, edits: own })) };
}

/** The edit that gives a configuration file another text: `file` as it was read, a new one at the folder's top without any. */
export function configEdit(
  workspace: Workspace,
  folder: Folder,
  file: { readonly path: string; readonly text: string } | undefined,
  change: (before: string, uri: string) => string,
): WorkspaceEdit {
  const uri = new URL(file?.path ?? CONFIG_NAMES[0], `${folder.uri}/`).href;
  const open = workspace.opened(uri)?.document;
  const before = open?.text ?? file?.text ?? '';
  const all = { start: { line: 1, column: 1 }, end: new Lines(before).at(before.length) };
  return {
    documentChanges: [
      ...(file || open ? [] : [{ kind: 'create' as const, uri, options: { ignoreIfExists: true as const } }]),
      {
        textDocument: { uri, version: open?.version ?? null },
        edits: [{ range: positionsIn(before, workspace.encoding).range(all), newText: change(before, uri) }],
      },
    ],
  };
}

/** The text of a cell: edits of notebooks are written for the JSON that holds it. */
function unescaped(text: string): string {
  try {
    return String(JSON.parse(`"${text}"`));
  } catch {
    return text;
  }
}
