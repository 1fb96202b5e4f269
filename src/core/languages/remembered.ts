/** Languages that lower an equal text once: of two states of a project most files are the same. */
import type { Language, Lowered } from './language.ts';

export function remembered(languages: readonly Language[]): readonly Language[] {
  const known = new Map<string, Lowered>();
  return languages.map((language) => ({
    ...language,
    lower(text, options) {
      if (options.keep || options.previous) return language.lower(text, options);
      const key = `${language.grammarFor(options.path)}\n${text}`;
      let lowered = known.get(key);
      if (!lowered) {
        lowered = language.lower(text, options);
        lowered.release();
        known.set(key, lowered);
      }
      return lowered;
    },
  }));
}
