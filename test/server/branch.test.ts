/** What the language server says of a branch: lenses on a real repository, the comparison, and the base's texts. */
import assert from 'node:assert/strict';
import { rmSync } from 'node:fs';
import path from 'node:path';
import type { CodeLens } from 'vscode-languageserver';
import { COMMANDS } from '../../src/server/protocol.ts';
import { type Client, type ClientOptions, startClient, until } from '../support/lsp.ts';
import { TestRepository } from '../support/repository.ts';

const call = (name: string, instructions: string) => `
def ${name}(question):
    return client.responses.create(model="gpt-5.4-mini", max_output_tokens=200, instructions="${instructions}", input=question)
`;
const app = (...calls: readonly string[]) => ['from openai import OpenAI', '', 'client = OpenAI()', '', ...calls].join('\n');
const TRIAGE = call('triage', 'Sort the question into billing, delivery or other.');
const GROWN = call('triage', `Sort the question into billing, delivery or other.${' Think about every word of it.'.repeat(60)}`);
const ANSWER = call('answer', 'Answer the question kindly and in one sentence.');

describe('language server, compared with a branch', function () {
  this.timeout(30_000);
  let client: Client;
  let repository: TestRepository;
  const made: (() => unknown)[] = [];
  afterEach(async () => {
    for (const undo of made.splice(0).reverse()) await undo();
  });

  /** Opens a copy of a repository whose branch main has these files. */
  const start = async (files: Readonly<Record<string, string>>, options: ClientOptions = {}) => {
    const origin = TestRepository.with(files);
    made.push(() => origin.remove());
    const one = await startClient({ folder: origin.root, ...options });
    made.push(() => one.close());
    client = one;
    repository = new TestRepository(client.root);
  };
  const lenses = (file = 'app.py') => client.about<CodeLens[]>('textDocument/codeLens', file);
  const deltas = async (file = 'app.py') =>
    (await lenses(file)).filter(({ command }) => command?.command === COMMANDS.openChanges).map(({ command }) => command?.title);
  const type = (text: string, version: number) =>
    client.connection.sendNotification('textDocument/didChange', {
      textDocument: { uri: client.uri('app.py'), version },
      contentChanges: [{ text }],
    });
  const save = () => client.connection.sendNotification('textDocument/didSave', { textDocument: { uri: client.uri('app.py') } });
  const becomes = (expected: readonly RegExp[], why: string) =>
    until(async () => {
      const now = await deltas();
      return now.length === expected.length && expected.every((one, i) => one.test(now[i] ?? ''));
    }, why);

  it('shows how much more a call costs, nothing for one that is the same, and which are new', async () => {
    await start({ 'app.py': app(TRIAGE, ANSWER) });
    await client.open('app.py', app(GROWN, ANSWER));
    await becomes([/^▲ \d+% vs main$/], 'the grown prompt');
    const before = await lenses();
    const [delta] = before.filter(({ command }) => command?.command === COMMANDS.openChanges);
    assert.match(delta?.command?.tooltip ?? '', /^\$[\d.]+\/mo on main, \$[\d.]+\/mo now/);
    await type(app(GROWN, ANSWER, call('explain', 'Say why.')), 2);
    await becomes([/^▲/, /^new vs main$/], 'a call that was added');
    await type(app(TRIAGE, ANSWER), 3);
    await becomes([], 'all as it was');
    await type(app(ANSWER, TRIAGE.replace('200', '100')), 4);
    await becomes([/^▼ \d+% vs main$/], 'a smaller limit, and two calls that changed places');
  });

  it('agrees with the comparison of the branch', async () => {
    await start({ 'app.py': app(TRIAGE, ANSWER) });
    repository.git('switch', '-q', '-c', 'longer');
    repository.commit({ 'app.py': app(GROWN, ANSWER) });
    await client.open('app.py', app(GROWN, ANSWER));
    await becomes([/^▲/], 'the commit of the branch');
    const { diff, reason } = await client.ask('costlint/diff', {});
    assert.equal(reason, null);
    const [change] = diff?.changes ?? [];
    assert.equal(diff?.changes.length, 1);
    const [was, now] = [change?.before?.cost?.perMonth.expected ?? 0, change?.after?.cost?.perMonth.expected ?? 0];
    assert.deepEqual(await deltas(), [`▲ ${Math.round(((now - was) / was) * 100)}% vs main`]);
    assert.equal((await client.ask('costlint/diff', { base: 'HEAD' })).diff?.changes.length, 0);
    const nowhere = await client.ask('costlint/diff', { base: 'nowhere' });
    assert.match(nowhere.reason ?? '', /^there is no commit nowhere here/);
  });

  it('follows a commit that was made outside of the editor', async () => {
    await start({ 'app.py': app(TRIAGE, ANSWER) });
    await client.open('app.py', app(GROWN, ANSWER));
    await becomes([/^▲/], 'the grown prompt');
    repository.commit({ 'app.py': app(GROWN, ANSWER) });
    await save();
    await becomes([], 'main has it now');
  });

  it('compares a file that moved with what it was, and gives the text of that', async () => {
    await start({ 'old/ask.py': app(TRIAGE) });
    repository.write({ 'old/ask.py': null, 'app.py': app(GROWN) });
    await client.open('app.py', app(GROWN));
    await becomes([/^▲/], 'the moved call');
    const [lens] = (await lenses()).filter(({ command }) => command?.command === COMMANDS.openChanges);
    const [uri, siteId] = lens?.command?.arguments ?? [];
    assert.deepEqual(await client.ask('costlint/baseText', { uri, siteId }), { text: app(TRIAGE), base: 'main', path: 'old/ask.py' });
    assert.deepEqual(await client.ask('costlint/baseText', { uri }), { text: null, base: 'main', path: 'app.py' });
  });

  it('calls no call new that stands in a file that git ignores', async () => {
    await start({ 'app.py': app(TRIAGE), '.gitignore': 'scratch.py\n' });
    repository.write({ 'scratch.py': app(ANSWER), 'more.py': app(call('explain', 'Say why.')) });
    await client.open('scratch.py', app(ANSWER));
    await client.open('more.py', app(call('explain', 'Say why.')));
    await until(async () => (await deltas('more.py')).includes('new vs main'), 'a file that git does not know yet');
    assert.ok((await lenses('scratch.py')).length > 0);
    assert.deepEqual(await deltas('scratch.py'), []);
  });

  it('compares with the branch of the settings, or not at all', async () => {
    await start({ 'app.py': app(GROWN) }, { settings: { diff: { base: 'release' } } });
    repository.git('branch', 'release');
    repository.commit({ 'app.py': app(TRIAGE) });
    await client.open('app.py', app(TRIAGE));
    await becomes([/^▼ \d+% vs release$/], 'the branch release');
    await start({ 'app.py': app(TRIAGE) }, { settings: { codeLens: { showDelta: false } } });
    await assertNone(app(GROWN));
  });

  /** Lenses show no change; `reason` is what the log says of it, where git was asked. */
  const assertNone = async (text: string, reason?: RegExp) => {
    await client.open('app.py', text);
    await client.ask('costlint/report', {});
    const logged = () => JSON.stringify(client.heard('window/logMessage' as never));
    if (reason) await until(() => reason.test(logged()), `the log says ${reason}`);
    await new Promise((resolve) => setTimeout(resolve, 600));
    assert.equal(/lenses show no change/.test(logged()), reason !== undefined);
    assert.ok((await lenses()).length > 0);
    assert.deepEqual(await deltas(), []);
  };

  it('shows no change where there is no repository, no commit in common, or no git', async () => {
    await start({ 'app.py': app(TRIAGE) });
    rmSync(path.join(client.root, '.git'), { recursive: true });
    await assertNone(app(GROWN), /lenses show no change, because .* is not inside a git repository/);
    assert.match((await client.ask('costlint/diff', {})).reason ?? '', /is not inside a git repository/);
    await start({ 'app.py': app(TRIAGE) });
    repository.git('switch', '-q', '--orphan', 'other');
    repository.commit({ 'app.py': app(TRIAGE) });
    await assertNone(app(GROWN), /lenses show no change, because .* have no common commit/);
    await start({ 'app.py': app(TRIAGE) }, { inWorker: true });
    await assertNone(app(GROWN));
    assert.match((await client.ask('costlint/diff', {})).reason ?? '', /there is no git here/);
  });
});
