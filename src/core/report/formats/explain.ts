/** How the cost of one call is made: its parts with their tokens, the prices with their source, the formula, the assumptions. */
import type { Interval } from '../../tokens/interval.ts';
import type { Part, Report, Site, Terms } from '../report.ts';
import { amount, amountRange, estimate, moneyRange, percent, separated } from '../words.ts';
import { placeOf } from './cost-table.ts';
import { fitEnd, fitStart, type Paint, painter, printable, wrap } from './paint.ts';

export interface ExplainOptions {
  readonly color: boolean;
  readonly width: number;
  readonly base: string;
}

/** The sites of a line: those that begin on it, else the innermost that spans it. A site's id works as well. */
export function sitesAt({ sites }: Report, path: string, line: number): readonly Site[] {
  const inFile = sites.filter((site) => site.path === path);
  const here = inFile.filter(({ range }) => range.start.line === line);
  if (here.length > 0) return here;
  const around = inFile.filter(({ range }) => range.start.line <= line && line <= range.end.line);
  return around.sort((a, b) => b.range.start.line - a.range.start.line).slice(0, 1);
}

export function explain(site: Site, report: Report, { color, width, base }: ExplainOptions): string {
  const paint = painter(color);
  const columns = Math.min(Math.max(width, 80), 120);
  const lines = [
    ...heading(site, paint, base),
    ...facts(site, report, paint),
    '',
    ...parts(site, paint, columns),
    ...(site.terms ? ['', ...pricing(site.terms, paint, columns)] : []),
    '',
    ...costs(site, paint),
    ...assumptions(site, report, paint, columns),
  ];
  return `${lines.map((line) => line.trimEnd()).join('\n')}\n`;
}

const row = (paint: Paint, label: string, text: string): string => `${paint.dim(label.padEnd(LABEL))}${text}`;
const LABEL = 10;

function heading(site: Site, paint: Paint, base: string): string[] {
  const place = paint.bold(printable(placeOf(site, base)));
  return [`${place}  ${site.kind}: ${printable(`${site.sdk} ${site.api}`)}${site.symbol === null ? '' : ` in ${printable(site.symbol)}`}`];
}

const VIA: Readonly<Record<string, string>> = {
  literal: 'written in the call',
  constant: 'from a constant',
  import: 'imported from another file',
  'env-default': 'default of an environment variable',
  'parameter-default': 'default of a parameter',
  config: 'from the configuration',
  directive: 'from a costlint-usage comment',
  'provider-default': "the SDK's default",
};

function facts(site: Site, report: Report, paint: Paint): string[] {
  const { model, outputCap, loop, topK, feature, scope, paidBy, evidence } = site;
  const payer = report.sites.find(({ id }) => id === paidBy);
  const lines = [
    row(paint, 'Model', model ? `${printable(model.id)} (${VIA[model.via] ?? model.via})` : 'unknown: it is only known at run time'),
  ];
  if (outputCap.state !== 'not-applicable') lines.push(row(paint, 'Cap', capText(outputCap)));
  if (loop.state !== 'none') lines.push(row(paint, 'Loop', loopText(loop)));
  if (topK)
    lines.push(
      row(paint, 'Top k', topK.state === 'dynamic' ? 'only known at run time' : `${topK.k}${topK.state === 'default' ? ' (default)' : ''}`),
    );
  if (feature !== null) lines.push(row(paint, 'Feature', printable(feature)));
  if (scope !== 'app') lines.push(row(paint, 'Scope', `${scope}: not part of the total`));
  if (payer) lines.push(row(paint, 'Paid by', printable(placeOf(payer, ''))));
  if (evidence === 'shape') lines.push(row(paint, 'Evidence', "the receiver's type is unknown; path and arguments are those of this SDK"));
  return lines;
}

function capText({ state, tokens, parameter }: Site['outputCap']): string {
  const name = parameter === undefined ? '' : ` (${parameter})`;
  if (state === 'set') return `≤${separated(tokens ?? 0)} tokens${name}`;
  return state === 'dynamic' ? `only known at run time${name}` : `none${parameter === undefined ? '' : `: ${parameter} is not set`}`;
}

function loopText({ state, steps }: Site['loop']): string {
  if (state === 'bounded') return `at most ${steps} steps`;
  if (state === 'framework-default') return `at most ${steps} steps, the framework's default`;
  return state === 'unbounded' ? 'no bound' : 'its bound is only known at run time';
}

