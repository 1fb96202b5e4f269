/** All sites of a project: matched calls, agent loops, wrapped calls, prompts, and which of them carries the month of which. */
import { createMatcher } from '../catalog/match.ts';
import type { Sdk } from '../catalog/sdk.ts';
import type { FileFacts } from '../facts/facts.ts';
import { createFolder } from '../resolve/fold.ts';
import type { Place } from '../resolve/known.ts';
import type { CallSite } from './analysis.ts';
import { ambientModels } from './ambient.ts';
import { agentLoops } from './loops.ts';
import type { Project } from './project.ts';
import { createPromptReader } from './prompt.ts';
import { promptFile, promptsIn, sentTexts } from './prompts.ts';
import { reachOf } from './reach.ts';
import { createSchemaReader } from './schema.ts';
import { type MatchedSite, createSiteReader } from './sites.ts';
import { wrappedCalls } from './wrapped.ts';

export interface ScanOptions {
  readonly project: Project;
  readonly catalog: readonly Sdk[];
  /** Model aliases of the configuration. */
  readonly aliases: Readonly<Record<string, string>>;
  /** Code files and prompt files to look at, relative to the root. */
  readonly paths: readonly string[];
}

/** The sites of these files, by path and position. What cannot be read is left out; the project knows why. */
export function scan({ project, catalog, aliases, paths }: ScanOptions): readonly CallSite[] {
  const folder = createFolder(project);
  const matcher = createMatcher(folder, catalog);
  const prompts = createPromptReader(folder, matcher);
  const schemas = createSchemaReader(folder, matcher);
  const files = new Map<string, FileFacts>();
  for (const path of paths) {
    const facts = project.facts(path);
    if (facts) files.set(path, facts);
  }
  const ambient = ambientModels(files, catalog, folder, matcher);
  const reader = createSiteReader({ folder, matcher, prompts, schemas, aliases, ambient });
  const matched = new Map<string, readonly MatchedSite[]>();
  for (const [path, facts] of files) matched.set(path, reader.sites(path, facts));
  const reach = reachOf(files, matched, folder);
  const wrapped = wrappedCalls(reach, files, reader);
  const carried = carriers(matched);

  const sites: CallSite[] = [...wrapped.sites];
  for (const [path, facts] of files) {
    const own = matched.get(path) ?? [];
    for (const one of own) {
      const paidBy = wrapped.paid.get(one) ?? (isCarried(one) ? carried.get(keyOf(one.site.place)) : undefined);
      sites.push(paidBy ? { ...one.site, paidBy } : one.site);
    }
    sites.push(...agentLoops(path, facts, own, reach.callers, folder));
  }
  const sent = sentTexts(sites);
  for (const [path, facts] of files) sites.push(...promptsIn(path, facts, sent.get(path) ?? []));
  for (const path of new Set([...paths, ...sent.keys()])) {
    if (files.has(path) || project.facts(path)) continue;
    const text = project.text(path);
    const site = text === undefined ? undefined : promptFile(path, text, sent.get(path) ?? []);
    if (site) sites.push(site);
  }
  return sites.sort((a, b) => compare(a.place.path, b.place.path) || a.place.start - b.place.start || b.place.end - a.place.end || compare(a.kind, b.kind));
}

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
const keyOf = (place: Place): string => `${place.path}:${place.start}:${place.end}`;

/** Sites that cost nothing by themselves where another site runs them. */
const isCarried = ({ site, matched }: MatchedSite): boolean => site.kind === 'model-constructor' || site.kind === 'retriever' || (site.kind === 'agent' && matched.call.role !== 'run');

/** What made the receiver, agent or model of a site → that site. */
function carriers(matched: ReadonlyMap<string, readonly MatchedSite[]>): ReadonlyMap<string, Place> {
  const map = new Map<string, Place>();
  for (const list of matched.values()) {
    for (const one of list) {
      if (one.site.kind !== 'llm-call' && one.site.kind !== 'agent' && one.site.kind !== 'embedding-call') continue;
      for (const place of one.carries) if (!map.has(keyOf(place))) map.set(keyOf(place), one.site.place);
    }
  }
  return map;
}
