/** A first configuration from what a scan found: features guessed from folders, traffic left to fill in. */

import { isPaying } from '../analysis/paying.ts';
import type { Report, Site } from './report.ts';
import { counted, money } from './words.ts';

/** Folders that say how code is arranged rather than what it is for. */
const GENERIC: ReadonlySet<string> = new Set(
  'src source lib libs app apps packages package modules module core common shared server backend frontend client web api internal pkg services service python js ts main utils util helpers functions lambda lambdas components pages routes handlers controllers llm llms ai'.split(
    ' ',
  ),
);
/** More features than these are no overview; what costs least is left out. */
const MOST_FEATURES = 20;

/** Names in the code; holes that have none are described. */
const NAME = /^[\w$.-]+$/;

interface Guess {
  readonly name: string;
  readonly match: string;
  readonly sites: Site[];
}

/** JSON with comments, valid as it stands. */
export function starterConfig(report: Report): string {
  const sites = report.sites.filter((site) => isPaying(site) && site.scope === 'app');
  const features = guessFeatures(sites);
  const lines = [
    '{',
    '  "$schema": "./node_modules/costlint/media/config.schema.json",',
    '  "root": true,',
    '  "extends": "costlint:recommended",',
    '',
    '  "usage": {',
    '    // Assumed for every call that no feature speaks for.',
    '    "callsPerMonth": 10000,',
    '    // Guessed from folders: rename them, and say how often each runs. "match" are globs; path#name narrows to a function.',
    '    "features": {',
    ...features.flatMap((feature, i) => featureLines(feature, i < features.length - 1 ? ',' : '')),
    '    }',
    '  },',
    '',
    '  // USD a month; reported from 70 % on, fails from 110 % on.',
    `  // "budgets": [{ "scope": "total", "perMonth": ${roundUp(report.totals.perMonth.expected)} }],`,
    '',
    ...modelLines(sites),
    '  "rules": {}',
    '}',
    '',
  ];
  return lines.join('\n');
}

function featureLines({ name, match, sites }: Guess, comma: string): string[] {
  const holes = [
    ...new Set(sites.flatMap((site) => site.parts.flatMap(({ hole }) => (hole !== undefined && NAME.test(hole) ? [hole] : [])))),
  ].slice(0, 6);
  const month = sites.reduce((sum, { cost }) => sum + (cost?.perMonth.expected ?? 0), 0);
  return [
    `      // ${counted(sites.length, 'call')}, ${money(month)} a month by what is assumed`,
    `      ${JSON.stringify(name)}: {`,
    '        // "callsPerMonth": "50k",   // or "activeUsers": 1200, "callsPerUser": 30',
    '        // "output": 300,           // tokens of an answer',
    ...(holes.length > 0
      ? [
          `        // "holes": { ${holes.map((hole) => `${JSON.stringify(hole)}: 500`).join(', ')} },   // tokens of what is only known at run time`,
        ]
      : []),
    `        "match": [${JSON.stringify(match)}]`,
    `      }${comma}`,
  ];
}

/** Models that the code takes from its environment. */
function modelLines(sites: readonly Site[]): string[] {
  const names = sites.flatMap(({ model, notes }) =>
    model ? [] : notes.flatMap(({ message }) => /\benvironment variable (\w+)/.exec(message)?.[1] ?? []),
  );
  const first = names[0];
  return first === undefined
    ? []
    : [`  // Models that only the environment knows.`, `  // "models": { "env:${first}": "gpt-5.4-mini" },`, ''];
}

/** By the first telling folder below what all have in common; files without one stand for themselves. Most expensive first. */
function guessFeatures(sites: readonly Site[]): readonly Guess[] {
  const shared = commonFolder(sites.map(({ path }) => path.split('/').slice(0, -1)));
  const guesses = new Map<string, Guess>();
  for (const site of sites) {
    const folders = site.path.split('/').slice(0, -1);
    const telling = folders.findIndex((name, i) => i >= shared && !GENERIC.has(name.toLowerCase()));
    const match =
      telling < 0
        ? site.path
        : `${folders
            .slice(0, telling + 1)
            .map(escaped)
            .join('/')}/**`;
    const name = telling < 0 ? stemOf(site.path) : (folders[telling] as string);
    const guess = guesses.get(match) ?? { name: freeName(name, match, guesses), match: telling < 0 ? escaped(match) : match, sites: [] };
    guess.sites.push(site);
    guesses.set(match, guess);
  }
  const cost = ({ sites: own }: Guess) => own.reduce((sum, site) => sum + (site.cost?.perMonth.expected ?? 0), 0);
  return [...guesses.values()].sort((a, b) => cost(b) - cost(a) || (a.match < b.match ? -1 : 1)).slice(0, MOST_FEATURES);
}

/** How many leading folders all have in common. */
function commonFolder(paths: readonly (readonly string[])[]): number {
  const [first = []] = paths;
  const end = first.findIndex((name, i) => paths.some((path) => path[i] !== name));
  return end < 0 ? first.length : end;
}

const stemOf = (path: string): string => path.slice(path.lastIndexOf('/') + 1).replace(/\.[^.]+$/, '');

/** The name of a folder as a glob that means just it. */
const escaped = (name: string): string => name.replace(/[[{*?]/g, '[$&]');

function freeName(name: string, match: string, taken: ReadonlyMap<string, Guess>): string {
  const names = new Set([...taken.values()].map((one) => one.name));
  if (!names.has(name)) return name;
  const longer = match
    .replace(/\/\*\*$/, '')
    .split('/')
    .slice(-2)
    .join(' ');
  return names.has(longer) ? match.replace(/\/\*\*$/, '') : longer;
}

/** Two digits, above the amount by a fifth. */
function roundUp(usd: number): number {
  if (usd <= 0) return 100;
  const step = 10 ** Math.max(0, Math.floor(Math.log10(usd * 1.2)) - 1);
  return Math.ceil((usd * 1.2) / step) * step;
}
