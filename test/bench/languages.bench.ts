/** Measures what an open editor feels: lowering after one key, calls that survive damage, and the deadline (rows 10, 11, 12, 17). */
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { readConfig } from '../../src/core/config/config.ts';
import { createEngine } from '../../src/core/engine.ts';
import type { FileFacts } from '../../src/core/facts/facts.ts';
import { type Parsed, parserFor } from '../../src/core/languages/grammar.ts';
import { loadLanguages } from '../../src/core/languages/index.ts';
import type { Language, Lowered } from '../../src/core/languages/language.ts';
import { differenceOf } from '../../src/core/text/range.ts';
import { random } from '../tokens/texts.ts';
import { writeLlmCode } from './llm-code.ts';
import { interleaved, median, medians, milliseconds, processorMilliseconds } from './measure.ts';

const ROUNDS = 31;
/** Milliseconds that an editor allows for one parse. */
const DEADLINE = 50;

interface Subject {
  readonly language: Language;
  readonly path: string;
  /** 2,000 lines that call LLMs. */
  readonly text: string;
  /** The kind of the grammar's root node. */
  readonly root: string;
  readonly openText: string;
}

const asset = (name: string): Promise<Uint8Array> => readFile(path.resolve('dist/assets', name));

export async function bench(print: (line: string) => void): Promise<void> {
  const languages = await loadLanguages(asset, () => performance.now());
  for (const subject of subjects(languages)) {
    await editing(print, subject);
    damage(print, subject);
    deadline(print, subject);
  }
}

function subjects(languages: readonly Language[]): Subject[] {
  const kinds = [
    { id: 'ecmascript', path: 'a.ts', root: 'program', openText: 'const open = `' },
    { id: 'python', path: 'a.py', root: 'module', openText: 'open = """' },
  ];
  return kinds.flatMap(({ id, ...rest }) => {
    const language = languages.find((one) => one.id === id);
    return language ? [{ ...rest, language, text: longFile(path.extname(rest.path)) }] : [];
  });
}

/** 2,000 lines that call LLMs. */
export function longFile(extension: string): string {
  const texts = writeLlmCode(120)
    .filter(({ name }) => name.endsWith(extension))
    .map(({ text }) => text);
  return `${texts.join('\n').split('\n').slice(0, 2000).join('\n')}\n`;
}

async function editing(print: (line: string) => void, { language, path: file, text, root }: Subject): Promise<void> {
  const bare = await parserFor(await asset(language.grammarFor(file)), [root]);
  const at = text.indexOf('answer', text.length / 2) + 3;
  const typed = (piece: string) => text.slice(0, at) + piece + text.slice(at);
  const edit = differenceOf(text, typed('x'));
  const before = bare.parse(text) as Parsed;
  const previous = language.lower(text, { path: file, keep: true });
  const broken = language.lower(typed('('), { path: file, keep: true });
  const time = medians(
    {
      full: () => language.lower(typed('x'), { path: file }).release(),
      parse: () => bare.parse(typed('x'))?.release(),
      key: () => language.lower(typed('x'), { path: file, previous, keep: true }).release(),
      parseKey: () => bare.parse(typed('x'), { previous: { parsed: before, edit } })?.release(),
      brokenFull: () => language.lower(typed('(x'), { path: file }).release(),
      brokenParse: () => bare.parse(typed('(x'))?.release(),
      brokenKey: () => language.lower(typed('(x'), { path: file, previous: broken, keep: true }).release(),
    },
    ROUNDS,
    processorMilliseconds,
  );
  for (const held of [before, previous, broken]) held.release();
  print(
    `10 ${language.id}: one key, incremental parse + lowering ${(time.key / time.full).toFixed(2)} × in full (demand 0.15), ${time.key.toFixed(1)} ms of ${time.full.toFixed(1)}; ` +
      `limit: incremental parse alone ${(time.parseKey / time.full).toFixed(2)} ×`,
  );
  print(
    `10 ${language.id}: one key in broken code ${(time.brokenKey / time.brokenFull).toFixed(2)} × in full, ${time.brokenKey.toFixed(1)} ms of ${time.brokenFull.toFixed(1)}; ` +
      `limit: damage is parsed afresh, ${(time.brokenParse / time.brokenFull).toFixed(2)} ×`,
  );
  print(
    `12 ${language.id}: lowering beside the parse ${((time.full - time.parse) / time.parse).toFixed(2)} × the parse (demand 0.5), ${((text.length / time.parse) * 1e-3).toFixed(1)} MB/s parse alone`,
  );
  await analysis(print, language.id, file, text, typed('x'));
}

