/** The cheap look at a text that decides whether anything is started. Loaded with the first document that could hold code. */
import { catalog } from '../core/catalog/index.ts';
import { createPrefilter } from '../core/catalog/prefilter.ts';

const ENDINGS: Readonly<Record<string, string>> = {
  python: '.py',
  javascript: '.js',
  javascriptreact: '.jsx',
  typescriptreact: '.tsx',
};

const prefilter = createPrefilter(catalog);

/** Whether a text may hold a call that costs money, or is a prompt by its path. The language counts more than the path: new files have none. */
export function mayCostMoney(path: string, languageId: string, text: string): boolean {
  const ending = ENDINGS[languageId];
  return prefilter.matters(ending === undefined || path.endsWith(ending) ? path : `${path}${ending}`, text);
}
