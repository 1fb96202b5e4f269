/** Lowering an edited text incrementally gives the same facts as lowering it afresh. */
import assert from 'node:assert/strict';
import type { FileFacts } from '../../../src/core/facts/facts.ts';
import type { TextEdit } from '../../../src/core/text/range.ts';
import { language } from './lowering.ts';

const source = `import os
from openai import OpenAI

client = OpenAI(api_key=os.environ["KEY"])  # costlint-ignore
SYSTEM = """You are {name}.
Say it twice."""

class Agent:
    def __init__(self, model: str = "gpt-4o"):
        self.model = model

    async def run(self, question: str, *docs):
        messages = [{"role": "system", "content": SYSTEM.format(name="x")}]
        for i, doc in enumerate(docs):
            messages.append({"role": "user", "content": f"{i}: {doc!r} {'a' if i else 'b'}"})
        while True:
            try:
                answer = await client.chat.completions.create(model=self.model, messages=messages, **self.options)
                if not answer.choices[0].message.tool_calls:
                    return answer
            except (ValueError, KeyError) as error:
                raise RuntimeError("x") from error
            else:
                break

results = {k: Agent(k).run(q) for k, q in pairs if k}
`;

/** Random, but the same each time. */
function dice(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
}

const plain = (facts: FileFacts) => JSON.stringify(facts, (_, value: unknown) => (value instanceof Map ? [...value] : value));
const snippets = [
  '',
  'x',
  '(',
  ')',
  '"',
  "'",
  '\n',
  '    ',
  ':',
  '"""',
  'f(1)',
  'y = g()\n',
  '# c',
  'é',
  '😀',
  ' if a else b',
  '{',
  '}',
  ', k=2',
];

describe('Python: incremental lowering', () => {
  it('equals a fresh one over random edits', async () => {
    const python = await language;
    const roll = dice(7);
    for (let round = 0; round < 12; round++) {
      let text = source;
      let lowered = python.lower(text, { path: 'a.py', keep: true });
      for (let step = 0; step < 25; step++) {
        const start = roll(text.length + 1);
        const end = Math.min(text.length, start + roll(4) * roll(6));
        const newText = snippets[roll(snippets.length)] as string;
        const edits: TextEdit[] = [{ range: { start, end }, newText }];
        text = text.slice(0, start) + newText + text.slice(end);
        const next = python.lower(text, { path: 'a.py', previous: lowered, edits, keep: true });
        lowered.release();
        lowered = next;
        assert.equal(plain(lowered.facts), plain(python.lower(text, { path: 'a.py' }).facts), `round ${round}, step ${step}`);
        // Half of the edits are taken back, so that intact text is edited too.
        if (lowered.facts.problems.length > 0 && roll(2) === 0) {
          lowered.release();
          text = source;
          lowered = python.lower(text, { path: 'a.py', keep: true });
        }
      }
      lowered.release();
    }
  }).timeout(30_000);

  it('takes several edits at once', async () => {
    const python = await language;
    const before = python.lower('a = f(1)\nb = g(2)\n', { path: 'a.py', keep: true });
    const edits: TextEdit[] = [
      { range: { start: 4, end: 5 }, newText: 'ff' },
      { range: { start: 13, end: 14 }, newText: 'hhh' },
    ];
    const text = 'a = ff(1)\nb = hhh(2)\n';
    const after = python.lower(text, { path: 'a.py', previous: before, edits });
    assert.equal(plain(after.facts), plain(python.lower(text, { path: 'a.py' }).facts));
    before.release();
    before.release();
  });
});
