/** Lowering an edited text, with what is kept of the text before, gives the same facts as lowering it afresh. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { writeLlmCode } from '../bench/llm-code.ts';
import { random } from '../tokens/texts.ts';
import { language as ecmascript, plain } from './ecmascript/lowering.ts';
import { language as python } from './python/lowering.ts';

const EDITS = 200;

const read = (file: string) => readFileSync(path.join(process.cwd(), file), 'utf8');
const written = (extension: string) => writeLlmCode(12).find(({ name }) => name.endsWith(extension))?.text ?? '';

const component = `<template><p @click="run">{{ answer }}</p></template>
<script setup lang="ts">
import OpenAI from 'openai';
const client = new OpenAI();
/** Asks. */
export async function run(q: string) {
  do { q += await client.responses.create({ model: 'gpt-4o', input: q }); } while (q.length < 10);
  answer = q;
}
let answer = '';
export { answer as text };
export interface Deps extends Base { client: OpenAI; make(): Promise<OpenAI> }
type Made = ReturnType<typeof run> | Deps['client'];
</script>
<style>p { color: red }</style>
`;

const agent = `import os
from openai import OpenAI

client = OpenAI(api_key=os.environ["KEY"])  # costlint-ignore
SYSTEM = """You are {name}.
Say it twice."""
count = 0

class Agent:
    """Answers."""

    def __init__(self, model: str = "gpt-4o"):
        self.model = model

    async def run(self, question: str, *docs):
        global count
        count += 1
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
match results:
    case {"a": [first, *rest]} if first: print(first); count = len(rest)
    case _: pass
`;

const files = [
  { path: 'src/core/languages/ecmascript/draft.ts', text: read('src/core/languages/ecmascript/draft.ts') },
  { path: 'src/core/languages/grammar.ts', text: read('src/core/languages/grammar.ts') },
  { path: 'test/languages/ecmascript/statements.test.ts', text: read('test/languages/ecmascript/statements.test.ts').slice(0, 8000) },
  { path: 'esbuild.mjs', text: read('esbuild.mjs') },
  { path: 'written.ts', text: written('.ts') },
  { path: 'component.vue', text: component },
  { path: 'written.py', text: written('.py') },
  { path: 'agent.py', text: agent },
];

const pieces = (
  '|x|1|(|)|"|\'|`|\n|\n\n|  |    |;|,|.|:|${|f(1)|const y = g();\n|y = g()\n|// costlint-ignore\n|# costlint-ignore\n|é|😀| ? a : b| if a else b|{|}|[|]' +
  '|, k: 2|, k=2|=> |/*|/** Doc. */\n|"""|: A<B>|class Z { b = () => this.c(); }\n|def f(x):\n    return x\n|export |async |await |return |\nimport a\n'
).split('|');

/** One edit: typing, deleting, pasting what stands elsewhere, joining and parting lines. */
function edit(text: string, roll: (below: number) => number): string {
  const start = roll(text.length + 1);
  switch (roll(5)) {
    case 0:
      return text.slice(0, start) + text.slice(start + roll(4) * roll(12));
    case 1: {
      const line = text.lastIndexOf('\n', start) + 1;
      const from = roll(text.length);
      return text.slice(0, line) + text.slice(from, from + roll(200)) + text.slice(line);
    }
    case 2: {
      const line = text.lastIndexOf('\n', start) + 1;
      return text.slice(0, line) + text.slice(text.indexOf('\n', start) + 1);
    }
    default:
      return text.slice(0, start) + pieces[roll(pieces.length)] + text.slice(start);
  }
}

describe('incremental lowering', () => {
  for (const [seed, file] of files.entries()) {
    it(`equals a fresh one over ${EDITS} edits of ${file.path}`, async () => {
      const language = await (file.path.endsWith('.py') ? python : ecmascript);
      const roll = random(seed + 1);
      const original = file.text;
      let text = original;
      let before = '';
      let lowered = language.lower(text, { path: file.path, keep: true });
      let broken = 0;
      for (let step = 0; step < EDITS; step++) {
        const isBroken = lowered.facts.problems.length > 0;
        if (isBroken) broken++;
        const next = isBroken && roll(3) === 0 ? before : isBroken && roll(8) === 0 ? original : edit(text, roll);
        before = isBroken ? before : text;
        text = next;
        const previous = lowered;
        lowered = language.lower(text, { path: file.path, previous, keep: true });
        previous.release();
        const fresh = language.lower(text, { path: file.path }).facts;
        if (plain(lowered.facts) !== plain(fresh)) assert.deepEqual(lowered.facts, fresh, `step ${step}`);
      }
      lowered.release();
      lowered.release();
      assert.ok(broken > 0 && broken < EDITS, `${broken} of ${EDITS} texts were broken`);
    }).timeout(120_000);
  }

  it('reads code below damage anew: the parser may see it in another light', async () => {
    const language = await ecmascript;
    const sound = 'interface A {\n  b: T\n  c: T | null\n}\nconst d = f<A>({ c: null });\nconst e = f<A>({});\n';
    const broken = sound.replace('  c:', '\n  // More.\n  b:  c:');
    const kept = language.lower(sound, { path: 'a.tsx', keep: true });
    const after = language.lower(broken, { path: 'a.tsx', previous: kept, keep: true });
    assert.deepEqual(after.facts, language.lower(broken, { path: 'a.tsx' }).facts);
    const again = language.lower(sound, { path: 'a.tsx', previous: after });
    assert.deepEqual(again.facts, kept.facts);
    kept.release();
    after.release();
  });

  it('starts afresh from a text that was released or read with another grammar', async () => {
    const language = await ecmascript;
    const kept = language.lower('const a = f(1);\ng(a);\n', { path: 'a.ts', keep: true });
    const other = language.lower('const a = <A>f(2);\ng(a);\n', { path: 'a.tsx', previous: kept });
    assert.deepEqual(other.facts, language.lower('const a = <A>f(2);\ng(a);\n', { path: 'a.tsx' }).facts);
    kept.release();
    kept.release();
    const after = language.lower('const a = f(2);\ng(a);\n', { path: 'a.ts', previous: kept });
    assert.deepEqual(after.facts, language.lower('const a = f(2);\ng(a);\n', { path: 'a.ts' }).facts);
  });
});