function parts({ parts, tokens }: Site, paint: Paint, width: number): string[] {
  if (!tokens) return parts.length === 0 ? [] : [row(paint, 'Input', 'not counted')];
  const from = width - 2 - ROLE - TOKENS - RANGE - 3 * 2;
  const place = Math.min(34, Math.floor(from / 2));
  const line = (role: string, where: string, count: Interval, exact: boolean, why: string) =>
    `  ${role.padEnd(ROLE)}  ${fitEnd(printable(where), place)}${`${exact ? '' : '~'}${separated(Math.round(count.expected))}`.padStart(TOKENS)}  ${rangeOf(count).padEnd(RANGE)}  ${fitStart(printable(why), from - place)}`;
  return [
    paint.dim('Input tokens'),
    ...parts.map((part) =>
      line(part.role, whereOf(part), part.tokens, part.exact, `${part.from ?? ''}${part.cacheable ? ' cacheable' : ''}`.trim()),
    ),
    paint.bold(
      line('total', '', tokens.input, tokens.exact, tokens.exact ? `exact, ${tokens.tokenizer}` : `estimate, ${tokens.tokenizer}`),
    ),
    paint.dim('Output tokens'),
    line('answer', '', tokens.output, tokens.output.low === tokens.output.high, ''),
  ];
}

const ROLE = 9;
const TOKENS = 9;
const RANGE = 15;

const rangeOf = (count: Interval): string => (count.low === count.high ? '' : amountRange(count));

const whereOf = ({ hole, path, range }: Part): string =>
  hole === undefined ? (path === undefined ? '' : `${path}${range ? `:${range.start.line}` : ''}`) : `{${hole}}`;

/** How the model's name led to the price. */
const MATCH: Readonly<Record<string, string>> = {
  exact: 'under this very name',
  dated: 'under the name without its date',
  prefix: 'under a part of the name',
  free: 'free by its name',
};

function pricing(terms: Terms, paint: Paint, width: number): string[] {
  const { price } = terms;
  const rates = [
    `input ${price.input}`,
    `output ${price.output}`,
    ...(price.cacheRead === undefined ? [] : [`cache read ${price.cacheRead}`]),
    ...(price.cacheWrite === undefined ? [] : [`cache write ${price.cacheWrite}`]),
  ];
  const lines = [
    row(paint, 'Prices', `${price.provider} ${price.model}: ${rates.join(', ')} USD per 1M tokens`),
    row(
      paint,
      '',
      paint.dim(`${price.layer}, of ${price.asOf}, ${MATCH[price.match] ?? price.match}${price.note ? `; ${price.note}` : ''}`),
    ),
    ...terms.formula
      .split('\n')
      .flatMap((line) => wrap(line, width - LABEL))
      .map((line, at) => row(paint, at === 0 ? 'Formula' : '', line)),
  ];
  const factors = factorsOf(terms);
  return factors.length > 0 ? [...lines, row(paint, 'Factors', factors.join(', '))] : lines;
}

function factorsOf({ steps, growth, cached, retryFactor, samples, multiplier, times }: Terms): string[] {
  return [
    ...(steps.high > 1 ? [`steps ${amount(steps)} (${amountRange(steps)})`] : []),
    ...(growth.high > 0 ? [`${amount(growth)} tokens more each step`] : []),
    ...(cached.high > 0 ? [`${amount(cached)} tokens read from the cache`] : []),
    ...(retryFactor === 1 ? [] : [`retries ×${retryFactor.toFixed(3)}`]),
    ...(samples === 1 ? [] : [`${samples} samples`]),
    ...(multiplier === 1 ? [] : [`price ×${multiplier}`]),
    ...(times.high > 1 ? [`runs ${amount(times)} times`] : []),
  ];
}

const ORIGIN: Readonly<Record<string, string>> = {
  measured: 'measured',
  directive: 'declared in a costlint-usage comment',
  feature: 'declared for the feature',
  override: 'declared in the configuration',
  assumed: 'assumed: nothing declares them',
};

function costs({ cost, callsPerMonth, paidBy, terms }: Site, paint: Paint): string[] {
  if (!cost) return [row(paint, 'Cost', paidBy === null ? 'unpriced' : 'none of its own')];
  const lines = [row(paint, 'Call', `${paint.bold(estimate(cost.perCall))} ${bounds(cost.perCall)}`)];
  if (!callsPerMonth) return [...lines, row(paint, 'Month', 'unknown: no traffic is declared')];
  const widest = terms && terms.spread.sigma > 0 ? `, widest because of ${printable(terms.spread.dominant)}` : '';
  return [
    ...lines,
    row(paint, 'Month', `${amount(callsPerMonth)} calls (${ORIGIN[callsPerMonth.from] ?? callsPerMonth.from})`),
    row(paint, '', `${paint.bold(estimate(cost.perMonth))} ${bounds(cost.perMonth)}${widest}`),
  ];
}

const bounds = (usd: Interval): string => (usd.low === usd.high ? '' : `(${moneyRange(usd)})`);

function assumptions({ notes }: Site, { totals, prices }: Report, paint: Paint, width: number): string[] {
  const share = totals.evidence.assumed > 0 ? ` ${percent(totals.evidence.assumed)} of the application's total rests on assumptions.` : '';
  const lines = notes.flatMap(({ message }) => wrap(message, width - 4).map((text, at) => `${at === 0 ? '  - ' : '    '}${text}`));
  return [
    ...(lines.length > 0 ? ['', paint.dim('Notes'), ...lines] : []),
    '',
    paint.dim(`Prices as of ${prices.asOf}, valid on ${prices.at}.${share}`),
  ];
}
