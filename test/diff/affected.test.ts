/** Looking only at what can differ says the same as looking at everything. */
import assert from 'node:assert/strict';
import { affectedSince } from '../../src/node/diff/since.ts';
import { type Content, TestRepository } from '../support/repository.ts';

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

// ── ways to lead to a file ───────────────────────────────────────────────────────────────────────────────────────────

const PY = (imports: string, prompt: string): string =>
  `${imports}\nfrom openai import OpenAI\n\n\ndef ask(question):\n    return OpenAI().responses.create(model="gpt-5.4-mini", max_output_tokens=200, instructions=${prompt}, input=question)\n`;
const TS = (imports: string, prompt: string): string =>
  `${imports}\nimport OpenAI from 'openai';\n\nexport const ask = async (question: string) =>\n  new OpenAI().responses.create({ model: 'gpt-5.4-mini', max_output_tokens: 200, instructions: ${prompt}, input: question });\n`;

const SHORT = 'You help customers of a shop.';
const LONG = `${SHORT}${' Be kind and brief.'.repeat(20)}`;
const PY_TEXT = (text: string): string => `SYSTEM = """${text}"""\n`;
const TS_TEXT = (text: string): string => `export const system = \`${text}\`;\nexport default system;\n`;

/** What changes, and how the file with the call leads there. */
const WAYS: readonly (readonly [name: string, changed: string, files: Readonly<Record<string, string>>])[] = [
  ['a submodule', 'pkg/texts.py', { 'app.py': PY('from pkg import texts', 'texts.SYSTEM'), 'pkg/__init__.py': '' }],
  [
    'a submodule over several lines',
    'pkg/texts.py',
    { 'app.py': PY('from pkg import (\n    other,\n    texts,\n)', 'texts.SYSTEM'), 'pkg/__init__.py': '', 'pkg/other.py': '' },
  ],
  [
    'a submodule over several lines, with comments',
    'pkg/texts.py',
    {
      'app.py': PY('from pkg import (  # all (of them)\n    other,  # not this (one)\n    texts as t,\n)', 't.SYSTEM'),
      'pkg/__init__.py': '',
      'pkg/other.py': '',
    },
  ],
  [
    'a submodule behind a backslash',
    'pkg/texts.py',
    { 'app.py': PY('from pkg import other, \\\n    texts', 'texts.SYSTEM'), 'pkg/__init__.py': '', 'pkg/other.py': '' },
  ],
  ['a submodule of a package without __init__', 'pkg/texts.py', { 'app.py': PY('from pkg import (\n    texts,\n)', 'texts.SYSTEM') }],
  [
    'names of a module over several lines',
    'pkg/texts.py',
    { 'app.py': PY('from pkg.texts import (\n    SYSTEM,\n)', 'SYSTEM'), 'pkg/__init__.py': '' },
  ],
  ['a module beside it', 'texts.py', { 'app.py': PY('import texts', 'texts.SYSTEM') }],
  ['a module beside it, second in its line', 'texts.py', { 'app.py': PY('import os, texts as t', 't.SYSTEM') }],
  ['a dotted module', 'pkg/texts.py', { 'app.py': PY('import pkg.texts', 'pkg.texts.SYSTEM'), 'pkg/__init__.py': '' }],
  ['a dotted module by another name', 'pkg/texts.py', { 'app.py': PY('import pkg.texts as t', 't.SYSTEM'), 'pkg/__init__.py': '' }],
  ['a package, by a dotted module', 'pkg/__init__.py', { 'app.py': PY('import pkg.other', 'pkg.SYSTEM'), 'pkg/other.py': '' }],
  ['a sibling', 'pkg/texts.py', { 'pkg/app.py': PY('from . import texts', 'texts.SYSTEM'), 'pkg/__init__.py': '' }],
  [
    'siblings over several lines',
    'pkg/texts.py',
    { 'pkg/app.py': PY('from . import (\n    other,\n    texts,\n)', 'texts.SYSTEM'), 'pkg/__init__.py': '', 'pkg/other.py': '' },
  ],
  [
    "a parent's sibling over several lines",
    'pkg/texts.py',
    { 'pkg/deep/app.py': PY('from .. import (\n    texts,\n)', 'texts.SYSTEM'), 'pkg/__init__.py': '', 'pkg/deep/__init__.py': '' },
  ],
  ['everything of a module', 'pkg/texts.py', { 'app.py': PY('from pkg import *', 'SYSTEM'), 'pkg/__init__.py': 'from .texts import *\n' }],
  ['the folder src', 'src/pkg/texts.py', { 'app.py': PY('from pkg.texts import SYSTEM', 'SYSTEM'), 'src/pkg/__init__.py': '' }],
  [
    'an import in a function',
    'pkg/texts.py',
    {
      'app.py': PY('', '__import__("x")')
        .replace('    return', '    from pkg.texts import SYSTEM\n    return')
        .replace('__import__("x")', 'SYSTEM'),
      'pkg/__init__.py': '',
    },
  ],
  [
    'a barrel',
    'web/texts.ts',
    { 'web/app.ts': TS("import { system } from './all';", 'system'), 'web/all.ts': "export * from './texts';\n" },
  ],
  [
    'a named barrel over several lines',
    'web/texts.ts',
    { 'web/app.ts': TS("import {\n  system,\n} from './all';", 'system'), 'web/all.ts': "export {\n  system,\n} from './texts';\n" },
  ],
  ['a namespace', 'web/texts.ts', { 'web/app.ts': TS("import * as texts from './texts';", 'texts.system') }],
  ['a default import with the ending of the output', 'web/texts.ts', { 'web/app.ts': TS("import system from './texts.js';", 'system') }],
  ['require', 'web/texts.ts', { 'web/app.js': TS("const { system } = require('./texts');", 'system').replace(': string', '') }],
  [
    'require over several lines',
    'web/texts.ts',
    { 'web/app.js': TS("const { system } = require(\n  './texts'\n);", 'system').replace(': string', '') },
  ],
  ['import()', 'web/texts.ts', { 'web/app.ts': TS('', "(await import('./texts')).system") }],
  ['import() over several lines', 'web/texts.ts', { 'web/app.ts': TS('', "(await import(\n    './texts'\n  )).system") }],
  [
    'import() with a comment',
    'web/texts.ts',
    { 'web/app.ts': TS('', '(await import(/* webpackChunkName: "texts" */ \'./texts\')).system') },
  ],
  ['import() of a template', 'web/texts.ts', { 'web/app.ts': TS('', '(await import(`./texts`)).system') }],
  ['import = require', 'web/texts.ts', { 'web/app.ts': TS("import texts = require('./texts');", 'texts.system') }],
  ['the alias of a source folder', 'web/src/texts.ts', { 'web/src/deep/app.ts': TS("import { system } from '@/texts';", 'system') }],
  [
    'paths',
    'web/src/prompts/texts.ts',
    {
      'web/app.ts': TS("import { system } from '@p/texts';", 'system'),
      'web/tsconfig.json': '{ "compilerOptions": { "paths": { "@p/*": ["./src/prompts/*"] } } }',
    },
  ],
  [
    'a path for one file',
    'web/src/prompts/texts.ts',
    {
      'web/app.ts': TS("import { system } from 'wording';", 'system'),
      'web/tsconfig.json': '{ "compilerOptions": { "paths": { "wording": ["./src/prompts/texts.ts"] } } }',
    },
  ],
  [
    'paths of a configuration that is extended',
    'web/src/prompts/texts.ts',
    {
      'web/app.ts': TS("import { system } from 'lib/texts';", 'system'),
      'web/tsconfig.json': '{ "extends": "../base.json" }',
      'base.json': '{ "compilerOptions": { "paths": { "lib/*": ["./web/src/prompts/*"] } } }',
    },
  ],
  [
    'baseUrl',
    'web/src/prompts/texts.ts',
    {
      'web/app.ts': TS("import { system } from 'prompts/texts';", 'system'),
      'web/tsconfig.json': '{ "compilerOptions": { "baseUrl": "./src" } }',
    },
  ],
  [
    'baseUrl, a module of one name',
    'web/src/texts.ts',
    { 'web/app.ts': TS("import { system } from 'texts';", 'system'), 'web/tsconfig.json': '{ "compilerOptions": { "baseUrl": "./src" } }' },
  ],
  [
    'a component',
    'web/texts.ts',
    {
      'web/App.vue': `<script setup lang="ts">\n${TS("import { system } from './texts';", 'system')}</script>\n<template><p /></template>\n`,
    },
  ],
  [
    "a notebook's import over several lines",
    'pkg/texts.py',
    { 'pkg/__init__.py': '', 'app.py': PY('from pkg import (\r\n    texts,\r\n)', 'texts.SYSTEM') },
  ],
];

