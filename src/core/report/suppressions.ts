/** Which comments silence which findings, and what is wrong with the comments themselves. */
import type { Directives, Ignore } from '../config/directives.ts';
import type { RuleLevel } from '../config/settings.ts';
import invalidDirective from '../rules/invalid-directive.ts';
import type { Rule, RuleFinding, RuleFix } from '../rules/rule.ts';
import suppressionWithoutReason from '../rules/suppression-without-reason.ts';
import unusedSuppression from '../rules/unused-suppression.ts';
import { Lines } from '../text/lines.ts';
import { nearest } from '../text/nearest.ts';

export interface SuppressionInput {
  readonly directives: ReadonlyMap<string, Directives>;
  /** The text that offsets count in: of a notebook its program. */
  readonly textOf: (path: string) => string;
  /** Files that are one prompt as a whole: what is found at their beginning, a comment anywhere in them can silence. */
  readonly prompts: ReadonlySet<string>;
  /** The day for which `until` is read, YYYY-MM-DD. */
  readonly at: string;
  readonly ruleIds: readonly string[];
  /** The severity of a rule in a file. */
  readonly levelOf: (rule: Rule, path: string) => RuleLevel;
}

export type Suppressed = { readonly reason: string } | null;

/** Per finding, what silences it; and findings about comments that have no reason, silence nothing, or cannot be read. */
export function suppress(
  findings: readonly RuleFinding[],
  input: SuppressionInput,
): { readonly suppressed: ReadonlyMap<RuleFinding, Suppressed>; readonly more: readonly RuleFinding[] } {
  const used = new Map<Ignore, Set<string>>();
  const suppressed = new Map<RuleFinding, Suppressed>();
  const lines = new Map<string, Lines>();
  const linesOf = (path: string): Lines => {
    const known = lines.get(path) ?? new Lines(input.textOf(path));
    lines.set(path, known);
    return known;
  };
  for (const finding of findings) {
    const own = input.directives.get(finding.at.path);
    const silent =
      own?.ignores.filter((ignore) => holds(ignore, input.at) && covers(ignore, finding, own, linesOf(finding.at.path), input)) ?? [];
    for (const ignore of silent) used.set(ignore, (used.get(ignore) ?? new Set()).add(finding.rule.id));
    if (silent[0]) suppressed.set(finding, { reason: silent[0].reason });
  }
  return { suppressed, more: [...input.directives].flatMap(([path, own]) => complaints(path, own, used, input)) };
}

const holds = ({ kind, reason, until }: Ignore, at: string): boolean =>
  kind !== 'end' && reason !== '' && (until === undefined || until >= at);

function covers(ignore: Ignore, { at, rule }: RuleFinding, own: Directives, lines: Lines, { prompts }: SuppressionInput): boolean {
  if (ignore.rules.length > 0 && !ignore.rules.includes(rule.id)) return false;
  switch (ignore.kind) {
    case 'all':
      return true;
    case 'start':
      return ignore.end <= at.start && at.start < (endOf(ignore, own)?.start ?? Number.POSITIVE_INFINITY);
    case 'next':
      if (at.start === 0 && prompts.has(at.path)) return true;
      return ignore.lines.includes(lines.at(at.start).line) || (ignore.trailing && ignore.lines.includes(lines.at(at.end).line));
    case 'end':
      return false;
  }
}

/** The end of a stretch: the next one that names no rules or one of its own. */
const endOf = (start: Ignore, { ignores }: Directives): Ignore | undefined =>
  ignores.find(
    (end) =>
      end.kind === 'end' &&
      end.start > start.start &&
      (end.rules.length === 0 || start.rules.length === 0 || end.rules.some((rule) => start.rules.includes(rule))),
  );

function complaints(path: string, own: Directives, used: ReadonlyMap<Ignore, ReadonlySet<string>>, input: SuppressionInput): RuleFinding[] {
  const found: RuleFinding[] = [];
  const report = (rule: Rule, { start, end }: { start: number; end: number }, message: string, fixes: readonly RuleFix[]) => {
    const level = input.levelOf(rule, path);
    if (level !== 'off') found.push({ rule, severity: level, site: undefined, at: { path, start, end }, message, fixes });
  };
  const deletion = (title: string, range: { start: number; end: number }, newText = ''): RuleFix => ({
    title,
    safety: 'safe',
    edits: [{ path, range, newText }],
  });
  const ends = new Set(own.ignores.map((ignore) => ignore.kind === 'start' && endOf(ignore, own)));
  for (const problem of own.problems) report(invalidDirective, problem, problem.message, []);
  for (const ignore of own.ignores) {
    const remove = deletion('Delete the comment', ignore.removal);
    if (ignore.kind === 'end') {
      if (!ends.has(ignore)) report(unusedSuppression, ignore, 'Ends nothing: no costlint-ignore-start stands before it.', [remove]);
      continue;
    }
    if (ignore.reason === '') {
      report(suppressionWithoutReason, ignore, 'Without a reason nothing is suppressed. Write it behind a colon.', []);
      continue;
    }
    if (!holds(ignore, input.at)) {
      report(unusedSuppression, ignore, `Expired on ${ignore.until}: nothing is suppressed any more.`, [remove]);
      continue;
    }
    const silenced = used.get(ignore);
    const idle = ignore.rules.filter((rule) => !silenced?.has(rule));
    if (ignore.rules.length === 0 ? silenced !== undefined : idle.length === 0) continue;
    const message = `Suppresses nothing${idle.length > 0 ? ` of ${idle.map((rule) => named(rule, input.ruleIds)).join(', ')}` : ''}.`;
    const kept = ignore.rules.filter((rule) => !idle.includes(rule));
    report(unusedSuppression, ignore, message, [
      kept.length === 0 ? remove : deletion('Leave out what is unused', ignore.list, kept.join(', ')),
    ]);
  }
  return found;
}

function named(rule: string, known: readonly string[]): string {
  if (known.includes(rule)) return rule;
  const meant = nearest(rule, known);
  return `${rule} (no such rule${meant ? `; did you mean ${meant}?` : ''})`;
}
