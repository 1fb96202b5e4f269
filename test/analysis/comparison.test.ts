/**
 * Faults that were reproduced in another scanner of LLM calls, each as the right answer here: calls missed, calls invented,
 * models guessed, caps and prompts not read.
 */
import assert from 'node:assert/strict';
import type { CallSite } from '../../src/core/analysis/analysis.ts';
import { type Files, sitesIn } from './scenes.ts';

const python = (code: string): Files => ({ 'app.py': `from openai import OpenAI\nclient = OpenAI()\n${code}` });
const script = (code: string): Files => ({ 'app.ts': `import OpenAI from 'openai';\nconst client = new OpenAI();\n${code}` });

/** Sites that stand for requests, without prompts as sites of their own. */
async function requestsIn(files: Files): Promise<readonly CallSite[]> {
  return (await sitesIn(files)).filter((site) => site.kind !== 'prompt' && site.kind !== 'agent-loop');
}

async function onlyRequest(files: Files): Promise<CallSite> {
  const sites = await requestsIn(files);
  assert.equal(sites.length, 1, `one request, not ${sites.map((site) => site.api).join(', ')}`);
  return sites[0] as CallSite;
}

const staticText = (site: CallSite): string =>
  site.parts.flatMap((part) => part.pieces.flatMap((piece) => ('text' in piece ? [piece.text] : []))).join('');
const holes = (site: CallSite): readonly string[] =>
  site.parts.flatMap((part) => part.pieces.flatMap((piece) => ('hole' in piece ? [piece.hole] : [])));

