/** Measures whole scans of a large repository beside ripgrep, the second scan, memory, and the start (rows 13, 14, 16). */
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { rgPath } from '@vscode/ripgrep';
import { catalog } from '../../src/core/catalog/index.ts';
import { createPrefilter } from '../../src/core/catalog/prefilter.ts';
import { parserFor } from '../../src/core/languages/grammar.ts';
import { loadLanguages } from '../../src/core/languages/index.ts';
import type { Report } from '../../src/core/report/report.ts';
import { readSource } from '../../src/node/read-source.ts';
import { corpus } from './corpus.ts';
import { interleaved, median, medians } from './measure.ts';

const CLI = path.resolve('dist/cli.js');
/** Tells the peak of the process's memory, threads included, in KB. */
const PEAK = 'data:text/javascript,process.on("exit",()=>process.stderr.write("peak "+process.resourceUsage().maxRSS+"\\n"))';

export async function bench(print: (line: string) => void): Promise<void> {
  const { folder, files, bytes, llmFiles, llmCalls } = corpus();
  print(`corpus: ${files} files, ${(bytes / 1e6).toFixed(1)} MB, ${llmFiles} of them with ${llmCalls} LLM calls`);
  await scans(print, folder, llmCalls);
  start(print);
}

/** Runs the command line as a user does. Findings make it exit with 1. */
function costlint(folder: string, args: readonly string[]): { readonly stdout: string; readonly peak: number } {
  const run = spawnSync(process.execPath, ['--import', PEAK, CLI, 'check', '--format', 'json', ...args, '.'], {
    cwd: folder,
    encoding: 'utf8',
    maxBuffer: 2 ** 30,
  });
  if (run.status !== 0 && run.status !== 1) throw new Error(`costlint ended with ${run.status ?? run.signal}: ${run.stderr}`);
  return { stdout: run.stdout, peak: Number(/peak (\d+)/.exec(run.stderr)?.[1]) * 1024 };
}

/** Parses files, and nothing else: what no analysis of them can do without. */
async function parsing(folder: string, files: readonly string[]): Promise<() => void> {
  const asset = (name: string) => readFile(path.resolve('dist/assets', name));
  const languages = await loadLanguages(asset, () => performance.now());
  const roots = { ecmascript: 'program', python: 'module' } as const;
  const parsers = new Map(
    await Promise.all(
      ['.ts', '.py'].map(async (extension) => {
        const language = languages.find(({ extensions }) => extensions.includes(extension));
        if (!language) throw new Error(`no language for ${extension}`);
        return [extension, await parserFor(await asset(language.grammarFor(extension)), [roots[language.id]])] as const;
      }),
    ),
  );
  const texts = files.map((file) => ({ text: readFileSync(path.join(folder, file), 'utf8'), parser: parsers.get(path.extname(file)) }));
  return () => {
    for (const { text, parser } of texts) parser?.parse(text)?.release();
  };
}

async function scans(print: (line: string) => void, folder: string, calls: number): Promise<void> {
  const cache = mkdtempSync(path.join(tmpdir(), 'costlint-bench-'));
  const prefilter = createPrefilter(catalog);
  const patterns = path.join(cache, 'patterns');
  writeFileSync(patterns, prefilter.pattern);
  const ripgrep = (threads: number) => () =>
    void spawnSync(rgPath, ['--files-with-matches', '--no-ignore', `-j${threads}`, '-f', patterns, '.'], { cwd: folder });
  const list = git(folder);
  const parse = await parsing(
    folder,
    list.filter((file) => file.startsWith('app/')),
  );
  const cached = ['--threads', '2', '--cache', '--cache-location', cache];
  let peak = 0;
  let report: Report | undefined;
  try {
    costlint(folder, cached);
    const time = medians({
      ripgrep1: ripgrep(1),
      ripgrep2: ripgrep(2),
      read: () => list.forEach((file) => void readFileSync(path.join(folder, file))),
      prefilter: () => list.forEach((file) => void readSource(path.join(folder, file), prefilter.matters, file)),
      parse,
      node: () => void spawnSync(process.execPath, ['-e', '0']),
      scan: () => {
        const run = costlint(folder, ['--threads', '2']);
        peak = Math.max(peak, run.peak);
        report = JSON.parse(run.stdout) as Report;
      },
      again: () => void costlint(folder, cached),
      git: () => void git(folder),
    });
    const ratio = (a: number, b: number) => (a / b).toFixed(2);
    const found = report?.sites.filter(({ kind, path: file }) => kind === 'llm-call' && file.startsWith('app/')).length;
    print(
      `13 prefilter, 1 thread: ${ratio(time.prefilter, time.ripgrep1)} × rg -l -j1 (demand 1.5); limit: reading the bytes ${ratio(time.read, time.ripgrep1)} ×`,
    );
    print(
      `14 whole scan, 2 threads: ${ratio(time.scan, time.ripgrep2)} × rg -l -j2 (demand 10), ${time.scan.toFixed(0)} ms beside ${time.ripgrep2.toFixed(0)} ms; ` +
        `peak ${(peak / 1e6).toFixed(0)} MB (demand 500); ${found} of ${calls} calls found`,
    );
    // Reading and parsing are shared by both threads; Node starts before there are two, and git lists while nothing can be read.
    const limits = { read: time.read / 2, parse: time.parse / 2, node: time.node, git: time.git };
    const limit = limits.read + limits.parse + limits.node + limits.git;
    print(
      `   limit: ${ratio(limit, time.ripgrep2)} ×: reading the bytes ${ratio(limits.read, time.ripgrep2)}, parsing the files with calls alone ` +
        `${ratio(limits.parse, time.ripgrep2)} (both halved for two threads), bare Node ${ratio(limits.node, time.ripgrep2)}, git ls-files ${ratio(limits.git, time.ripgrep2)}`,
    );
    print(
      `16 second scan with --cache: ${ratio(time.again, time.scan)} × the first (demand 0.15), ${ratio(time.again, time.git)} × git ls-files -co (demand 3)`,
    );
  } finally {
    rmSync(cache, { recursive: true, force: true });
  }
}

function git(folder: string): string[] {
  const output = execFileSync('git', ['ls-files', '-co', '--exclude-standard', '-z'], {
    cwd: folder,
    encoding: 'utf8',
    maxBuffer: 2 ** 30,
  });
  return output.split('\0').filter((file) => file !== '');
}

/** Paired runs: only the difference of neighbours counts. */
function start(print: (line: string) => void): void {
  const run =
    (...args: string[]) =>
    () =>
      void spawnSync(process.execPath, args);
  const times = interleaved({ node: run('-e', '0'), version: run(CLI, '--version'), help: run(CLI, '--help') }, 15);
  const over = (list: readonly number[]) => median(list.map((time, i) => time - (times.node[i] as number))).toFixed(1);
  print(
    `   start: --version ${over(times.version)} ms, --help ${over(times.help)} ms over bare Node (demand 30), which needs ${median(times.node).toFixed(0)} ms`,
  );
}
