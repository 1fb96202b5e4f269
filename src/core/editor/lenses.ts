/** Lenses: one line over each call, loop and retriever, and over a prompt file. */
import { perCall } from '../economics/terms.ts';
import { isPromptFile } from '../languages/prompt-files.ts';
import { type Drift, driftOf } from '../report/diff/base-calls.ts';
import { placeOf } from '../report/formats/cost-table.ts';
import type { Finding, LineRange, Report, Site } from '../report/report.ts';
import {
  callWords,
  capWords,
  counted,
  estimate,
  inputWords,
  loopWords,
  money,
  monthWords,
  shortMoney,
  tokenWords,
  unpricedWords,
} from '../report/words.ts';
import { contains, type FileView, payerOf } from './view.ts';

export interface Lens {
  /** Of the line that it stands over. */
  readonly range: LineRange;
  readonly title: string;
  readonly tooltip: string;
  readonly action: 'explain' | 'changes' | 'traffic' | 'fixes';
  readonly site: string;
}

/** Kinds that are places to look at; models and prompts in code are parts of these. */
const SHOWN: ReadonlySet<Site['kind']> = new Set(['llm-call', 'embedding-call', 'wrapped-call', 'agent', 'agent-loop', 'retriever']);

/** In the order of the text: at most three on a line of one site. */
export function lensesOf(view: FileView): readonly Lens[] {
  const sites = view.sites.filter((site) => SHOWN.has(site.kind) || isFile(site));
  const issues = new Map<Site | undefined, number>();
  for (const finding of view.findings) {
    const owner = ownerOf(finding, sites);
    issues.set(owner, (issues.get(owner) ?? 0) + 1);
  }
  return sites.flatMap((site) => lensesOfSite(site, view, issues.get(site) ?? 0));
}

/** The site over which a finding is counted: the one it names, else the innermost around it. */
function ownerOf(finding: Finding, sites: readonly Site[]): Site | undefined {
  const around = sites.filter(({ range }) => contains(range, finding.range.start));
  return sites.find(({ id }) => id === finding.site) ?? around.at(-1);
}

const isFile = (site: Site): boolean => site.kind === 'prompt' && (site.evidence === 'file' || isPromptFile(site.path));

function lensesOfSite(site: Site, view: FileView, issues: number): Lens[] {
  const { report } = view;
  const at = { start: site.range.start, end: isFile(site) ? site.range.start : site.range.end };
  const lens = (title: string, action: Lens['action'], tooltip: string): Lens => ({ range: at, title, action, tooltip, site: site.id });
  const old = view.kept.has(site) ? 'From the last version that parsed. ' : '';
  const lenses = [lens(titleOf(site, report), 'explain', `${old}Explain how this number is made`)];
  const drift = view.since && driftOf(site, view.since);
  if (view.since && drift) lenses.push(lens(driftTitle(drift, view.since.name), 'changes', driftTip(drift, view.since.name)));
  // Three are what a reader takes in: what there is to see goes before what there is to say.
  if (wantsTraffic(site) && !(drift && issues > 0)) lenses.push(lens('set traffic', 'traffic', 'Say how often this call runs'));
  if (issues > 0) lenses.push(lens(counted(issues, 'issue'), 'fixes', 'Show findings and their fixes'));
  return lenses;
}

/** `▲ 18% vs main`, `▼ 12% vs main`, `▲ ×14 vs main`, `new vs main`; money where it was free. */
function driftTitle(drift: Drift | 'new', name: string): string {
  if (drift === 'new') return `new vs ${name}`;
  const { was, now, unit } = drift;
  const arrow = now > was ? '▲' : '▼';
  const share = Math.abs(now - was) / was;
  const size =
    was === 0
      ? `${shortMoney(now)}/${UNIT[unit]}`
      : share < 0.01
        ? '<1%'
        : share < 9.995
          ? `${Math.round(share * 100)}%`
          : `×${Math.round(now / was)}`;
  return `${arrow} ${size} vs ${name}`;
}

function driftTip(drift: Drift | 'new', name: string): string {
  if (drift === 'new') return `${name} does not have this call`;
  const unit = UNIT[drift.unit];
  return `${money(drift.was)}/${unit} on ${name}, ${money(drift.now)}/${unit} now: compare the file`;
}

const UNIT: Readonly<Record<Drift['unit'], string>> = { perMonth: 'mo', perCall: 'call' };

const wantsTraffic = ({ scope, terms, paidBy, callsPerMonth }: Site): boolean =>
  scope === 'app' && paidBy === null && terms !== null && (callsPerMonth === null || callsPerMonth.from === 'assumed');

/** The line of a site: what goes in, what may come out, what it costs, what is not known. */
export function titleOf(site: Site, report: Report): string {
  if (isFile(site)) return joined(...promptWords(site, report));
  if (site.kind === 'agent-loop') return joined(...agentLoopWords(site, report));
  if (site.kind === 'retriever') return joined(...retrieverWords(site, report));
  return joined(inputWords(site), capWords(site), ...costWords(site, report));
}

const joined = (...parts: readonly string[]): string => parts.filter((part) => part !== '').join(' · ');

function costWords(site: Site, report: Report): readonly string[] {
  const payer = payerOf(site, report);
  if (payer) return [`paid by ${placeOf(payer, '')}`];
  if (!site.terms) return [unpricedWords(site)];
  const call = callWords(site, site.cost?.perCall ?? perCall(site.terms));
  return [call, site.scope === 'app' ? monthWords(site) : `${site.scope}: not in the total`];
}

function agentLoopWords(site: Site, report: Report): readonly string[] {
  const terms = payerOf(site, report)?.terms;
  const turn = terms && perCall({ ...terms, steps: { low: 1, expected: 1, high: 1 } });
  return [loopWords(site.loop), turn ? `${estimate(turn)}/turn` : '', site.loop.state === 'unbounded' ? 'unbounded' : ''];
}

function retrieverWords(site: Site, report: Report): readonly string[] {
  const payer = payerOf(site, report);
  const k = site.topK?.k;
  return [
    k === undefined ? 'retriever, top k known at run time' : `retriever, top k ${k}${site.topK?.state === 'default' ? ' (default)' : ''}`,
    payer ? `paid by ${placeOf(payer, '')}` : '',
  ];
}

/** Tokens in the model of the call that sends the prompt, and what they cost it each time. */
function promptWords(site: Site, report: Report): readonly string[] {
  const payer = payerOf(site, report);
  const price = payer?.terms?.price.input;
  const { input } = site.tokens ?? {};
  const usd =
    input && price !== undefined
      ? ([input.low, input.expected, input.high].map((n) => (n * price) / 1e6) as [number, number, number])
      : undefined;
  return [
    input ? tokenWords(input) : '',
    site.model?.id ?? '',
    usd ? `${estimate({ low: usd[0], expected: usd[1], high: usd[2] })}/call` : '',
    payer ? `sent by ${placeOf(payer, '')}` : '',
  ];
}
