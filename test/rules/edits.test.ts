/** Arguments set, added and removed by slot, in code of every shape: each result is what a person would have written, and parses. */
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import type { AnchoredSlot, CallSite } from '../../src/core/analysis/analysis.ts';
import { createProject } from '../../src/core/analysis/project.ts';
import { createScan, joinShares } from '../../src/core/analysis/scan.ts';
import { catalog } from '../../src/core/catalog/index.ts';
import { packageTable } from '../../src/core/catalog/tables.ts';
import { loadLanguages } from '../../src/core/languages/index.ts';
import type { Literal } from '../../src/core/languages/write.ts';
import { createEdits, sharedLiterals } from '../../src/core/rules/edits.ts';
import type { PlacedEdit } from '../../src/core/rules/rule.ts';
import { memoryHost } from '../support/engine.ts';

const languages = await loadLanguages(
  (name) => readFile(path.join('dist/assets', name)),
  () => performance.now(),
);
const packages = packageTable(catalog);

function sitesOf(files: Readonly<Record<string, string>>): readonly CallSite[] {
  const project = createProject({
    host: memoryHost(files),
    languages,
    isPackage: (language, specifier) => packages.find(language, specifier, '*').length > 0,
  });
  for (const [file, text] of Object.entries(files)) project.set(file, text);
  const share = joinShares(
    Object.keys(files).map(createScan({ project, catalog, aliases: {}, scanned: new Set(Object.keys(files)) }).read),
  );
  assert.deepEqual(share.problems, [], `does not parse:\n${Object.values(files).join('\n')}`);
  return share.sites;
}

const applied = (text: string, edits: readonly PlacedEdit[]): string =>
  [...edits]
    .sort((a, b) => b.range.start - a.range.start)
    .reduce((code, { range, newText }) => code.slice(0, range.start) + newText + code.slice(range.end), text);

const IMPORTS = {
  py: 'from openai import OpenAI\nimport anthropic\nfrom google import genai\nfrom google.genai import types\nfrom langchain_openai import ChatOpenAI\nclient = OpenAI()\nclaude = anthropic.Anthropic()\ngemini = genai.Client()\n',
  ts: "import OpenAI from 'openai';\nimport { GoogleGenAI } from '@google/genai';\nimport { generateText, stepCountIs } from 'ai';\nimport { openai } from '@ai-sdk/openai';\nimport { ChatOpenAI } from '@langchain/openai';\nconst client = new OpenAI();\nconst gemini = new GoogleGenAI({});\n",
} as const;

/** The code after an edit; null where none is offered. `slot: value` sets, `slot: undefined` removes. */
function edited(language: 'py' | 'ts', code: string, slot: AnchoredSlot, value: Literal | undefined): string | null {
  const file = `case.${language}`;
  const text = IMPORTS[language] + code;
  const sites = sitesOf({ [file]: text });
  const site = sites.find((one) => ['llm-call', 'agent', 'retriever', 'embedding-call'].includes(one.kind));
  assert.ok(site, 'no site in the case');
  const edit = createEdits(sharedLiterals(sites.map((one) => ({ site: one, cost: undefined as never }))), { program: () => text });
  const edits = value === undefined ? edit.remove(site, slot) : edit.set(site, slot, value);
  if (!edits) return null;
  const result = applied(text, edits);
  sitesOf({ [file]: result });
  return result.slice(IMPORTS[language].length);
}

type Case = readonly [title: string, code: string, slot: AnchoredSlot, value: Literal | undefined, expected: string | null];

