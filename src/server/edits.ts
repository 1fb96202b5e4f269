/** Edits of files of a folder, as a client applies them. */
import type { Edits } from '../core/editor/actions.ts';
import { positionsIn } from './convert.ts';
import type { Folder } from './folder.ts';
import type { WorkspaceEdit } from './protocol.ts';
import type { Workspace } from './workspace.ts';

export function editsIn(edits: Edits, folder: Folder, workspace: Workspace): WorkspaceEdit {
  const byPath = new Map<string, Edits[number][]>();
  for (const edit of edits) byPath.set(edit.path, [...(byPath.get(edit.path) ?? []), edit]);
  return {
    documentChanges: [...byPath].map(([path, own]) => {
      const open = folder.documents.get(path);
      const positions = open?.positions ?? positionsIn(folder.host?.read(path) ?? '', workspace.encoding);
      return {
        textDocument: { uri: open?.uri ?? folder.uriOf(path), version: open?.version ?? null },
        edits: own.map(({ range, newText }) => ({ range: positions.range(range), newText })),
      };
    }),
  };
}