const DATA: readonly (readonly [name: string, changed: string, files: Readonly<Record<string, Content>>])[] = [
  ['a text that is read', 'prompts/system.md', { 'app.py': PY('from pathlib import Path', 'Path("prompts/system.md").read_text()') }],
  [
    'a text in segments',
    'prompts/system.md',
    { 'app.py': PY('from pathlib import Path', '(Path(__file__).parent / "prompts" / "system.md").read_text()') },
  ],
  [
    'a text by its stem',
    'prompts/system.md',
    {
      'app.py': `${PY('from load import load', 'load("system")')}`,
      'load.py': 'from pathlib import Path\n\n\ndef load(name):\n    return Path(f"prompts/{name}.md").read_text()\n',
    },
  ],
  [
    'a text by a stem with a dot',
    'prompts/system.v2.md',
    {
      'app.py': `${PY('from load import load', 'load("system.v2")')}`,
      'load.py': 'from pathlib import Path\n\n\ndef load(name):\n    return Path(f"prompts/{name}.md").read_text()\n',
    },
  ],
  [
    'a text that a module reads',
    'prompts/system.md',
    { 'app.py': PY('from texts import SYSTEM', 'SYSTEM'), 'texts.py': 'SYSTEM = open("prompts/system.md").read()\n' },
  ],
  ['a text that is imported', 'web/system.md', { 'web/app.ts': TS("import system from './system.md?raw';", 'system') }],
  [
    'a text behind a link',
    'prompts/v2.md',
    { 'app.py': PY('from pathlib import Path', 'Path("prompts/current.md").read_text()'), 'prompts/current.md': { link: 'v2.md' } },
  ],
  [
    'a text in a folder behind a link',
    'wording/v2/system.md',
    {
      'app.py': PY('from pathlib import Path', 'Path("prompts/system.md").read_text()'),
      prompts: { link: 'wording/v2' },
    },
  ],
  [
    'a template',
    'prompts/system.j2',
    {
      'app.py': PY(
        'from jinja2 import Environment, FileSystemLoader\n\nenv = Environment(loader=FileSystemLoader("prompts"))',
        'env.get_template("system.j2").render()',
      ),
    },
  ],
];

