/** Looking only at what can differ says the same as looking at everything. */
import assert from 'node:assert/strict';
import { TestRepository } from '../support/repository.ts';

const FILES: Readonly<Record<string, string>> = {
  'app/__init__.py': '',
  'app/llm.py': `from openai import OpenAI
from app.settings import MODEL, LIMIT

client = OpenAI()


def complete(prompt, system=""):
    return client.responses.create(model=MODEL, max_output_tokens=LIMIT, instructions=system, input=prompt)
`,
  'app/settings.py': 'MODEL = "gpt-5.4-mini"\nLIMIT = 300\n',
  'app/texts/__init__.py': 'from .greeting import GREETING\n',
  'app/texts/greeting.py': 'GREETING = "Write a short and friendly greeting for a customer who returns after a year."\n',
  'app/greet.py':
    'from app.llm import complete\nfrom app.texts import GREETING\n\n\ndef greet(name):\n    return complete(GREETING + name)\n',
  'app/farewell.py':
    'from app.llm import complete\n\n\ndef farewell(name):\n    return complete(f"Write a kind farewell of two sentences for the customer {name}.")\n',
  'app/routes.py':
    'from app.greet import greet\nfrom app.farewell import farewell\n\n\ndef both(name):\n    return greet(name), farewell(name)\n',
  'app/plain.py': 'import json\n\nprint(json.dumps({}))\n',
  'web/prompts/system.md': 'You work at the help desk.\nAnswer kindly.\n',
  'web/src/load.ts': "import { readFileSync } from 'node:fs';\n\nexport const system = readFileSync('web/prompts/system.md', 'utf8');\n",
  'web/src/index.ts': "export * from './load';\nexport * from './tools';\n",
  'web/src/tools.ts':
    "export const tools = [{ name: 'search', description: 'Searches.', input_schema: { type: 'object', properties: {} } }];\n",
  'web/src/chat.ts': `import Anthropic from '@anthropic-ai/sdk';
import { system, tools } from '.';

export const chat = (question: string) =>
  new Anthropic().messages.create({ model: 'claude-sonnet-4-6', max_tokens: 400, system, tools, messages: [{ role: 'user', content: question }] });
`,
  'rag/settings.py':
    'from llama_index.core import Settings\nfrom llama_index.llms.openai import OpenAI\n\nSettings.llm = OpenAI(model="gpt-5.4-mini")\n',
  'rag/ask.py':
    'from llama_index.core import VectorStoreIndex\n\nengine = VectorStoreIndex.from_documents([]).as_query_engine(similarity_top_k=3)\n\n\ndef ask(question):\n    return engine.query(question)\n',
};

const EDITS: readonly (readonly [name: string, files: Readonly<Record<string, string | null>>, changes: number])[] = [
  ['a constant that a wrapper sends', { 'app/settings.py': 'MODEL = "gpt-5.4"\nLIMIT = 300\n' }, 2],
  [
    'a text behind a package',
    { 'app/texts/greeting.py': `GREETING = "Write a long and friendly greeting for a customer. ${'Mention the weather. '.repeat(20)}"\n` },
    1,
  ],
  [
    'a caller of a wrapper',
    { 'app/farewell.py': (FILES['app/farewell.py'] as string).replace('two sentences', 'two or three long sentences, with the weather,') },
    1,
  ],
  [
    'a new caller',
    {
      'app/thanks.py':
        'from app.llm import complete\n\n\ndef thanks():\n    return complete("Write a line of thanks to a customer who has written a review of our shop.")\n',
    },
    1,
  ],
  ['a caller less', { 'app/farewell.py': 'def farewell(name):\n    return name\n' }, 1],
  ['a template behind a barrel', { 'web/prompts/system.md': `You work at the help desk.\n${'Answer kindly.\n'.repeat(40)}` }, 1],
  [
    'tools behind a barrel',
    {
      'web/src/tools.ts':
        "export const tools = [{ name: 'search', description: 'Searches all pages of the help.', input_schema: { type: 'object', properties: {} } }];\n",
    },
    1,
  ],
  [
    'a moved module',
    {
      'app/texts/greeting.py': null,
      'app/texts/hello.py': FILES['app/texts/greeting.py'] as string,
      'app/texts/__init__.py': 'from .hello import GREETING\n',
    },
    0,
  ],
  ['a model for a whole framework', { 'rag/settings.py': (FILES['rag/settings.py'] as string).replace('gpt-5.4-mini', 'gpt-5.4') }, 1],
  [
    'a call whose model is set elsewhere',
    {
      'rag/ask.py': (FILES['rag/ask.py'] as string).replace(
        'query(question)',
        'query(f"Answer at length and name all of your sources: {question}")',
      ),
    },
    1,
  ],
  ['what costs nothing', { 'app/plain.py': 'print("x")\n', 'README.md': 'more\n' }, 0],
];

describe('only what can differ', function () {
  this.timeout(60_000);
  for (const [name, files, count] of EDITS) {
    it(name, async () => {
      const one = TestRepository.with(FILES);
      try {
        one.write(files);
        const [some, all] = [await one.diff(), await one.diff({ whole: true })];
        assert.deepEqual(some.changes, all.changes);
        assert.deepEqual([some.delta, some.findings], [all.delta, all.findings]);
        assert.equal(
          all.changes.length,
          count,
          JSON.stringify(all.changes.map(({ path, status, causes }) => [path, status, causes.map(({ cause }) => cause)])),
        );
        assert.equal(
          some.changes.every(({ delta }) => delta !== null),
          true,
        );
      } finally {
        one.remove();
      }
    });
  }
});
