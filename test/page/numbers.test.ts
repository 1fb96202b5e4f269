/** Page and command line never disagree: every number of the sample's page stands in the JSON of the same report. */
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { Economy } from '../../src/core/economics/economy.ts';
import { WHAT_IFS } from '../../src/core/economics/scenario-reading.ts';
import type { Diff } from '../../src/core/report/diff.ts';
import { monthsWords, verdictWords } from '../../src/core/report/economy-words.ts';
import { estimate, money, moneyRange, percent, separated, shortAmount, signedMoney } from '../../src/core/report/words.ts';
import { ASSUMED } from '../../src/webview/assumed.ts';
import { TestRepository } from '../support/repository.ts';
import { asked, cellsOf, type Page, Pages, SAMPLE } from './opened.ts';

type Asked = ReturnType<typeof asked>;

describe('the numbers of the page', () => {
  let pages: Pages;
  let sample: Asked;
  let file: string;
  before(async () => {
    pages = await Pages.open();
    sample = asked(SAMPLE);
    file = pages.ofProject(SAMPLE);
  });
  after(() => pages.close());

  it('headline: the month, its range, the budgets, and what they rest on', () =>
    pages.look(file, async (page) => {
      const { economy, budgets, totals } = sample;
      assert.equal(await page.locator('h1').innerText(), `${money(economy.perMonth.expected)} a month`);
      const text = await page.locator('.headline').innerText();
      assert.ok(text.includes(moneyRange(economy.perMonth)), text);
      assert.ok(text.includes(`${percent(totals.evidence.assumed)} assumed`), text);
      const total = budgets.find(({ scope }) => scope === 'total');
      assert.ok(total && text.includes(`Budget ${money(total.limit)}`) && text.includes(percent(total.used)), text);
    }));

  it('calls: every cell', () =>
    pages.look(file, async (page) => {
      const wanted = sample.economy.sites.map(({ id, perCall, perMonth }) => {
        const site = sample.sites.find((one) => one.id === id);
        assert.ok(site?.tokens);
        const cap = site.outputCap;
        return [
          `${site.path}:${site.range.start.line}`,
          site.feature ?? '',
          site.model?.id ?? 'unknown',
          shortAmount(site.tokens.input),
          cap.state === 'set' ? `≤${separated(cap.tokens ?? 0)}` : cap.state === 'absent' ? 'none' : '',
          estimate(perCall),
          estimate(perMonth),
          moneyRange(perMonth),
        ];
      });
      const shown = await cellsOf(page, '#calls');
      assert.deepEqual(shown.toSorted(), wanted.toSorted());
      const months = sample.economy.sites.map(({ perMonth }) => perMonth.expected).sort((a, b) => b - a);
      assert.deepEqual(
        shown.map((row) => row[6]),
        months.map((usd) => estimate({ low: 0, expected: usd, high: 1 })),
        'the dearest first',
      );
    }));

  it('features, models and files: every cell', () =>
    pages.look(file, async (page) => {
      const { economy } = sample;
      const groups = { feature: economy.features, model: economy.models, file: economy.files };
      for (const [name, list] of Object.entries(groups)) {
        await page.locator(`#spend-map button:text-is("${name}")`).click();
        assert.deepEqual(
          await cellsOf(page, '#spend-map'),
          list.map((group) => [
            group.name === '' ? 'no feature' : group.name,
            String(group.calls),
            estimate(group.perMonth),
            percent(group.perMonth.expected / economy.perMonth.expected),
          ]),
        );
      }
      const outcomes = economy.features.some(({ outcome }) => outcome !== null);
      assert.deepEqual(
        await cellsOf(page, '#features'),
        economy.features.map(({ name, declared, calls, perMonth, perUser, adoption, outcome }) => [
          name === '' ? 'no feature' : name,
          declared?.owner ?? '',
          String(calls),
          estimate(perMonth),
          moneyRange(perMonth),
          perUser ? estimate(perUser) : '',
          adoption === null ? '' : percent(adoption),
          ...(outcomes ? [outcome ? `${estimate(outcome.cost)} a ${outcome.name}` : ''] : []),
        ]),
      );
    }));

  it('users: the mean, the percentiles', () =>
    pages.look(file, async (page) => {
      const { users } = sample.economy;
      assert.ok(users);
      const text = await page.locator('#users').innerText();
      for (const part of [
        money(users.perUser.expected),
        moneyRange(users.perUser),
        separated(users.activeUsers),
        percent(users.topPercent),
      ])
        assert.ok(text.includes(part), `${part} in ${text}`);
      assert.deepEqual(
        await cellsOf(page, '#users'),
        (['p50', 'p90', 'p95', 'p99'] as const).map((name) => [name.toUpperCase(), money(users.percentiles[name])]),
      );
      const { plan } = users;
      assert.ok(plan && text.includes(`${(plan.users * 100).toFixed(1)} % of the users cost more`), text);
      assert.ok(text.includes(money(plan.cappedMean)), text);
    }));

  it('anatomy: the parts of a call add up to its cost and its tokens', () =>
    pages.look(file, async (page) => {
      const rows = await cellsOf(page, '#anatomy');
      for (const site of sample.sites.filter(({ scope, cost, tokens }) => scope === 'app' && cost && tokens)) {
        const own = rows.filter(([place]) => place === `${site.path}:${site.range.start.line}`);
        const cost = own.reduce((sum, row) => sum + Number(row[3]?.replace(/^~?\$/, '')), 0);
        const perCall = site.cost?.perCall.expected ?? 0;
        assert.ok(Math.abs(cost - perCall) <= 0.05 * perCall, `${site.path}: ${cost} of ${perCall}`);
        const tokens = own.filter(([, part]) => part !== 'output').reduce((sum, row) => sum + Number(row[2]?.replace(/[~,]/g, '')), 0);
        assert.ok(Math.abs(tokens - (site.tokens?.input.expected ?? 0)) <= own.length, `${site.path}: ${tokens}`);
      }
    }));

  it('what moves it most: every cell', () =>
    pages.look(file, async (page) => {
      const { economy } = sample;
      assert.equal(economy.sensitive.length, 5);
      assert.deepEqual(
        (await cellsOf(page, '#sensitivity')).map((row) => row.slice(1)),
        economy.sensitive.map(({ site: id, perMonth: { low, expected, high } }) => {
          const site = sample.sites.find((one) => one.id === id);
          return [`${site?.path}:${site?.range.start.line}`, money(low), money(expected), money(high)];
        }),
      );
    }));

  it('from an answer to a finished task: every cell', () =>
    pages.look(file, async (page) => {
      const added = (usd: number) => (usd < 0.005 ? '' : `~+${money(usd)}`);
      assert.deepEqual(
        (await cellsOf(page, '#tasks')).map((row) => row.slice(0, 7)),
        sample.economy.features.map(({ name, made, checks, people, perMonth }) => [
          name === '' ? 'no feature' : name,
          estimate({ ...perMonth, expected: made.bare }),
          added(made.steps),
          added(made.retries),
          added(checks),
          `× ${((perMonth.expected + checks) / made.bare).toFixed(2)}`,
          added(people),
        ]),
      );
    }));

  it('large decisions: the amounts of the command line, and whether the model matters', () =>
    pages.look(file, async (page) => {
      await page.locator('#decisions button').click();
      await choose(page, 'model', 'gpt-5.4-nano');
      const { swap, hosting, users } = await agrees(page, 'own GPUs', SAMPLE);
      assert.ok(hosting && users && swap.paysAfter);
      const { api, own, tuned } = hosting.threeYears;
      assert.deepEqual(
        (await cellsOf(page, '#decisions')).map((row) => row.slice(1, 4)),
        [api, own, tuned].map(({ low, expected, high }) => [money(low), estimate({ low, expected, high }), money(high)]),
      );
      const text = await page.locator('#decisions').innerText();
      for (const part of [estimate(swap.cost), moneyRange(swap.cost), monthsWords(swap.paysAfter.expected), money(hosting.perMonth)])
        assert.ok(text.includes(part), `${part} in ${text}`);
      const verdict = verdictWords(users);
      assert.ok(verdict && (await page.locator('.headline').innerText()).includes(verdict), verdict);
    }));

  it('price risk: what is dated with its day and source, and an empty state that says what was looked at', async () => {
    const gemini = `import { GoogleGenAI } from '@google/genai';
export const sum = (text: string) => new GoogleGenAI({}).models.generateContent({ model: 'gemini-3.8-flash', contents: text });
`;
    await pages.look(file, async (page) => {
      assert.equal(sample.economy.priceRisks.length, 0);
      assert.match(await page.locator('#price-risk').innerText(), /No price of these models is announced to change after 2026-11-21/);
      await choose(page, 'model', 'gemini-3.8-flash');
      const [risk] = (await agrees(page, 'a model with a dated price', SAMPLE)).priceRisks;
      assert.ok(risk);
      assert.deepEqual(
        (await cellsOf(page, '#price-risk')).map((row) => row.slice(4, 8)),
        [
          [
            String(risk.calls),
            estimate(risk.now),
            `${estimate(risk.later)} (${moneyRange(risk.later)})`,
            `▲ ${signedMoney(risk.later.expected - risk.now.expected)}`,
          ],
        ],
      );
    });
    const repository = TestRepository.with({ 'sum.ts': gemini, 'costlint.config.json': '{ "root": true }' });
    try {
      await pages.look(pages.ofProject(repository.root), async (page) => {
        const [risk] = asked(repository.root).economy.priceRisks;
        const [row] = await cellsOf(page, '#price-risk');
        assert.ok(risk && row);
        assert.deepEqual([row[0], row[1], row[8]], ['from 2027-01-01', 'gemini-3.8-flash', `base ${risk.source.asOf}`]);
      });
    } finally {
      repository.remove();
    }
  });

  it('fix first: by saving, with the amounts of the findings', () =>
    pages.look(file, async (page) => {
      const savings = sample.findings.flatMap(({ impact }) => (impact ? [impact.perMonth.expected] : [])).sort((a, b) => b - a);
      const shown = await page.locator('#fix-first strong').evaluateAll((all) => all.map((one) => one.textContent ?? ''));
      assert.deepEqual(
        shown.filter((text) => text.startsWith('~')),
        savings.filter((usd) => usd >= 0.005).map((usd) => `~${money(usd)} a month`),
      );
    }));

  it('assumptions: each declared value with its line, each assumed one with the key that would set it', async () => {
    const text = readFileSync(path.join(SAMPLE, 'costlint.config.json'), 'utf8').split('\n');
    await pages.look(file, async (page) => {
      await page.evaluate("for (const one of document.querySelectorAll('#assumptions details')) one.open = true");
      const [declared, assumed] = [
        await cellsOf(page, '#assumptions details:nth-of-type(1)'),
        await cellsOf(page, '#assumptions details:nth-of-type(2)'),
      ];
      assert.ok(declared.length > 40);
      for (const [key, , at] of declared) {
        const line = text[Number(at?.split(':')[1]) - 1] ?? '';
        assert.ok(line.includes(`"${key?.split('.').at(-1)}"`), `${key} at ${at}: ${line}`);
      }
      assert.ok(declared.some(([key, value]) => key === 'usage.features.answer.chunk' && value === '380'));
      for (const [name, label] of Object.entries(sample.assumptions).map(([name]) => [name, ASSUMED[name]?.label] as const)) {
        assert.ok(label, `no words for ${name}`);
        assert.ok(
          assumed.some(([cell]) => cell?.startsWith(label)),
          label,
        );
      }
      assert.ok(assumed.every(([, value]) => value));
    });
    const call =
      "import OpenAI from 'openai';\n// costlint-usage calls=50k/month\nnew OpenAI().responses.create({ model: 'gpt-5.4', input: 'hi' });\n";
    const damaged = `${call}for (const {{{ ;;\n`;
    const repository = TestRepository.with({ 'ask.ts': call, 'torn.ts': damaged, 'costlint.config.json': '{ "root": true }' });
    try {
      await pages.look(pages.ofProject(repository.root), async (page) => {
        const said = await page.locator('#assumptions .facts').evaluateAll((all) => all.map((one) => one.textContent));
        assert.deepEqual(said.slice(1), ['Read in part: torn.ts: This part could not be parsed (line 4).']);
        assert.deepEqual((await cellsOf(page, '#assumptions details:nth-of-type(1)'))[0], [
          'ask.ts:3',
          '~50,000 calls a month',
          'ask.ts:2',
        ]);
      });
    } finally {
      repository.remove();
    }
  });

  it('against a base: the change, and every cause of it', async () => {
    const call = (model: string, cap: number) =>
      `import OpenAI from 'openai';\nexport const ask = (q: string) => new OpenAI().chat.completions.create({ model: '${model}', max_completion_tokens: ${cap}, messages: [{ role: 'user', content: q }] });\n`;
    const repository = TestRepository.with({ 'ask.ts': call('gpt-5.4-mini', 400), 'costlint.config.json': '{ "root": true }' });
    try {
      repository.write({ 'ask.ts': call('gpt-5.4', 200) });
      const args = [path.resolve('dist/cli.js'), 'diff', 'HEAD', '--format', 'json', '--as-of', '2026-11-21'];
      const diff = JSON.parse(execFileSync(process.execPath, args, { cwd: repository.root, encoding: 'utf8' })) as Diff;
      await pages.look(pages.ofProject(repository.root, '--base', 'HEAD'), async (page) => {
        const causes = diff.changes.flatMap((change) => change.causes);
        assert.ok(causes.length >= 2);
        assert.deepEqual(
          (await cellsOf(page, '#changes')).map((row) => row[2]),
          causes.map(({ perMonth }) => (perMonth === null ? 'unknown' : signedMoney(perMonth))),
        );
        const change = `▲ ${signedMoney(diff.delta.perMonth.expected)} against ${diff.base}`;
        assert.ok((await page.locator('.headline').innerText()).includes(change), change);
      });
    } finally {
      repository.remove();
    }
  });

  it('moving each control gives what its command prints', () =>
    pages.look(file, async (page) => {
      const moves = movesOf(page);
      for (const [, move] of moves) await move();
      await agrees(page, 'all at once', SAMPLE);
      await reset(page);
      for (const [name, move] of moves) {
        // These two change nothing without others.
        if (name === 'feature' || name === 'host') continue;
        if (name === 'route' || name === 'escalate') await choose(page, 'route-model', 'gpt-5.4-nano');
        await move();
        await agrees(page, `${name} alone`, SAMPLE);
        await reset(page);
      }
      await page.locator('#users input').fill('0.05');
      const economy = await agrees(page, 'plan price', SAMPLE);
      const text = await page.locator('#users').innerText();
      assert.ok(economy.users?.plan && text.includes(`${(economy.users.plan.users * 100).toFixed(1)} % of the users cost more`), text);
    })).timeout(240_000);

  it('every key of a question has a control, and one that can move nothing here says why', () =>
    pages.look(file, async (page) => {
      const controls = await page.locator('#what-if [id^="what-if-"]:not(h2)').evaluateAll((all) => all.map(({ id }) => id.slice(8)));
      assert.deepEqual([...controls, 'plan-price'].toSorted(), [...Object.keys(WHAT_IFS), 'route-model'].toSorted());
      assert.deepEqual(await page.locator('#what-if .control:has(:disabled)').evaluateAll((all) => all.map((one) => one.textContent)), [
        'Turns of a chatno conversations',
        'Routedneeds a model',
        'Asked againneeds a model',
      ]);
    }));

  it('turns: in a project with a conversation', async () => {
    const chat = `import OpenAI from 'openai';
export const reply = (history: OpenAI.ChatCompletionMessageParam[], question: string) =>
  new OpenAI().chat.completions.create({ model: 'gpt-5.4-mini', max_completion_tokens: 400, messages: [...history, { role: 'user', content: question }] });
`;
    const repository = TestRepository.with({ 'chat.ts': chat, 'costlint.config.json': '{ "root": true }' });
    try {
      await pages.look(pages.ofProject(repository.root), async (page) => {
        await pressed(page, 'turns', 9);
        await agrees(page, 'turns', repository.root);
      });
    } finally {
      repository.remove();
    }
  });
});

