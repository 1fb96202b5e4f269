/** Component files (Vue, Svelte, Astro): their scripts alone, at their own offsets. */

export interface Script {
  /** As long as the file: everything outside scripts is blank, line ends are kept. */
  readonly script: string;
  /** The extension that says how to parse it. */
  readonly extension: string;
}

const BLOCK = /<script\b([^>]*)>([\s\S]*?)(?:<\/script\s*>|$)/gi;

/** Other files are their own script. */
export function scriptOf(path: string, text: string): Script {
  const extension = path.slice(path.lastIndexOf('.')).toLowerCase();
  if (extension !== '.vue' && extension !== '.svelte' && extension !== '.astro') return { script: text, extension };
  const kept: (readonly [start: number, end: number])[] = [];
  let language = extension === '.astro' ? '.ts' : '.js';
  const front = extension === '.astro' ? /^\s*---\r?\n([\s\S]*?)\r?\n---/.exec(text) : null;
  if (front?.[1] !== undefined) kept.push([front[0].indexOf(front[1]), front[0].indexOf(front[1]) + front[1].length]);
  for (const match of text.matchAll(BLOCK)) {
    const [, attributes = '', code = ''] = match;
    const start = match.index + match[0].indexOf('>', '<script'.length + attributes.length) + 1;
    kept.push([start, start + code.length]);
    const lang = /\blang\s*=\s*["']?(tsx?|jsx?)/i.exec(attributes)?.[1]?.toLowerCase();
    if (lang !== undefined) language = `.${lang}`;
  }
  let script = '';
  let from = 0;
  for (const [start, end] of kept.sort((a, b) => a[0] - b[0])) {
    if (start < from) continue;
    script += blank(text.slice(from, start)) + text.slice(start, end);
    from = end;
  }
  return { script: script + blank(text.slice(from)), extension: language };
}

const blank = (text: string): string => text.replace(/[^\n\r]/g, ' ');
