/** The view of a file moves with its text. */
import assert from 'node:assert/strict';
import { type FileView, shifted, viewOf } from '../../src/core/editor/view.ts';
import { Lines } from '../../src/core/text/lines.ts';
import { reportOn } from '../support/engine.ts';

const TEXT = `import OpenAI from 'openai';
const client = new OpenAI();
await client.responses.create({ model: 'gpt-5.4', input: 'first', max_output_tokens: 10 });
await client.responses.create({ model: 'gpt-5.4', input: 'second', max_output_tokens: 10 });
`;

const callsIn = (text: string, view: FileView): string[] => {
  const lines = new Lines(text);
  return view.sites.map(({ range }) => text.slice(lines.offset(range.start), lines.offset(range.end)));
};

describe('view of a file', () => {
  it('follows its calls through every edit that leaves them whole', async () => {
    const view = viewOf(await reportOn({ 'a.ts': TEXT }), 'a.ts');
    const lines = new Lines(TEXT);
    const calls = callsIn(TEXT, view);
    assert.equal(calls.length, 2);
    const places = view.sites.map(({ range }) => [lines.offset(range.start), lines.offset(range.end)] as const);
    let edits = 0;
    for (let start = 0; start <= TEXT.length; start++) {
      for (const newText of ['\n', 'x', '/* a\nb */', '\r\n\n', '']) {
        for (const removed of [0, 1, 5]) {
          const end = Math.min(TEXT.length, start + removed);
          if (places.some(([from, to]) => start < to && from < end) || places.some(([from, to]) => from < start && start < to)) continue;
          const after = TEXT.slice(0, start) + newText + TEXT.slice(end);
          const edit = { start: lines.at(start), end: lines.at(end), newText };
          assert.deepEqual(callsIn(after, shifted(view, edit)), calls, JSON.stringify({ start, end, newText }));
          edits++;
        }
      }
    }
    assert.ok(edits > 500, `${edits} edits`);
  });
});
