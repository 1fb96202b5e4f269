/** Layers of configuration → one: near goes before far. */
import type { Written } from './layer.ts';

/** Lists that add up; of prices the nearest stands first, because the first hit holds. All other lists are replaced. */
const ADDED: Readonly<Record<string, 'far first' | 'near first'>> = {
  ignore: 'far first',
  overrides: 'far first',
  budgets: 'far first',
  sdks: 'far first',
  prices: 'near first',
};

/** Numbers and names replace, objects merge by key (the near ones first, as features match in their order), lists of globs and overrides add up. */
export function merge(far: Written, near: Written): Written {
  const merged = Object.entries(near).map(([key, value]): [string, unknown] => {
    const before = Object.hasOwn(far, key) ? far[key] : undefined;
    const order = Object.hasOwn(ADDED, key) ? ADDED[key] : undefined;
    if (order && Array.isArray(before) && Array.isArray(value))
      return [key, order === 'far first' ? [...before, ...value] : [...value, ...before]];
    return [key, isRecord(before) && isRecord(value) && !isInterval(value) ? merge(before, value) : value];
  });
  return Object.fromEntries([...merged, ...Object.entries(far).filter(([key]) => !Object.hasOwn(near, key))]);
}

/** Given the strongest first. */
export const mergedLayers = (layers: readonly Written[]): Written => layers.reduceRight<Written>((far, near) => merge(far, near), {});

export const isRecord = (value: unknown): value is Written => typeof value === 'object' && value !== null && !Array.isArray(value);

/** `{ low, expected, high }` is one value. */
export const isInterval = (value: unknown): boolean => isRecord(value) && 'expected' in value && 'low' in value && 'high' in value;
