/** Which sites carry a month themselves: they send billed requests, and no other site pays for them. */
import type { SiteKind } from './analysis.ts';

/** Kinds that send billed requests. */
export const BILLED: ReadonlySet<SiteKind> = new Set(['llm-call', 'embedding-call', 'wrapped-call', 'agent']);

/** By the contract of the report; of a site there as of one in the code. */
export const isPaying = (site: { readonly kind: SiteKind; readonly paidBy: unknown }): boolean =>
  BILLED.has(site.kind) && (site.paidBy ?? null) === null;
