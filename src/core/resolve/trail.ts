/** Where folding stands: what is being followed, how deep, and how often a cycle was cut on the way. */
import { type Known, type Place, type Ref, unknown } from './known.ts';

export const MAX_DEPTH = 48;
/** Values folded for one question; beyond it the rest stays open. Real prompts need a few hundred. */
const MAX_WORK = 20_000;

export class Trail {
  /** The values, writes, stores and in-place changes that are being followed: meeting one again is a cycle. */
  readonly active = new Set<object>();
  depth = 0;
  #work = 0;
  #cuts = 0;

  /** Goes one step further; false where depth or work are used up. */
  enter(): boolean {
    if (this.depth === 0) this.#work = 0;
    return this.depth <= MAX_DEPTH && ++this.#work <= MAX_WORK;
  }

  /** So far: what came about between two equal readings holds everywhere, not only inside a cycle. */
  get cuts(): number {
    return this.#cuts;
  }

  cut(name: string, why: string, place: Place): Ref {
    return this.keep(unknown(name, why, place));
  }

  /** What is known without following the cycle. */
  keep<K extends Known | undefined>(known: K): K {
    this.#cuts++;
    return known;
  }
}
