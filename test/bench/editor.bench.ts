/** Measures what a key costs in the server: new lenses and hints of a long file in a folder of others, beside all of it done afresh. */
import { spawn } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { createProtocolConnection, StreamMessageReader, StreamMessageWriter } from 'vscode-languageserver/node';
import { DEFAULT_CONFIG } from '../../src/core/config/defaults.ts';
import { hintsOf } from '../../src/core/editor/hints.ts';
import { lensesOf } from '../../src/core/editor/lenses.ts';
import { viewOf } from '../../src/core/editor/view.ts';
import { createEngine, type Engine, loadShared, type Shared } from '../../src/core/engine.ts';
import { longFile } from './languages.bench.ts';
import { writeLlmCode } from './llm-code.ts';
import { median } from './measure.ts';

const KEYS = 200;
/** Keys, and analyses in full beside them, before the two are compared: the first ones run code that is not compiled yet. */
const FIRST_KEYS = 80;
/** Keys from one analysis in full to the next: close together, so that both see the same machine, and there are many of both. */
const KEYS_BETWEEN = 2;
const OTHER_FILES = 60;
const FILES = { seen: 0, analysed: 0, skipped: [], failed: [] };
const EVERYWHERE = { start: { line: 1, column: 1 }, end: { line: 10_000, column: 1 } };

const host = { read: () => undefined, list: () => [], asset: (name: string) => readFile(path.resolve('dist/assets', name)) };

export async function bench(print: (line: string) => void): Promise<void> {
  const shared = await loadShared(host.asset, () => performance.now());
  for (const extension of ['.ts', '.py']) await keys(print, extension, shared);
  await memory(print);
}

async function keys(print: (line: string) => void, extension: string, shared: Shared): Promise<void> {
  const file = `a${extension}`;
  const text = longFile(extension);
  const others = writeLlmCode(OTHER_FILES);
  const engineOf = () =>
    createEngine({ host, config: DEFAULT_CONFIG, version: 'bench', at: '2026-11-21', now: () => performance.now(), shared });
  const fill = (engine: Engine) => {
    for (const one of others) engine.live.set(`lib/${one.name}`, one.text);
    engine.live.scan([file, ...others.map(({ name }) => `lib/${name}`)]);
  };
  const show = async (engine: Engine, now: string) => {
    engine.live.set(file, now);
    engine.live.share(file);
    const view = viewOf(await engine.report(FILES, engine.live.all()), file);
    return [lensesOf(view).length, hintsOf(view, EVERYWHERE, { minimumTokens: 50 }).length];
  };
  const open = await engineOf();
  fill(open);
  for (const waiting of open.live.waiting()) open.live.share(waiting);
  let [lenses, hints] = await show(open, text);
  const times: Record<'key' | 'wall' | 'full', number[]> = { key: [], wall: [], full: [] };
  let now = text;
  for (let key = -FIRST_KEYS; key < KEYS; key++) {
    // Inside of a word, all over the file, so that the code stays whole.
    const next = now.indexOf(' ans', (now.length * (((key + FIRST_KEYS) * 7) % 10)) / 10);
    const at = (next < 0 ? now.lastIndexOf(' ans') : next) + 4;
    now = `${now.slice(0, at)}x${now.slice(at)}`;
    const [start, cpu] = [performance.now(), process.cpuUsage()];
    [lenses, hints] = await show(open, now);
    times.wall.push(performance.now() - start);
    if (key >= 0) times.key.push(milliseconds(process.cpuUsage(cpu)));
    if (key % KEYS_BETWEEN !== 0) continue;
    const fresh = await engineOf();
    fresh.live.scan([file]);
    const before = process.cpuUsage();
    await show(fresh, now);
    if (key >= 0) times.full.push(milliseconds(process.cpuUsage(before)));
  }
  const [key, full] = [median(times.key), median(times.full)];
  const slow = [...times.wall].sort((a, b) => a - b)[Math.floor(times.wall.length * 0.95)] as number;
  print(
    `18 ${extension} of ${text.split('\n').length - 1} lines among ${OTHER_FILES} files, ${lenses} lenses, ${hints} hints: one key ${(key / full).toFixed(2)} × ` +
      `a full analysis of the file (demand 0.35), ${key.toFixed(1)} ms of ${full.toFixed(1)}; p95 ${slow.toFixed(0)} ms (demand 50)`,
  );
}

const milliseconds = ({ user, system }: NodeJS.CpuUsage): number => (user + system) / 1000;

/** Of a server with the sample open and nothing left to do. */
async function memory(print: (line: string) => void): Promise<void> {
  if (!existsSync('/proc/self/status')) return;
  const root = path.resolve('test/projects/support-desk');
  const server = spawn(process.execPath, [path.resolve('dist/cli.js'), 'lsp', '--stdio'], { stdio: ['pipe', 'pipe', 'inherit'] });
  const client = createProtocolConnection(new StreamMessageReader(server.stdout), new StreamMessageWriter(server.stdin));
  client.listen();
  const rootUri = pathToFileURL(root).href;
  await client.sendRequest('initialize', { processId: process.pid, rootUri, capabilities: {} });
  await client.sendNotification('initialized', {});
  const before = rss(server.pid);
  const file = 'src/agent.ts';
  const textDocument = {
    uri: `${rootUri}/${file}`,
    languageId: 'typescript',
    version: 1,
    text: readFileSync(path.join(root, file), 'utf8'),
  };
  const start = performance.now();
  await client.sendNotification('textDocument/didOpen', { textDocument });
  await client.sendRequest('textDocument/codeLens', { textDocument: { uri: textDocument.uri } });
  const first = performance.now() - start;
  await client.sendRequest('costlint/report', {});
  await new Promise((resolve) => setTimeout(resolve, 2000));
  print(
    `19 idle server: ${before} MB before a document with LLM code, ${rss(server.pid)} MB with the sample open (demand 250); first lens after ${first.toFixed(0)} ms`,
  );
  await client.sendRequest('shutdown');
  await client.sendNotification('exit');
  client.dispose();
}

const rss = (pid: number | undefined): number =>
  Math.round(Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]) / 1024);
