/** Reads the literate cases of `test/catalog/*.md`: a code block, then the sites expected in it. */

export interface Case {
  readonly heading: string;
  /** The block's language as written: `ts`, `tsx`, `js`, `py`. */
  readonly fence: string;
  readonly language: 'ecmascript' | 'python';
  readonly code: string;
  /** 1-based line of the code's first line in the Markdown file. */
  readonly line: number;
  readonly sites: readonly ExpectedSite[];
}

export interface ExpectedSite {
  /** 1-based line in the code. */
  readonly line: number;
  readonly kind: string;
  readonly sdk: string | undefined;
  readonly api: string | undefined;
  /** Only what the case asserts: `model`, `cap`, `steps`, `k`. */
  readonly fields: Readonly<Record<string, string>>;
}

const FENCES: Readonly<Record<string, Case['language']>> = {
  ts: 'ecmascript',
  tsx: 'ecmascript',
  js: 'ecmascript',
  jsx: 'ecmascript',
  py: 'python',
};

/** Throws on a malformed file: a case that cannot be read would otherwise pass unseen. */
export function readCases(markdown: string, file: string): Case[] {
  const lines = markdown.split('\n');
  const cases: Case[] = [];
  let heading = '';
  let open: Omit<Case, 'sites'> | undefined;
  const fail = (line: number, message: string): never => {
    throw new Error(`${file}:${line + 1}: ${message}`);
  };
  for (let i = 0; i < lines.length; i++) {
    const text = lines[i] as string;
    if (text.startsWith('## ')) heading = text.slice(3);
    if (!text.startsWith('```')) continue;
    const fence = text.slice(3).trim();
    const end = lines.indexOf('```', i + 1);
    if (end < 0) fail(i, 'the block is not closed');
    const block = lines.slice(i + 1, end);
    const language = FENCES[fence];
    if (language) {
      if (open) fail(i, 'the block before has no ```sites');
      open = { heading, fence, language, code: `${block.join('\n')}\n`, line: i + 2 };
    } else if (fence === 'sites') {
      if (!open) fail(i, 'no code stands before these sites');
      else
        cases.push({
          ...open,
          sites:
            block.length === 1 && block[0] === 'none'
              ? []
              : block.map((one, n) => readSite(one) ?? fail(i + 1 + n, `cannot read "${one}"`)),
        });
      open = undefined;
    } else {
      fail(i, `a block \`\`\`${fence} has no meaning here`);
    }
    i = end;
  }
  if (open) fail(open.line - 2, 'the block has no ```sites');
  return cases;
}

/** `3: llm-call openai chat.completions | model gpt-4o | cap 300`. */
function readSite(text: string): ExpectedSite | undefined {
  const [head = '', ...rest] = text.split(' | ');
  const match = /^(\d+): ([a-z-]+)(?: (\S+)(?: (\S+))?)?$/.exec(head);
  const fields = rest.map((field) => /^(model|cap|steps|k) (\S.*)$/.exec(field));
  if (!match || fields.includes(null)) return undefined;
  return {
    line: Number(match[1]),
    kind: match[2] as string,
    sdk: match[3],
    api: match[4],
    fields: Object.fromEntries(fields.map((field) => [field?.[1] as string, field?.[2] as string])),
  };
}
