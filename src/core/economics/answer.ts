/** How long an answer is and how many steps a run takes, when nobody has measured either. */
import { add, type Interval, ZERO } from '../tokens/interval.ts';
import { AGENT_STEPS, CAP_SHARE, OUTPUT_TOKENS, REASONING_TOKENS, SCHEMA_SHARE, THINKING_SHARE } from './assumptions.ts';
import type { Sized } from './profile.ts';
import { SIGMA, sigmaOf } from './spread.ts';

export interface AnswerFacts {
  readonly declared: Sized | undefined;
  /** Most tokens of an answer that the request allows. */
  readonly cap: number | undefined;
  /** Most tokens that the model can answer with. */
  readonly maxOutput: number | undefined;
  /** Tokens of the response schema. */
  readonly schema: number | undefined;
  readonly effort: string | undefined;
  readonly thinkingBudget: number | undefined;
}

export interface Answer {
  readonly tokens: Interval;
  readonly sigma: number;
  readonly why: string;
}

/** Tokens of one answer, reasoning included: declared, else by its schema, its cap, or what is usual; never above a cap. */
export function answerOf({ declared, cap, maxOutput, schema, effort, thinkingBudget }: AnswerFacts): Answer {
  const most = Math.min(cap ?? Number.POSITIVE_INFINITY, maxOutput ?? Number.POSITIVE_INFINITY);
  if (declared !== undefined) {
    return { tokens: atMost(declared.tokens, most), sigma: sigmaOf(declared.tokens) || SIGMA.declaredOutput, why: declared.why };
  }
  const visible = schema === undefined ? usual(cap) : shareOf(schema, SCHEMA_SHARE);
  const hidden = thinkingBudget !== undefined ? shareOf(thinkingBudget, THINKING_SHARE) : reasoningOf(effort);
  const tokens = atMost(add(visible, hidden), most);
  const why = [
    schema === undefined ? (cap === undefined ? 'no cap: usual length assumed' : `below the cap of ${cap}`) : 'by the size of its schema',
    ...(hidden.high > 0 ? [thinkingBudget !== undefined ? `with a thinking budget of ${thinkingBudget}` : `with ${effort} effort`] : []),
  ].join(', ');
  // A cap is a hard bound of an answer, whether or not it is ever reached.
  return {
    tokens: cap === undefined ? tokens : { ...tokens, high: Math.max(tokens.expected, most) },
    sigma: cap === undefined ? SIGMA.openOutput : SIGMA.cappedOutput,
    why,
  };
}

function usual(cap: number | undefined): Interval {
  if (cap === undefined) return OUTPUT_TOKENS;
  const share = shareOf(cap, CAP_SHARE);
  return { low: Math.min(OUTPUT_TOKENS.low, share.low), expected: Math.min(OUTPUT_TOKENS.expected, share.expected), high: share.high };
}

const shareOf = (tokens: number, share: Interval): Interval => ({
  low: tokens * share.low,
  expected: tokens * share.expected,
  high: tokens * share.high,
});

const reasoningOf = (effort: string | undefined): Interval =>
  effort !== undefined && Object.hasOwn(REASONING_TOKENS, effort) ? (REASONING_TOKENS[effort] ?? ZERO) : ZERO;

const atMost = ({ low, expected, high }: Interval, most: number): Interval => ({
  low: Math.min(low, most),
  expected: Math.min(expected, most),
  high: Math.min(high, most),
});

export interface LoopFacts {
  readonly state: 'none' | 'bounded' | 'framework-default' | 'dynamic' | 'unbounded';
  readonly steps?: number;
  /** Every run takes all its steps. */
  readonly always?: boolean;
}

export interface RunSteps {
  readonly steps: Interval;
  /** Each step may be the last with the same chance, as in `while` loops (formulas.md §3). */
  readonly openEnded: boolean;
  readonly sigma: number;
}

/** Model calls of one run: a bound is the most, not the usual. `declared` is the usual number, where somebody states it. */
export function stepsOf({ state, steps: bound, always = false }: LoopFacts, declared: number | undefined): RunSteps {
  if (state === 'none') return { steps: { low: 1, expected: 1, high: 1 }, openEnded: false, sigma: 0 };
  if (always && bound !== undefined && declared === undefined) {
    const steps = Math.max(1, bound);
    return { steps: { low: steps, expected: steps, high: steps }, openEnded: false, sigma: 0 };
  }
  const most = Math.max(1, bound ?? Math.max(AGENT_STEPS.high, declared ?? 0));
  const expected = Math.min(most, Math.max(1, declared ?? AGENT_STEPS.expected));
  const openEnded = state === 'unbounded';
  const sigma = most === 1 ? 0 : declared !== undefined || !openEnded ? SIGMA.boundedSteps : SIGMA.openSteps;
  return { steps: { low: Math.min(AGENT_STEPS.low, expected), expected, high: most }, openEnded, sigma };
}
