/** Scripts inside Vue, Svelte and Astro files, as a program whose offsets are those of the file. */

export interface Script {
  /** As long as the file: everything outside of scripts is blank, line ends are kept. */
  readonly script: string;
  /** The extension that says how to parse it. */
  readonly extension: string;
}

const components: ReadonlySet<string> = new Set(['.vue', '.svelte', '.astro']);

interface Block {
  readonly start: number;
  readonly end: number;
}

const attributesEnd = /(?:[^"'>]|"[^"]*"|'[^']*')*?>/y;

/**
 * The script of a component file; any other file is its own. Astro has one between `---` at the top besides, and all of its
 * scripts are TypeScript.
 */
export function scriptOf(path: string, text: string): Script {
  const own = path.slice(path.lastIndexOf('.')).toLowerCase();
  if (!components.has(own)) return { script: text, extension: own };
  const isAstro = own === '.astro';
  const blocks: Block[] = [];
  let extension = isAstro ? '.ts' : '.js';
  const front = isAstro ? frontMatter(text) : undefined;
  if (front) blocks.push(front);

  // Once no end is found there is none further down: without this memory, a file of a million openings takes hours.
  let from = front?.end ?? 0;
  for (;;) {
    const open = /<!--|<script(?=[\s>])/gi;
    open.lastIndex = from;
    const found = open.exec(text);
    if (!found) break;
    if (found[0] === '<!--') {
      const end = text.indexOf('-->', open.lastIndex);
      if (end < 0) break;
      from = end + 3;
      continue;
    }
    attributesEnd.lastIndex = open.lastIndex;
    const attributes = attributesEnd.exec(text)?.[0];
    if (attributes === undefined) break;
    const start = open.lastIndex + attributes.length;
    const close = /<\/script/gi;
    close.lastIndex = start;
    const end = attributes.endsWith('/>') ? start : (close.exec(text)?.index ?? text.length);
    if (isScript(attributes)) {
      blocks.push({ start, end });
      const language = /\blang\s*=\s*["']?(tsx?)\b/i.exec(attributes)?.[1]?.toLowerCase();
      if (language && extension !== '.tsx') extension = `.${language}`;
    }
    from = end;
  }
  return { script: onlyBlocks(text, blocks), extension };
}

function frontMatter(text: string): Block | undefined {
  const open = /^\s*---[ \t]*\r?\n/.exec(text);
  if (!open) return undefined;
  const close = /^---/gm;
  close.lastIndex = open[0].length;
  return { start: open[0].length, end: close.exec(text)?.index ?? text.length };
}

/** Data blocks (`type="application/ld+json"`) are no scripts. */
function isScript(attributes: string): boolean {
  const type = /\btype\s*=\s*["']?([^"'\s>]*)/i.exec(attributes)?.[1]?.toLowerCase();
  return type === undefined || type === '' || type === 'module' || /(?:java|ecma|type)script/.test(type);
}

/** A semicolon stands where a block ends, so that two blocks never join into one statement. */
function onlyBlocks(text: string, blocks: readonly Block[]): string {
  let result = '';
  let at = 0;
  for (const { start, end } of blocks) {
    result += blank(text.slice(at, start)) + text.slice(start, end);
    at = end;
    if (end < text.length) {
      result += ';';
      at++;
    }
  }
  return result + blank(text.slice(at));
}

const blank = (text: string) => text.replace(/[^\r\n]/g, ' ');
