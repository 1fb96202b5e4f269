/** Reads one file of a scan: its text when it may hold LLM code, nothing when it does not, or the reason why it is left out. */
import { closeSync, fstatSync, openSync, readSync } from 'node:fs';

/** Files above it are data or bundles. Notebooks carry their outputs and may be larger. */
export const MAX_BYTES = 1 << 20;
const MAX_NOTEBOOK_BYTES = 16 << 20;
/** A line above it was written by a machine. */
const MAX_LINE = 20_000;

export type Source = { readonly text: string } | { readonly skipped: string } | undefined;

/** `matters` sees the bytes as latin1: one byte is one character, which costs no decoding and cannot fail. */
export function readSource(file: string, matters: Matters, path: string): Source {
  const bytes = readBytes(file, mostBytes(path));
  return bytes instanceof Uint8Array ? sourceOf(bytes, matters, path) : bytes;
}

export type Matters = (path: string, latin1: string) => boolean;

/** Bytes of a file of this name that are read at most. */
export const mostBytes = (path: string): number => (path.endsWith('.ipynb') ? MAX_NOTEBOOK_BYTES : MAX_BYTES);

/** The same of bytes that are at hand. */
export function sourceOf(bytes: Buffer, matters: Matters, path: string): Source {
  const notebook = path.endsWith('.ipynb');
  const utf16 = utf16Text(bytes);
  const latin1 = utf16 ?? bytes.toString('latin1');
  if (!matters(path, latin1)) return undefined;
  if (utf16 !== undefined) return { text: utf16 };
  if (latin1.includes('\0')) return { skipped: 'binary' };
  if (!notebook && longestLine(latin1) > MAX_LINE) return { skipped: 'minified' };
  // A byte-order mark is no part of the program; offsets start behind it, as in an editor.
  return { text: bytes.toString('utf8', hasUtf8Mark(bytes) ? 3 : 0) };
}

/** Reads a file as text for resolution: prompts, JSON, templates. Undefined when it is no text. */
export function readText(file: string): string | undefined {
  const source = readSource(file, () => true, file);
  return source && 'text' in source ? source.text : undefined;
}

function readBytes(file: string, limit: number): Buffer | { readonly skipped: string } {
  let handle: number | undefined;
  try {
    handle = openSync(file, 'r');
    const { size, mtimeMs } = fstatSync(handle);
    if (size > limit) return { skipped: 'too large' };
    const bytes = Buffer.allocUnsafe(size);
    let filled = 0;
    for (let read = 1; read > 0 && filled < size; filled += read) read = readSync(handle, bytes, filled, size - filled, null);
    const after = fstatSync(handle);
    return filled < size || after.size !== size || after.mtimeMs !== mtimeMs ? { skipped: 'changed while being read' } : bytes;
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    return { skipped: code === 'ENOENT' ? 'gone' : `unreadable (${code})` };
  } finally {
    if (handle !== undefined) closeSync(handle);
  }
}

function utf16Text(bytes: Buffer): string | undefined {
  if (bytes.length < 2 || bytes.length % 2 !== 0) return undefined;
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return bytes.toString('utf16le', 2);
  return bytes[0] === 0xfe && bytes[1] === 0xff ? Buffer.from(bytes).swap16().toString('utf16le', 2) : undefined;
}

const hasUtf8Mark = (bytes: Buffer): boolean => bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf;

function longestLine(text: string): number {
  let longest = 0;
  for (let at = 0; at < text.length; ) {
    const end = text.indexOf('\n', at);
    const next = end < 0 ? text.length : end;
    longest = Math.max(longest, next - at);
    at = next + 1;
  }
  return longest;
}
