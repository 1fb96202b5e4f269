/** Writes fixed texts: each file whole or not at all, only what has not changed since it was read, never outside of the root. */
import { chmodSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { isWithin } from './host.ts';
import { realPath } from './list-files.ts';

const MARK = '\uFEFF';

/**
 * Puts `after` in place of `before`; keeps the byte-order mark and the file's mode. `since`: when reading began, in milliseconds;
 * a file written later is left alone. Returns why it could not, undefined when it did.
 */
export function writeFixed(root: string, file: string, before: string, after: string, since: number): string | undefined {
  const real = realPath(path.join(root, file));
  if (real === undefined) return 'the file is gone';
  if (!isWithin(realPath(root) ?? root, real)) return 'the file lies outside of the root';
  const draft = path.join(path.dirname(real), `.${path.basename(real)}.costlint-${process.pid}`);
  try {
    const { mode, mtimeMs } = statSync(real);
    // A file is replaced, which its own mode would not prevent.
    if ((mode & 0o222) === 0) return 'the file is read-only';
    const text = readFileSync(real, 'utf8');
    const mark = text.startsWith(MARK) ? MARK : '';
    if (mtimeMs > since || text.slice(mark.length) !== before) return 'the file has changed since it was read, or is not UTF-8';
    writeFileSync(draft, mark + after, { flag: 'wx', mode });
    chmodSync(draft, mode & 0o7777);
    renameSync(draft, real);
    return undefined;
  } catch (error) {
    rmSync(draft, { force: true });
    return (error as Error).message;
  }
}
