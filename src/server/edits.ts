/** Edits of files of a folder, as a client applies them. */
import type { Edits } from '../core/editor/actions.ts';
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

/** The text of a cell: edits of notebooks are written for the JSON that holds it. */
function unescaped(text: string): string {
  try {
    return String(JSON.parse(`"${text}"`));
  } catch {
    return text;
  }
}
