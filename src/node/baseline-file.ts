/** `costlint-baseline.json` on the disk: found beside the configuration, written in one step. */
import { readFileSync, statSync } from 'node:fs';
import { type Baseline, baselineText, readBaseline } from '../core/report/baseline.ts';
import { replaceFile } from './replace-file.ts';

export const BASELINE_FILE = 'costlint-baseline.json';

/** Undefined where there is no file. A problem is a sentence without the name of the file. */
export function loadBaseline(file: string): { readonly baseline: Baseline } | { readonly problem: string } | undefined {
  if (!isFile(file)) return undefined;
  try {
    return readBaseline(readFileSync(file, 'utf8').replace(/^\uFEFF/, ''));
  } catch (error) {
    return { problem: `it cannot be read (${(error as NodeJS.ErrnoException).code})` };
  }
}

/** Throws what the disk says; the file is then as it was. */
export const saveBaseline = (file: string, baseline: Baseline): void => replaceFile(file, baselineText(baseline));

const isFile = (file: string): boolean => statSync(file, { throwIfNoEntry: false })?.isFile() === true;
