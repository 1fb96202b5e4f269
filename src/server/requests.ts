/** The private requests of `protocol.ts`, answered. */

import { CONFIG_NAMES } from '../core/config/config.ts';
import { withBudget, withTraffic } from '../core/config/edits.ts';
import { hoverText } from '../core/editor/hover.ts';
import { siteTraffic, trafficComment } from '../core/editor/traffic.ts';
import { siteNear, viewOf } from '../core/editor/view.ts';
import { bookDate, bookSources, listModels, openBook, type PriceBook, price } from '../core/prices/book.ts';
import { shippedPrices } from '../core/prices/shipped.ts';
import { comment } from '../core/report/formats/comment.ts';
import { explain } from '../core/report/formats/explain.ts';
import type { Report, Site } from '../core/report/report.ts';
import type { TextEdit } from '../core/text/range.ts';
import { shown } from './answers.ts';
import { configEdit, editsIn } from './edits.ts';
import type {
  BaseText,
  CountAnswer,
  DiffAnswer,
  ModelRow,
  Position,
  PriceAnswer,
  RenewedPrices,
  Requests,
  SiteAnswer,
  WorkspaceEdit,
} from './protocol.ts';
import type { Asked, Workspace } from './workspace.ts';

type Params<M extends keyof Requests> = Requests[M]['params'];

export async function report(workspace: Workspace, { folder }: Params<'costlint/report'>): Promise<Report | null> {
  return (await workspace.folder(folder)?.wholeReport()) ?? null;
}

export async function site(workspace: Workspace, { uri, position }: Params<'costlint/site'>): Promise<SiteAnswer> {
  const opened = workspace.opened(uri);
  const found = opened && (await siteAt(opened, position));
  const isHere = found?.path === opened?.document.path;
  return { site: found ?? null, range: (found && isHere && opened?.face?.positions.range(found.range)) || null };
}

async function siteAt(opened: Asked, position: Position): Promise<Site | undefined> {
  const { view } = await shown(opened);
  return view && opened.face && siteNear(view, opened.face.positions.from(position));
}

/** The site of an identity, or at a position. */
async function siteOf(workspace: Workspace, uri: string, siteId?: string, position?: Position): Promise<Site | undefined> {
  const opened = workspace.opened(uri);
  if (siteId === undefined) return opened && position ? siteAt(opened, position) : undefined;
  const view = opened && (await shown(opened)).view;
  return (
    view?.sites.find(({ id }) => id === siteId) ?? (opened?.folder ?? workspace.folder())?.report?.sites.find(({ id }) => id === siteId)
  );
}

/** Columns of the explanation: what fits into a hover or a side panel. */
const WIDTH = 100;

