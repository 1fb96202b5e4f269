/** The comparison set: what a change of a real repository is said to cost, and why. */
import assert from 'node:assert/strict';
import { mkdtempSync, realpathSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Cause, Change, Diff } from '../../src/core/report/diff.ts';
import { comment } from '../../src/core/report/formats/comment.ts';
import { diffText } from '../../src/core/report/formats/diff-text.ts';
import { TestRepository } from '../support/repository.ts';

/** gpt-5.4-mini, USD per token; every call is assumed 10,000 times a month. */
const IN = 0.75 / 1e6;
const OUT = 4.5 / 1e6;
const CALLS = 10_000;

const ASK = `from openai import OpenAI
from prompts import SYSTEM

client = OpenAI()


def ask(question):
    return client.chat.completions.create(
        model="gpt-5.4-mini",
        max_completion_tokens=200,
        messages=[
            {"role": "system", "content": SYSTEM},
            {"role": "user", "content": f"Answer in one line. {question}"},
        ],
    )
`;
const PROMPTS = 'SYSTEM = """You answer questions of customers."""\n';
/** One token a word in o200k_base. */
const words = (count: number): string => ' word'.repeat(count);
const FILES = { 'src/ask.py': ASK, 'src/prompts.py': PROMPTS };

const RETRIEVER = `from langchain_chroma import Chroma

store = Chroma()
K = 4


def find(question):
    return store.similarity_search(question, k=K)
`;
const RAG = `from openai import OpenAI
from retriever import find


def answer(question):
    docs = find(question)
    return OpenAI().responses.create(model="gpt-5.4-mini", max_output_tokens=200, input=f"Context: {docs} Question: {question}")
`;

let made: TestRepository[] = [];
const repository = (files: Readonly<Record<string, string>> = FILES): TestRepository => {
  const one = TestRepository.with(files);
  made.push(one);
  return one;
};

const only = (diff: Diff): Change => {
  assert.equal(
    diff.changes.length,
    1,
    JSON.stringify(diff.changes.map(({ status, path: file, causes }) => [status, file, causes.map(({ cause }) => cause)])),
  );
  return diff.changes[0] as Change;
};
const causesOf = ({ causes }: Change): readonly string[] => causes.map(({ cause }) => cause);
const near = (actual: number | null | undefined, expected: number) =>
  assert.ok(Math.abs((actual ?? Number.NaN) - expected) <= 1e-9 * Math.max(1, Math.abs(expected)), `${actual} is not ${expected}`);
const monthOf = (change: Change): number => change.delta?.perMonth as number;
const firstLine = (cause: Cause | undefined, side: 'base' | 'head' = 'head'): string | undefined => {
  const lines = cause?.lines[side][0];
  return lines && `${lines.path}:${lines.range.start.line}`;
};
const edited = (text: string, from: string, to: string): string => {
  assert.ok(text.includes(from), from);
  return text.replace(from, to);
};

/** The one change that these files make, after the sums have been checked. */
async function changeOf(base: Readonly<Record<string, string>>, head: Readonly<Record<string, string | null>>): Promise<Change> {
  const one = repository(base);
  one.write(head);
  const diff = await one.diff();
  const change = only(diff);
  near(
    change.causes.reduce((sum, { perMonth }) => sum + (perMonth as number), 0),
    monthOf(change),
  );
  near(diff.delta.perMonth.expected, monthOf(change));
  near(monthOf(change), (change.after?.cost?.perMonth.expected ?? 0) - (change.before?.cost?.perMonth.expected ?? 0));
  return change;
}

