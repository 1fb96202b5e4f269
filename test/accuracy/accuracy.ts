/**
 * `npm run accuracy`: runs the built CLI over labelled real code and prints how right it is.
 *
 * COSTLINT_EVAL names a folder with `labels.jsonl`, `files.jsonl`, `usage.jsonl` (each as in `labels.ts`) and the code under
 * `src/` (or COSTLINT_EVAL_SRC; for `usage.jsonl` COSTLINT_EVAL_USAGE_SRC). Without it, the labels in `public/` are scored, whose
 * code comes with the development dependencies.
 */
import { spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import type { Report } from '../../src/core/report/report.ts';
import { type Finding, findingsOf } from './finding.ts';
import { type Label, type LabelledFile, placeOf, type Recorded, readLines } from './labels.ts';
import { score } from './score.ts';
import { showScores, showUsage } from './tables.ts';
import { compareUsage, scoreUsage } from './usage.ts';

const HELP = `npm run accuracy -- [options]
  --list N          name up to N misses, false positives and wrong values each (default 15)
  --wrappers        calls of the project's own wrapper functions are wanted too
  --loops all       retry, batch, REPL and recursion loops are wanted too
  --language L      only py, or only ts+js
  --findings FILE   score these findings (JSON lines) instead of running the CLI
  --report FILE     score this report instead of running the CLI`;

const { values: flags } = parseArgs({
  options: {
    list: { type: 'string', default: '15' },
    wrappers: { type: 'boolean', default: false },
    loops: { type: 'string', default: 'agent' },
    language: { type: 'string' },
    findings: { type: 'string' },
    report: { type: 'string' },
    help: { type: 'boolean', default: false },
  },
});

if (flags.help) console.log(HELP);
else if (process.env.COSTLINT_EVAL) scoreFolder(resolve(process.env.COSTLINT_EVAL));
else scorePublic();

function scoreFolder(folder: string): void {
  const source = resolve(process.env.COSTLINT_EVAL_SRC ?? join(folder, 'src'));
  const report = flags.findings ? undefined : reportOf(source);
  scoreLabels(folder, report ? findingsOf(report, flags) : readLines<Finding>(flags.findings as string));

  const recorded = join(folder, 'usage.jsonl');
  if (!report || flags.report || !existsSync(recorded)) return;
  const rows = readLines<Recorded>(recorded);
  const usageSource = resolve(process.env.COSTLINT_EVAL_USAGE_SRC ?? source);
  const there = rows.filter((row) => existsSync(join(usageSource, placeOf(row))));
  if (there.length < rows.length)
    console.log(`\n${rows.length - there.length} of ${rows.length} recorded calls left out: their code is not under ${usageSource}`);
  if (there.length === 0) return;
  const compared = compareUsage(there, usageSource === source ? report : check(usageSource));
  console.log(`\n${showUsage(scoreUsage(compared), compared, Number(flags.list))}`);
}

/** Copies the labelled files out of `node_modules`, which a scan leaves out. */
function scorePublic(): void {
  const folder = resolve('test/accuracy/public');
  const copy = mkdtempSync(join(tmpdir(), 'costlint-accuracy-'));
  try {
    for (const file of readLines<LabelledFile>(join(folder, 'files.jsonl'))) {
      const target = join(copy, placeOf(file));
      mkdirSync(dirname(target), { recursive: true });
      cpSync(join('node_modules', file.repo, file.path), target);
    }
    scoreLabels(folder, findingsOf(reportOf(copy), flags));
  } finally {
    rmSync(copy, { recursive: true });
  }
}

function scoreLabels(folder: string, findings: readonly Finding[]): void {
  const wanted = ({ lang }: { readonly lang: string }) => !flags.language || (lang === 'py') === (flags.language === 'py');
  const labels = readLines<Label>(join(folder, 'labels.jsonl')).filter(wanted);
  const files = readLines<LabelledFile>(join(folder, 'files.jsonl')).filter(wanted);
  const scores = score(labels, files, findings, { wrappers: flags.wrappers, allLoops: flags.loops === 'all' });
  console.log(
    `${files.length} labelled files, ${scores.matched.wanted.size} wanted labels of ${labels.length}\n${showScores(scores, Number(flags.list))}`,
  );
}

function reportOf(source: string): Report {
  return flags.report ? (JSON.parse(readFileSync(flags.report, 'utf8')) as Report) : check(source);
}

/** The real command line, as a user runs it; findings make it exit with 1, which is no failure here. */
function check(folder: string): Report {
  const cli = resolve('dist/cli.js');
  const run = spawnSync(process.execPath, [cli, 'check', '--format', 'json', '.'], { cwd: folder, encoding: 'utf8', maxBuffer: 2 ** 30 });
  if (run.error) throw run.error;
  if (run.status !== 0 && run.status !== 1) throw new Error(`costlint check ended with ${run.status ?? run.signal}: ${run.stderr}`);
  return JSON.parse(run.stdout) as Report;
}
