/** Which call a `costlint-usage` comment speaks for. */
import type { Directives, Usage } from '../config/directives.ts';
import { keyOf } from '../resolve/known.ts';
import { Lines } from '../text/lines.ts';
import type { CallSite } from './analysis.ts';

/** Lines between a comment and its call: a decorator, the head of a function. */
const REACH = 3;

/**
 * What comments declare of a site, also of one that is like it but for what it sends. A comment behind code speaks for the first call of its line, one on a line of its own for the
 * next call, if that begins within a few lines. `textOf` is the text that offsets of sites count in.
 */
export function declaredUsage(
  sites: readonly CallSite[],
  directives: ReadonlyMap<string, Directives>,
  textOf: (path: string) => string,
): (site: CallSite) => Usage | undefined {
  const declared = new Map<string, Usage>();
  for (const [path, { usages }] of directives) {
    if (usages.length === 0) continue;
    const lines = new Lines(textOf(path));
    const calls = sites
      .filter(({ kind, place }) => place.path === path && kind !== 'prompt' && kind !== 'agent-loop')
      .map((site) => ({ site, first: lines.at(site.place.start).line, last: lines.at(site.place.end).line }));
    for (const usage of usages) {
      const call = calls.find((one) => speaksFor(usage, one));
      if (call && !declared.has(siteKey(call.site))) declared.set(siteKey(call.site), usage);
    }
  }
  return (site) => (declared.size > 0 ? declared.get(siteKey(site)) : undefined);
}

const siteKey = ({ kind, place }: CallSite): string => `${kind}:${keyOf(place)}`;

function speaksFor({ lines, trailing, start }: Usage, { site, first, last }: { site: CallSite; first: number; last: number }): boolean {
  const line = lines.at(-1) as number;
  if (trailing) return first === line || last === line;
  return site.place.start > start && first >= line && first < line + REACH;
}
