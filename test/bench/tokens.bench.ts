/**
 * Measures the token counter side by side with other libraries and with a hash of the same text, and checks its counts on
 * ten million characters. Ratios count, not times: medians of interleaved rounds in one process.
 */
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { countTokens } from 'gpt-tokenizer/encoding/o200k_base';
import { Tiktoken } from 'js-tiktoken/lite';
import o200k from 'js-tiktoken/ranks/o200k_base';
import { get_encoding } from 'tiktoken';
import { TokenCounter } from '../../src/core/tokens/counter.ts';
import { LiveCount } from '../../src/core/tokens/incremental.ts';
import { encodings, tableAsset } from '../../src/dev/tables.ts';
import { anyText, chunksOf, madeUp, PATHOLOGICAL, random } from '../tokens/texts.ts';

const ROUNDS = 5;

const open = (asset: Uint8Array): TokenCounter => TokenCounter.open('o200k_base', asset) as TokenCounter;
const median = (list: readonly number[]): number => [...list].sort((a, b) => a - b)[list.length >> 1] as number;
const sha256 = (text: string) => createHash('sha256').update(text).digest();

function milliseconds(run: () => void): number {
  const start = performance.now();
  run();
  return performance.now() - start;
}

/** Median time of each run; the runs take turns, and one round before them is not counted. */
function medians<K extends string>(runs: Readonly<Record<K, () => void>>, rounds = ROUNDS): Record<K, number> {
  const names = Object.keys(runs) as K[];
  const times = Object.fromEntries(names.map((name) => [name, [] as number[]])) as Record<K, number[]>;
  for (let round = 0; round <= rounds; round++) {
    for (const name of names) {
      const time = milliseconds(runs[name]);
      if (round > 0) times[name].push(time);
    }
  }
  return Object.fromEntries(names.map((name) => [name, median(times[name])])) as Record<K, number>;
}

/** Prints the ratios 1 to 9 of the target table; `files` are further texts for the counts and the speed. */
export async function bench(print: (line: string) => void, files: readonly string[] = []): Promise<void> {
  const given = Object.fromEntries(files.map((file) => [file, readFileSync(file, 'utf8')]));
  const asset = tableAsset('o200k_base');
  construction(print, asset);
  exactness(print, given);
  throughput(print, open(asset), { ...pick(madeUp(120_000), ['english', 'code', 'json', 'han']), ...given });
  keystroke(print, open(asset));
  pathological(print, open(asset));
}

const pick = (texts: Readonly<Record<string, string>>, names: readonly string[]) =>
  Object.fromEntries(names.map((name) => [name, texts[name] as string]));

function construction(print: (line: string) => void, asset: Uint8Array): void {
  const time = medians({ theirs: () => void new Tiktoken(o200k), ours: () => void open(asset) });
  print(
    `5  construction: js-tiktoken ${time.theirs.toFixed(0)} ms, ours ${time.ours.toFixed(1)} ms: 1/${(time.theirs / time.ours).toFixed(0)} (demand 1/10)`,
  );
  const theirs = kept(() => new Tiktoken(o200k));
  const ours = kept(() => open(asset));
  print(`6  memory kept: js-tiktoken ${theirs.toFixed(1)} MB, ours ${ours.toFixed(1)} MB: 1/${(theirs / ours).toFixed(1)} (demand 1/5)`);
}

/** MB that an object keeps alive. */
function kept(make: () => object): number {
  setFlagsFromString('--expose-gc');
  const gc = runInNewContext('gc') as () => void;
  const used = () => {
    gc();
    const { heapUsed, external } = process.memoryUsage();
    return heapUsed + external;
  };
  const before = used();
  const object = make();
  const megabytes = (used() - before) / 1e6;
  return object ? megabytes : 0;
}

function exactness(print: (line: string) => void, given: Readonly<Record<string, string>>): void {
  for (const encoding of encodings) {
    const tiktoken = get_encoding(encoding);
    const counter = TokenCounter.open(encoding, tableAsset(encoding)) as TokenCounter;
    const rnd = random(2463534242);
    let characters = 0;
    let chunks = 0;
    const wrong: string[] = [];
    const check = (text: string) => {
      characters += text.length;
      chunks++;
      if (counter.count(text) !== tiktoken.encode_ordinary(text).length) wrong.push(text.slice(0, 80));
    };
    for (const text of Object.values({ ...madeUp(650_000), ...given })) for (const chunk of chunksOf(text)) check(chunk);
    for (let i = 0; i < 4000; i++) check(anyText(rnd));
    for (const blank of ['\ufeff', '\u0085']) for (let i = 0; i < 5000; i++) check(around(blank, rnd));
    tiktoken.free();
    print(`1  ${encoding}: ${wrong.length} of ${chunks} texts wrong, ${(characters / 1e6).toFixed(1)} M characters (demand 0)`);
    for (const text of wrong.slice(0, 3)) print(`     ${JSON.stringify(text)}`);
  }
}

