/** The sites that a finding about money is told of once: those that carry a month themselves. */
import type { PricedSite } from './rule.ts';

const PAYING: ReadonlySet<string> = new Set(['llm-call', 'embedding-call', 'wrapped-call', 'agent']);

/** It sends billed requests, and no other site carries its month. */
export const isPaying = ({ site }: PricedSite): boolean => PAYING.has(site.kind) && site.paidBy === undefined;
