/** The language server as a client sees it: over the protocol, in one process, on the sample application. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { CodeAction, CodeLens, Diagnostic, Hover, InlayHint, TextEdit } from 'vscode-languageserver';
import { estimate, money, separated, shortMoney, tokenWords } from '../../src/core/report/words.ts';
import { COMMANDS } from '../../src/server/protocol.ts';
import { type Client, edited, FULL, startClient, until } from '../support/lsp.ts';

const SAMPLE = 'test/projects/support-desk';
const EVERYTHING = { range: { start: { line: 0, character: 0 }, end: { line: 100_000, character: 0 } } };
const textOf = (file: string) => readFileSync(path.join(SAMPLE, file), 'utf8');

describe('language server', () => {
  let client: Client;
  const started: Client[] = [];
  const start = async (options: Parameters<typeof startClient>[0] = {}) => {
    client = await startClient({ folder: SAMPLE, ...options });
    started.push(client);
    return client;
  };
  afterEach(async () => {
    for (const one of started.splice(0)) await one.close();
  });

  const lenses = (file: string) => client.about<CodeLens[]>('textDocument/codeLens', file);
  const titles = async (file: string) => (await lenses(file)).map(({ range, command }) => `${range.start.line + 1} ${command?.title}`);
  const change = (file: string, version: number, ...contentChanges: object[]) =>
    client.connection.sendNotification('textDocument/didChange', { textDocument: { uri: client.uri(file), version }, contentChanges });

  it('shows every number of the report in lenses, hints and hover', async () => {
    await start();
    const report = await client.ask('costlint/report', {});
    assert.ok(report && report.sites.length > 10);
    const files = [...new Set(report.sites.map((site) => site.path))].filter((file) => !file.endsWith('.ipynb'));
    for (const file of files) await client.open(file, textOf(file));
    for (const file of files) {
      const shown = (await titles(file)).join('\n');
      const hints = await client.about<InlayHint[]>('textDocument/inlayHint', file, EVERYTHING);
      for (const site of report.sites.filter((one) => one.path === file)) {
        const { cost, tokens, terms, outputCap, scope } = site;
        if (cost && tokens) {
          assert.ok(
            shown.includes(`${separated(tokens.input.high)} in`) || shown.includes(`${separated(tokens.input.expected)} in`),
            shown,
          );
          if (outputCap.state !== 'absent') assert.ok(shown.includes(estimate(cost.perCall)), `${file}: ${shown}`);
          else assert.ok(shown.includes(`up to ${money(cost.perCall.high)}`), `${file}: ${shown}`);
          if (scope === 'app') assert.ok(shown.includes(`${estimate(cost.perMonth, shortMoney)}/mo`), `${file}: ${shown}`);
        }
        if (outputCap.range && terms && outputCap.tokens) {
          const label = `≤ ${money((outputCap.tokens * terms.price.output * terms.multiplier) / 1e6)}`;
          assert.ok(
            hints.some((hint) => hint.label === label),
            `${file}: ${label}`,
          );
        }
        for (const part of site.parts.filter((one) => one.path === file && one.range && one.tokens.high >= 50 && site.kind !== 'prompt')) {
          const there = hints.filter((hint) => hint.position.line + 1 === part.range?.end.line);
          assert.ok(there.length > 0, `${file}:${part.range?.end.line} ${part.role}`);
        }
        if (site.kind !== 'llm-call' || !tokens) continue;
        const position = { line: site.range.start.line - 1, character: site.range.start.column - 1 };
        const hover = await client.about<Hover>('textDocument/hover', file, { position });
        const { value } = hover.contents as { value: string };
        for (const part of site.parts)
          assert.ok(value.includes(`${part.exact ? '' : '~'}${separated(Math.round(part.tokens.expected))} |`), value);
        if (cost) assert.ok(value.includes(estimate(cost.perCall)) && value.includes(estimate(cost.perMonth, shortMoney)), value);
      }
    }
    assert.equal(tokenWords({ low: 412, expected: 412, high: 412 }), '412 tok');
  });

  it('counts unsaved text, and lets go of it when the document is closed', async () => {
    await start();
    const file = 'src/prompts/handbook.ts';
    await client.open(file, textOf(file));
    const before = await client.ask('costlint/report', {});
    await change(file, 2, { text: textOf(file).replace('`', '`Every answer must be friendly, short and correct. '.repeat(1)) });
    const tokens = (report: typeof before) =>
      report?.sites.find(({ path: of, kind }) => of === 'src/agent.ts' && kind === 'llm-call')?.tokens?.input.expected ?? 0;
    const after = await client.ask('costlint/report', {});
    assert.ok(tokens(after) > tokens(before), `${tokens(after)} > ${tokens(before)}`);
    await client.connection.sendNotification('textDocument/didClose', { textDocument: { uri: client.uri(file) } });
    assert.equal(tokens(await client.ask('costlint/report', {})), tokens(before));
  });

  it('keeps lenses over their calls while somebody types, also in broken code', async () => {
    await start();
    const file = 'src/triage.ts';
    await client.open(file, textOf(file));
    await client.ask('costlint/report', {});
    const [first = ''] = await titles(file);
    const line = Number(first.split(' ')[0]);
    const insert = (version: number, at: number, character: number, text: string) =>
      change(file, version, { range: { start: { line: at, character }, end: { line: at, character } }, text });
    await insert(2, 0, 0, '\n');
    assert.deepEqual(await titles(file), [first.replace(`${line}`, `${line + 1}`)], 'moves at once');
    let version = 3;
    for (const key of 'const x = `never closed ${ (') {
      await insert(version, 0, version - 3, key);
      version++;
      assert.deepEqual(
        (await titles(file)).map((title) => title.split(' ')[0]),
        [`${line + 1}`],
        `after ${version - 3} keys`,
      );
    }
    await new Promise((resolve) => setTimeout(resolve, 200));
    const broken = await lenses(file);
    assert.deepEqual(
      broken.map(({ range }) => range.start.line),
      [line],
      'broken code keeps its lens',
    );
    assert.equal(client.asked('workspace/codeLens/refresh') <= 1, true);
  });

  it('keeps the lens of a loop while something is missing above it that the parser puts in by itself', async () => {
    await start();
    const file = 'src/agent.ts';
    const text = textOf(file);
    await client.open(file, text);
    await client.ask('costlint/report', {});
    const before = await titles(file);
    const loop = text.slice(0, text.indexOf('while (')).split('\n').length - 1;
    await change(file, 2, {
      range: { start: { line: loop, character: 0 }, end: { line: loop, character: 0 } },
      text: '  const\n',
    });
    await client.ask('costlint/report', {});
    const moved = before.map((title) => title.replace(/^\d+/, (line) => `${Number(line) + (Number(line) >= loop ? 1 : 0)}`));
    assert.deepEqual(await titles(file), moved);
  });

  it('asks for a refresh only when something shown has changed', async () => {
    await start();
    await client.open('src/summary.ts', textOf('src/summary.ts'));
    await client.open('src/models.ts', textOf('src/models.ts'));
    await client.ask('costlint/report', {});
    const before = await titles('src/summary.ts');
    await new Promise((resolve) => setTimeout(resolve, 400));
    const asked = client.asked('workspace/codeLens/refresh');
    await change('src/models.ts', 2, { text: `${textOf('src/models.ts')}// a comment\n` });
    await new Promise((resolve) => setTimeout(resolve, 1200));
    assert.equal(client.asked('workspace/codeLens/refresh'), asked, 'a comment changes nothing');
    await change('src/models.ts', 3, { text: textOf('src/models.ts').replace('gpt-5.4-mini', 'gpt-5.4-nano') });
    await until(() => client.asked('workspace/codeLens/refresh') > asked, 'a refresh after the model was changed in another file');
    assert.notDeepEqual(await titles('src/summary.ts'), before);
  });

  it('gives diagnostics with their rule page to clients that ask, and pushes them to those that do not', async () => {
    await start();
    await client.open('src/agent.ts', textOf('src/agent.ts'));
    const { items } = await client.about<{ items: Diagnostic[] }>('textDocument/diagnostic', 'src/agent.ts');
    const found = items.find(({ code }) => code === 'unbounded-agent-loop');
    assert.equal(found?.source, 'costlint');
    assert.match(found?.codeDescription?.href ?? '', /\/test\/rules\/unbounded-agent-loop\.md$/);
    assert.equal(found?.range.start.line, found?.range.end.line);

    const { diagnostic: _, ...textDocument } = FULL.textDocument ?? {};
    await start({ capabilities: { ...FULL, textDocument } });
    let pushed: readonly Diagnostic[] = [];
    client.connection.onNotification('textDocument/publishDiagnostics', (params: { diagnostics: Diagnostic[] }) => {
      pushed = params.diagnostics;
    });
    await client.open('src/agent.ts', textOf('src/agent.ts'));
    await until(() => pushed.some(({ code }) => code === 'unbounded-agent-loop'), 'pushed diagnostics');
  });

  it('reports the findings of the whole workspace, and says what has not changed', async () => {
    await start();
    await client.open('src/agent.ts', textOf('src/agent.ts'));
    await client.ask('costlint/report', {});
    interface Reports {
      readonly items: readonly {
        readonly kind: string;
        readonly uri: string;
        readonly resultId: string;
        readonly items?: readonly Diagnostic[];
      }[];
    }
    const first = await client.connection.sendRequest<Reports>('workspace/diagnostic', { previousResultIds: [] });
    const uris = first.items.map(({ uri }) => uri);
    assert.ok(uris.includes(client.uri('src/agent.ts')) && uris.includes(client.uri('src/summary.ts')), uris.join());
    const previousResultIds = first.items.map(({ uri, resultId }) => ({ uri, value: resultId }));
    const second = await client.connection.sendRequest<Reports>('workspace/diagnostic', { previousResultIds });
    assert.deepEqual(new Set(second.items.map(({ kind }) => kind)), new Set(['unchanged']));
  });

  it('offers to silence a finding, and a silenced finding is gone', async () => {
    await start();
    const file = 'src/agent.ts';
    await client.open(file, textOf(file));
    await client.ask('costlint/report', {});
    const { items } = await client.about<{ items: Diagnostic[] }>('textDocument/diagnostic', file);
    const found = items.find(({ code }) => code === 'unbounded-agent-loop');
    assert.ok(found);
    const actions = await client.about<CodeAction[]>('textDocument/codeAction', file, { range: found.range, context: { diagnostics: [] } });
    const silence = actions.find(({ title }) => title.startsWith('Suppress unbounded-agent-loop'));
    const [changed] = silence?.edit?.documentChanges ?? [];
    assert.ok(changed && 'edits' in changed);
    const edit = changed.edits[0] as TextEdit | undefined;
    assert.match(edit?.newText ?? '', /^ *\/\/ costlint-ignore unbounded-agent-loop: \S/);
    assert.ok(edit);
    await change(file, 2, { range: edit.range, text: edit.newText });
    const after = await client.about<{ items: Diagnostic[] }>('textDocument/diagnostic', file);
    assert.deepEqual(
      after.items.filter(({ code }) => code === 'unbounded-agent-loop'),
      [],
    );
    assert.ok(actions.some(({ command }) => command?.command === COMMANDS.openRule));
  });

  it('writes the traffic of a call into the configuration, with its comments kept', async () => {
    await start();
    const file = 'src/triage.ts';
    await client.open(file, textOf(file));
    await client.ask('costlint/report', {});
    const { site } = await client.ask('costlint/site', { uri: client.uri(file), position: { line: 22, character: 10 } });
    assert.equal(site?.feature, 'triage');
    const edit = await client.ask('costlint/traffic', { uri: client.uri(file), siteId: site?.id ?? '', callsPerMonth: 77_000 });
    const config = textOf('costlint.config.json');
    const after = edited(config, client.uri('costlint.config.json'), edit);
    const comments = (text: string) => [...text.matchAll(/\/\/.*/g)].map(String);
    assert.deepEqual(comments(after), comments(config));
    assert.match(after, /"callsPerMonth": 77000/);
  });

  it('compares a call with all priced models, counts a text, and knows prices', async () => {
    await start();
    const file = 'src/triage.ts';
    const uri = client.uri(file);
    await client.open(file, textOf(file));
    await client.ask('costlint/report', {});
    const { site } = await client.ask('costlint/site', { uri, position: { line: 0, character: 0 } });
    const rows = await client.ask('costlint/models', { uri, siteId: site?.id ?? '' });
    const current = rows.find((row) => row.current);
    assert.ok(rows.length > 100, `${rows.length} models`);
    assert.equal(current?.perCall.expected, site?.cost?.perCall.expected);
    assert.deepEqual(
      rows.map((row) => row.perCall.expected),
      rows.map((row) => row.perCall.expected).sort((a, b) => a - b),
    );
    const counted = await client.ask('costlint/count', { uri, text: 'You are a helpful assistant.' });
    assert.deepEqual([counted.tokens.expected, counted.exact, counted.tokenizer, counted.model], [6, true, 'o200k_base', 'gpt-5.4-nano']);
    const price = await client.ask('costlint/price', { model: 'gpt-5.4-nano' });
    assert.ok(price.rows.some(({ provider, input }) => provider === 'openai' && input > 0));
    assert.match(price.url ?? '', /^https:/);
    const { markdown } = await client.ask('costlint/explain', { uri, siteId: site?.id ?? '' });
    assert.match(markdown, /Formula/);
  });

  it('speaks UTF-8 and UTF-32 positions to clients that offer nothing else', async () => {
    for (const [encoding, character] of [
      ['utf-8', 6],
      ['utf-32', 3],
    ] as const) {
      await start({ capabilities: { ...FULL, general: { positionEncodings: [encoding] } } });
      assert.equal(client.initialized.capabilities.positionEncoding, encoding);
      const text = "'𝄞';import OpenAI from 'openai';\nnew OpenAI().responses.create({ model: 'gpt-5.4', input: 'hi' });\n";
      await client.open('new.ts', text);
      const end = { line: 0, character };
      await change('new.ts', 2, { range: { start: end, end }, text: '\n' });
      const [lens] = await lenses('new.ts');
      assert.equal(lens?.range.start.line, 2);
    }
  });

  it('does nothing without LLM code, and says why in large and binary documents', async () => {
    await start();
    await client.open('plain.ts', 'export const a = 1;\n');
    assert.deepEqual(await lenses('plain.ts'), []);
    assert.deepEqual(client.heard('costlint/status'), []);
    await client.open('large.ts', `import OpenAI from 'openai';\n${' '.repeat(1 << 20)}`);
    await client.open('binary.ts', 'import OpenAI from "openai";\0');
    assert.deepEqual([await lenses('large.ts'), await lenses('binary.ts')], [[], []]);
    const skipped = client.heard('costlint/status').map(({ state, message }) => `${state}: ${message}`);
    assert.deepEqual(skipped, ['skipped: large.ts is too large to be analysed', 'skipped: binary.ts is binary']);
  });

  it('runs lens commands itself where the client does not', async () => {
    await start();
    const commands = client.initialized.capabilities.executeCommandProvider?.commands ?? [];
    assert.deepEqual(new Set(commands), new Set(Object.values(COMMANDS)));
    const file = 'src/triage.ts';
    await client.open(file, textOf(file));
    const [lens] = await lenses(file);
    assert.equal(lens?.command?.command, COMMANDS.explain);
    const text = await client.connection.sendRequest<string>('workspace/executeCommand', {
      command: COMMANDS.explain,
      arguments: lens?.command?.arguments,
    });
    assert.match(text, /Input tokens/);
    await start({ initializationOptions: { ownCommands: true } });
    assert.equal(client.initialized.capabilities.executeCommandProvider, undefined);
  });

  it('shows the same in a web worker, which asks the client for every file', async () => {
    const file = 'src/agent.ts';
    await start();
    await client.open(file, textOf(file));
    await client.ask('costlint/report', {});
    const onDisk = await titles(file);
    await start({ inWorker: true });
    await client.open(file, textOf(file));
    const shown = async () => JSON.stringify(await titles(file)) === JSON.stringify(onDisk);
    await until(shown, `${onDisk.join('; ')} in a worker`);
    await until(() => client.heard('costlint/status').at(-1)?.state === 'idle', 'an idle worker');
    assert.match(client.heard('costlint/status').at(-1)?.message ?? '', /only open files/);
  });

  it('reads new settings when they change', async () => {
    const settings = { codeLens: { enable: true } };
    await start({ settings });
    await client.open('src/triage.ts', textOf('src/triage.ts'));
    assert.equal((await lenses('src/triage.ts')).length > 0, true);
    settings.codeLens.enable = false;
    await client.connection.sendNotification('workspace/didChangeConfiguration', { settings: null });
    assert.deepEqual(await lenses('src/triage.ts'), []);
  });
});
