/** Notebooks as one program, and the way back. */
import assert from 'node:assert/strict';
import { readNotebook } from '../../src/core/languages/notebook.ts';

type Source = string | readonly string[];
const code = (source: Source, extra: object = {}) => ({
  cell_type: 'code',
  metadata: {},
  outputs: [{ text: ['"out" \\ [put}\n'] }],
  source,
  ...extra,
});
const notebook = (cells: readonly object[], language: string | undefined = 'python', indent = 1) =>
  JSON.stringify({ cells, metadata: language === undefined ? {} : { kernelspec: { language } }, nbformat: 4 }, undefined, indent);

describe('notebooks', () => {
  it('joins the code cells', () => {
    const { program, problems } = readNotebook(
      notebook([{ cell_type: 'markdown', source: ['# no'] }, code(['a = 1\n', 'b = "x\\n"']), code('c = 2')]),
    );
    assert.equal(program, 'a = 1\nb = "x\\n"\nc = 2\n');
    assert.deepEqual(problems, []);
  });

  it('finds cell, line and file offset of every character', () => {
    const text = notebook(
      [code(['α = "t\\ta\\"b"\n', '\n', 'x = "é😀/"']), { cell_type: 'raw', source: 'no' }, code('y = f(1)\nz = "\u0001\\\\"\n')],
      'python',
      2,
    )
      .replaceAll('é', '\\u00e9')
      .replaceAll('/', '\\/');
    const { program, place } = readNotebook(text);
    const expected = [
      [1, 'α = "t\\ta\\"b"\n\nx = "é😀/"\n'],
      [3, 'y = f(1)\nz = "\u0001\\\\"\n\n'],
    ] as const;
    assert.equal(program, expected.map(([, cell]) => cell).join(''));
    let offset = 0;
    for (const [cell, source] of expected) {
      for (let i = 0; i < source.length; i++, offset++) {
        const found = place(offset);
        assert.deepEqual([found.cell, found.line], [cell, source.slice(0, i).split('\n').length], `offset ${offset}`);
        if (i === source.length - 1) continue;
        const written = /^\\(?:u[\da-f]{4}|.)/.exec(text.slice(found.fileOffset))?.[0] ?? text.charAt(found.fileOffset);
        assert.equal(
          JSON.parse(`"${written === '"' ? '\\"' : written}"`.replace(/"([\ud800-\udfff])"/, '"$1"')),
          program.charAt(offset),
          `offset ${offset}`,
        );
      }
    }
  });

  it('has no program for other languages', () => {
    assert.equal(readNotebook(notebook([code('x <- f(1)')], 'R')).program, '');
    assert.equal(readNotebook(notebook([code('a = 1')], undefined)).program, 'a = 1\n');
    assert.equal(
      readNotebook(notebook([code('SELECT 1', { metadata: { vscode: { languageId: 'sql' } } }), code('a = 1')])).program,
      'a = 1\n',
    );
  });

  it('blanks what only IPython understands', () => {
    const kept: readonly (readonly [line: string, kept: string])[] = [
      ['%pip install openai', '_'],
      ['import os', 'import os'],
      ['!pip install \\', '_'],
      ['  more', ''],
      ['if colab:', 'if colab:'],
      ['    !ls', '    _'],
      ['files = !ls *.txt', 'files = _'],
      ['df = %sql SELECT 1', 'df = _'],
      ['os?', '_'],
      ['?os', '_'],
      ['x = """', 'x = """'],
      ['!keep', '!keep'],
      ['% this', '% this'],
      ['"""', '"""'],
      ['y = (a', 'y = (a'],
      ['  % b)', '  % b)'],
      ['z = "%d" % 3', 'z = "%d" % 3'],
      ['w = a != b', 'w = a != b'],
    ];
    const cell = kept.map(([line]) => line).join('\n');
    const { program } = readNotebook(notebook([code(cell)]));
    assert.equal(program.length, cell.length + 1);
    assert.deepEqual(
      program.split('\n').map((line) => line.trimEnd()),
      [...kept.map(([, rest]) => rest), ''],
    );
  });

  it('keeps the cells of Python cell magics only', () => {
    const { program } = readNotebook(notebook([code('%%time\nf(1)'), code('%%bash\ncurl x'), code('\n%%capture out\ng(2)')]));
    assert.deepEqual(
      program.split('\n').map((line) => line.trim()),
      ['', 'f(1)', '', '', '', '', 'g(2)', ''],
    );
  });

  it('tells why a damaged notebook is damaged, and keeps what comes before', () => {
    const whole = notebook([code('a = 1'), code('b = 2')]);
    for (const [text, message] of [
      ['', 'Expected {'],
      ['[]', 'Expected {'],
      ['{}', 'No cells: not a notebook of format 4'],
      ['{"cells": 1}', 'Expected ['],
      ['{"cells"', 'Expected a colon'],
      [whole.slice(0, whole.indexOf('b = 2')), 'The file ends inside a string'],
      [whole.replace('"nbformat"', 'nbformat'), 'Expected a string'],
    ] as const) {
      const { problems } = readNotebook(text);
      assert.deepEqual(
        problems.map((problem) => problem.message),
        [`Not a valid notebook: ${message}`],
        text,
      );
    }
    assert.equal(readNotebook(whole.slice(0, whole.indexOf('b = 2'))).program, 'a = 1\n');
    for (let end = 0; end < whole.length; end++) readNotebook(whole.slice(0, end)).place(3);
    assert.equal(readNotebook('').place(0).fileOffset, 0);
  });

  it('reads 5 MB with outputs in a blink', () => {
    const image = { data: { 'image/png': 'iVBORw0KGgo'.repeat(45_000) } };
    const text = notebook(Array.from({ length: 10 }, (_, i) => code([`x${i} = f("a")\n`, 'y'], { outputs: [image] })));
    const before = performance.now();
    const { program } = readNotebook(text);
    assert.equal(program.split('\n').length, 21);
    assert.ok(text.length > 4_900_000);
    assert.ok(performance.now() - before < 100);
  });
});
