/** `--fix`: makes the fixes of a scan, pass by pass in memory, and writes each changed file once; or only shows what it would write. */
import path from 'node:path';
import process from 'node:process';
import { type Chosen, chooseFixes } from '../core/report/fixes.ts';
import type { Report } from '../core/report/report.ts';
import { counted, impactWords } from '../core/report/words.ts';
import { patch } from '../core/text/patch.ts';
import { add, ZERO } from '../core/tokens/interval.ts';
import { writeFixed } from '../node/apply-fixes.ts';
import { readText } from '../node/read-source.ts';
import type { Flags } from './args.ts';
import type { Target } from './target.ts';

/** A fix may make room for another one; code that always offers a further fix ends here. */
const MOST_PASSES = 10;

export const asksForFixes = (flags: Flags): boolean => Boolean(flags.fix || flags['fix-suggestions'] || flags['fix-dry-run']);

export interface Fixed {
  /** Over the texts as they are now; after a dry run, over the texts as they would be. */
  readonly report: Report;
  /** Some file could not be written. */
  readonly failed: boolean;
}

/** `scan` gives the report over the files with these texts in place of those on the disk. */
export async function fixAll(
  { root, base }: Target,
  flags: Flags,
  scan: (texts: ReadonlyMap<string, string>) => Promise<Report>,
): Promise<Fixed> {
  const since = Date.now();
  const originals = new Map<string, string>();
  const texts = new Map<string, string>();
  const textOf = (file: string) => texts.get(file) ?? readText(path.join(root, file));
  const done: Chosen[] = [];
  let report = await scan(texts);
  for (let pass = 0; pass < MOST_PASSES; pass++) {
    const { chosen, texts: changed } = chooseFixes(report.findings, textOf, flags['fix-suggestions'] === true);
    if (changed.size === 0) break;
    for (const [file, text] of changed) {
      if (!originals.has(file)) originals.set(file, textOf(file) as string);
      texts.set(file, text);
    }
    done.push(...chosen);
    report = await scan(texts);
  }
  const changed = [...originals].filter(([file, before]) => texts.get(file) !== before).sort(([a], [b]) => (a < b ? -1 : 1));
  if (flags['fix-dry-run']) {
    for (const [file, before] of changed) process.stdout.write(patch(base + file, before, texts.get(file) as string));
    say(done, changed.length, 'would fix', base);
    return { report, failed: false };
  }
  const refused = new Set<string>();
  for (const [file, before] of changed) {
    const reason = writeFixed(root, file, before, texts.get(file) as string, since);
    if (reason === undefined) continue;
    refused.add(file);
    process.stderr.write(`costlint: ${base}${file} is not fixed: ${reason}\n`);
  }
  const written = done.filter(({ fix }) => fix.edits.every((edit) => !refused.has(edit.path)));
  say(written, changed.length - refused.size, 'fixed', base);
  return { report: refused.size > 0 ? await scan(new Map()) : report, failed: refused.size > 0 };
}

/** What was done, to stderr: stdout holds the report. */
function say(done: readonly Chosen[], files: number, verb: string, base: string): void {
  for (const { finding, fix } of done)
    process.stderr.write(`${verb} ${base}${finding.path}:${finding.range.start.line}  ${finding.rule}: ${fix.title}\n`);
  const saved = impactWords(done.map(({ finding }) => finding.impact?.perMonth ?? ZERO).reduce(add, ZERO));
  process.stderr.write(
    done.length === 0
      ? 'nothing to fix\n'
      : `${verb} ${counted(done.length, 'finding')} in ${counted(files, 'file')}${saved === '' ? '' : `, saves ${saved}`}\n`,
  );
}