/** A short text in which a rare blank stands among others. */
function around(blank: string, rnd: (below: number) => number): string {
  const parts = [' ', '  ', '   ', 'a', 'Hello', '.', '!!', '\n', '1', '\t', '/', '"'];
  return Array.from({ length: 1 + rnd(6) }, () => (rnd(6) ? (parts[rnd(parts.length)] as string) : blank)).join('');
}

function throughput(print: (line: string) => void, counter: TokenCounter, texts: Readonly<Record<string, string>>): void {
  const plain = new Tiktoken(o200k);
  const wasm = get_encoding('o200k_base');
  for (const [name, text] of Object.entries(texts)) {
    const parts = Array.from({ length: 5 }, (_, i) => text.slice(i * 20_000, (i + 1) * 20_000)).filter((part) => part.length > 1000);
    const each = (run: (part: string) => void) => () => parts.forEach(run);
    const time = medians({
      js: each((part) => void plain.encode(part, [], [])),
      gpt: each((part) => void countTokens(part, { disallowedSpecial: new Set() })),
      wasm: each((part) => void wasm.encode_ordinary(part)),
      cold: () => {
        counter.forget();
        for (const part of parts) counter.count(part);
      },
      warm: each((part) => void counter.count(part)),
      sha256: each((part) => void sha256(part)),
    });
    const over = (theirs: number, ours: number) => (theirs / ours).toFixed(1);
    print(
      `2  ${name}: warm ${over(time.js, time.warm)} × js-tiktoken; 3 ${over(time.gpt, time.warm)} × gpt-tokenizer; ${over(time.wasm, time.warm)} × tiktoken; ` +
        `4 cold ${over(time.js, time.cold)} × js-tiktoken; ${over(time.warm, time.sha256)} × the time of sha256`,
    );
  }
  wasm.free();
}

function keystroke(print: (line: string) => void, counter: TokenCounter): void {
  let text = (madeUp(20_000).english as string).slice(0, 20_000);
  const live = new LiveCount(counter, text);
  const typed = ' and answer in detail what the previous paragraph says';
  const times: Record<'edit' | 'full' | 'hash', number[]> = { edit: [], full: [], hash: [] };
  for (let i = 0; i < 300; i++) {
    const at = 10_000 + i;
    const key = typed.charAt(i % typed.length);
    text = text.slice(0, at) + key + text.slice(at);
    times.hash.push(milliseconds(() => void sha256(text)));
    times.full.push(milliseconds(() => void counter.count(text)));
    times.edit.push(milliseconds(() => void live.edit(at, 0, key)));
  }
  const hash = median(times.hash);
  print(
    `7  key in 20,000 characters: edit ${(median(times.edit) / hash).toFixed(2)} × sha256 (demand 1), whole text ${(median(times.full) / hash).toFixed(1)} × (demand 20); ` +
      `totals ${live.total === counter.count(text) ? 'equal' : 'DIFFER'}`,
  );
}

function pathological(print: (line: string) => void, counter: TokenCounter): void {
  const ordinary = (madeUp(100_000).english as string).slice(0, 100_000);
  const growth: number[] = [];
  let worst = { name: '', ratio: 0 };
  for (const [name, make] of Object.entries(PATHOLOGICAL)) {
    const sizes = [50_000, 100_000, 200_000].map(make) as [string, string, string];
    const unseen = (text: string) => () => {
      counter.forget();
      counter.count(text);
    };
    const time = medians({ half: unseen(sizes[0]), one: unseen(sizes[1]), double: unseen(sizes[2]), ordinary: unseen(ordinary) });
    growth.push(time.one / time.half, time.double / time.one);
    if (time.one / time.ordinary > worst.ratio) worst = { name, ratio: time.one / time.ordinary };
  }
  print(
    `8  ten pathological inputs, time per doubling: median ${median(growth).toFixed(2)}, most ${Math.max(...growth).toFixed(2)} (demand 2.5)`,
  );
  print(`9  worst, ${worst.name}: ${worst.ratio.toFixed(1)} × unseen English of the same length (demand 20)`);
}