/** What an editor does for each key: the text is set, read and reported. */
async function analysis(print: (line: string) => void, id: string, file: string, text: string, edited: string): Promise<void> {
  const host = { read: () => undefined, list: () => [], asset };
  const { config } = readConfig([]);
  const engineOf = () => createEngine({ host, config, version: 'bench', at: '2026-11-21', now: () => performance.now() });
  const [open, closed] = [await engineOf(), await engineOf()];
  const files = { seen: 1, analysed: 1, skipped: [], failed: [] };
  const times: Record<'key' | 'full', number[]> = { key: [], full: [] };
  for (let round = 0; round < 2 * ROUNDS; round++) {
    const now = round % 2 === 0 ? text : edited;
    for (const [name, engine] of Object.entries({ key: open, full: closed }) as ['key' | 'full', typeof open][]) {
      const start = process.cpuUsage();
      engine.set(file, now, { open: name === 'key' });
      await engine.report(files);
      const { user, system } = process.cpuUsage(start);
      if (round > 1) times[name].push((user + system) / 1000);
    }
  }
  const [key, full] = [median(times.key), median(times.full)];
  print(`10 ${id}: one key, whole report ${(key / full).toFixed(2)} × in full (demand 0.35), ${key.toFixed(1)} ms of ${full.toFixed(1)}`);
}

function damage(print: (line: string) => void, { language, path: file, text, openText }: Subject): void {
  const tenCalls = `${text.slice(0, endOfCall(text, 10))}\n`;
  const countOf = (broken: string) => {
    const lowered = language.lower(broken, { path: file });
    lowered.release();
    return llmCalls(lowered.facts);
  };
  const whole = countOf(tenCalls);
  const rnd = random(20_261_121);
  const mean = (broken: (at: number) => string) => {
    const counts = Array.from({ length: 60 }, () => Math.min(whole, countOf(broken(rnd(tenCalls.length)))));
    return ((10 * counts.reduce((a, b) => a + b, 0)) / counts.length / whole).toFixed(2);
  };
  const insert = (piece: string) => (at: number) => tenCalls.slice(0, at) + piece + tenCalls.slice(at);
  const results = {
    'a character deleted': mean((at) => tenCalls.slice(0, at) + tenCalls.slice(at + 1)),
    '( inserted': mean(insert('(')),
    '{ inserted': mean(insert('{')),
    '" inserted': mean(insert('"')),
    'half a line typed': mean((at) => insert('client.chat.comp\n')(tenCalls.indexOf('\n', at) + 1)),
    '200 characters deleted': mean((at) => tenCalls.slice(0, at) + tenCalls.slice(at + 200)),
    'unclosed template': mean(insert(openText.slice(openText.indexOf('= ') + 2))),
  };
  const list = Object.entries(results).map(([name, found]) => `${name} ${found}`);
  print(`11 ${language.id}: of 10 calls still found after ${list.join(', ')} (demand 9, but for the unclosed template)`);
}

const CALLEE = /\.(?:create|invoke|completion)\(|\bgenerateText\(/g;

/** Behind the function in which the call number `count` stands. */
function endOfCall(text: string, count: number): number {
  const call = [...text.matchAll(CALLEE)][count - 1];
  return text.indexOf('answer.', call?.index ?? text.length) + 20;
}

function llmCalls({ calls }: FileFacts): number {
  return calls.filter(({ callee }) => {
    const name = callee.kind === 'member' || callee.kind === 'name' ? callee.name : callee.kind === 'imported' ? callee.name : '';
    return ['create', 'invoke', 'completion', 'generateText'].includes(name);
  }).length;
}

function deadline(print: (line: string) => void, { language, path: file, openText }: Subject): void {
  const hostile = {
    'unclosed template, 0.9 MB': `${openText}${'hello world\n'.repeat(75_000)}`,
    '50,000 open brackets': `${'('.repeat(10_000)}\n`.repeat(5),
    'noise, 1 MB': noise(1_000_000),
  };
  for (const [name, text] of Object.entries(hostile)) {
    const lower = (limit: number): Lowered => language.lower(text, { path: file, deadline: limit });
    const full = milliseconds(() => lower(60_000).release());
    const { cut } = interleaved({ cut: () => lower(DEADLINE).release() }, 5);
    const least =
      full < DEADLINE
        ? `needs only ${full.toFixed(0)} ms`
        : `${(median(cut) / DEADLINE).toFixed(2)} × (demand 1.1), at most ${(Math.max(...cut) / DEADLINE).toFixed(2)} ×; in full ${full.toFixed(0)} ms`;
    print(`17 ${language.id}: deadline of ${DEADLINE} ms, ${name}: ${least}`);
  }
}

function noise(length: number): string {
  const rnd = random(7);
  return Array.from({ length }, () => String.fromCharCode(32 + rnd(95))).join('');
}
