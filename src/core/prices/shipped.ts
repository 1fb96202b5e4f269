/** The prices that ship with Costlint. Imported on demand, so that a run that prices nothing does not read them. */
import type { BookSources } from './book.ts';
import overlay from './overlay.json' with { type: 'json' };
import secondary from './secondary.json' with { type: 'json' };
import snapshot from './snapshot.json' with { type: 'json' };

// The files are ours and their shapes are tested; the compiler's own reading of them would be a union per entry.
export const shippedPrices = { snapshot, overlay, secondary } as unknown as Pick<BookSources, 'snapshot' | 'overlay' | 'secondary'>;
