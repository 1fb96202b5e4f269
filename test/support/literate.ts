/** Reads literate Markdown: headings, prose and fenced blocks, each with its line, from which suites are made. */
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';

export interface Block {
  readonly heading: string;
  /** The first word behind the fence: `ts`, `py`, `sites`, `config`. */
  readonly fence: string;
  /** What follows it: `fixed`. */
  readonly info: string;
  readonly code: string;
  /** 1-based line of the code's first line in the file. */
  readonly line: number;
}

export interface Page {
  readonly file: string;
  readonly title: string;
  /** The paragraph below the title, on one line. */
  readonly summary: string;
  readonly blocks: readonly Block[];
}

/** Throws for a block that is not closed: a case that cannot be read would otherwise pass unseen. */
export function readPage(file: string, markdown: string): Page {
  const lines = markdown.replace(/\r\n/g, '\n').split('\n');
  const blocks: Block[] = [];
  let heading = '';
  for (let at = 0; at < lines.length; at++) {
    const line = lines[at] as string;
    if (line.startsWith('## ')) heading = line.slice(3);
    const [, fence, info = ''] = /^```(\S+)(?: (.*))?$/.exec(line) ?? [];
    if (fence === undefined) continue;
    const end = lines.indexOf('```', at + 1);
    if (end < 0) throw new Error(`${file}:${at + 1}: the block is not closed`);
    blocks.push({ heading, fence, info, code: `${lines.slice(at + 1, end).join('\n')}\n`, line: at + 2 });
    at = end;
  }
  const paragraphs = markdown.split(/\n{2,}/);
  return {
    file,
    title: (paragraphs[0] ?? '').replace(/^# /, '').trim(),
    summary: (paragraphs[1] ?? '').replace(/\s*\n\s*/g, ' ').trim(),
    blocks,
  };
}

/** The pages of a folder of the repository, by name. */
export function pagesIn(folder: string): Page[] {
  const names = readdirSync(folder).filter((name) => name.endsWith('.md'));
  return names.sort().map((name) => readPage(path.posix.join(folder, name), readFileSync(path.join(folder, name), 'utf8')));
}
