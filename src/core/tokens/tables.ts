/** The tokenizer tables that are loaded so far: the engine hands assets in, and learns here which ones were missed. */
import { TokenCounter } from './counter.ts';
import type { Interval } from './interval.ts';
import type { Encoding } from './split.ts';

/** Characters of texts whose counts are remembered; then all are forgotten. */
const MOST_REMEMBERED = 4_000_000;

interface Counted {
  readonly tokens: Interval;
  readonly exact: boolean;
}

/**
 * Counting never waits: where a table is missing the count is an estimate by characters, and the encoding is noted in
 * `missed`. The engine then loads `Host.asset(encoding)`, hands it to `add`, and asks again.
 */
export class TokenizerTables {
  readonly #counters = new Map<Encoding, TokenCounter>();
  readonly #missed = new Set<Encoding>();
  readonly #damaged = new Set<Encoding>();
  readonly #counts = new Map<string, Map<string, Counted>>();
  #remembered = 0;

  /** Opens the table asset of an encoding (about 10 ms); false when it is damaged, and then it is not asked for again. */
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

  /** What a tokenizer counts in a text. A prompt is counted for its call and for itself, and in an editor again with every key. */
  once(tokenizer: string, text: string, count: () => Counted): Counted {
    let counts = this.#counts.get(tokenizer);
    const known = counts?.get(text);
    if (known) return known;
    this.#remembered += text.length;
    if (this.#remembered > MOST_REMEMBERED) {
      this.#counts.clear();
      this.#remembered = text.length;
      counts = undefined;
    }
    if (!counts) {
      counts = new Map();
      this.#counts.set(tokenizer, counts);
    }
    const counted = count();
    counts.set(text, counted);
    return counted;
  }

  /** Encodings whose table was wanted and not there. */
  get missed(): ReadonlySet<Encoding> {
    return this.#missed;
  }
}