describe('comparison set', () => {
  for (const [language, files] of [
    ['Python', python('client.chat.completions.create(model="gpt-4o", messages=[{"role": "user", "content": "Say hi."}])')],
    ['TypeScript', script("await client.chat.completions.create({ model: 'gpt-4o', messages: [{ role: 'user', content: 'Say hi.' }] });")],
  ] as const) {
    it(`a literal call (${language})`, async () => {
      const site = await onlyRequest(files);
      assert.deepEqual([site.kind, site.model, staticText(site)], ['llm-call', { id: 'gpt-4o', via: 'literal' }, 'Say hi.']);
    });
  }

  it('a prompt in a constant counts its text, not the words around it', async () => {
    const system = 'You are a careful assistant. '.repeat(40);
    const site = await onlyRequest(
      python(
        `SYSTEM = ${JSON.stringify(system)}\nclient.chat.completions.create(model="gpt-4o", messages=[{"role": "system", "content": SYSTEM}, {"role": "user", "content": "Hi"}])`,
      ),
    );
    assert.equal(staticText(site), `${system}Hi`);
  });

  it('a prompt imported from another file', async () => {
    const py = await onlyRequest({
      'prompts.py': 'SYSTEM = "Be brief."\n',
      ...python('from prompts import SYSTEM\nclient.responses.create(model="gpt-4o", instructions=SYSTEM, input="Hi")'),
    });
    const ts = await onlyRequest({
      'prompts.ts': "export const SYSTEM = 'Be brief.';\n",
      ...script(
        "import { SYSTEM } from './prompts';\nawait client.responses.create({ model: 'gpt-4o', instructions: SYSTEM, input: 'Hi' });",
      ),
    });
    assert.deepEqual([staticText(py), staticText(ts)], ['Be brief.Hi', 'Be brief.Hi']);
  });

  it('a model constant imported from another file', async () => {
    const py = await onlyRequest({
      'settings.py': 'MODEL = "o3"\n',
      ...python('from settings import MODEL\nclient.responses.create(model=MODEL, input="Hi")'),
    });
    const ts = await onlyRequest({
      'settings.ts': "export const MODEL = 'o3';\n",
      ...script("import { MODEL } from './settings';\nawait client.responses.create({ model: MODEL, input: 'Hi' });"),
    });
    assert.deepEqual(
      [py.model, ts.model],
      [
        { id: 'o3', via: 'import' },
        { id: 'o3', via: 'import' },
      ],
    );
  });

  it('an f-string keeps its text and names its holes', async () => {
    const site = await onlyRequest(
      python('def ask(question, docs):\n    client.responses.create(model="gpt-4o", input=f"Context: {docs}\\nQuestion: {question}")'),
    );
    assert.equal(staticText(site), 'Context: \nQuestion: ');
    assert.deepEqual(holes(site), ['docs', 'question']);
  });

  it('max_completion_tokens and max_output_tokens are caps', async () => {
    const [chat, responses] = await requestsIn(
      python(
        'client.chat.completions.create(model="gpt-5", messages=[], max_completion_tokens=2000)\nclient.responses.create(model="gpt-5", input="Hi", max_output_tokens=2000)',
      ),
    );
    assert.deepEqual(
      [chat?.outputCap, responses?.outputCap].map((cap) => cap?.state === 'set' && [cap.tokens, cap.parameter]),
      [
        [2000, 'max_completion_tokens'],
        [2000, 'max_output_tokens'],
      ],
    );
  });

  it('responses.create with a list as input', async () => {
    const site = await onlyRequest(
      python(
        'client.responses.create(model="gpt-4o", input=[{"role": "developer", "content": "Be brief."}, {"role": "user", "content": [{"type": "input_text", "text": "Hi"}]}])',
      ),
    );
    assert.deepEqual(
      site.parts.map((part) => part.role),
      ['system', 'user'],
    );
    assert.equal(staticText(site), 'Be brief.Hi');
  });

  it('tools are part of the request', async () => {
    const site = await onlyRequest(
      python(
        'client.responses.create(model="gpt-4o", input="Hi", tools=[{"type": "function", "name": "weather", "parameters": {"type": "object"}}])',
      ),
    );
    assert.deepEqual(site.parts.find((part) => part.role === 'tools')?.json, [
      { type: 'function', name: 'weather', parameters: { type: 'object' } },
    ]);
  });

  it('parse and the legacy call are requests', async () => {
    const parse = await onlyRequest(python('client.beta.chat.completions.parse(model="gpt-4o", messages=[], response_format=dict)'));
    const legacy = await onlyRequest({
      'app.py': 'import openai\nopenai.ChatCompletion.create(model="gpt-4", messages=[{"role": "user", "content": "Hi"}])\n',
    });
    assert.deepEqual([parse.kind, legacy.kind, legacy.model?.id], ['llm-call', 'llm-call', 'gpt-4']);
  });

  it('a model of another function does not leak', async () => {
    const site = await onlyRequest(
      python(
        'model = "gpt-4o-mini"\ndef other():\n    model = "gpt-4o"\n    return model\ndef ask():\n    client.responses.create(model=model, input="Hi")',
      ),
    );
    assert.deepEqual([site.model?.id, site.otherModels], ['gpt-4o-mini', []]);
  });

  it('a foreign responses.create is no LLM call', async () => {
    const py = await requestsIn(
      python(
        'from surveys import SurveyClient\nsurveys = SurveyClient()\nsurveys.responses.create(survey="a", answers=[1])\nsurveys.messages.create(to="+1", body="Hi")',
      ),
    );
    const ts = await requestsIn(
      script(
        "import twilio from 'twilio';\nimport { Typeform } from 'typeform';\nawait twilio('a', 'b').messages.create({ to: '+1', from: '+2', body: 'Hi' });\nawait new Typeform().responses.create({ model: 'survey', input: 'a' });",
      ),
    );
    assert.deepEqual([py, ts], [[], []]);
  });

  it('a loop over 20 items makes 20 calls', async () => {
    const py = await onlyRequest(
      python('TOPICS = ["a"] * 20\nfor topic in TOPICS:\n    client.responses.create(model="gpt-4o", input=topic)'),
    );
    const ts = await onlyRequest(
      script(
        `const TOPICS = ${JSON.stringify(Array.from({ length: 20 }, (_, i) => `t${i}`))};\nfor (const topic of TOPICS) await client.responses.create({ model: 'gpt-4o', input: topic });`,
      ),
    );
    assert.deepEqual([py.times?.expected, ts.times?.expected], [20, 20]);
  });

  it('a loop of 20 rounds has 20 steps', async () => {
    const py = await onlyRequest(python('for _ in range(20):\n    client.responses.create(model="gpt-4o", input="Go on.")'));
    const ts = await onlyRequest(
      script("for (let i = 0; i < 20; i++) await client.responses.create({ model: 'gpt-4o', input: 'Go on.' });"),
    );
    for (const { loop } of [py, ts]) assert.deepEqual([loop.state, 'steps' in loop && loop.steps], ['bounded', 20]);
  });

  it('top-k 4 and 40 are told apart, also in the prompt that holds what was found', async () => {
    const rag = (k: number): Files => ({
      'app.py': `from langchain_chroma import Chroma\nfrom openai import OpenAI\nstore = Chroma()\ndef ask(q):\n    docs = store.similarity_search(q, k=${k})\n    OpenAI().responses.create(model="gpt-4o", input=f"{docs} {q}")\n`,
    });
    for (const k of [4, 40]) {
      const [retriever, call] = await requestsIn(rag(k));
      assert.deepEqual(retriever?.topK, { state: 'set', k });
      assert.deepEqual(
        call?.parts.flatMap((part) => part.pieces.flatMap((piece) => ('hole' in piece && piece.retrieved ? [piece.retrieved.topK] : []))),
        [k],
      );
    }
  });

  it('code in .ts, .tsx, .js, .py and notebooks', async () => {
    const call = "import OpenAI from 'openai';\nawait new OpenAI().responses.create({ model: 'gpt-4o', input: 'Hi' });\n";
    const notebook = JSON.stringify({
      cells: [
        { cell_type: 'markdown', source: ['# OpenAI().responses.create'] },
        { cell_type: 'code', source: ['%pip install openai\n', 'from openai import OpenAI\n', 'client = OpenAI()'] },
        { cell_type: 'code', source: 'client.responses.create(model="gpt-4o", input="Hi")' },
      ],
      nbformat: 4,
    });
    const files = {
      'a.ts': call,
      'b.tsx': `${call}export const View = () => <p>{'Hi'}</p>;\n`,
      'c.js': call,
      'd.mts': call,
      'e.ipynb': notebook,
      'f.py': 'from openai import OpenAI\nOpenAI().responses.create(model="gpt-4o", input="Hi")\n',
    };
    const sites = await requestsIn(files);
    assert.deepEqual(
      sites.map((site) => [site.place.path, site.model?.id]),
      Object.keys(files).map((file) => [file, 'gpt-4o']),
    );
  });

  it('prompt files: .prompt.yml and .prompty', async () => {
    const sites = await sitesIn({
      'prompts/triage.prompt.yml':
        'model: openai/gpt-4o-mini\nmodelParameters:\n  max_tokens: 90\nmessages:\n  - role: system\n    content: Sort the ticket.\n  - role: user\n    content: "{{ticket}}"\n',
      'prompts/answer.prompty':
        '---\nname: Answer\nmodel:\n  api: chat\n  configuration:\n    type: openai\n    name: gpt-4o\n---\nsystem:\nBe brief.\n\nuser:\n{{question}}\n',
    });
    assert.deepEqual(
      sites.map((site) => [site.kind, site.place.path, site.model?.id]),
      [
        ['prompt', 'prompts/answer.prompty', 'gpt-4o'],
        ['prompt', 'prompts/triage.prompt.yml', 'openai/gpt-4o-mini'],
      ],
    );
  });

  it('embedding 1,000 texts is no call of a fixed size', async () => {
    const open = await onlyRequest(
      python('def embed(texts):\n    client.embeddings.create(model="text-embedding-3-small", input=texts[:1000])'),
    );
    assert.deepEqual([open.kind, open.model?.id, staticText(open)], ['embedding-call', 'text-embedding-3-small', '']);
    assert.ok(holes(open).length > 0, 'what is embedded is open');
    const known = await onlyRequest(
      python('client.embeddings.create(model="text-embedding-3-small", input=["a text of ten words or so"] * 1000)'),
    );
    assert.equal(staticText(known).split('words').length - 1, 1000);
  });

  it('an agent framework is found by its agents and runs', async () => {
    const sites = await requestsIn({
      'agent.py':
        'from smolagents import CodeAgent, InferenceClientModel, WebSearchTool\nmodel = InferenceClientModel(model_id="Qwen/Qwen2.5-Coder-32B-Instruct")\nagent = CodeAgent(tools=[WebSearchTool()], model=model, max_steps=6)\nagent.run("How fast is a leopard?")\n',
    });
    assert.deepEqual(
      sites.map((site) => [site.kind, site.model?.id, site.loop.state === 'bounded' ? site.loop.steps : site.loop.state]),
      [
        ['model-constructor', 'Qwen/Qwen2.5-Coder-32B-Instruct', 'none'],
        ['agent', 'Qwen/Qwen2.5-Coder-32B-Instruct', 6],
        ['agent', 'Qwen/Qwen2.5-Coder-32B-Instruct', 6],
      ],
    );
    assert.equal(sites.filter((site) => site.paidBy === undefined).length, 1, 'one of them pays');
  });

  it('a chat route with its model in a provider of its own, and a prompt in another file', async () => {
    const sites = await requestsIn({
      'lib/ai/providers.ts':
        "import { openai } from '@ai-sdk/openai';\nimport { customProvider } from 'ai';\nexport const myProvider = customProvider({ languageModels: { 'chat-model': openai('gpt-4o') } });\n",
      'lib/ai/prompts.ts':
        "export const regularPrompt = 'You are a friendly assistant.';\nexport const systemPrompt = ({ selected }: { selected: string }) => (selected === 'reasoning' ? regularPrompt : `${regularPrompt}\\n\\nUse artifacts.`);\n",
      'app/api/chat/route.ts':
        "import { streamText, convertToModelMessages, stepCountIs } from 'ai';\nimport { systemPrompt } from '@/lib/ai/prompts';\nimport { myProvider } from '@/lib/ai/providers';\nexport async function POST(request: Request) {\n  const { messages, selected } = await request.json();\n  const result = streamText({ model: myProvider.languageModel('chat-model'), system: systemPrompt({ selected }), messages: convertToModelMessages(messages), stopWhen: stepCountIs(5) });\n  return result.toUIMessageStreamResponse();\n}\n",
    });
    const calls = sites.filter((site) => site.kind === 'llm-call');
    assert.deepEqual(
      calls.map((site) => [site.place.path, site.api, site.loop]),
      [['app/api/chat/route.ts', 'streamText', { state: 'bounded', steps: 5 }]],
    );
    const system = calls[0]?.parts.find((part) => part.role === 'system');
    assert.match(JSON.stringify(system?.pieces), /Use artifacts/);
  });

  it('a model that cannot be known is not guessed', async () => {
    const sites = await requestsIn({
      ...python(
        'import os\ndef ask(model):\n    client.responses.create(model=model, input="Hi")\n    client.responses.create(model=os.environ["MODEL"], input="Hi")\n    client.responses.create(model=pick(), input="Hi")',
      ),
      ...script(
        "export async function ask(model: string) {\n  await client.responses.create({ model, input: 'Hi' });\n  await client.responses.create({ model: process.env.MODEL!, input: 'Hi' });\n}",
      ),
      'claude.py': 'import anthropic\ndef ask(m):\n    anthropic.Anthropic().messages.create(model=m, max_tokens=9, messages=[])\n',
    });
    assert.equal(sites.length, 6);
    for (const site of sites) {
      assert.equal(site.model, undefined);
      assert.deepEqual(
        site.notes.map((note) => note.code),
        ['model-unresolved'],
      );
    }
  });
});