const PYTHON: readonly Case[] = [
  [
    'adds a keyword on one line',
    'client.chat.completions.create(model="gpt-4o", messages=[])',
    'outputCap',
    1024,
    'client.chat.completions.create(model="gpt-4o", messages=[], max_completion_tokens=1024)',
  ],
  [
    'keeps a trailing comma on one line',
    'client.chat.completions.create(model="gpt-4o", messages=[],)',
    'outputCap',
    1024,
    'client.chat.completions.create(model="gpt-4o", messages=[], max_completion_tokens=1024,)',
  ],
  [
    'adds a line with the indentation of its neighbours',
    'client.chat.completions.create(\n    model="gpt-4o",\n    messages=[],\n)',
    'outputCap',
    1024,
    'client.chat.completions.create(\n    model="gpt-4o",\n    messages=[],\n    max_completion_tokens=1024,\n)',
  ],
  [
    'adds a line where the last one has no comma',
    'client.chat.completions.create(\n    model="gpt-4o",\n    messages=[]\n)',
    'outputCap',
    1024,
    'client.chat.completions.create(\n    model="gpt-4o",\n    messages=[],\n    max_completion_tokens=1024\n)',
  ],
  [
    'leaves a comment behind its argument',
    'client.chat.completions.create(\n    model="gpt-4o",\n    messages=[],  # none, really\n)',
    'outputCap',
    1024,
    'client.chat.completions.create(\n    model="gpt-4o",\n    messages=[],  # none, really\n    max_completion_tokens=1024,\n)',
  ],
  [
    'leaves a comment behind an argument without a comma',
    'client.chat.completions.create(\n    model="gpt-4o",\n    messages=[]  # none, (really\n)',
    'outputCap',
    1024,
    'client.chat.completions.create(\n    model="gpt-4o",\n    max_completion_tokens=1024,\n    messages=[]  # none, (really\n)',
  ],
  [
    'is not misled by brackets and commas in strings',
    'client.chat.completions.create(model="gpt-4o", messages=[{"role": "user", "content": """a ) " , ]\n"""}])',
    'outputCap',
    256,
    'client.chat.completions.create(model="gpt-4o", messages=[{"role": "user", "content": """a ) " , ]\n"""}], max_completion_tokens=256)',
  ],
  [
    'keeps Windows line ends',
    'client.chat.completions.create(\r\n    model="gpt-4o",\r\n    messages=[],\r\n)',
    'outputCap',
    1024,
    'client.chat.completions.create(\r\n    model="gpt-4o",\r\n    messages=[],\r\n    max_completion_tokens=1024,\r\n)',
  ],
  [
    'replaces a number',
    'client.chat.completions.create(model="gpt-4o", max_tokens=8_000, messages=[])',
    'outputCap',
    1024,
    'client.chat.completions.create(model="gpt-4o", max_tokens=1024, messages=[])',
  ],
  [
    'replaces a constant where it is written',
    'LIMIT = 8000\nclient.chat.completions.create(model="gpt-4o", max_tokens=LIMIT, messages=[])',
    'outputCap',
    1024,
    'LIMIT = 1024\nclient.chat.completions.create(model="gpt-4o", max_tokens=LIMIT, messages=[])',
  ],
  [
    'leaves a constant of several calls alone',
    'LIMIT = 8000\nclient.chat.completions.create(model="gpt-4o", max_tokens=LIMIT, messages=[])\nclient.chat.completions.create(model="gpt-4o", max_tokens=LIMIT, messages=[])',
    'outputCap',
    1024,
    'LIMIT = 8000\nclient.chat.completions.create(model="gpt-4o", max_tokens=1024, messages=[])\nclient.chat.completions.create(model="gpt-4o", max_tokens=LIMIT, messages=[])',
  ],
  [
    'replaces a default of a parameter',
    'def ask(limit: int = 8000):\n    client.chat.completions.create(model="gpt-4o", max_tokens=limit, messages=[])',
    'outputCap',
    1024,
    'def ask(limit: int = 1024):\n    client.chat.completions.create(model="gpt-4o", max_tokens=limit, messages=[])',
  ],
  [
    'replaces a model in its own quotes',
    "client.chat.completions.create(model='gpt-4o', messages=[])",
    'model',
    'gpt-4o-mini',
    "client.chat.completions.create(model='gpt-4o-mini', messages=[])",
  ],
  [
    'offers nothing for what is decided at run time',
    'def ask(name):\n    client.chat.completions.create(model=name, messages=[])',
    'model',
    'gpt-4o-mini',
    null,
  ],
  [
    'makes the object around a nested key',
    'gemini.models.generate_content(model="gemini-2.5-flash", contents="Hi")',
    'outputCap',
    1024,
    'gemini.models.generate_content(model="gemini-2.5-flash", contents="Hi", config={"max_output_tokens": 1024})',
  ],
  [
    'adds to a dictionary',
    'gemini.models.generate_content(model="gemini-2.5-flash", contents="Hi", config={"temperature": 0})',
    'outputCap',
    1024,
    'gemini.models.generate_content(model="gemini-2.5-flash", contents="Hi", config={"temperature": 0, "max_output_tokens": 1024})',
  ],
  [
    'adds to an empty dictionary',
    'gemini.models.generate_content(model="gemini-2.5-flash", contents="Hi", config={})',
    'outputCap',
    1024,
    'gemini.models.generate_content(model="gemini-2.5-flash", contents="Hi", config={"max_output_tokens": 1024})',
  ],
  [
    'adds to the constructor of a nested object',
    'config = types.GenerateContentConfig(\n    temperature=0,\n)\ngemini.models.generate_content(model="gemini-2.5-flash", contents="Hi", config=config)',
    'outputCap',
    1024,
    'config = types.GenerateContentConfig(\n    temperature=0,\n    max_output_tokens=1024,\n)\ngemini.models.generate_content(model="gemini-2.5-flash", contents="Hi", config=config)',
  ],
  [
    'puts the cap on the object of the model',
    'llm = ChatOpenAI(model="gpt-4o")\nllm.invoke("Hi")',
    'outputCap',
    1024,
    'llm = ChatOpenAI(model="gpt-4o", max_tokens=1024)\nllm.invoke("Hi")',
  ],
  [
    'adds behind unpacked arguments',
    'extra = {"temperature": 0}\nclient.chat.completions.create(model="gpt-4o", messages=[], **extra)',
    'outputCap',
    1024,
    'extra = {"temperature": 0}\nclient.chat.completions.create(model="gpt-4o", messages=[], **extra, max_completion_tokens=1024)',
  ],
  [
    'takes the place of None',
    'client.chat.completions.create(model="gpt-4o", max_tokens=None, messages=[])',
    'outputCap',
    1024,
    'client.chat.completions.create(model="gpt-4o", max_tokens=1024, messages=[])',
  ],
  [
    'removes an argument with its comma',
    'client.chat.completions.create(model="gpt-4o", n=3, messages=[])',
    'samples',
    undefined,
    'client.chat.completions.create(model="gpt-4o", messages=[])',
  ],
  [
    'removes a last argument with the comma before it',
    'client.chat.completions.create(model="gpt-4o", messages=[], n=3)',
    'samples',
    undefined,
    'client.chat.completions.create(model="gpt-4o", messages=[])',
  ],
  [
    'removes a whole line with its comment',
    'client.chat.completions.create(\n    model="gpt-4o",\n    n=3,  # best of three\n    messages=[],\n)',
    'samples',
    undefined,
    'client.chat.completions.create(\n    model="gpt-4o",\n    messages=[],\n)',
  ],
  [
    'writes True',
    'client.chat.completions.create(model="gpt-4o", messages=[])',
    'outputCap',
    true,
    'client.chat.completions.create(model="gpt-4o", messages=[], max_completion_tokens=True)',
  ],
];

