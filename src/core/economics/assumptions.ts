/** Every number we assume where neither code nor configuration says one. They are ours, stand in reports, and give way to any declaration. */
import type { HoleKind } from '../resolve/known.ts';
import type { Interval } from '../tokens/interval.ts';
import { HEAVY_USERS } from './heavy-users.ts';

const range = (low: number, expected: number, high: number): Interval => ({ low, expected, high });

/**
 * Tokens of what is only known at run time. A question is a sentence or two, a tool result a small JSON object, an unknown
 * value anything from an empty string to a page. Retrieved context and history are computed from the tables below.
 */
export const HOLE_TOKENS: Readonly<Record<Exclude<HoleKind, 'context' | 'history'>, Interval>> = {
  user: range(20, 60, 400),
  'tool-result': range(50, 300, 2000),
  unknown: range(0, 150, 1500),
};

/** Retrieval: the documents of one query, and the tokens of one of them. A splitter's usual 1,000 to 2,000 characters. */
export const TOP_K = 5;
export const CHUNK_TOKENS = range(100, 400, 800);

/**
 * JSON with two blanks of indentation over the same data without, in tokens of o200k_base: 245 files of public repositories,
 * median 1.27, P10 1.01, P90 1.53.
 */
export const INDENTED_JSON = range(1, 1.25, 1.5);

/** Questions and answers of one conversation. */
export const CHAT_TURNS = 5;

/** Model calls of one agent run: most runs end after a few tools; without any bound a run is taken to end by this many. */
export const AGENT_STEPS = range(1, 4, 25);

/** Tokens of an answer whose length nothing states. Short answers are far more frequent than long ones. */
export const OUTPUT_TOKENS = range(20, 300, 4000);

/** Share of a cap that an answer takes: a cap is set for the worst case. Its low and expected value never exceed those above. */
export const CAP_SHARE = range(0.05, 0.5, 1);

/** An answer in JSON over the tokens of its schema, which has types and descriptions besides the names. */
export const SCHEMA_SHARE = range(0.2, 0.6, 4);

/** Tokens of reasoning by the effort that is asked for; they are billed as output. */
export const REASONING_TOKENS: Readonly<Record<string, Interval>> = {
  none: range(0, 0, 0),
  minimal: range(0, 50, 300),
  low: range(0, 250, 2000),
  medium: range(100, 800, 8000),
  high: range(300, 2500, 20_000),
  xhigh: range(500, 6000, 50_000),
  max: range(500, 8000, 64_000),
};

/** Share of a thinking budget that is used. */
export const THINKING_SHARE = range(0, 0.4, 1);

/**
 * Own GPUs, when a scenario asks for them: one node of eight at a cloud's price, people to run it, and the throughput of a
 * middle-sized open model (formulas.md §8, E20).
 */
export const SELF_HOSTING = { gpus: 8, hourly: 2.5, operations: 12_000, tokensPerSecond: 2500, utilisation: 0.4 } as const;

/** A tuned model, when own GPUs are compared: to build it, to keep it a month (USD), and its call over today's (formulas.md §8, E19). */
export const FINE_TUNING = { oneOff: 30_000, upkeep: 1500, months: 12, ratio: 0.7 } as const;

/** Three years of a product: growth of the calls a month, fall of API prices a year, and USD to begin with own GPUs (formulas.md §8, E21). */
export const THREE_YEARS = { months: 36, growth: 0.05, decline: 0.3, capital: 60_000 } as const;

/** USD of one look-up in a semantic cache: an embedding and a vector query (formulas.md, E14). */
export const LOOKUP = 0.00002;

/** Another model in the place of one that works: cases of a test, runs of each, USD of a judgement; days of people, and USD of a day (formulas.md §8, E28). */
export const MODEL_SWAP = { cases: 200, repeats: 3, judge: 0.02, days: range(5, 10, 20), daily: 800 } as const;

/** The assumptions by name, for the report. `callsPerMonth` is the configuration's. */
export const assumptions = (callsPerMonth: number | null): Readonly<Record<string, unknown>> => ({
  callsPerMonth,
  currency: 'USD',
  holeTokens: HOLE_TOKENS,
  topK: TOP_K,
  chunkTokens: CHUNK_TOKENS,
  indentedJson: INDENTED_JSON,
  chatTurns: CHAT_TURNS,
  agentSteps: AGENT_STEPS,
  outputTokens: OUTPUT_TOKENS,
  capShare: CAP_SHARE,
  schemaShare: SCHEMA_SHARE,
  reasoningTokens: REASONING_TOKENS,
  thinkingShare: THINKING_SHARE,
  heavyUsers: HEAVY_USERS,
  semanticCacheLookup: LOOKUP,
  selfHosting: SELF_HOSTING,
  fineTuning: FINE_TUNING,
  threeYears: THREE_YEARS,
  modelSwap: MODEL_SWAP,
});
