/** Measures what git costs: staged files beside the same files on the disk, and a diff of two commits beside a scan of what changed. */
import { execFileSync, spawnSync } from 'node:child_process';
import { appendFileSync, existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { corpus } from './corpus.ts';
import { interleaved, median } from './measure.ts';

const CLI = path.resolve('dist/cli.js');
const STAGED = 20;
const CHANGED = 50;

export async function bench(print: (line: string) => void): Promise<void> {
  const folder = cloned(corpus().folder);
  const git = (...args: readonly string[]) =>
    execFileSync('git', ['-c', 'user.name=bench', '-c', 'user.email=bench@localhost', ...args], { cwd: folder, encoding: 'utf8' });
  const all = git('ls-files', '-z', 'app')
    .split('\0')
    .filter((file) => file !== '');
  const changed = Array.from({ length: CHANGED }, (_, i) => all[Math.floor((i * all.length) / CHANGED)] as string);
  for (const file of changed) edit(path.join(folder, file));
  git('commit', '--quiet', '--all', '--message', 'edits');
  const staged = changed.slice(0, STAGED);
  for (const file of staged) edit(path.join(folder, file));
  git('add', '--all');

  const run = (...args: readonly string[]) => {
    const { status, stderr } = spawnSync(process.execPath, [CLI, ...args, '--format', 'json'], {
      cwd: folder,
      encoding: 'utf8',
      maxBuffer: 2 ** 30,
    });
    if (status !== 0 && status !== 1) throw new Error(`costlint ended with ${status}: ${stderr}`);
  };
  const times = interleaved(
    {
      check: () => run('check', ...staged),
      staged: () => run('check', '--staged', ...staged),
      scan: () => run('check', ...changed),
      diff: () => run('diff', 'HEAD~1..HEAD'),
    },
    7,
  );
  // What was measured one after the other is compared, whatever else the machine was doing.
  const ratio = (a: readonly number[], b: readonly number[]) => median(a.map((time, i) => time / (b[i] as number))).toFixed(2);
  print(
    `20 --staged on ${STAGED} files: ${ratio(times.staged, times.check)} × check of the same files (demand 1.5), ${median(times.staged).toFixed(0)} ms`,
  );
  print(
    `21 diff of two commits, ${CHANGED} files changed: ${ratio(times.diff, times.scan)} × a scan of these files (demand 2.5), ${median(times.diff).toFixed(0)} ms`,
  );
}

/** A copy, because the other measurements want the corpus as it is. */
function cloned(folder: string): string {
  const copy = `${folder}-diff`;
  if (existsSync(copy)) rmSync(copy, { recursive: true, force: true });
  execFileSync('git', ['clone', '--quiet', folder, copy], { stdio: 'ignore' });
  return copy;
}

/** A longer prompt, where there is one, and a line more. */
function edit(file: string): void {
  const text = readFileSync(file, 'utf8');
  writeFileSync(file, text.replace(/\bYou are\b/, 'You always are'));
  appendFileSync(file, file.endsWith('.py') ? '\n# edited\n' : '\n// edited\n');
}
