/** `costlint lsp`: the language server, for editors to start. */

/** Never answers: the process ends when the editor says so. */
export async function lsp(): Promise<number> {
  await import('../../server/main.node.ts');
  return new Promise(() => undefined);
}
