/** What failures add to a call: formulas.md §2. */

export interface Failures {
  /** Chance of a failure that is billed: bad JSON, a rejected answer, a cut one. */
  readonly billed: number;
  /** Chance of one that is not: 429, 5xx, a lost connection. */
  readonly unbilled: number;
}

/**
 * A = (1 − f^(R+1))/(1 − f) attempts (R + 1 when f = 1), success = 1 − f^(R+1), cost factor ρ = A·((1 − f) + κ·f_b); f = f_b + f_u.
 * `max` is R, the retries at most; `kappa` the cost of a billed failure over that of a success.
 */
export function retries({ billed, unbilled }: Failures, max: number, kappa = 1): { attempts: number; success: number; factor: number } {
  const fail = Math.min(1, billed + unbilled);
  const attempts = fail >= 1 ? max + 1 : (1 - fail ** (max + 1)) / (1 - fail);
  return { attempts, success: 1 - fail ** (max + 1), factor: attempts * (1 - fail + kappa * billed) };
}

/** Retries at most when a caller that retries stands around a client that does: (a + 1)(b + 1) attempts. */
export const nestedRetries = (outer: number, inner: number): number => (outer + 1) * (inner + 1) - 1;