const movesOf = (page: Page): readonly (readonly [string, () => Promise<unknown>])[] => [
  ...['traffic', 'output', 'cache-hit', 'steps', 'top-k', 'batch', 'users', 'chunk', 'semantic-cache', 'human'].map(
    (name) => [name, () => pressed(page, name, 9)] as const,
  ),
  ['cache-ttl', () => choose(page, 'cache-ttl', '60')],
  ['route-model', () => choose(page, 'route-model', 'gpt-5.4-nano')],
  ['route', () => pressed(page, 'route', 2)],
  ['escalate', () => pressed(page, 'escalate', 3)],
  ['model', () => choose(page, 'model', 'gpt-5.4-mini')],
  ['host', () => choose(page, 'host', 'self')],
  ['feature', () => choose(page, 'feature', 'answer')],
];

async function choose(page: Page, name: string, value: string): Promise<void> {
  await unfolded(page);
  await page.locator(`#what-if-${name}`).selectOption(value);
}

const reset = (page: Page) => page.locator('#what-if button:text-is("Reset")').click();

async function unfolded(page: Page): Promise<void> {
  if ((await page.locator('#what-if details').getAttribute('open')) === null) await page.locator('#what-if summary').click();
}

async function pressed(page: Page, name: string, times: number): Promise<void> {
  await unfolded(page);
  await page.locator(`#what-if-${name}`).focus();
  for (let time = 0; time < times; time++) await page.keyboard.press('ArrowRight');
}

