/** The hover of a call or a prompt: what it costs, by part, with every assumption named. Markdown. */
import type { LineColumn, LineRange, Part, Report, Site } from '../report/report.ts';
import { amount, amountRange, estimate, money, moneyRange, percent, separated, shortMoney } from '../report/words.ts';
import type { Interval } from '../tokens/interval.ts';
import { titleOf } from './lenses.ts';
import { contains, type FileView, payerOf } from './view.ts';

export interface Hover {
  readonly range: LineRange;
  readonly markdown: string;
  readonly site: string;
}

/** Of the innermost site whose first line, callee or prompt text is at the place: never of every name inside a call. */
export function hoverAt(view: FileView, at: LineColumn): Hover | undefined {
  const hits = view.sites.flatMap((site) => {
    const range = [headOf(site), ...partsIn(site, view.path)].find((one) => contains(one, at));
    return range ? [{ site, range }] : [];
  });
  // A call before the loop around it, and before the prompt that it sends.
  const hit = hits.sort((a, b) => rank(a.site) - rank(b.site) || linesOf(a.range) - linesOf(b.range))[0];
  return hit && { range: hit.range, markdown: hoverText(hit.site, view), site: hit.site.id };
}

const rank = ({ kind }: Site): number => (kind === 'agent-loop' ? 2 : kind === 'retriever' || kind === 'model-constructor' ? 1 : 0);
const linesOf = ({ start, end }: LineRange): number => end.line - start.line;

/** The first line of a site: the callee and what stands beside it. */
const headOf = ({ range: { start, end } }: Site): LineRange => ({
  start,
  end: start.line === end.line ? end : { line: start.line, column: Number.MAX_SAFE_INTEGER },
});

const partsIn = (site: Site, path: string): LineRange[] =>
  site.parts.flatMap((part) => (part.range && part.path === path ? [part.range] : []));

export function hoverText(site: Site, view: FileView): string {
  const { report } = view;
  const old = view.kept.has(site) ? '\n\n_From the last version that parsed._' : '';
  return [
    `**${escaped(titleOf(site, report))}**${old}`,
    partsTable(site, report),
    facts(site, report)
      .map((line) => `- ${line}`)
      .join('\n'),
    site.terms ? `\`${site.terms.formula.replaceAll('\n', ' ')}\`` : '',
  ]
    .filter((block) => block !== '')
    .join('\n\n');
}

function partsTable(site: Site, report: Report): string {
  const { tokens, parts } = site;
  if (!tokens || parts.length === 0) return '';
  const price = (site.terms ?? payerOf(site, report)?.terms)?.price;
  const usd = (count: number, rate: number | undefined) => (rate === undefined ? '' : money((count * rate) / 1e6));
  const total = tokens.input.expected;
  const row = (cells: readonly string[]) => `| ${cells.join(' | ')} |`;
  const part = ({ role, tokens: count, exact, cacheable, hole }: Part) =>
    row([
      `${role}${hole === undefined ? '' : ` \`{${hole.replaceAll('`', '')}}\``}`,
      `${exact ? '' : '~'}${separated(Math.round(count.expected))}`,
      total > 0 ? percent(count.expected / total) : '',
      usd(count.expected, price?.input),
      cacheable ? 'can be cached' : '',
    ]);
  const answer =
    tokens.output.high > 0
      ? [row(['answer', amount(tokens.output), '', usd(tokens.output.expected, price?.output), span(tokens.output)])]
      : [];
  return [
    row(['Part', 'Tokens', 'Share', '$/call', '']),
    '| --- | ---: | ---: | ---: | --- |',
    ...parts.map(part),
    row(['**input**', `**${amount(tokens.input)}**`, '', usd(total, price?.input), span(tokens.input)]),
    ...answer,
  ].join('\n');
}

/** Nothing where there is nothing between the ends. */
const span = (tokens: Interval): string => (tokens.low === tokens.high ? '' : `${amountRange(tokens)} tokens`);

const ORIGIN: Readonly<Record<string, string>> = {
  measured: 'measured',
  directive: 'declared in a costlint-usage comment',
  feature: 'declared for the feature',
  override: 'declared in the configuration',
  assumed: 'assumed: nothing declares them',
};

const EVIDENCE: Readonly<Record<string, string>> = {
  type: 'its type is known',
  shape: "the receiver's type is unknown, path and arguments are those of this SDK",
  url: 'the URL it sends to',
  file: "the file's name",
};

function facts(site: Site, report: Report): string[] {
  const { tokens, cost, callsPerMonth, terms, feature, evidence, notes } = site;
  const priced = terms?.price;
  return [
    ...(cost ? [`One call: ${estimate(cost.perCall)} (${moneyRange(cost.perCall)})`] : []),
    ...(callsPerMonth ? [`Calls a month: ${amount(callsPerMonth)}, ${ORIGIN[callsPerMonth.from] ?? callsPerMonth.from}`] : []),
    ...(cost ? [`One month: ${estimate(cost.perMonth, shortMoney)} (${moneyRange(cost.perMonth, shortMoney)})`] : []),
    ...(feature === null ? [] : [`Feature: ${escaped(feature)}`]),
    ...(tokens ? [`Count: ${tokens.exact ? 'exact' : 'estimate'}, ${escaped(tokens.tokenizer)}`] : []),
    ...(priced
      ? [
          `Price: ${escaped(`${priced.provider} ${priced.model}`)}, ${money(priced.input)} in and ${money(priced.output)} out per 1M tokens, ${escaped(priced.layer)} of ${priced.asOf}`,
        ]
      : []),
    site.kind === 'wrapped-call'
      ? `Found as a call of ${escaped(site.api)}, which asks ${escaped(site.sdk)}`
      : `Found as ${escaped(`${site.sdk} ${site.api}`)}: ${EVIDENCE[evidence] ?? evidence}`,
    ...sizes(site),
    ...notes.map(({ message }) => escaped(message)),
    ...(report.prices.stale === undefined ? [] : [escaped(report.prices.stale)]),
  ];
}

/** Where the sizes of values come from that are only known at run time, each once. */
function sizes({ parts }: Site): string[] {
  const all = parts.flatMap(({ hole, from }) => (hole === undefined || from === undefined ? [] : from.split('; ')));
  return all.length > 0 ? [`Sizes: ${escaped([...new Set(all)].join('; '))}`] : [];
}

/** Names come from code: they must not become markup. */
const escaped = (text: string): string => text.replace(/[\\`*_{}[\]<>|#]/g, '\\$&').replace(/\s+/g, ' ');
