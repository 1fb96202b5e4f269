/**
 * Reads the comments that speak to Costlint: `costlint-ignore <rules> [until=YYYY-MM-DD]: <reason>` with its forms
 * `-ignore-start`, `-ignore-end` and `-ignore-all`, and `costlint-usage calls=50k/month feature=triage output=300 docs=3200`.
 */
import type { Comment } from '../facts/facts.ts';
import { Lines } from '../text/lines.ts';
import { nearest } from '../text/nearest.ts';
import type { Range } from '../text/range.ts';
import type { Interval } from '../tokens/interval.ts';
import { parseInterval, parseRate } from './amount.ts';
import type { UsageDirective } from './settings.ts';

export interface Directives {
  readonly usages: readonly Usage[];
  readonly ignores: readonly Ignore[];
  /** What was meant to be a directive and cannot be read. */
  readonly problems: readonly (Directive & { readonly message: string })[];
}

/** Where a directive stands: from its name to the end of its line or comment. Lines are 1-based. */
export interface Directive extends Range {
  /** Its own line and, when nothing else stands on that, the next one that is no directive. */
  readonly lines: readonly number[];
  /** Code stands on its line as well. */
  readonly trailing: boolean;
  /** What goes when the directive is deleted: the comment, and its line where nothing else is on it. */
  readonly removal: Range;
}

export interface Usage extends Directive {
  readonly usage: UsageDirective;
}

export interface Ignore extends Directive {
  /** `next`: its own line or the next; `start` to `end`: what lies between; `all`: the file. */
  readonly kind: 'next' | 'start' | 'end' | 'all';
  /** Empty for every rule. */
  readonly rules: readonly string[];
  /** Where the rules are listed. */
  readonly list: Range;
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

/** A directive stands first in its comment or on a line of it; what only mentions one does not count. */
const DIRECTIVE = /(?<=^|[\n#*!]|\/\/|--|#-)[ \t]*(costlint-[a-z-]+)(?![\w.])([^\n]*)/g;
/** What ends a comment in any of the languages. */
const CLOSER = /\s*(?:\*\/\}?|-->|-?#\}|--\}\}|\}\}|"""|''')\s*$/;

/** Reads the directives of a text, in its order. A comment may hold several, one a line. Of a notebook no line can be deleted, only what is on it. */
export function readDirectives(comments: readonly Comment[], text: string, wholeLines = true): Directives {
  const usages: Usage[] = [];
  const ignores: Ignore[] = [];
  const problems: (Directive & { message: string })[] = [];
  const found = comments.flatMap((comment) => [...comment.text.matchAll(DIRECTIVE)].map((match) => ({ comment, match })));
  const place = placing(
    found.map(({ comment }) => comment),
    text,
    wholeLines,
  );
  for (const { comment, match } of found) {
    const [whole, word = '', tail = ''] = match;
    const start = comment.start + match.index + whole.indexOf(word);
    const rest = tail.replace(CLOSER, '').trimEnd();
    const directive = place(comment, { start, end: start + word.length + rest.length });
    const kind = Object.hasOwn(KINDS, word) ? KINDS[word] : undefined;
    if (kind === 'usage') {
      const { usage, unread } = readUsage(rest);
      usages.push({ ...directive, usage });
      for (const part of unread)
        problems.push({ ...directive, message: `costlint-usage: cannot read "${part}"; expected name=number, such as calls=50k/month.` });
    } else if (kind !== undefined) {
      const { until, ...ignore } = readIgnore(rest, start + word.length);
      const isDay = until === undefined || /^\d{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])$/.test(until);
      if (isDay) ignores.push({ ...directive, kind, until, ...ignore });
      else problems.push({ ...directive, message: `${word}: until=${until} is no day; expected YYYY-MM-DD. Nothing is suppressed.` });
    } else {
      const meant = nearest(word, Object.keys(KINDS));
      if (meant) problems.push({ ...directive, message: `Unknown directive ${word}. Did you mean ${meant}?` });
    }
  }
  return { usages, ignores, problems };
}

/** Which lines a directive speaks for, and what deleting it takes away. */
function placing(comments: readonly Comment[], text: string, wholeLines: boolean): (comment: Comment, at: Range) => Directive {
  const lines = new Lines(text);
  const lineOf = (offset: number) => lines.at(offset).line;
  const lineStart = (line: number) => lines.offset({ line, column: 1 });
  const lineEnd = (line: number) => (line < lines.count ? lineStart(line + 1) : text.length);
  const isBlank = (start: number, end: number) => /^[\s{}]*$/.test(text.slice(start, end));
  const standsAlone = ({ start, end }: Range) => isBlank(lineStart(lineOf(start)), start) && isBlank(end, lineEnd(lineOf(end)));
  const alone = new Set(comments.filter(standsAlone).flatMap(({ start, end }) => range(lineOf(start), lineOf(end))));

  return (comment, at) => {
    const trailing = !standsAlone(comment);
    let next = lineOf(comment.end) + 1;
    while (alone.has(next)) next++;
    return { ...at, trailing, lines: trailing ? [lineOf(at.start)] : [lineOf(at.start), next], removal: removalOf(comment, at) };
  };

  function removalOf(comment: Comment, at: Range): Range {
    const others = comment.text.slice(0, at.start - comment.start) + comment.text.slice(at.end - comment.start);
    const first = lineOf(at.start);
    if (/[^\s/*#<!{}-]/.test(others)) {
      const before = text.slice(comment.start, at.start);
      // Behind another comment on the same line the marks in front of the directive go with it.
      const marks = /[ \t]*(?:#|\/\/)[ \t]*$/.exec(before)?.[0].length ?? 0;
      const ownLine =
        first > lineOf(comment.start) && lineOf(at.end) < lineOf(comment.end) && /^[\s*#]*$/.test(text.slice(lineStart(first), at.start));
      return ownLine && wholeLines ? { start: lineStart(first), end: lineEnd(first) } : { start: at.start - marks, end: at.end };
    }
    const { start, end } = comment;
    const bare = /^\s*$/.test(text.slice(lineStart(lineOf(start)), start)) && /^\s*$/.test(text.slice(end, lineEnd(lineOf(end))));
    if (bare && wholeLines) return { start: lineStart(lineOf(start)), end: lineEnd(lineOf(end)) };
    const gap = /[ \t]*$/.exec(text.slice(lineStart(lineOf(start)), start))?.[0].length ?? 0;
    return { start: start - gap, end };
  }
}

const range = (from: number, to: number): number[] => Array.from({ length: to - from + 1 }, (_, i) => from + i);

/** `<rule>[, <rule>] [until=YYYY-MM-DD]: <reason>`; `at` is the offset of `rest` in the text. */
function readIgnore(rest: string, at: number): Pick<Ignore, 'rules' | 'list' | 'until' | 'reason'> {
  const colon = rest.indexOf(':');
  const head = colon < 0 ? rest : rest.slice(0, colon);
  const reason = colon < 0 ? '' : rest.slice(colon + 1).trim();
  const [, until] = /\buntil=(\S*)/.exec(head) ?? [];
  const listed = head.replace(/\s*\buntil=\S*/, '');
  const start = at + (listed.length - listed.trimStart().length);
  return { rules: listed.split(/[\s,]+/).filter((rule) => rule !== ''), list: { start, end: start + listed.trim().length }, until, reason };
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
