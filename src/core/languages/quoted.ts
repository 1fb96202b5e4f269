/** Strings as the languages write them. */

export type Quote = '"' | "'";

/** A string between quotes, on one line. */
export function quoted(text: string, quote: Quote): string {
  const inner = JSON.stringify(text).slice(1, -1);
  return quote === '"' ? `"${inner}"` : `'${inner.replaceAll('\\"', '"').replaceAll("'", "\\'")}'`;
}
