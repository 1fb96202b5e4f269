/** What kinds of places are open. */
import { workspace } from 'vscode';

/** The schemes of the open folders. */
export const folderSchemes = (): readonly string[] => (workspace.workspaceFolders ?? []).map(({ uri }) => uri.scheme);
