/** What readers remember of the texts that they have followed: forgotten as a whole when a text changes, while the readers stay. */

/**
 * Readers are made of many closures. An engine forgets the machine code of closures that have all gone, so an editor keeps its readers
 * from key to key, and only empties what they remember.
 */
export class Memory {
  readonly #tables: { clear(): void }[] = [];

  /** A table whose keys are held elsewhere. */
  weak<K extends object, V>(): WeakTable<K, V> {
    return this.#keep(new WeakTable<K, V>());
  }

  map<K, V>(): Map<K, V> {
    return this.#keep(new Map<K, V>());
  }

  forget(): void {
    for (const table of this.#tables) table.clear();
  }

  #keep<T extends { clear(): void }>(table: T): T {
    this.#tables.push(table);
    return table;
  }
}

export class WeakTable<K extends object, V> {
  #entries = new WeakMap<K, V>();

  get(key: K): V | undefined {
    return this.#entries.get(key);
  }

  has(key: K): boolean {
    return this.#entries.has(key);
  }

  set(key: K, value: V): void {
    this.#entries.set(key, value);
  }

  clear(): void {
    this.#entries = new WeakMap();
  }
}
