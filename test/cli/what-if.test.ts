/** The worked examples of what prompts cost a product, asked of the built command line over small projects. */
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Economy } from '../../src/core/economics/economy.ts';
import type { Report } from '../../src/core/report/report.ts';

/** One call whose prompt is a question of declared length; Claude's framing adds a few tokens. */
const CALL = `import Anthropic from '@anthropic-ai/sdk';
export const ask = (question: string) =>
  new Anthropic().messages.create({ model: 'claude-sonnet-4-6', max_tokens: 500, messages: [{ role: 'user', content: question }] });
`;
const RETRIEVAL = `import os
from langchain_anthropic import ChatAnthropic
from langchain_chroma import Chroma
from langchain_openai import OpenAIEmbeddings

store = Chroma(embedding_function=OpenAIEmbeddings(model="text-embedding-3-small"))
llm = ChatAnthropic(model="claude-sonnet-4-6", max_tokens=400)

def answer(question):
    docs = store.similarity_search(question, k=20)
    return llm.invoke(f"Answer from these documents. {docs} Question: {question}")
`;

describe('costlint report --what-if', function () {
  this.timeout(60_000);
  let root: string;
  beforeEach(() => {
    root = mkdtempSync(path.join(tmpdir(), 'costlint-what-if-'));
  });
  afterEach(() => rmSync(root, { recursive: true, force: true }));

  const run = (...args: string[]) =>
    spawnSync(process.execPath, [path.resolve('dist/cli.js'), 'report', '--as-of', '2026-11-21', ...args], { cwd: root, encoding: 'utf8' });
  function ask(
    files: Readonly<Record<string, string>>,
    feature: object,
    usage: object,
    ...whatIf: string[]
  ): Report & { economy: Economy } {
    for (const [file, text] of Object.entries(files)) writeFileSync(path.join(root, file), text);
    const config = { usage: { ...usage, features: { chat: { match: ['**'], ...feature } } } };
    writeFileSync(path.join(root, 'costlint.config.json'), JSON.stringify(config));
    const { status, stdout, stderr } = run('--format', 'json', '--by', 'feature', ...whatIf.flatMap((one) => ['--what-if', one]));
    assert.equal(status, 0, stderr);
    return JSON.parse(stdout);
  }
  const near = (got: number | undefined, want: number, tolerance: number) =>
    assert.ok(got !== undefined && Math.abs(got - want) <= tolerance * want, `${got}, wanted ${want}`);

  const chat = { callsPerUser: 200, output: 500, holes: { question: 1985 } };
  const perCall = ({ economy }: { economy: Economy }) => economy.sites[0]?.perCall.expected;

  it('2,000 tokens in and 500 out cost $0.0135, 200 of them $2.70 a user, and a $10 plan is under water for 5.3 % of the users', () => {
    const { economy } = ask({ 'app.ts': CALL }, chat, { activeUsers: 1000, planPrice: 10, heavyUsers: { share: 0.05, ofUsage: 0.5 } });
    near(economy.sites[0]?.perCall.expected, 0.0135, 0.005);
    near(economy.users?.perUser.expected, 2.7, 0.005);
    near(economy.features[0]?.perUser?.expected, 2.7, 0.005);
    near(economy.users?.plan?.users, 0.0528, 0.02);
    near(economy.users?.plan?.cost, 0.511, 0.02);
    near(economy.users?.percentiles.p99, 2.7 * 11.87, 0.01);
    assert.equal(economy.users?.plan?.matters, true);
    assert.match(run('--by', 'user').stdout, /\$10 a month: 5\.3 % of the users cost more than that, and hold 51\.\d % of the cost/);
  });

  it('500 tokens grow to 6,000: twelve times the input, 2.8 times the call', () => {
    const before = perCall(ask({ 'app.ts': CALL }, { ...chat, holes: { question: 485 } }, { activeUsers: 1000 }));
    const after = perCall(ask({ 'app.ts': CALL }, { ...chat, holes: { question: 5985 } }, { activeUsers: 1000 }));
    near((after ?? 0) / (before ?? 1), 2.8333, 0.02);
  });

  it('fifteen calls for one question cost at least fifteen times as much', () => {
    const loop = CALL.replace(
      'export const ask = (question: string) =>\n  new',
      'export async function ask(question: string) {\n  for (let i = 0; i < 15; i++) await new',
    ).replace('] });\n', '] });\n}\n');
    const once = perCall(ask({ 'app.ts': CALL }, chat, { activeUsers: 1000 })) ?? 0;
    const many = ask({ 'app.ts': loop }, chat, { activeUsers: 1000 });
    const [site] = many.economy.sites;
    near((site?.perMonth.expected ?? 0) / (1000 * 200), 15 * once, 0.01);
  });

  it('twenty documents to four save 59 % of the call', () => {
    const feature = { callsPerMonth: 10_000, chunk: 400, output: 400, holes: { question: 60 } };
    const { economy } = ask({ 'rag.py': RETRIEVAL }, feature, {}, 'top-k=4');
    const [site] = economy.sites;
    near(1 - (site?.perMonth.expected ?? 0) / (site?.before.expected ?? 1), 1 - (0.01338 - 0.0024) / (0.03258 - 0.0024), 0.05);
  });

  it('routing 75 % to a model at a twentieth of the price saves 71 %, and less with escalation', () => {
    const saved = (...whatIf: string[]) => {
      const { economy } = ask({ 'app.ts': CALL }, chat, { activeUsers: 1000 }, ...whatIf);
      return 1 - economy.perMonth.expected / economy.before.expected;
    };
    const none = saved('route=0.75:gpt-5.4-nano');
    const some = saved('route=0.75:gpt-5.4-nano', 'escalate=0.1');
    assert.ok(none > 0.65 && none < 0.75, String(none));
    near(none - some, 0.075, 1e-6);
    assert.ok(saved('route=0.75:claude-haiku-4-5', 'escalate=0.1') > 0.4);
  });

  it('30 % semantic hits save 29.9 %', () => {
    const { economy } = ask({ 'app.ts': CALL }, chat, { activeUsers: 1000 }, 'semantic-cache=0.3');
    near(1 - economy.perMonth.expected / economy.before.expected, 0.2985, 0.002);
  });

  it('a ticket costs what model and people cost', () => {
    const outcome = {
      name: 'ticket',
      perMonth: 40_000,
      success: 0.95,
      value: 12,
      escalation: { share: 0.05, minutes: 12, hourlyRate: 40 },
    };
    const { economy } = ask({ 'app.ts': CALL }, { ...chat, outcome }, { activeUsers: 1000 });
    near(economy.people, 16_000, 1e-9);
    near(economy.features[0]?.outcome?.cost.expected, (economy.perMonth.expected + 16_000) / 38_000, 1e-9);
    assert.match(run('--by', 'outcome').stdout, /ticket \(chat\) +~\$0\.\d+ .* \$12 +\$16,000/);
  });

  it('own GPUs pay between one and three million queries a month', () => {
    const { economy } = ask({ 'app.ts': CALL }, chat, { activeUsers: 1000 }, 'host=self');
    assert.deepEqual([economy.hosting?.gpus, economy.hosting?.perMonth], [8, 26_600]);
    assert.ok(economy.hosting?.crossover && economy.hosting.crossover > 1e6 && economy.hosting.crossover < 3e6);
  });

  it('over three years the API wins at half a million queries a month, and a tuned model pays from a million', () => {
    const { economy } = ask({ 'app.ts': CALL }, { ...chat, callsPerUser: 500 }, { activeUsers: 1000 }, 'host=self');
    near(economy.hosting?.threeYears.api.expected, 345_945, 0.005);
    near(economy.hosting?.threeYears.own.expected, 1_017_600, 1e-9);
    assert.ok((economy.hosting?.threeYears.tuned.expected ?? 0) < (economy.hosting?.threeYears.api.expected ?? 0));
    near(economy.hosting?.tuningPays ?? 0, 4000 / (0.3 * 0.0135), 0.005);
    assert.match(
      run('--what-if', 'host=self').stdout,
      /Three years +API ~\$34\d,\d+ .*, own GPUs ~?\$1,017,600 .*, fine-tuned ~\$3\d\d,\d+/,
    );
  });

  it('a price with a day: the month then is that of a report of that day', () => {
    const call = CALL.replace('claude-sonnet-4-6', 'claude-haiku-4-5');
    const gemini = `import { GoogleGenAI } from '@google/genai';
export const sum = (text: string) => new GoogleGenAI({}).models.generateContent({ model: 'gemini-3.8-flash', contents: text });
`;
    const { economy } = ask({ 'app.ts': call, 'sum.ts': gemini }, chat, { activeUsers: 1000 });
    const month = (day: string) =>
      (JSON.parse(run('--as-of', day, '--format', 'json', '--by', 'file').stdout) as { economy: Economy }).economy.files.find(
        ({ name }) => name === 'sum.ts',
      )?.perMonth;
    const [risk, ...others] = economy.priceRisks;
    assert.deepEqual(others, []);
    assert.ok(risk);
    const { kind, model, from, calls, now, later } = risk;
    assert.deepEqual([kind, model, from, calls], ['dated', 'gemini-3.8-flash', '2027-01-01', 1]);
    assert.deepEqual([now, later], [month('2026-11-21'), month('2027-01-01')]);
    assert.ok(later.expected > 1.9 * now.expected);
    assert.match(
      run('--by', 'model').stdout,
      /Price risk +gemini-3\.8-flash from 2027-01-01: \$[\d,.]+ → ~\$[\d,.]+ a month \(1 call; base /,
    );
    const routed = ask({ 'app.ts': call }, chat, { activeUsers: 1000 }, 'route=0.5:gemini-3.8-flash');
    rmSync(path.join(root, 'sum.ts'));
    const then = JSON.parse(run('--as-of', '2027-01-01', '--format', 'json', '--what-if', 'route=0.5:gemini-3.8-flash').stdout);
    const alone = ask({ 'app.ts': call }, chat, { activeUsers: 1000 }, 'route=0.5:gemini-3.8-flash').economy.priceRisks[0];
    assert.equal(routed.economy.priceRisks.length, 1);
    assert.deepEqual(alone?.later, (then as { economy: Economy }).economy.perMonth);
  });

  it('a step of a price that a long prompt may reach', () => {
    const usual = { ...chat, holes: { question: { low: 1000, expected: 200_000, high: 300_000 } } };
    const { economy } = ask({ 'app.ts': CALL.replace('claude-sonnet-4-6', 'claude-haiku-5-5') }, usual, { activeUsers: 10 });
    assert.deepEqual(economy.priceRisks, [], 'it is paid already');
    const below = { ...chat, holes: { question: { low: 1000, expected: 50_000, high: 150_000 } } };
    const { priceRisks, perMonth } = ask({ 'app.ts': CALL.replace('claude-sonnet-4-6', 'claude-haiku-5-5') }, below, {
      activeUsers: 10,
    }).economy;
    assert.deepEqual(
      priceRisks.map(({ kind, above }) => [kind, above]),
      [['long-context', 100_000]],
    );
    assert.deepEqual(priceRisks[0]?.now, perMonth);
    near(priceRisks[0]?.later.expected, 5 * perMonth.expected, 1e-9);
  });

  it('another model is paid back by what it saves', () => {
    const { economy } = ask({ 'app.ts': CALL }, chat, { activeUsers: 1000 }, 'model=claude-haiku-4-5');
    const { swap, before, perMonth } = economy;
    near(swap.cost.expected, 200 * 3 * ((economy.sites[0]?.perCall.expected ?? 0) + 0.02) + 8000, 1e-9);
    near(swap.paysAfter?.expected, swap.cost.expected / (before.expected - perMonth.expected), 1e-9);
    assert.match(
      run('--what-if', 'model=claude-haiku-4-5').stdout,
      /Other model +~\$8,0\d\d once to test 1 feature again \(assumed\), earned back after 5 months/,
    );
    assert.equal(ask({ 'app.ts': CALL }, chat, { activeUsers: 1000 }).economy.swap.paysAfter, null);
  });

  it('from a bare answer to a finished task: steps, retries and checks multiply it', () => {
    const loop = `${CALL}export async function run(question: string) {
  for (let step = 0; step < 5; step++) await ask(question);
}
`;
    const { economy } = ask(
      { 'app.ts': loop },
      { ...chat, retries: { billed: 0.1, unbilled: 0 }, guards: { after: 0.001, regenerated: 0.1 } },
      { activeUsers: 1000 },
    );
    const [feature] = economy.features;
    assert.ok(feature);
    const { bare, steps, retries } = feature.made;
    near(bare + steps + retries, feature.perMonth.expected, 1e-9);
    assert.ok(retries > 0.05 * bare && feature.checks > 0.1 * bare && steps >= 0, JSON.stringify(feature.made));
  });

  it('a budget is told from 70 % on and fails from 110 %', () => {
    const { economy } = ask({ 'app.ts': CALL }, chat, { activeUsers: 1000 });
    const spent = economy.perMonth.expected;
    const check = (limit: number) => {
      const config = {
        usage: { activeUsers: 1000, features: { chat: { match: ['**'], ...chat } } },
        budgets: [{ scope: 'total', perMonth: limit }],
      };
      writeFileSync(path.join(root, 'costlint.config.json'), JSON.stringify(config));
      const { status, stdout } = spawnSync(
        process.execPath,
        [path.resolve('dist/cli.js'), 'check', '--as-of', '2026-11-21', '-f', 'json'],
        { cwd: root, encoding: 'utf8' },
      );
      const over = (JSON.parse(stdout) as Report).findings.find(({ rule }) => rule === 'over-budget');
      return [status, over?.severity];
    };
    assert.deepEqual(check(spent / 0.69), [0, undefined]);
    assert.deepEqual(check(spent / 0.7), [0, 'info']);
    assert.deepEqual(check(spent / 1.09), [0, 'info']);
    assert.deepEqual(check(spent / 1.1), [1, 'error']);
  });

  it('users, traffic, batch and plan price do what they say; several questions join', () => {
    const of = (...whatIf: string[]) => ask({ 'app.ts': CALL }, chat, { activeUsers: 1000 }, ...whatIf).economy;
    const now = of().perMonth.expected;
    near(of('users=6000').perMonth.expected, 6 * now, 1e-9);
    near(of('traffic=2x').perMonth.expected, 2 * now, 1e-9);
    near(of('batch=0.4').perMonth.expected, 0.8 * now, 1e-9);
    near(of('batch=0.4', 'traffic=2x').perMonth.expected, 1.6 * now, 1e-9);
    near(of('users=6000').users?.perUser.expected, now / 1000, 1e-9);
    assert.equal(of('plan-price=100').users?.plan?.matters, false);
    near(of('feature=other', 'traffic=9x').perMonth.expected, now, 1e-9);
  });

  it('names what is not declared instead of inventing it', () => {
    const { economy } = ask({ 'app.ts': CALL }, { output: 500 }, {});
    assert.equal(economy.users, null);
    assert.ok(economy.missing.some(({ key }) => key === 'usage.activeUsers'));
    assert.match(run('--by', 'user').stdout, /declare usage\.activeUsers/);
  });

  it('scenarios of the configuration by name, and what is wrong with a question', () => {
    ask({ 'app.ts': CALL }, chat, { activeUsers: 1000 });
    writeFileSync(
      path.join(root, 'costlint.config.json'),
      JSON.stringify({ scenarios: { 'cheaper chat': { model: 'gpt-5.4-nano', traffic: 2 } } }),
    );
    assert.match(run('--scenario', 'cheaper chat').stdout, /^What if model=gpt-5\.4-nano, traffic=2x\n/);
    for (const [args, message] of [
      [['--scenario', 'cheaper cat'], /did you mean "cheaper chat"\?/],
      [['--what-if', 'modle=x'], /Did you mean model\?/],
      [['--what-if', 'traffic'], /expected key=value/],
      [['--what-if', 'batch=140%'], /Expected batch=0\.4/],
      [['--what-if', 'model=gpt-nonsense-9'], /No price is known/],
      [['--what-if', 'traffic=2', '-f', 'sarif'], /prints one of the formats/],
      [['--by', 'colour'], /--by colour: expected/],
    ] as const) {
      const { status, stderr } = run(...args);
      assert.deepEqual([status, message.test(stderr)], [2, true], `${args.join(' ')}: ${stderr}`);
    }
  });
});
