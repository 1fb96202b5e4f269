/** Inlay hints: token counts at the end of prompt texts, and what an output cap allows to be spent. */
import { isPromptFile } from '../languages/prompt-files.ts';
import type { LineColumn, LineRange, Part, Site } from '../report/report.ts';
import { amountRange, money, percent, tokenWords } from '../report/words.ts';
import { type FileView, overlaps } from './view.ts';

export interface Hint {
  readonly at: LineColumn;
  /** At most 12 characters. */
  readonly label: string;
  readonly tooltip: string;
}

export interface HintOptions {
  /** Prompts with fewer tokens get no hint. */
  readonly minimumTokens: number;
}

/** The hints of a stretch of a file, in its order; one at each place. */
export function hintsOf(view: FileView, within: LineRange, { minimumTokens }: HintOptions): readonly Hint[] {
  const hints = new Map<string, Hint>();
  const put = (hint: Hint) => {
    const key = `${hint.at.line}:${hint.at.column}`;
    if (!hints.has(key) && overlaps({ start: hint.at, end: hint.at }, within)) hints.set(key, hint);
  };
  // A prompt by itself goes before the same text as a part of a call: its hint speaks of the text alone.
  for (const site of [...view.sites].sort((a, b) => Number(b.kind === 'prompt') - Number(a.kind === 'prompt'))) {
    for (const part of site.parts) {
      const shown = part.range !== undefined && part.path === view.path && part.tokens.high >= minimumTokens && !isWholeFile(site);
      if (shown) put(partHint(part, part.range, site));
    }
    const cap = capHint(site);
    if (cap) put(cap);
  }
  return [...hints.values()].sort((a, b) => a.at.line - b.at.line || a.at.column - b.at.column);
}

/** The lens at the top of a prompt file says it already. */
const isWholeFile = (site: Site): boolean => site.kind === 'prompt' && isPromptFile(site.path) && site.parts.length < 2;

function partHint(part: Part, range: LineRange, site: Site): Hint {
  const total = site.tokens?.input.expected ?? 0;
  const share = site.kind === 'prompt' || total === 0 ? '' : `, ${percent(part.tokens.expected / total)} of the input`;
  const kind = part.exact ? 'exact' : `estimate, ${amountRange(part.tokens)}`;
  const from = part.from === undefined ? '' : `\n\n${part.from}`;
  return {
    at: range.end,
    label: tokenWords(part.tokens),
    tooltip: `${part.role}: ${tokenWords(part.tokens)} (${kind}${site.tokens ? `, ${site.tokens.tokenizer}` : ''})${share}${from}`,
  };
}

function capHint(site: Site): Hint | undefined {
  const { outputCap, terms } = site;
  const { range, tokens } = outputCap;
  if (!range || tokens === undefined || !terms || terms.price.output === 0) return undefined;
  const usd = money((tokens * terms.price.output * terms.multiplier) / 1e6);
  return { at: range.end, label: `≤ ${usd}`, tooltip: `An answer as long as the cap allows costs ${usd} in ${terms.price.model}.` };
}
