/** Writes a file in one step. */
import { renameSync, rmSync, writeFileSync } from 'node:fs';

/** Written beside and then renamed: whoever reads meanwhile finds the old text or the new one, never half of it. Throws what the disk says. */
export function replaceFile(file: string, text: string): void {
  const draft = `${file}.${process.pid}`;
  try {
    writeFileSync(draft, text);
    renameSync(draft, file);
  } catch (error) {
    rmSync(draft, { force: true });
    throw error;
  }
}
