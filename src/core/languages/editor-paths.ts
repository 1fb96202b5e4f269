/** Paths of documents that have no ending of their own: readers go by endings, and a new document has only the editor's language. */

const ENDINGS: Readonly<Record<string, string>> = {
  typescript: '.ts',
  typescriptreact: '.tsx',
  javascript: '.js',
  javascriptreact: '.jsx',
  vue: '.vue',
  svelte: '.svelte',
  astro: '.astro',
  python: '.py',
};

const READ = /\.(?:[cm]?[jt]sx?|py|ipynb|vue|svelte|astro)$/i;

/** The path by which a document is read: with the ending of its language unless it has one that is read anyway. */
export function editorPath(path: string, languageId: string): string {
  const ending = ENDINGS[languageId];
  return ending === undefined || READ.test(path) ? path : path + ending;
}