const JSONS: readonly (readonly [
  name: string,
  changed: string,
  files: Readonly<Record<string, string>>,
  text: (text: string) => string,
])[] = [
  [
    'JSON that is imported',
    'web/texts.json',
    { 'web/app.ts': TS("import texts from './texts.json';", 'texts.system') },
    (text) => JSON.stringify({ system: text }),
  ],
  [
    'JSON that is imported without its ending',
    'web/texts.json',
    { 'web/app.ts': TS("import texts from './texts';", 'texts.system') },
    (text) => JSON.stringify({ system: text }),
  ],
  [
    'JSON that is read',
    'texts.json',
    { 'app.py': PY('import json\n\nTEXTS = json.load(open("texts.json"))', 'TEXTS["system"]') },
    (text) => JSON.stringify({ system: text }),
  ],
  [
    'YAML that is read',
    'texts.yaml',
    { 'app.py': PY('import yaml\n\nTEXTS = yaml.safe_load(open("texts.yaml"))', 'TEXTS["system"]') },
    (text) => `system: ${text}\n`,
  ],
];

describe('a file that changes is followed to the call, whichever way leads there', function () {
  this.timeout(60_000);
  const all = [
    ...WAYS.map(([name, changed, files]) => [name, changed, files, changed.endsWith('.py') ? PY_TEXT : TS_TEXT] as const),
    ...DATA.map(([name, changed, files]) => [name, changed, files, (text: string) => text] as const),
    ...JSONS,
  ];
  for (const [name, changed, files, textOf] of all) {
    it(`${changed.slice(changed.lastIndexOf('.'))}: ${name}`, async () => {
      const one = TestRepository.with({ ...files, [changed]: textOf(SHORT) });
      try {
        one.write({ [changed]: textOf(LONG) });
        const [some, whole] = [await one.diff(), await one.diff({ whole: true })];
        assert.deepEqual(
          whole.changes.map(({ causes }) => causes.map(({ cause }) => cause)),
          [['system-prompt']],
        );
        assert.deepEqual(some.changes, whole.changes);
        const since = await affectedSince(one.root, 'HEAD', { root: one.root });
        assert.ok(since === undefined || since.has(whole.changes[0]?.path ?? ''));
      } finally {
        one.remove();
      }
    });
  }
});

/** What holds for files far away: [name, base, edit]. */
const SETTINGS: readonly (readonly [name: string, base: Readonly<Record<string, Content>>, edit: Readonly<Record<string, Content>>])[] = [
  [
    'a configuration that another one extends',
    { 'costlint.config.json': '{ "extends": "./config/shared.json" }', 'config/shared.json': '{}' },
    { 'config/shared.json': '{ "usage": { "callsPerMonth": 50000 } }' },
  ],
  ['the configuration of a folder', { 'app/plain.py': '' }, { 'app/costlint.config.json': '{ "usage": { "callsPerMonth": 50000 } }' }],
  [
    'paths of a configuration that is extended',
    {
      'web/app.ts': TS("import { system } from '@p/texts';", 'system'),
      'web/src/texts.ts': TS_TEXT(SHORT),
      'web/other/texts.ts': TS_TEXT(LONG),
      'web/tsconfig.json': '{ "extends": "./paths.json" }',
      'web/paths.json': '{ "compilerOptions": { "paths": { "@p/*": ["./src/*"] } } }',
    },
    { 'web/paths.json': '{ "compilerOptions": { "paths": { "@p/*": ["./other/*"] } } }' },
  ],
];

describe('what holds for all files', function () {
  this.timeout(60_000);
  for (const [name, base, edit] of SETTINGS) {
    it(name, async () => {
      const one = TestRepository.with({ 'app/ask.py': PY('SYSTEM = "You help."', 'SYSTEM'), ...base });
      try {
        one.write(edit);
        const [some, whole] = [await one.diff(), await one.diff({ whole: true })];
        assert.equal(whole.changes.length, 1);
        assert.deepEqual(some.changes, whole.changes);
        assert.equal(await affectedSince(one.root, 'HEAD', { root: one.root }), undefined);
      } finally {
        one.remove();
      }
    });
  }
});