const TYPESCRIPT: readonly Case[] = [
  [
    'makes the options object',
    'client.chat.completions.create();',
    'outputCap',
    1024,
    'client.chat.completions.create({ max_completion_tokens: 1024 });',
  ],
  [
    'adds a key on one line',
    "await client.chat.completions.create({ model: 'gpt-4o', messages: [] });",
    'outputCap',
    1024,
    "await client.chat.completions.create({ model: 'gpt-4o', messages: [], max_completion_tokens: 1024 });",
  ],
  [
    'adds a key without blanks inside the brackets',
    "await client.chat.completions.create({model: 'gpt-4o', messages: []});",
    'outputCap',
    1024,
    "await client.chat.completions.create({model: 'gpt-4o', messages: [], max_completion_tokens: 1024});",
  ],
  [
    'adds a line',
    "await client.chat.completions.create({\n  model: 'gpt-4o',\n  messages: [],\n});",
    'outputCap',
    1024,
    "await client.chat.completions.create({\n  model: 'gpt-4o',\n  messages: [],\n  max_completion_tokens: 1024,\n});",
  ],
  [
    'adds a line where the last one has no comma',
    "await client.chat.completions.create({\n\tmodel: 'gpt-4o',\n\tmessages: []\n});",
    'outputCap',
    1024,
    "await client.chat.completions.create({\n\tmodel: 'gpt-4o',\n\tmessages: [],\n\tmax_completion_tokens: 1024\n});",
  ],
  [
    'leaves comments where they are',
    "await client.chat.completions.create({\n  model: 'gpt-4o', // the big one\n  /* none */ messages: [], // not yet, (sorry\n});",
    'outputCap',
    1024,
    "await client.chat.completions.create({\n  model: 'gpt-4o', // the big one\n  /* none */ messages: [], // not yet, (sorry\n  max_completion_tokens: 1024,\n});",
  ],
  [
    'adds behind a spread',
    "const shared = { model: 'gpt-4o', messages: [] };\nawait client.chat.completions.create({ ...shared });",
    'outputCap',
    1024,
    "const shared = { model: 'gpt-4o', messages: [] };\nawait client.chat.completions.create({ ...shared, max_completion_tokens: 1024 });",
  ],
  [
    'adds to an object that is a variable',
    "const request = { model: 'gpt-4o', messages: [] };\nawait client.chat.completions.create(request);",
    'outputCap',
    1024,
    "const request = { model: 'gpt-4o', messages: [], max_completion_tokens: 1024 };\nawait client.chat.completions.create(request);",
  ],
  [
    'passes type arguments and other arguments by',
    "await client.chat.completions.create<Array<(a: string) => void>>({ model: 'gpt-4o', messages: [] }, { timeout: 5 });",
    'outputCap',
    1024,
    "await client.chat.completions.create<Array<(a: string) => void>>({ model: 'gpt-4o', messages: [], max_completion_tokens: 1024 }, { timeout: 5 });",
  ],
  [
    'is not misled by brackets in templates',
    "await client.chat.completions.create({ model: 'gpt-4o', messages: [{ role: 'user', content: `a } ${[')', `}`].join(',')} ,` }] });",
    'outputCap',
    1024,
    "await client.chat.completions.create({ model: 'gpt-4o', messages: [{ role: 'user', content: `a } ${[')', `}`].join(',')} ,` }], max_completion_tokens: 1024 });",
  ],
  [
    'makes the object around a nested key',
    "await gemini.models.generateContent({ model: 'gemini-2.5-flash', contents: 'Hi' });",
    'outputCap',
    1024,
    "await gemini.models.generateContent({ model: 'gemini-2.5-flash', contents: 'Hi', config: { maxOutputTokens: 1024 } });",
  ],
  [
    'adds to a nested object',
    "await gemini.models.generateContent({\n  model: 'gemini-2.5-flash',\n  contents: 'Hi',\n  config: {\n    temperature: 0,\n  },\n});",
    'outputCap',
    1024,
    "await gemini.models.generateContent({\n  model: 'gemini-2.5-flash',\n  contents: 'Hi',\n  config: {\n    temperature: 0,\n    maxOutputTokens: 1024,\n  },\n});",
  ],
  [
    'puts the cap on the object of the model',
    "await new ChatOpenAI({ model: 'gpt-4o' }).invoke('Hi');",
    'outputCap',
    1024,
    "await new ChatOpenAI({ model: 'gpt-4o', maxTokens: 1024 }).invoke('Hi');",
  ],
  [
    'replaces the number inside a stop condition',
    "await generateText({ model: openai('gpt-4o'), prompt: 'Hi', tools: {}, stopWhen: stepCountIs(50) });",
    'steps',
    10,
    "await generateText({ model: openai('gpt-4o'), prompt: 'Hi', tools: {}, stopWhen: stepCountIs(10) });",
  ],
  [
    'replaces the name inside a model object',
    "await generateText({ model: openai('gpt-4o'), prompt: 'Hi' });",
    'model',
    'gpt-4o-mini',
    "await generateText({ model: openai('gpt-4o-mini'), prompt: 'Hi' });",
  ],
  [
    'replaces a value given by its name alone',
    "const max_tokens = [4000].length * 4000;\nawait client.chat.completions.create({ model: 'gpt-4o', max_tokens, messages: [] });",
    'outputCap',
    1024,
    "const max_tokens = [4000].length * 4000;\nawait client.chat.completions.create({ model: 'gpt-4o', max_tokens: 1024, messages: [] });",
  ],
  [
    'keeps quoted keys quoted',
    'await client.chat.completions.create({ "model": "gpt-4o", "messages": [] });',
    'outputCap',
    1024,
    'await client.chat.completions.create({ "model": "gpt-4o", "messages": [], "max_completion_tokens": 1024 });',
  ],
  [
    'adds to a body that is serialised',
    "await fetch('https://api.openai.com/v1/chat/completions', { method: 'POST', body: JSON.stringify({ model: 'gpt-4o', messages: [] }) });",
    'outputCap',
    1024,
    "await fetch('https://api.openai.com/v1/chat/completions', { method: 'POST', body: JSON.stringify({ model: 'gpt-4o', messages: [], max_completion_tokens: 1024 }) });",
  ],
  [
    'takes the place of undefined',
    "await client.chat.completions.create({ model: 'gpt-4o', max_tokens: undefined, messages: [] });",
    'outputCap',
    1024,
    "await client.chat.completions.create({ model: 'gpt-4o', max_tokens: 1024, messages: [] });",
  ],
  [
    'removes a key',
    "await client.chat.completions.create({ model: 'gpt-4o', n: 3, messages: [] });",
    'samples',
    undefined,
    "await client.chat.completions.create({ model: 'gpt-4o', messages: [] });",
  ],
  [
    'removes a line',
    "await client.chat.completions.create({\n  model: 'gpt-4o',\n  messages: [],\n  n: 3, // best of three\n});",
    'samples',
    undefined,
    "await client.chat.completions.create({\n  model: 'gpt-4o',\n  messages: [],\n});",
  ],
];

describe('edits by slot', () => {
  for (const [language, cases] of [
    ['py', PYTHON],
    ['ts', TYPESCRIPT],
  ] as const) {
    describe(language === 'py' ? 'Python' : 'TypeScript', () => {
      for (const [title, code, slot, value, expected] of cases)
        it(title, () => assert.equal(edited(language, code, slot, value), expected));
    });
  }
});
