/** What the usual levers save: retrieval, semantic cache, routing, batching. formulas.md §5. */
import type { Rates } from '../prices/snapshot.ts';
import { callCost } from './call.ts';

/** Input tokens of a question over retrieved chunks: P + q + history + k·s. */
export const retrievalInput = (of: { system: number; query: number; history?: number; chunks: number; chunkTokens: number }): number =>
  of.system + of.query + (of.history ?? 0) + of.chunks * of.chunkTokens;

/** USD to embed documents of so many tokens once: D·s/(s − overlap)·p/10⁶. `price` in USD per 1M tokens. */
export const ingestCost = (documentTokens: number, chunkTokens: number, overlap: number, price: number): number =>
  (((documentTokens * chunkTokens) / (chunkTokens - overlap)) * price) / 1e6;

/** Share saved by a semantic cache: σ = h − c_lookup/c. `hits` are net of false ones; `lookup` and `call` in USD. */
export const semanticCacheSaving = (hits: number, lookup: number, call: number): number => hits - lookup / call;

export interface Routing {
  /** Share of the queries that go to the small model. */
  readonly queries: number;
  /** Their share of today's cost; that of the queries when it is not known. */
  readonly cost?: number;
  /** Cost of the small model over that of the large one. */
  readonly ratio: number;
  /** Share of the routed queries that pay the large model as well. */
  readonly escalated?: number;
  /** USD of the router and of an average large call. */
  readonly router?: number;
  readonly large?: number;
}

/** Share saved by routing: σ = w·(1 − ρ) − s·e − c_router/c_L. */
export const routingSaving = ({ queries, cost = queries, ratio, escalated = 0, router = 0, large = 1 }: Routing): number =>
  cost * (1 - ratio) - queries * escalated - router / large;

/** USD per task when `perCall` tasks share one request: [(P + k·t)·p_in + k·o·p_out]/(10⁶·k). */
export const microBatchCost = (rates: Rates, of: { shared: number; task: number; answer: number; perCall: number }): number =>
  callCost(rates, { input: of.shared + of.perCall * of.task, output: of.perCall * of.answer }) / of.perCall;

/** Factor on the cost when a share of it moves to a batch interface: 1 − b·(1 − m). */
export const batchFactor = (share: number, multiplier: number): number => 1 - share * (1 - multiplier);
