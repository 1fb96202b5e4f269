/** While somebody types, what the engine keeps must never differ from what it would find afresh. */
import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { DEFAULT_CONFIG } from '../../src/core/config/defaults.ts';
import { createEngine, type Engine, loadShared, type Shared } from '../../src/core/engine.ts';
import { isScanned } from '../../src/node/scanned.ts';
import { DAY, memoryHost } from '../support/engine.ts';

const SAMPLE = 'test/projects/support-desk';
const EDITS = 200;
const FILES = { seen: 0, analysed: 0, skipped: [], failed: [] };

/** It stands still: on a busy machine no parse is given up, and both sides read the same. */
const CLOCK = () => 0;

/** The same numbers on every machine. */
function random(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
}

/** What people type: words, brackets, quotes, comments, lines. */
const TYPED = [
  'x',
  '\n',
  '(',
  ')',
  '{',
  '}',
  '`',
  "'",
  '"',
  '# ',
  '// ',
  ' gpt-5.4-mini',
  '{value}',
  '\n\n',
  'max_tokens: 64,',
  'Be brief. ',
];

describe('incremental analysis', () => {
  const sample = Object.fromEntries(
    readdirSync(SAMPLE, { recursive: true, encoding: 'utf8' })
      .map((file) => file.split(path.sep).join('/'))
      .filter((file) => /\.\w+$/.test(file))
      .map((file) => [file, readFileSync(path.join(SAMPLE, file), 'utf8')]),
  );
  const scanned = Object.keys(sample).filter(isScanned).sort();
  let shared: Shared;
  const engineOf = (files: Readonly<Record<string, string>>) =>
    createEngine({ host: memoryHost(files), config: DEFAULT_CONFIG, version: 'test', at: DAY, now: CLOCK, shared });
  const settle = async ({ live, report }: Engine) => {
    for (const file of live.waiting()) live.share(file);
    return report(FILES, live.all());
  };

  before(async () => {
    shared = await loadShared(memoryHost({}).asset, CLOCK);
  });

  // Files in both languages, a prompt file and a notebook: few, because each edit is followed by a scan of them all.
  const edited = scanned.filter((file) => /^(?:jobs|notebooks|prompts|src\/(?:models|prompts\/summary|summary|triage))/.test(file));

  it(`equals a fresh one after each of ${EDITS} edits of the sample`, async () => {
    const below = random(7);
    const texts = { ...sample };
    const open = await engineOf(sample);
    open.live.scan(edited);
    await settle(open);
    for (let edit = 0; edit < EDITS; edit++) {
      const file = edited[below(edited.length)] as string;
      const text = texts[file] as string;
      const at = below(text.length + 1);
      const removed = below(3) === 0 ? below(40) : 0;
      const typed = TYPED[below(TYPED.length)] as string;
      texts[file] = below(12) === 0 ? (sample[file] as string) : text.slice(0, at) + typed + text.slice(at + removed);
      open.live.set(file, texts[file]);
      // An answer in between must not spoil the next one.
      if (below(2) === 0) {
        open.live.share(file);
        await open.report(FILES, open.live.all());
      }
      const fresh = await engineOf(texts);
      fresh.live.scan(edited);
      assert.deepEqual(await settle(open), await settle(fresh), `edit ${edit} of ${file}`);
    }
  }).timeout(120_000);

  it('reads only the changed file and those that can depend on it', async () => {
    const { live } = await engineOf(sample);
    live.scan(scanned);
    for (const file of live.waiting()) live.share(file);
    live.set('src/agent.ts', `\n${sample['src/agent.ts']}`);
    assert.ok(live.waiting().includes('src/agent.ts') && !live.waiting().includes('src/triage.ts'), live.waiting().join());
    for (const file of live.waiting()) live.share(file);
    live.set('src/models.ts', `${sample['src/models.ts']}\n`);
    for (const file of ['src/agent.ts', 'src/summary.ts']) assert.ok(live.waiting().includes(file), live.waiting().join());
  });

  it('says in which way a notebook is damaged now', async () => {
    const notebook = 'notebooks/tag_backlog.ipynb';
    const open = await engineOf(sample);
    open.live.scan(edited);
    for (const text of ['x', '{}', '']) {
      open.live.set(notebook, text);
      const fresh = await engineOf({ ...sample, [notebook]: text });
      fresh.live.scan(edited);
      assert.deepEqual((await settle(open)).files.failed, (await settle(fresh)).files.failed, text);
    }
  });

  it('gives back what the disk says when a document is closed', async () => {
    const open = await engineOf(sample);
    open.live.scan(scanned);
    const before = await settle(open);
    open.live.set('src/summary.ts', '');
    assert.notDeepEqual(await settle(open), before);
    open.live.set('src/summary.ts', undefined);
    assert.deepEqual(await settle(open), before);
  });
});
