/** Prompt files as messages of text with holes. */
import assert from 'node:assert/strict';
import { isPromptFile } from '../../src/core/languages/prompt-files.ts';
import { type PromptFile, readPromptFile } from '../../src/core/languages/prompt-formats.ts';
import { shown } from './shown.ts';

const messages = (file: PromptFile) => file.messages.map((message) => `${message.role}: ${shown(message.pieces)}`);

describe('prompt files', () => {
  it('are known by their path', () => {
    const yes = [
      'a.prompty',
      'x/a.prompt',
      'a.prompt.yml',
      'a.prompt.yaml',
      '.github/prompts/a.prompt.md',
      'a.prompt.txt',
      'src/prompts/a.md',
      'prompt/deep/a.txt',
      'app/templates/prompts/a.j2',
      'prompts/a.hbs',
    ];
    const no = ['a.md', 'src/a.j2', 'promptsy/a.md', 'prompts/a.py', 'prompts/README.md', 'templates/a.jinja2', 'prompt.yml'];
    assert.deepEqual([yes.filter((path) => !isPromptFile(path)), no.filter(isPromptFile)], [[], []]);
  });

  it('Prompty 1', () => {
    const file = readPromptFile(
      'a.prompty',
      '---\nname: X\nmodel:\n  api: chat\n  configuration:\n    type: azure_openai\n    azure_deployment: ${env:DEPLOYMENT:gpt-4o}\n  parameters:\n    max_tokens: 300\n---\nsystem:\nYou help {{name}}.\n\n# user:\n{{question}}\nassistant:\nSure\n',
    );
    assert.deepEqual(messages(file), ['system: You help ‹name›.', 'user: ‹question›', 'assistant: Sure']);
    assert.deepEqual([file.model, file.outputCap, file.provider, file.problems], ['gpt-4o', 300, 'azure', []]);
  });

  it('Prompty 2', () => {
    const file = readPromptFile(
      'a.prompty',
      '---\nmodel:\n  id: gpt-4.1\n  provider: openai\n  options:\n    maxOutputTokens: 64\ntemplate:\n  format:\n    kind: mustache\n---\nNo role {{#x}}y{{/x}}',
    );
    assert.deepEqual([messages(file), file.model, file.outputCap, file.provider], [['system: No role y'], 'gpt-4.1', 64, 'openai']);
  });

  it('Dotprompt', () => {
    const text =
      '---\r\nmodel: googleai/gemini-2.5-flash\r\nconfig:\r\n  maxOutputTokens: 100\r\ninput:\r\n  schema:\r\n    x: string\r\n---\r\n{{role "system"}}\r\nBe brief.\r\n{{role "user"}}\r\n{{history}}{{media url=photo}} {{x}}';
    const file = readPromptFile('a.prompt', text);
    assert.deepEqual(
      [messages(file), file.model, file.outputCap],
      [['system: Be brief.', 'user: ‹history›‹photo› ‹x›'], 'googleai/gemini-2.5-flash', 100],
    );
    for (const { pieces } of file.messages)
      for (const piece of pieces) if ('text' in piece) assert.equal(text.slice(piece.start, piece.end), piece.text);
    assert.deepEqual(messages(readPromptFile('a.prompt', 'Only {{x}}')), ['user: Only ‹x›']);
  });

  it('GitHub Models', () => {
    const text =
      'name: X\nmodel: openai/gpt-4o-mini\nmodelParameters:\n  maxTokens: 50\nmessages:\n  - role: system\n    content: |\n      You are {{tone}}.\n        Indented.\n  - role: user\n    content: "Quote \\"this\\":\\n{{input}} end"\n  - {role: assistant, content: plain}\n  - role: user\n    content: >-\n      folded\n      {{two}}\n  - broken\n';
    const file = readPromptFile('a.prompt.yml', text);
    assert.deepEqual(messages(file), [
      'system: You are ‹tone›.\n  Indented.\n',
      'user: Quote "this":\n‹input› end',
      'assistant: plain',
      'user: folded ‹two›',
    ]);
    assert.deepEqual([file.model, file.outputCap], ['openai/gpt-4o-mini', 50]);
    const source = file.messages.flatMap(({ pieces }) => pieces).map((piece) => text.slice(piece.start, piece.end));
    assert.deepEqual(source, [
      'You are ',
      '{{tone}}',
      '.\n        Indented.\n',
      'Quote \\"this\\":\\n',
      '{{input}}',
      ' end',
      'plain',
      'folded\n      ',
      '{{two}}',
    ]);
  });

  it('Markdown, text and templates', () => {
    assert.deepEqual(
      messages(
        readPromptFile('.github/prompts/a.prompt.md', '---\nmodel: GPT-4o\nmode: agent\n---\nWrite ${input:what:a form} in ${selection}'),
      ),
      ['user: Write ‹what› in ‹selection›'],
    );
    assert.equal(readPromptFile('a.prompt.md', '---\nmodel: GPT-4o\n---\nx').model, 'GPT-4o');
    assert.deepEqual(messages(readPromptFile('prompts/system.md', 'You are {name}: {{"k": 1}}')), ['system: You are ‹name›: {"k": 1}']);
    assert.deepEqual(messages(readPromptFile('prompts/a.txt', 'For {{x}}: {"k": 1}')), ['user: For ‹x›: {"k": 1}']);
    assert.deepEqual(messages(readPromptFile('prompts/a.jinja', '{% if a %}b{% endif %}')), ['user: b']);
    assert.deepEqual(messages(readPromptFile('prompts/a.hbs', '{{a}}')), ['user: ‹a›']);
    assert.deepEqual(messages(readPromptFile('notes.unknown', 'a {b}')), ['user: a {b}']);
    assert.deepEqual(messages(readPromptFile('prompts/a.txt', '')), []);
  });

  it('answers damage with problems', () => {
    const file = readPromptFile('a.prompty', '---\nmodel: [\n---\nuser:\nhi');
    assert.equal(file.problems.length > 0, true);
    assert.deepEqual(messages(file), ['user: hi']);
    assert.ok(readPromptFile('a.prompt.yml', 'messages: &a [*a, *a]\nmodel: {a: *b}').messages.length === 0);
    assert.ok(readPromptFile('a.prompt.yml', '['.repeat(100_000)).problems.length > 0);
    assert.deepEqual(messages(readPromptFile('a.prompty', '---\nmodel: x\nno end')), ['system: ---\nmodel: x\nno end']);
  });
});
