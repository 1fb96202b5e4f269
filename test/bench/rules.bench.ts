/** Measures what the rules add to an analysis: all of them at once over files with LLM calls, beside the same without any (row 15). */
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { readConfig } from '../../src/core/config/config.ts';
import { createEngine, loadShared } from '../../src/core/engine.ts';
import { rules } from '../../src/core/rules/index.ts';
import { writeLlmCode } from './llm-code.ts';
import { median } from './measure.ts';

const FILES = 300;
const ROUNDS = 7;

export async function bench(print: (line: string) => void): Promise<void> {
  const files = writeLlmCode(FILES);
  const now = () => performance.now();
  const asset = (name: string): Promise<Uint8Array> => readFile(path.resolve('dist/assets', name));
  const shared = await loadShared(asset, now);
  const names = new Set(files.map(({ name }) => name));
  const host = { read: () => undefined, list: (folder: string) => (folder === '' ? [...names] : []), asset };

  /** Milliseconds of processor time of a whole analysis from texts to report, and how many findings it has. */
  async function analysis(level: 'warning' | 'off'): Promise<{ readonly time: number; readonly findings: number }> {
    const text = JSON.stringify({ rules: Object.fromEntries(rules.map(({ id }) => [id, level])) });
    const { config } = readConfig([{ path: 'costlint.config.json', text }]);
    const engine = await createEngine({ host, config, version: 'bench', at: '2026-11-21', now, shared });
    for (const file of files) engine.set(file.name, file.text);
    const start = process.cpuUsage();
    const { findings } = await engine.report({ seen: FILES, analysed: FILES, skipped: [], failed: [] });
    const { user, system } = process.cpuUsage(start);
    return { time: (user + system) / 1000, findings: findings.length };
  }

  const times = { off: [] as number[], warning: [] as number[] };
  let findings = 0;
  for (let round = 0; round <= ROUNDS; round++) {
    for (const level of ['off', 'warning'] as const) {
      const run = await analysis(level);
      if (round > 0) times[level].push(run.time);
      findings = run.findings;
    }
  }
  // Neighbours in time share the state of the machine.
  const added = median(times.warning.map((time, i) => time - (times.off[i] as number))) / median(times.off);
  print(
    `15 all ${rules.length} rules: ${added.toFixed(2)} × the analysis of ${FILES} files (demand 0.25), ${findings} findings; analysis ${median(times.off).toFixed(0)} ms`,
  );
}
