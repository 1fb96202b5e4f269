/** The one view: what each feature, file and call costs a month. */
import * as vscode from 'vscode';
import { payingSites } from '../core/report/formats/cost-table.ts';
import { groupsBy } from '../core/report/formats/groups.ts';
import type { Site } from '../core/report/report.ts';
import { amount, estimate, money, moneyRange } from '../core/report/words.ts';
import { LEVEL_COLORS, LEVEL_ICONS, level } from './levels.ts';
import { type FolderReport, type Reports, uriOf } from './reports.ts';

type Node = FolderNode | FeatureNode | FileNode | CallNode;

interface Branch {
  readonly of: FolderReport;
  readonly sites: readonly Site[];
}
interface FolderNode extends Branch {
  readonly kind: 'folder';
}
interface FeatureNode extends Branch {
  readonly kind: 'feature';
  readonly name: string | null;
}
interface FileNode extends Branch {
  readonly kind: 'file';
  readonly path: string;
}
export interface CallNode {
  readonly kind: 'call';
  readonly of: FolderReport;
  readonly site: Site;
}

export class CostView implements vscode.TreeDataProvider<Node>, vscode.Disposable {
  private readonly changed = new vscode.EventEmitter<undefined>();
  readonly onDidChangeTreeData = this.changed.event;
  private readonly view: vscode.TreeView<Node>;
  private readonly listening: vscode.Disposable;

  constructor(private readonly reports: Reports) {
    this.view = vscode.window.createTreeView('costlint.costs', { treeDataProvider: this, showCollapseAll: true });
    this.listening = reports.onChange(() => this.changed.fire(undefined));
  }

  dispose(): void {
    vscode.Disposable.from(this.view, this.changed, this.listening).dispose();
  }

  async getChildren(node?: Node): Promise<Node[]> {
    if (!node) return this.roots();
    if (node.kind === 'call') return [];
    if (node.kind === 'folder') return features(node);
    if (node.kind === 'feature') return files(node);
    return [...node.sites].sort((a, b) => perMonth([b]) - perMonth([a])).map((site) => ({ kind: 'call', of: node.of, site }));
  }

  getTreeItem(node: Node): vscode.TreeItem {
    return node.kind === 'call' ? callItem(node) : branchItem(node);
  }

  private async roots(): Promise<Node[]> {
    const all = await this.reports.all();
    const withCalls = all.map((of) => ({ of, sites: payingSites(of.report) })).filter(({ sites }) => sites.length > 0);
    void vscode.commands.executeCommand('setContext', 'costlint.hasCalls', withCalls.length > 0);
    const month = perMonth(withCalls.flatMap(({ sites }) => sites));
    this.view.description = month > 0 ? `~${money(month)}/mo` : '';
    if (withCalls.length === 1 && withCalls[0]) return features(withCalls[0]);
    return withCalls.map((branch) => ({ kind: 'folder', ...branch }));
  }
}

/** Files stand directly below where nobody has named a feature. */
function features(branch: Branch): Node[] {
  if (branch.sites.every(({ feature }) => feature === null)) return files(branch);
  return grouped(
    branch,
    (site) => site.feature,
    (name, sites) => ({ kind: 'feature', of: branch.of, name, sites }),
  );
}

const files = (branch: Branch): Node[] =>
  grouped(
    branch,
    (site) => site.path,
    (path, sites) => ({ kind: 'file', of: branch.of, path, sites }),
  );

/** Groups in the order of their cost, the dearest first. */
function grouped<K, N>({ sites }: Branch, key: (site: Site) => K, node: (key: K, sites: readonly Site[]) => N): N[] {
  return groupsBy(sites, key)
    .sort(([, a], [, b]) => perMonth(b) - perMonth(a))
    .map(([name, members]) => node(name, members));
}

/** USD a month of the calls that have a price. */
const perMonth = (sites: readonly Site[]): number => sites.reduce((sum, { cost }) => sum + (cost?.perMonth.expected ?? 0), 0);

function branchItem(node: FolderNode | FeatureNode | FileNode): vscode.TreeItem {
  const item = new vscode.TreeItem(labelOf(node), vscode.TreeItemCollapsibleState.Expanded);
  const month = perMonth(node.sites);
  const unpriced = node.sites.filter(({ cost }) => cost === null).length;
  item.description = [month > 0 ? `~${money(month)}/mo` : '', unpriced > 0 ? vscode.l10n.t('{0} unpriced', unpriced) : '']
    .filter(Boolean)
    .join(' · ');
  item.contextValue = node.kind;
  if (node.kind === 'file') {
    item.resourceUri = uriOf(node.of, node.path);
    item.iconPath = vscode.ThemeIcon.File;
  } else item.iconPath = new vscode.ThemeIcon(node.kind === 'folder' ? 'root-folder' : 'package');
  return item;
}

function labelOf(node: FolderNode | FeatureNode | FileNode): string {
  if (node.kind === 'folder') return node.of.folder?.name ?? vscode.l10n.t('Other files');
  if (node.kind === 'feature') return node.name ?? vscode.l10n.t('No feature');
  return node.path;
}

function callItem(node: CallNode): vscode.TreeItem {
  const { site, of } = node;
  const item = new vscode.TreeItem(site.symbol?.split('.').at(-1) ?? site.api, vscode.TreeItemCollapsibleState.None);
  const line = site.cell ? `${site.cell.number}:${site.cell.line}` : String(site.range.start.line);
  const model = site.model?.id ?? vscode.l10n.t('model unknown');
  item.id = `${of.folder?.uri ?? ''}#${site.id}`;
  const assumed = site.callsPerMonth?.from === 'assumed' ? '*' : '';
  item.description = `${site.cost ? `${estimate(site.cost.perMonth)}/mo${assumed}` : vscode.l10n.t('unpriced')} · ${model} · :${line}`;
  item.tooltip = tooltipOf(site);
  item.contextValue = 'call';
  const costs = level(site.cost?.perCall.expected);
  item.iconPath = new vscode.ThemeIcon(LEVEL_ICONS[costs], new vscode.ThemeColor(LEVEL_COLORS[costs]));
  const start = new vscode.Position(site.range.start.line - 1, site.range.start.column - 1);
  item.command = {
    command: 'vscode.open',
    title: vscode.l10n.t('Open'),
    arguments: [uriOf(of, site.path), { selection: new vscode.Range(start, start) }],
  };
  item.accessibilityInformation = { label: `${item.label}, ${item.description}` };
  return item;
}

function tooltipOf(site: Site): vscode.MarkdownString {
  const lines = [
    ...(site.symbol ? [`\`${site.symbol}\``] : []),
    `**${site.sdk} ${site.api}** · ${site.model?.id ?? vscode.l10n.t('model unknown')}`,
    ...(site.tokens ? [vscode.l10n.t('{0} tokens in', amount(site.tokens.input))] : []),
    ...(site.cost
      ? [
          vscode.l10n.t('{0} a call ({1})', estimate(site.cost.perCall), moneyRange(site.cost.perCall)),
          vscode.l10n.t('{0} a month ({1})', estimate(site.cost.perMonth), moneyRange(site.cost.perMonth)),
        ]
      : site.notes.map(({ message }) => message)),
    ...(site.callsPerMonth
      ? [
          site.callsPerMonth.from === 'assumed'
            ? vscode.l10n.t('\\* at assumed {0} calls a month', amount(site.callsPerMonth))
            : vscode.l10n.t('at {0} calls a month', amount(site.callsPerMonth)),
        ]
      : []),
  ];
  return new vscode.MarkdownString(lines.join('\n\n'));
}