export async function explanation(workspace: Workspace, params: Params<'costlint/explain'>): Promise<{ readonly markdown: string }> {
  const found = await siteOf(workspace, params.uri, params.siteId, params.position);
  const whole = (workspace.opened(params.uri)?.folder ?? workspace.folder())?.report;
  if (!found || !whole) return { markdown: '' };
  const text = explain(found, whole, { color: false, width: WIDTH, base: '' });
  return { markdown: `${hoverText(found, viewOf(whole, found.path))}\n\n\`\`\`text\n${text.replaceAll('```', "'''")}\`\`\`\n` };
}

export async function models(workspace: Workspace, { uri, siteId }: Params<'costlint/models'>): Promise<readonly ModelRow[]> {
  const folder = workspace.opened(uri)?.folder ?? workspace.folder();
  return folder && !folder.isIdle ? (await folder.engine()).inModels(siteId) : [];
}

export async function count(workspace: Workspace, { text, uri, position, model }: Params<'costlint/count'>): Promise<CountAnswer> {
  const opened = uri === undefined ? undefined : workspace.opened(uri);
  const near = opened && (await siteAt(opened, position ?? { line: 0, character: 0 }));
  const folder = opened?.folder ?? workspace.folder() ?? workspace.loose();
  const engine = await folder.engine();
  const id = model ?? near?.model?.id;
  const counted = await engine.count(text, id, model === undefined ? (near?.provider ?? undefined) : undefined);
  const answer = id === undefined ? undefined : price(engine.book, { model: id, provider: near?.provider ?? undefined, at: folder.day });
  const usd = answer?.state === 'priced' ? (counted.input.expected * answer.price.rates.input) / 1e6 : null;
  return { tokens: counted.input, exact: counted.exact, tokenizer: counted.tokenizer, model: id ?? null, perCall: usd };
}

export async function priceOf(workspace: Workspace, { model, uri }: Params<'costlint/price'>): Promise<PriceAnswer> {
  const folder = (uri === undefined ? undefined : workspace.opened(uri)?.folder) ?? workspace.folder() ?? workspace.loose();
  const book: PriceBook = folder.isIdle ? openBook(shippedPrices) : (await folder.engine()).book;
  const at = folder.day;
  const answer = price(book, { model, at });
  const own = answer.state === 'priced' ? [answer.price] : [];
  const names = new Set([model, ...own.map((one) => one.model)]);
  const others = listModels(book, at).filter((one) => names.has(one.model) && !own.some(({ provider }) => provider === one.provider));
  return {
    rows: [...own, ...others].map(({ provider, model: name, rates, window }) => ({
      provider,
      model: name,
      input: rates.input,
      output: rates.output ?? null,
      cacheRead: rates.cacheRead ?? null,
      cacheWrite: rates.cacheWrite ?? null,
      window: window ?? null,
    })),
    reason: answer.state === 'priced' ? null : answer.state === 'local' ? answer.note : `${answer.reason}; ${answer.hint}`,
    source: own[0] ? `${own[0].layer}, ${own[0].evidence}` : bookSources(book).join(', '),
    asOf: own[0]?.asOf ?? bookDate(book),
    url: PAGES[own[0]?.provider ?? ''] ?? null,
  };
}

/** Where the makers of models publish their prices. */
const PAGES: Readonly<Record<string, string>> = {
  anthropic: 'https://www.anthropic.com/pricing',
  openai: 'https://openai.com/api/pricing/',
  google: 'https://ai.google.dev/gemini-api/docs/pricing',
  mistral: 'https://mistral.ai/pricing',
  cohere: 'https://cohere.com/pricing',
  deepseek: 'https://api-docs.deepseek.com/quick_start/pricing',
  'x-ai': 'https://docs.x.ai/docs/models',
  groq: 'https://groq.com/pricing',
  aws: 'https://aws.amazon.com/bedrock/pricing/',
  azure: 'https://azure.microsoft.com/pricing/details/cognitive-services/openai-service/',
};

/** Prices may stand above a folder: all of them read theirs anew. */
export async function updatePrices(workspace: Workspace, { folder: uri, from }: Params<'costlint/updatePrices'>): Promise<RenewedPrices> {
  const folder = workspace.folder(uri);
  if (!folder?.host?.renewPrices)
    return { state: 'failed', text: 'Prices are written beside the configuration: that needs a folder on a disk.\n' };
  const { settings } = await folder.configuration.setup();
  const renewed = await folder.host.renewPrices(settings.config.path, { from, today: folder.day });
  if (renewed.state !== 'failed') workspace.restart();
  return renewed;
}

export async function traffic(workspace: Workspace, params: Params<'costlint/traffic'>): Promise<WorkspaceEdit | null> {
  const { uri, siteId, callsPerMonth } = params;
  const opened = workspace.opened(uri);
  const found = await siteOf(workspace, uri, siteId);
  if (!opened || !found || !(callsPerMonth >= 0)) return null;
  const { document, folder } = opened;
  if (found.callsPerMonth?.from === 'directive') {
    const edit = trafficComment(document.text.split(/\r\n|\r|\n/), found, callsPerMonth);
    if (edit) return editsIn([{ path: document.path, ...edit }], folder, workspace);
  }
  return siteEdit(workspace, opened, found, (text, path) => withTraffic(text, siteTraffic(found, { text, path, callsPerMonth })));
}

export async function budget(workspace: Workspace, params: Params<'costlint/budget'>): Promise<WorkspaceEdit | null> {
  const { uri, siteId, position, perMonth } = params;
  const opened = workspace.opened(uri);
  const found = await siteOf(workspace, uri, siteId, position);
  if (!opened || !found || !(perMonth >= 0)) return null;
  const subject = ({ feature, symbol }: Site, path: string) =>
    feature !== null ? { feature } : symbol !== null ? { symbol: `${path}#${symbol}` } : { files: path };
  return siteEdit(workspace, opened, found, (text, path) => withBudget(text, { ...subject(found, path), perMonth }));
}

/** Changes the configuration file nearest to a call. `change` is given its text, and the file of the call as seen from its folder. */
async function siteEdit(
  workspace: Workspace,
  { uri, folder }: Asked,
  { path: of }: Site,
  change: (text: string, path: string) => readonly TextEdit[],
): Promise<WorkspaceEdit | null> {
  if (!folder.host) return null;
  const file = (await folder.configuration.setup()).configured.files
    .filter(({ path }) => covers(path, of))
    .sort((a, b) => depth(b.path) - depth(a.path))[0];
  return configEdit(workspace, folder, file, (before, target) => {
    const base = target.slice(0, target.lastIndexOf('/') + 1);
    return change(before, uri.startsWith(base) ? decodeURIComponent(uri.slice(base.length)) : of);
  });
}

export async function diff(workspace: Workspace, { folder: uri, base }: Params<'costlint/diff'>): Promise<DiffAnswer> {
  const folder = workspace.folder(uri);
  if (!folder) return { diff: null, markdown: '', reason: 'no folder is open that could be compared.' };
  try {
    const found = await folder.branch.diff(await folder.branchOptions(base));
    return { diff: found, markdown: comment(found, { link: (path, line) => `${folder.uriOf(path)}#L${line}` }), reason: null };
  } catch (error) {
    return { diff: null, markdown: '', reason: error instanceof Error ? error.message : String(error) };
  }
}

export async function baseText(workspace: Workspace, { uri, siteId }: Params<'costlint/baseText'>): Promise<BaseText> {
  const opened = workspace.opened(uri);
  return opened ? opened.folder.branch.text(opened.document.path, siteId) : { text: null, base: null, path: '' };
}

/** A configuration holds for what lies in its folder; what it extends is not changed. */
const covers = (config: string, path: string): boolean => {
  const name = config.slice(config.lastIndexOf('/') + 1);
  const folder = config.slice(0, Math.max(0, config.lastIndexOf('/')));
  return CONFIG_NAMES.some((one) => one === name) && (folder === '' || /^(?:\.\.\/?)+$/.test(folder) || path.startsWith(`${folder}/`));
};

/** Deeper folders are nearer; those above the root are far. */
const depth = (path: string): number => path.split('/').reduce((sum, part) => sum + (part === '..' ? -1 : 1), 0);
