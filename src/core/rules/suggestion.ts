/** A fix that wants a look before it is made. */
import type { Interval } from '../tokens/interval.ts';
import type { PlacedEdit, RuleFix } from './rule.ts';

/** None where the code gives no place for the edit. `saving` in USD a month. */
export const suggestion = (title: string, edits: readonly PlacedEdit[] | undefined, saving?: Interval): readonly RuleFix[] =>
  edits ? [{ title, safety: 'suggestion', ...(saving && { saving }), edits }] : [];
