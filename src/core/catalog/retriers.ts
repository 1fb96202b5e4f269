/** Libraries that run a function again when it fails, as data: how often, where that is said, and what holds when nothing is. */
import type { Address } from './sdk.ts';

export interface Retrier {
  readonly packages: readonly string[];
  /** Exported names that take the function, or decorate it when they are called. */
  readonly names: readonly string[];
  /** Where the number stands; several: the first present holds. */
  readonly at: readonly Address[];
  /** Where a bound in time stands: with it the number of tries is not known. */
  readonly time?: readonly Address[];
  /** Whether the number counts the first try. */
  readonly counts: 'attempts' | 'retries';
  /** The number when none is given. */
  readonly absent: number | 'unbounded';
}

/** Read in the documentation of each package, 2026-11-21. */
export const retriers: readonly Retrier[] = [
  { packages: ['tenacity'], names: ['retry', 'Retrying', 'AsyncRetrying'], at: ['stop'], counts: 'attempts', absent: 'unbounded' },
  {
    packages: ['backoff'],
    names: ['on_exception', 'on_predicate'],
    at: ['max_tries'],
    time: ['max_time'],
    counts: 'attempts',
    absent: 'unbounded',
  },
  { packages: ['stamina'], names: ['retry'], at: ['attempts'], counts: 'attempts', absent: 10 },
  { packages: ['retry'], names: ['retry', 'retry_call'], at: ['tries'], counts: 'attempts', absent: 'unbounded' },
  {
    packages: ['retrying'],
    names: ['retry'],
    at: ['stop_max_attempt_number'],
    time: ['stop_max_delay'],
    counts: 'attempts',
    absent: 'unbounded',
  },
  {
    packages: ['p-retry', 'async-retry', 'promise-retry'],
    names: ['default'],
    at: ['1.retries', '0.retries'],
    counts: 'retries',
    absent: 10,
  },
  { packages: ['exponential-backoff'], names: ['backOff'], at: ['1.numOfAttempts'], counts: 'attempts', absent: 10 },
  { packages: ['ts-retry-promise'], names: ['retry'], at: ['1.retries'], counts: 'retries', absent: 10 },
];
