/** Places in files of a folder as a client names them, and edits as it applies them. */
import type { Location } from 'vscode-languageserver';
import { CONFIG_NAMES } from '../core/config/config.ts';
import type { Edits } from '../core/editor/actions.ts';
import type { LineRange } from '../core/report/report.ts';
import { Lines } from '../core/text/lines.ts';
import type { TextEdit } from '../core/text/range.ts';
import { type Encoding, type Positions, positionsIn } from './convert.ts';
import type { Face } from './documents.ts';
import type { Folder } from './folder.ts';
import type { Range, WorkspaceEdit } from './protocol.ts';
import type { Workspace } from './workspace.ts';

/** A file as the client has it: the document that is open, or the cell of it, else what stands on the disk. */
function seen(
  path: string,
  range: LineRange,
  folder: Folder,
  encoding: Encoding,
): { uri: string; positions: Positions; face: Face | undefined } {
  const face = folder.documents.get(path)?.faceAt(range);
  return {
    uri: face?.uri ?? folder.uriOf(path),
    positions: face?.positions ?? positionsIn(folder.host?.read(path) ?? '', encoding),
    face,
  };
}

/** The first line of a stretch of a file. */
export function locationOf(path: string, range: LineRange, folder: Folder, encoding: Encoding): Location {
  const { uri, positions } = seen(path, range, folder, encoding);
  return { uri, range: positions.firstLine(range) };
}

export function editsIn(edits: Edits, folder: Folder, workspace: Workspace): WorkspaceEdit {
  const byUri = new Map<string, { readonly version: number | null; readonly edits: { range: Range; newText: string }[] }>();
  for (const { path, range, newText } of edits) {
    const { uri, positions, face } = seen(path, range, folder, workspace.encoding);
    const known = byUri.get(uri) ?? { version: face?.version ?? null, edits: [] };
    byUri.set(uri, known);
    known.edits.push({
      range: positions.range(range),
      newText: face && face !== folder.documents.get(path) ? unescaped(newText) : newText,
    });
  }
  return { documentChanges: [...byUri].map(([uri, { version, edits: own }]) => ({ textDocument: { uri, version }, edits: own })) };
}

/**
 * The edits of a configuration file: of `file` as it was read, of a new one at the folder's top without any. Null when `change` has
 * none to make.
 */
export function configEdit(
  workspace: Workspace,
  folder: Folder,
  file: { readonly path: string; readonly text: string } | undefined,
  change: (before: string, uri: string) => readonly TextEdit[],
): WorkspaceEdit | null {
  const uri = new URL(file?.path ?? CONFIG_NAMES[0], `${folder.uri}/`).href;
  const open = workspace.opened(uri)?.document;
  const before = open?.text ?? file?.text ?? '';
  const changes = change(before, uri);
  if (changes.length === 0) return null;
  const lines = new Lines(before);
  const positions = positionsIn(before, workspace.encoding);
  return {
    documentChanges: [
      ...(file || open ? [] : [{ kind: 'create' as const, uri, options: { ignoreIfExists: true as const } }]),
      {
        textDocument: { uri, version: open?.version ?? null },
        edits: changes.map(({ range, newText }) => ({
          range: positions.range({ start: lines.at(range.start), end: lines.at(range.end) }),
          newText,
        })),
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
