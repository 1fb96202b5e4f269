/** Cells of a notebook are one program; what is found in it is shown in its cell. */
import assert from 'node:assert/strict';
import type { CodeLens, InlayHint } from 'vscode-languageserver';
import { type Client, startClient } from '../support/lsp.ts';

const CELLS = [
  'from openai import OpenAI\nMODEL = "gpt-5.4"\nSYSTEM = "Say \\"hi\\" in one word.\\tNothing else, please, and never more than that."',
  'def ask(question):\n    return OpenAI().responses.create(model=MODEL, instructions=SYSTEM, input=question, max_output_tokens=20)',
];

describe('notebooks', () => {
  let client: Client;
  const cell = (at: number) => `${client.uri('lab.ipynb').replace('file:', 'vscode-notebook-cell:')}#${at}`;
  const lenses = (at: number) => client.connection.sendRequest<CodeLens[]>('textDocument/codeLens', { textDocument: { uri: cell(at) } });

  beforeEach(async () => {
    client = await startClient();
    await client.connection.sendNotification('notebookDocument/didOpen', {
      notebookDocument: {
        uri: client.uri('lab.ipynb'),
        notebookType: 'jupyter-notebook',
        version: 1,
        cells: CELLS.map((_, at) => ({ kind: 2, document: cell(at) })),
      },
      cellTextDocuments: CELLS.map((text, at) => ({ uri: cell(at), languageId: 'python', version: 1, text })),
    });
  });
  afterEach(() => client.close());

  it('resolves a constant of one cell in another', async () => {
    const [lens] = await lenses(1);
    assert.deepEqual([await lenses(0), lens?.range.start.line], [[], 1]);
    assert.match(lens?.command?.title ?? '', /in · ≤20 out · ~\$/);
  });

  it('puts hints where the cell has its text, escapes or not', async () => {
    const hints = await client.connection.sendRequest<InlayHint[]>('textDocument/inlayHint', {
      textDocument: { uri: cell(1) },
      range: { start: { line: 0, character: 0 }, end: { line: 9, character: 0 } },
    });
    const cap = hints.find(({ label }) => String(label).startsWith('≤'));
    assert.deepEqual(cap?.position, { line: 1, character: (CELLS[1] ?? '').split('\n')[1]?.lastIndexOf(')') });
  });

  it('follows edits, and cells that come and go', async () => {
    await lenses(1);
    const change = (version: number, cells: object) =>
      client.connection.sendNotification('notebookDocument/didChange', {
        notebookDocument: { uri: client.uri('lab.ipynb'), version },
        change: { cells },
      });
    const start = { line: 0, character: 0 };
    await change(2, {
      textContent: [{ document: { uri: cell(1), version: 2 }, changes: [{ range: { start, end: start }, text: '# asks\n' }] }],
    });
    assert.equal((await lenses(1))[0]?.range.start.line, 2);
    await change(3, {
      structure: {
        array: { start: 0, deleteCount: 0, cells: [{ kind: 2, document: cell(7) }] },
        didOpen: [{ uri: cell(7), languageId: 'python', version: 1, text: 'print("hello")\n' }],
      },
    });
    assert.deepEqual([(await lenses(1))[0]?.range.start.line, await lenses(7)], [2, []]);
  });
});
