/** Code that goes in circles, is very long or very deep: resolution ends soon, and what stands beside it is still found. */
import assert from 'node:assert/strict';
import { sitesIn } from '../analysis/scenes.ts';

const CALL_PY = 'from openai import OpenAI\n';
const CALL_TS = "import OpenAI from 'openai';\n";

async function callsIn(files: Readonly<Record<string, string>>) {
  const sites = await sitesIn(files);
  return sites.filter((site) => site.kind === 'llm-call');
}

describe('hostile code', function () {
  // Each takes well below a second; what doubles with every line would never end.
  this.timeout(120_000);

  it('a generated file of 5,000 assignments, each of the one before', async () => {
    const chain = Array.from({ length: 5000 }, (_, i) => `v${i + 1} = v${i} + "x"`).join('\n');
    const sites = await callsIn({ 'app.py': `${CALL_PY}v0 = "Start"\n${chain}\nOpenAI().responses.create(model="gpt-4o", input=v5000)\n` });
    assert.deepEqual(
      sites.map((site) => site.model?.id),
      ['gpt-4o'],
    );
  });

  it('5,000 writes to one variable, each adding to it', async () => {
    const lines = Array.from({ length: 5000 }, (_, i) => `text += 'line ${i}';`).join('\n');
    const sites = await callsIn({
      'app.ts': `${CALL_TS}let text = '';\n${lines}\nawait new OpenAI().responses.create({ model: 'gpt-4o', input: text });\n`,
    });
    assert.equal(sites.length, 1);
  });

  it('3,000 appends to one list', async () => {
    const lines = Array.from({ length: 3000 }, (_, i) => `messages.append({"role": "user", "content": "m${i}"})`).join('\n');
    const [site] = await callsIn({
      'app.py': `${CALL_PY}messages = []\n${lines}\nOpenAI().chat.completions.create(model="gpt-4o", messages=messages)\n`,
    });
    assert.ok((site?.parts.length ?? 0) > 0);
  });

  it('branches that double the alternatives do not double the work', async () => {
    const lines = Array.from({ length: 60 }, (_, i) => `if flag(${i}):\n    text = text + "a${i}"\nelse:\n    text = text + "b${i}"`).join(
      '\n',
    );
    const sites = await callsIn({
      'app.py': `${CALL_PY}text = "Start"\n${lines}\nOpenAI().responses.create(model="gpt-4o", input=text)\n`,
    });
    assert.equal(sites.length, 1);
  });

  it('a prompt with 200 optional sections is as long as it is written', async () => {
    const added = Array.from({ length: 200 }, (_, i) => `if flag(${i}):\n    text += "section ${i}"`).join('\n');
    const assigned = Array.from({ length: 200 }, (_, i) => `if (flag(${i})) text = text + 'section ${i}';`).join('\n');
    const sites = await callsIn({
      'app.py': `${CALL_PY}text = "Start"\n${added}\nOpenAI().responses.create(model="gpt-4o", input=text)\n`,
      'app.ts': `${CALL_TS}let text = 'Start';\n${assigned}\nawait new OpenAI().responses.create({ model: 'gpt-4o', input: text });\n`,
    });
    assert.equal(sites[0]?.parts[0]?.pieces.length, 201);
    assert.equal(sites.length, 2);
  });

  it('text, lists and repetitions that double forty times', async () => {
    const text = Array.from(
      { length: 40 },
      (_, i) => `a${i + 1} = a${i} + a${i}\nf${i + 1} = f"{f${i}}{f${i}}"\nx${i + 1} = [*x${i}, *x${i}]\ny${i + 1} = y${i} + y${i}`,
    ).join('\n');
    const sites = await callsIn({
      'app.py': `${CALL_PY}a0 = "ab"\nf0 = "cd"\nx0 = ["x"]\ny0 = ["y"]\n${text}\nOpenAI().responses.create(model="gpt-4o", instructions=a40 + f40, input="".join(x40) + "z" * 1000 * 1000 * 1000 + "\\n".join(y40))\n`,
      'app.ts': `${CALL_TS}await new OpenAI().responses.create({ model: 'gpt-4o', input: 'z'.repeat(1e9).repeat(1e9) });\n`,
    });
    assert.equal(sites.length, 2);
  });

  it('functions that call each other in circles', async () => {
    const circle = Array.from({ length: 30 }, (_, i) => `def f${i}(x):\n    return f${(i + 1) % 30}(x + f${(i + 7) % 30}(x))`).join('\n');
    const sites = await callsIn({ 'app.py': `${CALL_PY}${circle}\nOpenAI().responses.create(model=f0("a"), input=f3("b"))\n` });
    assert.deepEqual(
      sites.map((site) => site.model),
      [undefined],
    );
  });

  it('classes, fields and bases that refer to each other', async () => {
    const sites = await callsIn({
      'app.py': `${CALL_PY}class A(B):\n    def __init__(self, other):\n        self.other = other\n        self.model = self.other.model\nclass B(A):\n    def __init__(self, other):\n        self.other = A(self)\n        self.model = self.other.other.model\nb = B(A(B(None)))\nOpenAI().responses.create(model=b.model, input=b.other.other.text)\n`,
    });
    assert.deepEqual(
      sites.map((site) => site.model),
      [undefined],
    );
  });

  it('files that import each other in circles', async () => {
    const files: Record<string, string> = {};
    for (let i = 0; i < 20; i++)
      files[`m${i}.ts`] =
        `export * from './m${(i + 1) % 20}';\nexport * from './m${(i + 3) % 20}';\nimport { x${i} } from './m${(i + 5) % 20}';\nexport const x${(i + 5) % 20} = x${i};\n`;
    const sites = await callsIn({
      ...files,
      'app.ts': `${CALL_TS}import { x3, y } from './m0';\nawait new OpenAI().responses.create({ model: x3, input: y });\n`,
    });
    assert.deepEqual(
      sites.map((site) => site.model),
      [undefined],
    );
  });

  it('deep nesting of calls, members and templates', async () => {
    const deep = `${'wrap('.repeat(400)}"Hi"${')'.repeat(400)}`;
    const members = `a${'.b'.repeat(3000)}`;
    const sites = await callsIn({
      'app.ts': `${CALL_TS}await new OpenAI().responses.create({ model: 'gpt-4o', instructions: ${deep}, input: ${members} });\n`,
    });
    assert.ok(sites.length <= 1);
  });

  it('data that is large, deep or refers to itself', async () => {
    const sites = await callsIn({
      'big.json': JSON.stringify(Array.from({ length: 60_000 }, (_, i) => ({ id: i, text: 'x' }))),
      'deep.json': `${'['.repeat(5000)}${']'.repeat(5000)}`,
      'bomb.yaml': `a0: &a0 x\n${Array.from({ length: 30 }, (_, i) => `a${i + 1}: &a${i + 1} [${`*a${i},`.repeat(9)}]`).join('\n')}\n`,
      'app.py': `${CALL_PY}import json, yaml\nOpenAI().responses.create(model="gpt-4o", instructions=str(json.load(open("big.json"))), input=json.load(open("deep.json"))[0][0])\nOpenAI().responses.create(model=yaml.safe_load(open("bomb.yaml"))["a30"][0], input="Hi")\n`,
    });
    assert.equal(sites.length, 2);
  });
});