describe('what a change costs', function () {
  this.timeout(60_000);
  afterEach(() => {
    for (const one of made) one.remove();
    made = [];
  });

  describe('causes', () => {
    it('a prompt that grows where it is sent', async () => {
      const change = await changeOf(FILES, { 'src/ask.py': edited(ASK, 'one line.', `one line.${words(100)}`) });
      assert.deepEqual([change.status, causesOf(change)], ['changed', ['user-prompt']]);
      near(monthOf(change), 100 * IN * CALLS);
      assert.equal((change.causes[0]?.tokens?.head ?? 0) - (change.causes[0]?.tokens?.base ?? 0), 100);
      assert.equal(firstLine(change.causes[0]), 'src/ask.py:13');
    });

    it('a prompt that grows in the file that it is imported from, which is the only one that changed', async () => {
      const change = await changeOf(FILES, { 'src/prompts.py': edited(PROMPTS, 'customers.', `customers.\nBe kind.${words(100)}`) });
      assert.deepEqual([change.path, change.status, causesOf(change)], ['src/ask.py', 'changed', ['system-prompt']]);
      const tokens = change.causes[0]?.tokens as { base: number; head: number };
      near(monthOf(change), (tokens.head - tokens.base) * IN * CALLS);
      assert.ok(tokens.head - tokens.base > 100 && tokens.head - tokens.base < 110);
      assert.equal(firstLine(change.causes[0]), 'src/prompts.py:1');
    });

    it('a loop of twenty around the call', async () => {
      const loop = ASK.replace('    return client', '    messages = []\n    for _ in range(20):\n        client');
      const change = await changeOf(FILES, { 'src/ask.py': loop });
      assert.deepEqual([change.status, causesOf(change)], ['changed', ['loop']]);
      assert.equal(change.causes[0]?.now, '20 steps');
      // Nothing leaves the loop, so all of its steps are taken.
      near(monthOf(change), 19 * (change.before?.cost?.perMonth.expected as number));
      near(change.after?.cost?.perCall.high, 20 * (change.before?.cost?.perCall.high as number));
      assert.equal(firstLine(change.causes[0]), 'src/ask.py:9');
    });

    it('the bound of a loop that is left early: what is expected stays, what it may cost does not', async () => {
      const loop = (steps: number) =>
        ASK.replace('    return client', `    for _ in range(${steps}):\n        answer = client`).concat(
          '        if answer.choices[0].message.content:\n            return answer\n',
        );
      const change = await changeOf({ ...FILES, 'src/ask.py': loop(5) }, { 'src/ask.py': loop(20) });
      const [cause] = change.causes;
      assert.deepEqual(
        [causesOf(change), cause?.was, cause?.now, cause?.note, change.delta],
        [['loop'], 'up to 5 steps', 'up to 20 steps', '4 steps assumed', { perCall: 0, perMonth: 0 }],
      );
      // Nothing grows from step to step, so the bound is four times what it was.
      near(cause?.worst, 3 * (change.before?.cost?.perCall.high as number));
      near(change.worst?.perMonth, (cause?.worst as number) * CALLS);
      const text = { color: false, width: 120, base: '', textOf: () => undefined };
      const one = repository({ ...FILES, 'src/ask.py': loop(5) });
      one.write({ 'src/ask.py': loop(20) });
      const diff = await one.diff();
      assert.match(
        diff.verdict.reasons[0] ?? '',
        /^1 call changed, none in what it is expected to cost; at worst a month costs \$\d+ more\.$/,
      );
      assert.match(diffText(diff, text), /\$0 a month \(worst case \+\$\d+\)/);
      for (const words of [diffText(diff, text).replace(/\s+/g, ' '), comment(diff)])
        assert.match(words, /loop up to 5 steps → up to 20 steps .*expected unchanged: 4 steps assumed; worst case \+\$0\.\d+ a call/);
      assert.match(comment(diff), /^### Prompt cost: no change expected, worst case \+\$\d+\/mo\n/);
    });

    it('top-k 4 → 40 in the file of the retriever', async () => {
      const change = await changeOf(
        { 'src/rag.py': RAG, 'src/retriever.py': RETRIEVER },
        { 'src/retriever.py': edited(RETRIEVER, 'K = 4', 'K = 40') },
      );
      assert.deepEqual([change.path, causesOf(change), change.causes[0]?.was, change.causes[0]?.now], ['src/rag.py', ['top-k'], '4', '40']);
      // 400 tokens are assumed for a document.
      near(monthOf(change), 36 * 400 * IN * CALLS);
      assert.deepEqual(change.causes[0]?.tokens, { base: 1600, head: 16_000 });
      assert.equal(firstLine(change.causes[0]), 'src/retriever.py:4');
    });

    it('the output cap removed', async () => {
      const one = repository();
      one.write({ 'src/ask.py': edited(ASK, '        max_completion_tokens=200,\n', '') });
      const diff = await one.diff();
      const change = only(diff);
      assert.deepEqual([causesOf(change), change.causes[0]?.was, change.causes[0]?.now], [['output-cap'], '200', 'none']);
      // Half of a cap is expected, and 300 tokens without one.
      near(monthOf(change), 200 * OUT * CALLS);
      assert.equal(firstLine(change.causes[0], 'base'), 'src/ask.py:10');
      assert.deepEqual(
        diff.findings.new.map(({ rule }) => rule),
        ['missing-output-cap'],
      );
      assert.equal(diff.verdict.state, 'fail');
      assert.match(diff.verdict.reasons[0] ?? '', /1 new warning: missing-output-cap/);
    });

    it('another model', async () => {
      const change = await changeOf(FILES, { 'src/ask.py': edited(ASK, 'gpt-5.4-mini', 'gpt-5.4') });
      assert.deepEqual([causesOf(change), change.causes[0]?.was, change.causes[0]?.now], [['model'], 'gpt-5.4-mini', 'gpt-5.4']);
      // Ten thirds of the price, for input and output alike.
      near(monthOf(change), (7 / 3) * (change.before?.cost?.perMonth.expected as number));
      assert.equal(firstLine(change.causes[0]), 'src/ask.py:9');
    });

    it('a tool added', async () => {
      const tool = (name: string) =>
        `{"type": "function", "function": {"name": "${name}", "description": "Looks it up.", "parameters": {"type": "object", "properties": {"id": {"type": "string"}}}}}`;
      const with1 = ASK.replace('        messages=[', `        tools=[\n            ${tool('search')},\n        ],\n        messages=[`);
      const with2 = ASK.replace(
        '        messages=[',
        `        tools=[\n            ${tool('search')},\n            ${tool('refund')},\n        ],\n        messages=[`,
      );
      const change = await changeOf({ ...FILES, 'src/ask.py': with1 }, { 'src/ask.py': with2 });
      assert.deepEqual([causesOf(change), change.causes[0]?.was, change.causes[0]?.now], [['tools'], '1 tool', '2 tools']);
      const tokens = change.causes[0]?.tokens as { base: number; head: number };
      near(monthOf(change), (tokens.head - tokens.base) * IN * CALLS);
      assert.equal(firstLine(change.causes[0]), 'src/ask.py:13');
    });

    it('a cache marker lost', async () => {
      const marked = `from anthropic import Anthropic

SYSTEM = """${'Answer kindly, with care and in few words. '.repeat(300)}"""


def ask(question):
    return Anthropic().messages.create(
        model="claude-sonnet-4-6",
        max_tokens=200,
        system=[
            {
                "type": "text",
                "text": SYSTEM,
                "cache_control": {"type": "ephemeral"},
            }
        ],
        messages=[{"role": "user", "content": question}],
    )
`;
      const change = await changeOf(
        { 'ask.py': marked },
        { 'ask.py': edited(marked, '                "cache_control": {"type": "ephemeral"},\n', '') },
      );
      assert.deepEqual([causesOf(change), change.causes[0]?.now], [['caching'], 'not cached']);
      // What was read from the cache for a tenth, or written for a quarter more, is paid in full: formulas.md §4.
      const cached = change.causes[0]?.tokens?.base as number;
      const hit = 1 - Math.exp((-CALLS / 43_800) * 5);
      near(monthOf(change), ((cached * 3) / 1e6) * CALLS * (1 - (hit * 0.1 + (1 - hit) * 1.25)));
      assert.equal(firstLine(change.causes[0], 'base'), 'ask.py:14');
    });

    it('a template file edited', async () => {
      const loading = `from pathlib import Path
from openai import OpenAI

SYSTEM = Path("prompts/handbook.md").read_text()


def ask(question):
    return OpenAI().responses.create(model="gpt-5.4-mini", max_output_tokens=200, instructions=SYSTEM, input=question)
`;
      const change = await changeOf(
        { 'ask.py': loading, 'prompts/handbook.md': 'You are the help desk.\nBe kind.\n' },
        { 'prompts/handbook.md': `You are the help desk.\nBe kind.\nNever lie.${words(50)}\n` },
      );
      assert.deepEqual([change.path, causesOf(change)], ['ask.py', ['system-prompt']]);
      const tokens = change.causes[0]?.tokens as { base: number; head: number };
      near(monthOf(change), (tokens.head - tokens.base) * IN * CALLS);
      assert.ok(tokens.head - tokens.base >= 50 && tokens.head - tokens.base <= 60);
      assert.equal(firstLine(change.causes[0]), 'prompts/handbook.md:3');
    });

    it('traffic changed in the configuration', async () => {
      const config = (calls: string) =>
        `{\n  "usage": {\n    "features": {\n      "help": { "match": ["src/**"], "callsPerMonth": "${calls}" }\n    }\n  }\n}\n`;
      const change = await changeOf({ ...FILES, 'costlint.config.json': config('10k') }, { 'costlint.config.json': config('50k') });
      assert.deepEqual(
        [causesOf(change), change.feature, change.causes[0]?.was, change.causes[0]?.now],
        [['volume'], 'help', '10k', '50k'],
      );
      near(monthOf(change), 4 * (change.before?.cost?.perMonth.expected as number));
      assert.equal(firstLine(change.causes[0]), 'costlint.config.json:4');
    });

    it('several at once share their interaction evenly', async () => {
      const head = edited(edited(ASK, 'gpt-5.4-mini', 'gpt-5.4'), 'max_completion_tokens=200', 'max_completion_tokens=400');
      const change = await changeOf(FILES, { 'src/ask.py': head });
      assert.deepEqual(causesOf(change), ['model', 'output-cap']);
      // 100 more tokens of output at 4.5 in one order and at 15 in the other.
      near(change.causes[1]?.perMonth, 100 * ((4.5 + 15) / 2 / 1e6) * CALLS);
    });

    it('a model that has a price on one side only changes by an unknown amount', async () => {
      const one = repository();
      one.write({ 'src/ask.py': edited(ASK, 'gpt-5.4-mini', 'our-own-model') });
      const diff = await one.diff();
      const change = only(diff);
      assert.deepEqual([change.delta, causesOf(change), change.causes[0]?.perMonth], [null, ['model'], null]);
      assert.deepEqual(
        [diff.verdict.state, diff.verdict.reasons[0]],
        ['warn', '1 changed call cannot be priced and is not in this number.'],
      );
    });
  });

  describe('what is no change', () => {
    const unchanged = async (base: Readonly<Record<string, string>>, head: Readonly<Record<string, string | null>>) => {
      const one = repository(base);
      one.write(head);
      const diff = await one.diff();
      assert.deepEqual([diff.changes, diff.delta.perMonth, diff.findings], [[], { low: 0, expected: 0, high: 0 }, { new: [], fixed: [] }]);
      assert.equal(diff.verdict.state, 'pass');
    };

    it('a call that stands 200 lines further down', () =>
      unchanged(FILES, { 'src/ask.py': ASK.replace('\n\ndef', `\n${'# more\n'.repeat(200)}\n\ndef`) }));

    it('another indentation and other line breaks', () =>
      unchanged(FILES, {
        'src/ask.py': ASK.replace(/^ {8,}/gm, (spaces) => spaces + spaces).replace('model="gpt-5.4-mini",\n', 'model="gpt-5.4-mini",'),
      }));

    it('two calls that have changed places', () => {
      const call = (prompt: string) => `    client.responses.create(model="gpt-5.4-mini", input="${prompt}")\n`;
      const file = (...prompts: readonly string[]) =>
        `from openai import OpenAI\nclient = OpenAI()\n\ndef both():\n${prompts.map(call).join('')}`;
      const [a, b] = [`Translate.${words(30)}`, `Summarise.${words(90)}`];
      return unchanged({ 'both.py': file(a, b) }, { 'both.py': file(b, a) });
    });

    it('a renamed variable', () => unchanged(FILES, { 'src/ask.py': ASK.replaceAll('question', 'customer_question') }));

    it('the same call in two files is two calls', async () => {
      const one = repository({ 'src/ask.py': ASK, 'src/again.py': ASK, 'src/prompts.py': PROMPTS });
      const { totals } = await one.diff({ whole: true });
      assert.deepEqual([totals?.base.sites, totals?.head.sites], [2, 2]);
    });

    it('a binary file added', async () => {
      const one = repository();
      one.commit({ 'logo.py': new Uint8Array([0, 1, 2, 255, 0, 10, 0]), 'logo.png': new Uint8Array(4096).fill(7) });
      assert.deepEqual((await one.diff({ base: 'HEAD~1', head: { name: 'HEAD' } })).changes, []);
    });
  });

  describe('moves', () => {
    it('a renamed file', async () => {
      const change = await changeOf(FILES, { 'src/ask.py': null, 'src/support/questions.py': ASK, 'src/support/prompts.py': PROMPTS });
      assert.deepEqual(
        [change.status, change.path, change.movedFrom?.path, monthOf(change), change.causes],
        ['moved', 'src/support/questions.py', 'src/ask.py', 0, []],
      );
    });

    it('a renamed function', async () => {
      const change = await changeOf(FILES, { 'src/ask.py': edited(ASK, 'def ask', 'def answer') });
      assert.deepEqual([change.status, change.symbol, change.movedFrom?.symbol, monthOf(change)], ['moved', 'answer', 'ask', 0]);
    });

    it('a renamed file whose prompt has grown is one changed call', async () => {
      const change = await changeOf(FILES, { 'src/ask.py': null, 'src/questions.py': edited(ASK, 'one line.', `one line.${words(40)}`) });
      assert.deepEqual([change.status, change.movedFrom?.path, causesOf(change)], ['changed', 'src/ask.py', ['user-prompt']]);
      near(monthOf(change), 40 * IN * CALLS);
    });

    it('findings move along', async () => {
      const open = edited(ASK, '        max_completion_tokens=200,\n', '');
      const one = repository({ ...FILES, 'src/ask.py': open });
      one.write({ 'src/ask.py': null, 'src/questions.py': open.replace('def ask', 'def answer') });
      const diff = await one.diff();
      assert.deepEqual([only(diff).status, diff.findings], ['moved', { new: [], fixed: [] }]);
    });
  });

  describe('states of a repository', () => {
    it('a deleted file', async () => {
      const change = await changeOf(FILES, { 'src/ask.py': null });
      assert.deepEqual([change.status, causesOf(change), change.after], ['removed', ['removed'], null]);
      near(monthOf(change), -(change.before?.cost?.perMonth.expected as number));
    });

    it('a new file that git does not know yet', async () => {
      const change = await changeOf({ 'src/prompts.py': PROMPTS }, { 'src/ask.py': ASK });
      assert.deepEqual([change.status, causesOf(change), change.before], ['added', ['added'], null]);
      near(monthOf(change), change.after?.cost?.perMonth.expected as number);
    });

    it('what is staged counts, what is not beside it does not', async () => {
      const one = repository();
      one.stage({ 'src/ask.py': edited(ASK, 'one line.', `one line.${words(10)}`) });
      one.write({
        'src/ask.py': edited(ASK, 'one line.', `one line.${words(500)}`),
        'src/prompts.py': 'SYSTEM = "x"\n',
        'src/noise.py': ASK,
      });
      const diff = await one.diff({ base: undefined, head: 'index' });
      assert.deepEqual([diff.head, causesOf(only(diff))], ['index', ['user-prompt']]);
      near(monthOf(only(diff)), 10 * IN * CALLS);
      assert.equal(only(await one.diff({ head: 'index' })).delta?.perMonth, monthOf(only(diff)));
    });

    it('two commits, in both directions, whatever lies in the work tree', async () => {
      const one = repository();
      const head = one.commit({ 'src/ask.py': edited(edited(ASK, 'one line.', `one line.${words(100)}`), 'gpt-5.4-mini', 'gpt-5.4') });
      one.write({ 'src/ask.py': 'broken ((((', 'src/prompts.py': null });
      const there = only(await one.diff({ base: 'HEAD~1', head: { name: 'HEAD' } }));
      const back = only(await one.diff({ base: head, head: { name: 'HEAD~1' } }));
      assert.deepEqual(causesOf(back), causesOf(there));
      there.causes.forEach(({ perMonth }, i) => {
        near(back.causes[i]?.perMonth, -(perMonth as number));
      });
    });

    it('the default branch is the base, from where the branch began', async () => {
      const one = repository();
      one.git('checkout', '-q', '-b', 'feature');
      one.commit({ 'src/ask.py': edited(ASK, 'one line.', `one line.${words(10)}`) });
      one.git('checkout', '-q', 'main');
      one.commit({ 'src/other.py': ASK });
      one.git('checkout', '-q', 'feature');
      const diff = await one.diff({ base: undefined, head: { name: 'HEAD' } });
      near(monthOf(only(diff)), 10 * IN * CALLS);
      assert.equal((await one.diff({ base: 'main', head: { name: 'HEAD' } })).changes.length, 2);
      near(monthOf(only(await one.diff({ base: 'main', head: { name: 'HEAD' }, mergeBase: true }))), 10 * IN * CALLS);
    });

    it('a merge commit against its first parent', async () => {
      const one = repository();
      one.git('checkout', '-q', '-b', 'feature');
      one.commit({ 'src/ask.py': edited(ASK, 'one line.', `one line.${words(25)}`) });
      one.git('checkout', '-q', 'main');
      one.commit({ 'README.md': 'more' });
      one.git('merge', '-q', '--no-ff', '-m', 'merge', 'feature');
      near(monthOf(only(await one.diff({ base: 'HEAD^1', head: { name: 'HEAD' } }))), 25 * IN * CALLS);
    });

    it('a submodule is left alone', async () => {
      const [one, other] = [repository(), repository()];
      one.git('submodule', '--quiet', 'add', other.root, 'vendor/other');
      one.git('commit', '-q', '-m', 'submodule');
      const diff = await one.diff({ base: 'HEAD~1', head: { name: 'HEAD' } });
      assert.deepEqual([diff.changes, diff.findings.new], [[], []]);
      one.write({ 'src/ask.py': edited(ASK, 'one line.', `one line.${words(5)}`) });
      near(monthOf(only(await one.diff())), 5 * IN * CALLS);
    });

    it('each side has its own configuration', async () => {
      const one = repository({ ...FILES, 'costlint.config.json': '{ "ignore": ["src/**"] }' });
      one.write({ 'costlint.config.json': '{}' });
      assert.deepEqual(causesOf(only(await one.diff())), ['added']);
    });

    it('paths are relative to the root, also below the top of the repository', async () => {
      const one = repository({ 'packages/bot/src/ask.py': ASK, 'packages/bot/src/prompts.py': PROMPTS, 'other/ask.py': ASK });
      one.write({
        'packages/bot/src/prompts.py': edited(PROMPTS, 'customers', 'customers and guests'),
        'other/ask.py': edited(ASK, 'one', 'a single'),
      });
      const root = path.join(one.root, 'packages/bot');
      assert.equal(only(await one.diff({ root, place: { root } })).path, 'src/ask.py');
    });
  });

  describe('what git cannot give', () => {
    it('a name that is none', async () => {
      await assert.rejects(
        repository().diff({ base: 'no-such-branch' }),
        /there is no commit no-such-branch here.*git fetch origin no-such-branch/,
      );
      await assert.rejects(repository().diff({ base: '--output=x' }), /there is no commit --output=x here/);
    });

    it('a shallow clone without the base', async () => {
      const one = repository();
      const first = one.git('rev-parse', 'HEAD');
      one.commit({ 'src/ask.py': edited(ASK, 'one line', 'two lines') });
      const clone = new TestRepository(realpathSync(mkdtempSync(path.join(tmpdir(), 'costlint-shallow-'))));
      made.push(clone);
      clone.git('clone', '-q', '--depth', '1', `file://${one.root}`, '.');
      await assert.rejects(clone.diff({ base: first }), /not in this shallow clone.*git fetch --deepen=200, or fetch-depth: 0/);
    });

    it('no repository, and one without a commit', async () => {
      const one = new TestRepository();
      made.push(one);
      one.write(FILES);
      await assert.rejects(one.diff(), /is not inside a git repository; a diff needs one/);
      one.git('init', '-q', '-b', 'main');
      await assert.rejects(one.diff(), /there is no commit yet/);
    });
  });
});
