/** What configuration files declare that numbers rest on: value by value, each with the place that sets it. */
import type { Layer, Written } from './layer.ts';
import { isInterval, isRecord, mergedLayers } from './merge.ts';

export interface Declared {
  /** `usage.features.triage.callsPerMonth` */
  readonly key: string;
  /** On one line, as it may be written. */
  readonly value: string;
  /** The file, preset or settings that say so. */
  readonly by: string;
  /** Where it is written: a file relative to the root, 1-based line and column. Null for what stands in no file of the project. */
  readonly at: { readonly path: string; readonly line: number; readonly column: number } | null;
}

/** The sections that prices and amounts come from; budgets carry their places themselves. */
const SECTIONS = ['usage', 'models', 'prices', 'discounts'] as const;

/** `layers` hold together, the strongest first: of a key that several set, the nearest counts. */
export function declaredIn(layers: readonly Layer[]): readonly Declared[] {
  const merged = mergedLayers(layers.map(({ written }) => written));
  const found: Declared[] = [];
  const walk = (value: unknown, key: string): void => {
    if (isRecord(value) && !isInterval(value)) {
      // Where files match is no number.
      for (const [name, inner] of Object.entries(value)) if (name !== 'match') walk(inner, `${key}.${name}`);
      return;
    }
    const layer = layers.find(({ places }) => places.has(key));
    const place = layer?.places.get(key);
    found.push({
      key,
      value: lineOf(value),
      by: layer?.path ?? '',
      at: layer?.file && place ? { path: layer.file, line: place.line, column: place.column } : null,
    });
  };
  for (const section of SECTIONS) {
    const value = merged[section];
    // Lists of several files add up, and each element is one declaration of its own file.
    if (Array.isArray(value)) for (const layer of layers) found.push(...elementsOf(layer, section));
    else if (value !== undefined) walk(value, section);
  }
  return found;
}

const elementsOf = ({ written, path, file, places }: Layer, section: string): readonly Declared[] =>
  ((written[section] ?? []) as readonly unknown[]).map((value, at) => {
    const key = `${section}[${at}]`;
    const place = places.get(key);
    return { key, value: lineOf(value), by: path, at: file && place ? { path: file, line: place.line, column: place.column } : null };
  });

function lineOf(value: unknown): string {
  if (isInterval(value)) {
    const { low, expected, high } = value as Written;
    return low === high ? String(expected) : `${low}–${high}, ${expected} expected`;
  }
  return typeof value === 'string' ? value : JSON.stringify(value);
}
