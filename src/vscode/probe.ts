/** The cheap look at a text that decides whether anything is started. Loaded with the first document that could hold code. */
import { catalog } from '../core/catalog/index.ts';
import { createPrefilter } from '../core/catalog/prefilter.ts';
import { editorPath } from '../core/languages/editor-paths.ts';

const prefilter = createPrefilter(catalog);

/** Whether a text may hold a call that costs money, or is a prompt by its path. New documents have a language and no ending. */
export function mayCostMoney(path: string, languageId: string, text: string): boolean {
  return prefilter.matters(editorPath(path, languageId), text);
}
