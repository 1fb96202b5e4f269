/**
 * Reads the comments that speak to Costlint: `costlint-ignore <rules> [until=YYYY-MM-DD]: <reason>` with its forms
 * `-ignore-start`, `-ignore-end` and `-ignore-all`, and `costlint-usage calls=50k/month feature=triage output=300 docs=3200`.
 */
import type { Comment } from '../facts/facts.ts';
import { nearest } from '../text/nearest.ts';
import type { Range } from '../text/range.ts';
import type { Interval } from '../tokens/interval.ts';
import { parseInterval, parseRate } from './amount.ts';
import type { UsageDirective } from './settings.ts';

export interface Directives {
  readonly usages: readonly (Range & { readonly usage: UsageDirective })[];
  readonly ignores: readonly Ignore[];
  readonly problems: readonly (Range & { readonly message: string })[];
}

export interface Ignore extends Range {
  /** `next`: its own line and the next; `start` to `end`: what lies between; `all`: the file. */
  readonly kind: 'next' | 'start' | 'end' | 'all';
  /** Empty for every rule. */
  readonly rules: readonly string[];
  /** Last day on which it holds. */
  readonly until: string | undefined;
  /** Empty when none is given; then nothing is suppressed. */
  readonly reason: string;
}

const KINDS: Readonly<Record<string, Ignore['kind'] | 'usage'>> = {
  'costlint-ignore': 'next',
  'costlint-ignore-start': 'start',
  'costlint-ignore-end': 'end',
  'costlint-ignore-all': 'all',
  'costlint-usage': 'usage',
};

/** Reads the directives of a file, in the order of the text. A comment may hold several, one a line. */
export function readDirectives(comments: readonly Comment[]): Directives {
  const usages: (Range & { usage: UsageDirective })[] = [];
  const ignores: Ignore[] = [];
  const problems: (Range & { message: string })[] = [];
  for (const { start, text } of comments) {
    for (const match of text.matchAll(/(costlint-[a-z-]+)([^\n]*)/g)) {
      const [whole, word = '', tail = ''] = match;
      const range = { start: start + match.index, end: start + match.index + whole.length };
      const rest = tail.replace(/\s*(?:\*\/\}?|-->|#\}|"""|''')\s*$/, '').trim();
      const kind = KINDS[word];
      if (kind === 'usage') {
        const { usage, unread } = readUsage(rest);
        usages.push({ ...range, usage });
        for (const part of unread)
          problems.push({ ...range, message: `costlint-usage: cannot read "${part}"; expected name=number, such as calls=50k/month.` });
      } else if (kind !== undefined) ignores.push({ ...range, kind, ...readIgnore(rest) });
      else problems.push({ ...range, message: unknownDirective(word) });
    }
  }
  return { usages, ignores, problems };
}

function unknownDirective(word: string): string {
  const meant = nearest(word, Object.keys(KINDS));
  return `Unknown directive ${word}.${meant ? ` Did you mean ${meant}?` : ''}`;
}

/** `<rule>[, <rule>] [until=YYYY-MM-DD]: <reason>` */
function readIgnore(rest: string): Pick<Ignore, 'rules' | 'until' | 'reason'> {
  const colon = rest.indexOf(':');
  const head = colon < 0 ? rest : rest.slice(0, colon);
  const reason = colon < 0 ? '' : rest.slice(colon + 1).trim();
  const until = /\buntil=(\d{4}-\d{2}-\d{2})\b/.exec(head)?.[1];
  const rules = head
    .replace(/\buntil=\S*/, '')
    .split(/[\s,]+/)
    .filter((rule) => rule !== '');
  return { rules, until, reason };
}

function readUsage(rest: string): { readonly usage: UsageDirective; readonly unread: readonly string[] } {
  const holes: Record<string, Interval> = {};
  const unread: string[] = [];
  let usage: UsageDirective = { calls: undefined, feature: undefined, output: undefined, model: undefined, holes };
  for (const part of rest.split(/\s+/).filter((word) => word !== '')) {
    const [, name, value = ''] = /^([\w.-]+)=(.+)$/.exec(part) ?? [];
    const amount = name === 'calls' ? parseRate(value) : parseInterval(value);
    if (name === 'feature' || name === 'model') usage = { ...usage, [name]: value };
    else if (name === undefined || !amount) unread.push(part);
    else if (name === 'calls' || name === 'output') usage = { ...usage, [name]: amount };
    else holes[name] = amount;
  }
  return { usage, unread };
}
