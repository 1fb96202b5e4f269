/** Languages for two states of one project: an equal text is lowered once, and of a changed file only the statements that differ. */
import type { Language, Lowered } from './language.ts';

export interface Remembered {
  readonly languages: readonly Language[];
  /** Frees what is kept of files whose other state was never asked for. */
  release(): void;
}

/** `hasChanged`: the file is there in both states, with different texts. */
export function remembered(languages: readonly Language[], hasChanged: (path: string) => boolean): Remembered {
  const known = new Map<string, Lowered>();
  const kept = new Map<string, Lowered>();

  const lower = (language: Language, text: string, options: Parameters<Language['lower']>[1]): Lowered => {
    const previous = kept.get(options.path);
    if (previous) {
      kept.delete(options.path);
      const made = language.lower(text, { ...options, previous });
      previous.release();
      return made;
    }
    if (!hasChanged(options.path)) return language.lower(text, options);
    const made = language.lower(text, { ...options, keep: true });
    kept.set(options.path, made);
    // Whoever asked for it may give it back; here it is needed once more.
    return { text: made.text, facts: made.facts, release() {} };
  };

  return {
    languages: languages.map((language) => ({
      ...language,
      lower(text, options) {
        if (options.keep || options.previous) return language.lower(text, options);
        // By path too: what is found out about a file later is kept by its facts.
        const key = `${options.path}\n${text}`;
        const before = known.get(key);
        if (before) return before;
        const made = lower(language, text, options);
        known.set(key, made);
        return made;
      },
    })),
    release() {
      for (const one of kept.values()) one.release();
      kept.clear();
    },
  };
}
