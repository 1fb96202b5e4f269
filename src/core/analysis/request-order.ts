/** The order in which a request reaches the model, whatever the order in the code: tools, response schema, system prompt, messages. */
import type { PromptPart } from './analysis.ts';

const RANK: Readonly<Partial<Record<PromptPart['role'], number>>> = { tools: 0, schema: 1, system: 2 };

/** Parts with their index in the site. Vendors' pages on prompt caching give this order. */
export const requestOrder = (parts: readonly PromptPart[]): readonly { readonly part: PromptPart; readonly i: number }[] =>
  parts.map((part, i) => ({ part, i })).sort((a, b) => (RANK[a.part.role] ?? 3) - (RANK[b.part.role] ?? 3) || a.i - b.i);
