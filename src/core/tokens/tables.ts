/** The tokenizer tables that are loaded so far: the engine hands assets in, and learns here which ones were missed. */
import { TokenCounter } from './counter.ts';
import type { Encoding } from './split.ts';

/**
 * Counting never waits: where a table is missing the count is an estimate by characters, and the encoding is noted in
 * `missed`. The engine then loads `Host.asset(encoding)`, hands it to `add`, and asks again.
 */
export class TokenizerTables {
  readonly #counters = new Map<Encoding, TokenCounter>();
  readonly #missed = new Set<Encoding>();
  readonly #damaged = new Set<Encoding>();

  /** Opens the table asset of an encoding (1 to 3 ms); false when it is damaged, and then it is not asked for again. */
  add(encoding: Encoding, asset: Uint8Array): boolean {
    const counter = TokenCounter.open(encoding, asset);
    this.#missed.delete(encoding);
    if (counter) this.#counters.set(encoding, counter);
    else this.#damaged.add(encoding);
    return counter !== undefined;
  }

  /** The counter of an encoding; `undefined`, and a note in `missed`, while its table is not there. */
  counter(encoding: Encoding): TokenCounter | undefined {
    const counter = this.#counters.get(encoding);
    if (!counter && !this.#damaged.has(encoding)) this.#missed.add(encoding);
    return counter;
  }

  /** Encodings whose table was wanted and not there. */
  get missed(): ReadonlySet<Encoding> {
    return this.#missed;
  }
}
