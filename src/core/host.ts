/** All that the core may ask of the world. */
export interface Host {
  /** The text of a file by its path relative to the root (POSIX), or undefined where there is none or it may not be read. */
  read(path: string): string | undefined;
  /** Names in a folder (relative to the root, POSIX); folders end in `/`. Empty where there is none. */
  list(folder: string): readonly string[];
  /** A file that ships with Costlint: a grammar, a tokenizer table. */
  asset(name: string): Promise<Uint8Array>;
}
