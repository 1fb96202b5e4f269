/** Tokens of an image in a prompt, by the rules that the vendors publish. */
import { exactly, hull, type Interval } from './interval.ts';

/** Pixels, and the detail that OpenAI takes (Gemini: media resolution `low` or `high`); whatever the code says. */
export interface ImageFacts {
  readonly width?: number;
  readonly height?: number;
  readonly detail?: 'low' | 'high' | 'auto';
}

type Rule = (width: number, height: number, detail: ImageFacts['detail']) => number;

/** Sizes between which an image of unknown size is taken to lie; the middle one is expected. */
const USUAL_SIZES: readonly (readonly [number, number])[] = [
  [128, 128],
  [1024, 1024],
  [4096, 2048],
];

/**
 * Tokens of one image. With an unknown size a range from a thumbnail to a photograph, expecting 1024 × 1024.
 * Sources: the vendors' vision guides as of November 2026; for unknown models 250 to 3,000.
 */
export function imageTokens(image: ImageFacts, model: string | undefined, provider: string | undefined): Interval {
  const id = (model ?? '').toLowerCase();
  const rules = rulesFor(id, provider);
  if (rules.length === 0) return { low: 250, expected: 1000, high: 3000 };
  const { width, height, detail } = image;
  if (width !== undefined && height !== undefined && width > 0 && height > 0)
    return spread(rules.map((rule) => rule(width, height, detail)));
  const [small, usual, large] = USUAL_SIZES.map(([w, h]) => rules.map((rule) => rule(w, h, detail))) as [number[], number[], number[]];
  return { low: Math.min(...small), expected: usual[0] as number, high: Math.max(...large) };
}

/** The first rule is expected; others are what has been reported besides. */
function spread(values: readonly number[]): Interval {
  const { low, high } = hull(values.map(exactly));
  return { low, expected: values[0] as number, high };
}

/** OpenAI: base and tokens per 512-pixel tile. */
const TILES: readonly (readonly [RegExp, number, number])[] = [
  [/gpt-?4o-mini/, 2833, 5667],
  [/gpt-?5/, 70, 140],
  [/\bo[13]\b/, 75, 150],
  [/computer-use/, 65, 129],
  [/gpt-?4|chatgpt/, 85, 170],
];

/** OpenAI: multiples of the number of 32-pixel patches; the second figure was measured on bills (March 2026) and differs from the guide. */
const PATCHES: readonly (readonly [RegExp, number, readonly number[]])[] = [
  [/gpt-?(?:5\.[4-9]|[6-9]).*mini/, 2500, [1.62, 1.2]],
  [/gpt-?(?:5\.[4-9]|[6-9]).*nano/, 2500, [2.46, 1.5]],
  [/gpt-?5.*mini/, 1536, [1.62, 1.2]],
  [/gpt-?5.*nano/, 1536, [2.46, 1.5]],
  [/gpt-?4\.1-mini/, 1536, [1.62]],
  [/gpt-?4\.1-nano/, 1536, [2.46]],
  [/\bo4-mini/, 1536, [1.72]],
  [/gpt-?(?:5\.[4-9]|[6-9])/, 2500, [1, 1.2]],
];

function rulesFor(id: string, provider: string | undefined): readonly Rule[] {
  const patch = PATCHES.find(([pattern]) => pattern.test(id));
  if (patch) return patch[2].map((multiple) => patches(patch[1], multiple));
  const tile = TILES.find(([pattern]) => pattern.test(id));
  if (tile) return [tiles(tile[1], tile[2])];
  if (/claude/.test(id)) return [claude(/-4[.-]?[789]|-[5-9](?!\d)/.test(id) && !/-3|4[.-][0156]/.test(id))];
  if (/gemini-(?:[3-9]|flash-latest|pro-latest)/.test(id)) return [(_w, _h, detail) => (detail === 'low' ? 280 : 1120), () => 560];
  if (/gemini/.test(id)) return [(_w, _h, detail) => (detail === 'low' ? 64 : 258), (w, h) => geminiTiles(w, h)];
  if (provider === 'openai' || provider === 'azure') return [tiles(85, 170), patches(1536, 1.62)];
  if (provider === 'anthropic') return [claude(false), claude(true)];
  return [];
}

/** Fits into 2048 × 2048, brings the shorter side to 768, counts tiles of 512. */
const tiles =
  (base: number, tile: number): Rule =>
  (width, height, detail) => {
    if (detail === 'low') return base;
    const fit = Math.min(1, 2048 / Math.max(width, height));
    const short = Math.min(1, 768 / (Math.min(width, height) * fit));
    const count = (side: number) => Math.ceil(Math.round(side * fit * short) / 512);
    return base + tile * count(width) * count(height);
  };

/** Patches of 32 pixels within the budget, times the model's multiple. */
const patches =
  (budget: number, multiple: number): Rule =>
  (width, height, detail) =>
    Math.ceil(patchCount(width, height, 32, detail === 'low' ? 256 : budget) * multiple);

/** Patches of 28 pixels after fitting the long edge and the budget of the model's tier. */
const claude =
  (large: boolean): Rule =>
  (width, height) => {
    const [edge, most] = large ? [2576, 4784] : [1568, 1568];
    const fit = Math.min(1, edge / Math.max(width, height));
    return patchCount(width * fit, height * fit, 28, most);
  };

/** Patches of an image that is shrunk, keeping its shape, to the largest whole number of columns that fits `most`. */
function patchCount(width: number, height: number, size: number, most: number): number {
  const start = Math.ceil(Math.min(width, Math.sqrt((most * size * size * width) / height)) / size);
  if (start * Math.ceil(height / size) <= most && start * size >= width) return start * Math.ceil(height / size);
  for (let columns = start; columns > 1; columns--) {
    const count = columns * Math.ceil((height * columns) / width);
    if (count <= most) return count;
  }
  return Math.min(most, Math.ceil(height / size));
}

/** One tile up to 384 pixels, else tiles of 768, at most nine. The guide says so; recorded requests billed one tile for any size. */
function geminiTiles(width: number, height: number): number {
  if (width <= 384 && height <= 384) return 258;
  return 258 * Math.min(9, Math.ceil(width / 768) * Math.ceil(height / 768));
}
