/**
 * Makes the tokenizer tables: the rank assets that ship with a build, and `src/core/tokens/unicode.ts`.
 *
 *     node out/dev/tables.js FOLDER       writes FOLDER/o200k_base and FOLDER/cl100k_base
 *     node out/dev/tables.js --classes    writes src/core/tokens/unicode.ts again; only when tiktoken changes its Unicode version
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import cl100k from 'js-tiktoken/ranks/cl100k_base';
import o200k from 'js-tiktoken/ranks/o200k_base';
import { packTable, Ranks } from '../core/tokens/bpe.ts';
import type { Encoding } from '../core/tokens/split.ts';

const ranks: Readonly<Record<Encoding, string>> = { o200k_base: o200k.bpe_ranks, cl100k_base: cl100k.bpe_ranks };

export const encodings = Object.keys(ranks) as readonly Encoding[];

/** The table asset of an encoding, from js-tiktoken's ranks: lines `! rank token token …`, tokens in base64, ranks counting up. */
export function tableAsset(encoding: Encoding): Uint8Array {
  const entries: Uint8Array[] = [];
  for (const line of ranks[encoding].split('\n')) {
    const [, first, ...tokens] = line.split(' ');
    if (tokens.length > 0 && Number(first) !== entries.length) throw new Error(`${encoding}: rank ${entries.length} is missing`);
    for (const token of tokens) entries.push(Buffer.from(token, 'base64'));
  }
  return packTable(entries);
}

/** Writes the table assets of all encodings to a folder, each under the encoding's name. */
export function writeTables(folder: string): void {
  mkdirSync(folder, { recursive: true });
  for (const encoding of encodings) writeFileSync(join(folder, encoding), tableAsset(encoding));
}

/** Classes in the order in which they are asked; each stands as its letter in the table (see `core/tokens/classes.ts`). */
const CLASSES: readonly (readonly [string, RegExp])[] = [
  ['L', /\p{Ll}/u],
  ['O', /[\p{Lm}\p{Lo}]/u],
  ['U', /[\p{Lu}\p{Lt}]/u],
  ['C', /[\r\n]/],
  ['S', /\p{White_Space}/u],
  ['N', /\p{N}/u],
  ['M', /\p{M}/u],
];

/**
 * The class of every code point by tiktoken's behaviour. The engine's own Unicode proposes; where tiktoken, whose Unicode
 * may be older, counts differently, the code point is unassigned there and belongs to the rest. The telling text is `?'s`:
 * `'s` is one token behind a letter, mark or digit, and two where the rest takes the apostrophe.
 */
async function classRuns(): Promise<string> {
  const { get_encoding } = await import('tiktoken');
  const tiktoken = get_encoding('o200k_base');
  const own = Ranks.open(tableAsset('o200k_base')) as Ranks;
  const pattern = new RegExp(o200k.pat_str.replaceAll('\\s', '\\p{White_Space}').replaceAll('\\S', '\\P{White_Space}'), 'gu');
  const letters: string[] = [];
  const differs = (text: string) => {
    let count = 0;
    for (const [piece] of text.matchAll(pattern)) count += own.count(Buffer.from(piece), Buffer.byteLength(piece));
    return count !== tiktoken.encode_ordinary(text).length;
  };
  for (let code = 0; code < 0x110000; code++) {
    const surrogate = code >= 0xd800 && code < 0xe000;
    const character = surrogate ? '\ufffd' : String.fromCodePoint(code);
    const letter = CLASSES.find(([, pattern]) => pattern.test(character))?.[0] ?? 'R';
    const agrees = !differs(`${character}'s A${character}a,${character}J ${character}1${character}`);
    if (!agrees && letter === 'R') throw new Error(`tiktoken knows U+${code.toString(16)}, this engine does not: use a newer Node`);
    letters.push(agrees ? letter : 'R');
  }
  tiktoken.free();
  let runs = '';
  for (let from = 0, to = 0; from < letters.length; from = to) {
    to = from + 1;
    while (to < letters.length && letters[to] === letters[from]) to++;
    runs += `${letters[from]}${(to - from).toString(36)}`;
  }
  return runs;
}

async function writeClasses(file: string): Promise<void> {
  const runs = await classRuns();
  const lines = runs.match(/.{1,130}/g) ?? [];
  const header =
    '/** Character classes as runs over all code points; written by `src/dev/tables.ts`, read by `classes.ts`. Not to be edited. */\n';
  writeFileSync(file, `${header}export default [\n${lines.map((line) => `  '${line}',\n`).join('')}].join('');\n`);
}

// Bundled into a test or another script, this file is a library.
if (/\btables\.m?[jt]s$/.test(process.argv[1] ?? '')) {
  const target = process.argv[2];
  if (target === '--classes') await writeClasses('src/core/tokens/unicode.ts');
  else if (target !== undefined) writeTables(target);
}
