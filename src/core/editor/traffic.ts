/** Where it is written how often a call runs: in a feature of the configuration, or in a comment above the call. */
import { parse } from 'jsonc-parser';
import type { NewTraffic } from '../config/edits.ts';
import type { LineRange, Site } from '../report/report.ts';

export interface TrafficChange {
  /** The text of the configuration; '' when there is none yet. */
  readonly text: string;
  /** The file of the call as seen from the configuration's folder, POSIX. */
  readonly path: string;
  readonly callsPerMonth: number;
}

/** What is declared: the feature of the call gets the number, a call without one gets a feature of its own. */
export function siteTraffic(site: Site, { text, path, callsPerMonth }: TrafficChange): NewTraffic {
  // The month of a call over 20 items is that of 20 calls: declared are the runs of the code around it.
  const runs = Math.round(callsPerMonth / Math.max(1, site.terms?.times.expected ?? 1));
  if (site.feature !== null) return { feature: site.feature, callsPerMonth: runs };
  const match = site.symbol === null ? path : `${path}#${site.symbol}`;
  return { feature: freeName(site, text), match: [match], callsPerMonth: runs };
}

/** The function's name, else the file's; with a number behind it where another feature is called so. */
function freeName(site: Site, text: string): string {
  const file = site.path.slice(site.path.lastIndexOf('/') + 1);
  const wanted = site.symbol ?? file.replace(/\.[^.]+$/, '');
  const features: unknown = (parse(text) as { usage?: { features?: unknown } } | undefined)?.usage?.features;
  const taken = new Set(typeof features === 'object' && features !== null ? Object.keys(features) : []);
  let name = wanted;
  for (let number = 2; taken.has(name); number++) name = `${wanted} ${number}`;
  return name;
}

/** The edit of the comment that declares the traffic of a call; undefined when none of the four lines above it does. */
export function trafficComment(
  lines: readonly string[],
  site: Site,
  callsPerMonth: number,
): { readonly range: LineRange; readonly newText: string } | undefined {
  for (let line = site.range.start.line - 1; line >= Math.max(1, site.range.start.line - 4); line--) {
    const found = /(costlint-usage\b.*\bcalls=)([^\s"\\]+)/.exec(lines[line - 1] ?? '');
    if (!found) continue;
    const column = found.index + (found[1] ?? '').length + 1;
    const range = { start: { line, column }, end: { line, column: column + (found[2] ?? '').length } };
    return { range, newText: `${callsPerMonth}/month` };
  }
  return undefined;
}
