/** What says how a folder is analysed, in the editor: budgets and prices written into it, its problems, its unsaved text. */
import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import type { Diagnostic } from 'vscode-languageserver';
import { shippedPrices } from '../../src/core/prices/shipped.ts';
import { COMMANDS, type WorkspaceEdit } from '../../src/server/protocol.ts';
import { type Client, edited, FULL, startClient, until } from '../support/lsp.ts';

const SAMPLE = 'test/projects/support-desk';
const CONFIG = 'costlint.config.json';
const TOP = { line: 0, character: 0 };
const textOf = (file: string) => readFileSync(path.join(SAMPLE, file), 'utf8');

/** The prices that ship, ten times as high for input. */
const tenfold = (): string =>
  JSON.stringify({ ...shippedPrices.snapshot, format: 1, url: 'https://prices.example' }, (key, value) =>
    key === 'input' && typeof value === 'number' ? value * 10 : value,
  );

describe('configuration in the editor', () => {
  let client: Client;
  afterEach(() => client.close());

  const start = async (options: Parameters<typeof startClient>[0] = {}) => {
    client = await startClient({ folder: SAMPLE, ...options });
  };
  const open = (file: string) => client.open(file, textOf(file));
  const write = (file: string, text: string) => writeFileSync(path.join(client.root, file), text);
  const changedOnDisk = (file: string) =>
    client.connection.sendNotification('workspace/didChangeWatchedFiles', { changes: [{ uri: client.uri(file), type: 2 }] });
  const written = (edit: WorkspaceEdit | null) => edited(readFileSync(path.join(client.root, CONFIG), 'utf8'), client.uri(CONFIG), edit);

  it('that changes while nothing with calls is open is heard of, and counts in what is asked for next', async () => {
    await start();
    const month = async () => (await client.ask('costlint/page', {}))?.report.totals.perMonth.expected ?? 0;
    const before = await month();
    assert.ok(before > 0);
    const heard = () => client.heard('costlint/changed').length;
    await until(() => heard() > 0, 'word of the first report');
    const first = heard();
    write(CONFIG, textOf(CONFIG).replace('"callsPerMonth": "42k"', '"callsPerMonth": "420k"'));
    await changedOnDisk(CONFIG);
    await until(() => heard() > first, 'word of the change');
    assert.ok((await month()) > before);
  });

  it('the page asks for a key: it is written with a value to begin with, and found where it stands', async () => {
    await start();
    await open('src/triage.ts');
    const chunk = await client.ask('costlint/declare', { path: ['usage', 'features', 'summary', 'retries'], value: { billed: 0.05 } });
    assert.ok(chunk?.edit);
    const after = written(chunk.edit);
    assert.equal(chunk.path, CONFIG);
    assert.match(after.split('\n')[chunk.line - 1] ?? '', /"retries": \{/);
    const there = await client.ask('costlint/declare', { path: ['usage', 'planPrice'], value: 1 });
    assert.deepEqual(there && [there.edit, textOf(CONFIG).split('\n')[there.line - 1]?.trim()], [null, '"planPrice": 5,']);
    const page = await client.ask('costlint/page', {});
    const plan = page?.declared.find(({ key }) => key === 'usage.planPrice');
    assert.deepEqual(plan?.at && { path: plan.at.path, line: plan.at.line }, { path: CONFIG, line: there?.line });
  });

  describe('a budget', () => {
    it('limits the feature of the call at a position; all else stays as it is', async () => {
      await start();
      await open('src/triage.ts');
      const edit = await client.ask('costlint/budget', { uri: client.uri('src/triage.ts'), position: TOP, perMonth: 25 });
      assert.equal(written(edit), textOf(CONFIG).replace('"triage", "perMonth": 10', '"triage", "perMonth": 25'));
    });

    it('of a call without a feature limits its function, or its file', async () => {
      await start();
      write(CONFIG, '{}\n');
      for (const [file, budget] of [
        ['src/agent.ts', { symbol: 'src/agent.ts#resolveTicket', perMonth: 40 }],
        ['src/new.ts', { files: 'src/new.ts', perMonth: 40 }],
      ] as const) {
        const text = "import OpenAI from 'openai';\nnew OpenAI().responses.create({ model: 'gpt-5.4', input: 'hi' });\n";
        await client.open(file, file === 'src/new.ts' ? text : textOf(file));
        const edit = await client.ask('costlint/budget', { uri: client.uri(file), position: TOP, perMonth: 40 });
        assert.deepEqual(JSON.parse(written(edit)), { budgets: [budget] });
      }
    });

    it('is not written into a broken configuration, nor without a call or an amount', async () => {
      await start();
      await open('src/triage.ts');
      await client.open('plain.ts', 'export const a = 1;\n');
      const uri = client.uri('src/triage.ts');
      const ask = (params: { readonly uri: string; readonly perMonth: number }) =>
        client.ask('costlint/budget', { position: TOP, ...params });
      assert.equal(await ask({ uri: client.uri('plain.ts'), perMonth: 5 }), null);
      assert.equal(await ask({ uri, perMonth: -1 }), null);
      await client.open(CONFIG, '{ "budgets": [');
      assert.equal(await ask({ uri, perMonth: 5 }), null);
    });

    it('can be had by a command, with the cursor for a call', async () => {
      await start();
      await open('src/triage.ts');
      const run = (...args: unknown[]) =>
        client.connection.sendRequest('workspace/executeCommand', {
          command: COMMANDS.addBudget,
          arguments: [client.uri('src/triage.ts'), TOP, ...args],
        });
      assert.equal(await run(30), true);
      assert.equal(client.asked('workspace/applyEdit'), 1);
      // The client is asked for an amount, and has none.
      assert.equal(await run(), false);
      assert.equal(client.asked('window/showMessageRequest'), 1);
    });
  });

  it('shows the other places of a finding, also in files that are not open', async () => {
    await start();
    const files = ['src/first.ts', 'src/second.ts', 'src/third.ts'];
    const call = "import OpenAI from 'openai';\n\nnew OpenAI().responses.create({ model: 'gpt-5.4-pro', input: 'hi' });\n";
    for (const file of files) write(file, call);
    write(CONFIG, '{ "rules": { "hard-coded-model": "info" } }');
    await client.open('src/first.ts', call);
    await client.ask('costlint/report', {});
    const { items } = await client.about<{ items: Diagnostic[] }>('textDocument/diagnostic', 'src/first.ts');
    const found = items.find(({ code }) => code === 'hard-coded-model');
    const there = { line: 2, character: call.split('\n')[2]?.indexOf("'gpt") };
    assert.deepEqual(
      found?.relatedInformation?.map(({ location: { uri, range } }) => [uri, range.start]),
      files.slice(1).map((file) => [client.uri(file), there]),
    );
  });

  describe('problems', () => {
    const pushed = new Map<string, readonly Diagnostic[]>();
    const listen = () => {
      pushed.clear();
      client.connection.onNotification('textDocument/publishDiagnostics', (params: { uri: string; diagnostics: Diagnostic[] }) => {
        pushed.set(params.uri, params.diagnostics);
      });
    };
    const problems = () => (pushed.get(client.uri(CONFIG)) ?? []).filter(({ code }) => code === 'configuration');
    const type = (version: number, text: string) =>
      client.connection.sendNotification('textDocument/didChange', {
        textDocument: { uri: client.uri(CONFIG), version },
        contentChanges: [{ text }],
      });
    const month = async () => {
      const { site } = await client.ask('costlint/site', { uri: client.uri('src/triage.ts'), position: TOP });
      return site?.callsPerMonth?.expected;
    };
    const lastStatus = () => client.heard('costlint/status').at(-1)?.message ?? '';

    for (const [kind, capabilities] of [
      ['that asks for diagnostics', FULL],
      ['that does not', { ...FULL, textDocument: {} }],
    ] as const) {
      it(`of unsaved text reach a client ${kind}; the last good configuration goes on`, async () => {
        await start({ capabilities });
        listen();
        await open('src/triage.ts');
        await open(CONFIG);
        await client.ask('costlint/report', {});
        assert.equal(await month(), 42_000);
        assert.deepEqual(problems(), []);
        const wrong = textOf(CONFIG).replace('"callsPerMonth": "42k"', '"callPerMonth": "9k"');
        await type(2, wrong);
        await until(() => problems().length > 0, 'the problem');
        const [problem] = problems();
        const line = wrong.split('\n').findIndex((one) => one.includes('callPerMonth'));
        const character = wrong.split('\n')[line]?.indexOf('"callPerMonth"') ?? -1;
        assert.deepEqual(problem?.range, { start: { line, character }, end: { line, character: character + '"callPerMonth"'.length } });
        assert.match(String(problem?.message), /Unknown key "callPerMonth".*Did you mean "callsPerMonth"\?/);
        await until(() => /costlint\.config\.json:\d+: Unknown key.*last good/.test(lastStatus()), 'a status');
        assert.equal(await month(), 42_000);
        await type(3, textOf(CONFIG).replace('"42k"', '"9k"'));
        await until(async () => (await month()) === 9000, 'unsaved traffic');
        assert.deepEqual(problems(), []);
        await client.connection.sendNotification('textDocument/didClose', { textDocument: { uri: client.uri(CONFIG) } });
        await until(async () => (await month()) === 42_000, 'the traffic on disk');
      });
    }

    it('of a file that is not open are shown beside it, and go when it is mended', async () => {
      await start();
      listen();
      write(CONFIG, '{ "rules": { "cal-in-loop": "off" } }');
      await open('src/triage.ts');
      await client.ask('costlint/report', {});
      await until(() => problems().length > 0, 'the problem');
      assert.match(String(problems()[0]?.message), /Did you mean "call-in-loop"/);
      write(CONFIG, '{}');
      await changedOnDisk(CONFIG);
      await until(() => problems().length === 0, 'no problem');
    });
  });

  describe('an update of prices', () => {
    let server: Server;
    let answer = '';
    let url = '';
    let asked = 0;
    before((done) => {
      server = createServer((_request, response) => {
        asked++;
        response.end(answer);
      }).listen(0, '127.0.0.1', () => {
        url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/prices.json`;
        done();
      });
    });
    after(() => server.close());
    const perCall = async () => {
      const { site } = await client.ask('costlint/site', { uri: client.uri('src/triage.ts'), position: TOP });
      return site?.cost?.perCall.expected ?? 0;
    };

    it('says what differs, writes the file, and counts with it; a broken answer leaves all as it is', async () => {
      await start();
      await open('src/triage.ts');
      const first = await perCall();
      answer = tenfold();
      const renewed = await client.ask('costlint/updatePrices', { from: url });
      assert.equal(renewed.state, 'renewed');
      assert.match(renewed.text, /^anthropic\/claude-haiku-4-5: input 1 → 10$/m);
      assert.match(renewed.text, /^costlint-prices\.json: [\d,]+ models of http/m);
      await until(async () => (await perCall()) > 2 * first, 'the new prices');
      const kept = readFileSync(path.join(client.root, 'costlint-prices.json'), 'utf8');
      answer = '{ "half": ';
      const failed = await client.ask('costlint/updatePrices', { from: url });
      assert.equal(failed.state, 'failed');
      assert.match(failed.text, /no whole JSON.\ncostlint-prices\.json stays as it is/);
      assert.equal(readFileSync(path.join(client.root, 'costlint-prices.json'), 'utf8'), kept);
    });

    it('is refused in a web worker, which connects to nothing', async () => {
      await start({ inWorker: true });
      const before = asked;
      const { state, text } = await client.ask('costlint/updatePrices', { from: url });
      assert.deepEqual([state, asked], ['failed', before]);
      assert.match(text, /needs a folder on a disk/);
    });
  });

  for (const inWorker of [false, true]) {
    it(`prices that change on disk count at once${inWorker ? ', also in a web worker' : ''}`, async () => {
      await start({ inWorker });
      await open('src/triage.ts');
      const perCall = async () => {
        const { site } = await client.ask('costlint/site', { uri: client.uri('src/triage.ts'), position: TOP });
        return site?.cost?.perCall.expected ?? 0;
      };
      const before = await perCall();
      assert.ok(before > 0);
      write('costlint-prices.json', tenfold());
      await changedOnDisk('costlint-prices.json');
      await until(async () => (await perCall()) > 2 * before, 'the new prices');
    });
  }
});