/** The command that the page shows is run, and its numbers are those of the page. */
async function agrees(page: Page, what: string, project: string): Promise<Economy> {
  const command = (await page.locator('#what-if .command').textContent()) ?? '';
  const args = command.split(' ').slice(2);
  assert.ok(args.length >= 2 && args.every((arg) => !arg.includes("'")), `${what}: ${command}`);
  const { economy } = asked(project, ...args);
  const said = `${what}: ${command}`;
  assert.equal(await page.locator('h1').innerText(), `${money(economy.perMonth.expected)} a month`, said);
  assert.ok(
    (await page.locator('.headline').innerText()).includes(
      `${signedMoney(economy.perMonth.expected - economy.before.expected)} in this scenario`,
    ),
    said,
  );
  const months = economy.sites.map(({ perMonth }) => perMonth.expected).sort((a, b) => b - a);
  assert.deepEqual(
    (await cellsOf(page, '#calls')).map((row) => row[6]?.replace('~', '')),
    months.map((usd) => money(usd)),
    said,
  );
  const outcomes = economy.features.flatMap(({ outcome }) => (outcome ? [`${estimate(outcome.cost)} a ${outcome.name}`] : []));
  const shown = (await cellsOf(page, '#features')).flatMap((row) => (row[7] ? [row[7]] : []));
  assert.deepEqual(shown, outcomes, said);
  const problems = await page.locator('#what-if p.warn').evaluateAll((all) => all.map((one) => one.textContent));
  assert.deepEqual(problems, economy.problems, said);
  return economy;
}
