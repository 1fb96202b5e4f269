/** Prices that a user has downloaded: the file they stand in, where they come from, and what they change. */
import type { ConfigProblem } from '../config/parse.ts';
import { type Pattern, type Snapshot, snapshotOf } from './snapshot.ts';

/** Where `costlint prices update` looks by default: facts of many vendors, dated, under the MIT licence. */
export const PRICE_URL = 'https://raw.githubusercontent.com/pydantic/genai-prices/main/prices/new_data/v2/data_slim.json';

/** Beside the configuration. */
export const PRICE_FILE = 'costlint-prices.json';

/** `costlint-prices.json`: a snapshot that takes the place of the one that ships with Costlint. */
export interface PriceFile extends Snapshot {
  readonly format: 1;
  readonly url: string;
  /** What the server calls this version of its answer. */
  readonly etag?: string;
}

/** Characters of a price file; the collection has a twentieth of it. */
export const MAX_PRICE_CHARACTERS = 8 << 20;

export type ReadPrices = { readonly prices: PriceFile } | { readonly problem: string };

/**
 * Reads what a price source answered: the collection in its own format, or a price file of ours that somebody hosts. `day` is
 * the day of the download, which the prices then count as compared with their source.
 */
export function pricesFromSource(text: string, url: string, day: string, etag?: string): ReadPrices {
  const parsed = parsedJson(text);
  if ('problem' in parsed) return parsed;
  const { value } = parsed;
  const snapshot = Array.isArray(value) ? snapshotOf(value, 'genai-prices', day) : value;
  const head = { format: 1, url, ...(etag !== undefined && { etag }) };
  return checked({ ...(typeof snapshot === 'object' && snapshot), ...head, date: day });
}

/** Reads a price file. A problem is a sentence without the name of the file. */
export function readPriceFile(text: string): ReadPrices {
  const parsed = parsedJson(text);
  return 'problem' in parsed ? parsed : checked(parsed.value);
}

/** What is wrong with a price file, as a problem of the configuration that it goes with. */
export const unusablePrices = (path: string, problem: string): ConfigProblem => ({
  path,
  line: 1,
  column: 1,
  message: `Cannot be used: ${problem}. Delete it, or run "costlint prices update".`,
});

function parsedJson(text: string): { readonly value: unknown } | { readonly problem: string } {
  if (text.length > MAX_PRICE_CHARACTERS) return { problem: `it is larger than ${MAX_PRICE_CHARACTERS} characters` };
  try {
    return { value: JSON.parse(text) };
  } catch {
    return { problem: 'it is no whole JSON' };
  }
}

function checked(value: unknown): ReadPrices {
  if (!isRecord(value) || value.format !== 1 || typeof value.url !== 'string' || typeof value.source !== 'string')
    return { problem: 'it is no list of prices' };
  if (typeof value.date !== 'string' || !/^\d{4}-\d{2}-\d{2}$/.test(value.date)) return { problem: 'it has no date' };
  if (!isRecord(value.providers)) return { problem: 'it has no providers' };
  let models = 0;
  for (const [id, provider] of Object.entries(value.providers)) {
    if (!isRecord(provider) || !Array.isArray(provider.models)) return { problem: `provider ${id} has no models` };
    const wrong = provider.models.find((model) => !isModel(model));
    if (wrong !== undefined) return { problem: `a model of ${id} has no price that can be read: ${JSON.stringify(wrong).slice(0, 120)}` };
    if (![provider.owns, provider.names].every(arePatterns) || !isExpression(provider.url))
      return { problem: `a pattern of ${id} cannot be used` };
    if (!areTexts(provider.resells)) return { problem: `what ${id} resells cannot be read` };
    models += provider.models.length;
  }
  if (models === 0) return { problem: 'it holds no price' };
  return { prices: value as unknown as PriceFile };
}

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
const isAmount = (value: unknown): boolean => typeof value === 'number' && Number.isFinite(value) && value >= 0;
const areTexts = (value: unknown): boolean =>
  value === undefined || (Array.isArray(value) && value.every((item) => typeof item === 'string'));

function isModel(model: unknown): boolean {
  return (
    isRecord(model) &&
    typeof model.id === 'string' &&
    arePatterns(model.match) &&
    [model.window, model.maxOutput].every((count) => count === undefined || isAmount(count)) &&
    Array.isArray(model.rates) &&
    model.rates.every(isRates)
  );
}

const isRates = (rates: unknown): boolean =>
  isRecord(rates) &&
  isAmount(rates.input) &&
  Object.entries(rates).every(([key, value]) => {
    if (key === 'from') return typeof value === 'string' && /^\d{4}-\d{2}-\d{2}$/.test(value);
    return key === 'above' ? Array.isArray(value) && value.every(isStep) : isAmount(value);
  });

const isStep = (step: unknown): boolean => isRecord(step) && isAmount(step.tokens) && Object.values(step).every(isAmount);

const arePatterns = (patterns: unknown): boolean =>
  patterns === undefined || (Array.isArray(patterns) && patterns.every((pattern) => isPattern(pattern, 0)));

function isPattern(pattern: unknown, depth: number): pattern is Pattern {
  if (Array.isArray(pattern)) return depth < 3 && pattern.every((inner) => isPattern(inner, depth + 1));
  if (typeof pattern !== 'string') return false;
  return pattern.length > 2 && pattern.startsWith('/') && pattern.endsWith('/') ? isExpression(pattern.slice(1, -1)) : true;
}

/** A repetition inside a repetition may take forever on some name, and no source needs one. */
function isExpression(source: unknown): boolean {
  if (source === undefined) return true;
  if (typeof source !== 'string' || source.length > 300 || /[+*}]\)*\)[+*{]/.test(source.replace(/\\./g, '_'))) return false;
  if (/\([^()]*[+*{|][^()]*\)[+*{]/.test(source.replace(/\\./g, '_'))) return false;
  try {
    new RegExp(source);
    return true;
  } catch {
    return false;
  }
}
