/** Finds doc comments and steps over comments in the text between two nodes. */

/** The doc comment that ends directly above an offset, without its markers; '' for none. */
export function docAbove(text: string, offset: number): string {
  let end = offset;
  while (end > 0 && isSpace(text.charCodeAt(end - 1))) end--;
  if (text[end - 1] !== '/' || text[end - 2] !== '*') return '';
  const start = text.lastIndexOf('/*', end - 3);
  if (start < 0 || text[start + 2] !== '*' || start + 4 > end - 1) return '';
  return text
    .slice(start + 3, end - 2)
    .replace(/^[ \t]*\*?[ \t]?/gm, '')
    .trim();
}

/** A stretch of text between nodes, without comments and white space around: operators and punctuation. */
export function between(text: string, from: number, to: number): string {
  const gap = text.slice(from, to);
  return (gap.includes('/*') || gap.includes('//') ? gap.replace(/\/\*[\s\S]*?\*\/|\/\/.*/g, ' ') : gap).trim();
}

/** How often a one-character sign stands between two offsets, comments apart. */
export function countBetween(text: string, sign: string, from: number, to: number): number {
  return between(text, from, to).split(sign).length - 1;
}

const isSpace = (code: number) => code === 32 || (code >= 9 && code <= 13);
