/** Data files and serialised text of a project as known values: JSON and YAML. */
import { parseDocument } from 'yaml';
import { type Known, type Place, textOf } from './known.ts';

/** Beyond these the rest of the data stays open: a prompt or a setting stands in a small file. */
const MAX_NODES = 20_000;
const MAX_NESTING = 40;
const MAX_YAML = 1_000_000;

/** What a JSON text holds; undefined when it is broken. */
export function readJson(text: string, place: Place): Known | undefined {
  try {
    return fromData(JSON.parse(text), place);
  } catch {
    return undefined;
  }
}

/** What a YAML text holds; undefined when it is broken, or too large to be a prompt. */
export function readYaml(text: string, place: Place): Known | undefined {
  if (text.length > MAX_YAML) return undefined;
  try {
    const document = parseDocument(text, { merge: true, uniqueKeys: false, logLevel: 'silent' });
    return document.errors.length > 0 ? undefined : fromData(document.toJS({ maxAliasCount: 100 }), place);
  } catch {
    return undefined;
  }
}

/** What a file holds, by its extension; undefined for files that are not data. */
export function readData(path: string, text: string): Known | undefined {
  const place: Place = { path, start: 0, end: text.length };
  if (path.endsWith('.json')) return readJson(text, place);
  return /\.ya?ml$/.test(path) ? readYaml(text, place) : undefined;
}

function fromData(data: unknown, place: Place): Known {
  let nodes = 0;
  const walk = (of: unknown, depth: number): Known => {
    if (typeof of === 'string') return textOf(of, place, 'import');
    if (typeof of === 'number') return { kind: 'number', value: of, via: 'import', place };
    if (typeof of !== 'object' || of === null) return { kind: 'flag', value: typeof of === 'boolean' ? of : null, place };
    const items: Known[] = [];
    const fields = new Map<string, Known>();
    let open = depth > MAX_NESTING;
    for (const [key, value] of open ? [] : Object.entries(of)) {
      if (++nodes > MAX_NODES) {
        open = true;
        break;
      }
      const known = walk(value, depth + 1);
      if (Array.isArray(of)) items.push(known);
      else fields.set(key, known);
    }
    return Array.isArray(of) ? { kind: 'list', items, open, grows: false, place } : { kind: 'record', fields, open, place };
  };
  return walk(data, 0);
}
