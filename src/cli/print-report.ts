/** Writes a report in the formats that were asked for: to the terminal, and into files. */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import process from 'node:process';
import type { Diff } from '../core/report/diff.ts';
import type { Format, FormatOptions } from '../core/report/formats/format.ts';
import { formats } from '../core/report/formats/index.ts';
import type { Flags, Output } from './args.ts';
import type { Run } from './run-scan.ts';
import { reportColumns, usesColor } from './terminal.ts';
import { UsageError } from './usage-error.ts';

/** `rows` limits the table of calls. Throws a `UsageError` for a file that cannot be written. */
export async function printReport({ report, target, textOf }: Run, flags: Flags, rows?: number): Promise<void> {
  const shown = flags.quiet ? { ...report, findings: report.findings.filter(({ severity }) => severity === 'error') } : report;
  const diff = await sinceBase(flags);
  for (const output of outputsOf(flags)) {
    const options: FormatOptions = {
      color: output.file === undefined && usesColor(flags),
      width: reportColumns(output.file),
      base: target.base,
      textOf: textOf ?? ((file) => textAt(path.join(target.root, file))),
      ...(rows !== undefined && output.format === 'stylish' && { rows }),
    };
    const text =
      output.format === 'html'
        ? (await import('./page.ts')).pageText({ report: shown, target }, { diff })
        : formatNamed(output.format)(shown, options);
    write(text, output.file);
  }
}

/** What has changed since --base, for the page; null without it. Only then is git asked. */
export async function sinceBase(flags: Flags): Promise<Diff | null> {
  return flags.base === undefined ? null : (await import('./commands/diff.ts')).wholeDiff(flags.base, flags);
}

/** Throws a `UsageError` for a part of a scan, which is no report. */
export function formatNamed(name: Exclude<Output['format'], 'html'>): Format {
  if (name === 'blob') throw new UsageError('--format blob goes with a part of a scan: costlint check --shard 1/4 --format blob');
  return formats[name];
}

/** `--output-file` speaks for the outputs that name no file themselves. */
export function outputsOf(flags: Flags): readonly Output[] {
  const outputs = flags.format ?? [{ format: 'stylish' as const }];
  const file = flags['output-file'];
  return file === undefined ? outputs : outputs.map((output) => ({ file, ...output }));
}

/** Of commands that know only text and JSON: the one output, and whether it is JSON. Throws a `UsageError` for another format. */
export function textOrJson(verb: string, flags: Flags): { readonly json: boolean; readonly file: string | undefined } {
  const [output, ...more] = outputsOf(flags);
  if (more.length > 0 || (output?.format !== 'stylish' && output?.format !== 'json'))
    throw new UsageError(`${verb} prints one of the formats stylish and json.`);
  return { json: output.format === 'json', file: output.file };
}

/** One text, to a file or to the terminal. Throws a `UsageError` for a file that cannot be written. */
export function write(text: string, file: string | undefined): void {
  if (file === undefined) {
    process.stdout.write(text);
    return;
  }
  try {
    mkdirSync(path.dirname(path.resolve(file)), { recursive: true });
    writeFileSync(file, text);
  } catch (error) {
    throw new UsageError(`cannot write ${file}: ${(error as Error).message}`);
  }
}

export function textAt(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8').replace(/^\uFEFF/, '');
  } catch {
    return undefined;
  }
}
