/** What the terminal can do, and a line of progress on it for scans that take long. */
import process from 'node:process';
import { separated } from '../core/report/words.ts';
import type { Flags } from './args.ts';

/** --no-color and NO_COLOR first, then --color and FORCE_COLOR, then whether anybody looks. */
export function usesColor(flags: Flags): boolean {
  const { NO_COLOR, FORCE_COLOR, TERM } = process.env;
  if (flags['no-color']) return false;
  if (flags.color) return true;
  if (NO_COLOR !== undefined && NO_COLOR !== '') return false;
  if (FORCE_COLOR !== undefined && FORCE_COLOR !== '') return FORCE_COLOR !== '0';
  return process.stdout.isTTY === true && TERM !== 'dumb';
}

export const columns = (): number => (process.stdout.isTTY ? process.stdout.columns : 100);

/** Of a report: infinite in logs and files, where nobody's line is too long; COLUMNS says otherwise. */
export function reportColumns(file: string | undefined): number {
  if (file !== undefined) return Number.POSITIVE_INFINITY;
  const asked = Number(process.env.COLUMNS);
  return process.stdout.isTTY ? process.stdout.columns : asked > 0 ? asked : Number.POSITIVE_INFINITY;
}

export interface Spinner {
  show(progress: { readonly seen: number; readonly total: number; readonly candidates: number }): void;
  stop(): void;
}

const FRAMES = '⠋⠙⠹⠸⠼⠴⠦⠧⠇⠏';
/** Shorter scans show nothing; longer ones move this often. Milliseconds. */
const PATIENCE = 400;
const PACE = 80;

/** Writes to stderr, and only to a terminal, so that no output is ever mixed with it. */
export function spinner(): Spinner {
  const started = performance.now();
  let drawn = 0;
  let frame = 0;
  return {
    show({ seen, total, candidates }) {
      const now = performance.now();
      if (!process.stderr.isTTY || now - started < PATIENCE || now - drawn < PACE) return;
      drawn = now;
      frame = (frame + 1) % FRAMES.length;
      process.stderr.write(
        `\r\u001b[2K${FRAMES[frame]} ${separated(seen)} of ${separated(total)} files, ${separated(candidates)} with LLM code`,
      );
    },
    stop() {
      if (drawn > 0) process.stderr.write('\r\u001b[2K');
    },
  };
}
