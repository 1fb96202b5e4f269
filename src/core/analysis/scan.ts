/** The sites of a share of a project's files. What one share learns about files of another travels in it, so shares can be made apart. */
import { createMatcher } from '../catalog/match.ts';
import type { Sdk } from '../catalog/sdk.ts';
import { type Directives, readDirectives } from '../config/directives.ts';
import { createFolder } from '../resolve/fold.ts';
import type { Place } from '../resolve/known.ts';
import { ambientModels } from './ambient.ts';
import type { CallSite } from './analysis.ts';
import { agentLoops } from './loops.ts';
import { type FoundModel, readModel } from './model.ts';
import { withoutValues } from './plain.ts';
import type { Project } from './project.ts';
import { createPromptReader } from './prompt.ts';
import { promptFile, promptsIn, sentTexts } from './prompts.ts';
import { createReach } from './reach.ts';
import { createSchemaReader } from './schema.ts';
import { createSiteReader, type MatchedSite } from './sites.ts';
import { type WrappedCall, wrappedCalls } from './wrapped.ts';

export interface ScanOptions {
  readonly project: Project;
  readonly catalog: readonly Sdk[];
  /** Model aliases of the configuration. */
  readonly aliases: Readonly<Record<string, string>>;
  /** The share: code files and prompt files, relative to the root. */
  readonly paths: readonly string[];
  /** All files of the scan, of every share; by default those of this one. */
  readonly scanned?: ReadonlySet<string>;
}

/** Plain data, fit to be sent between threads or written down. */
export interface Share {
  readonly sites: readonly CallSite[];
  /** Sites without a month of their own, and the place that carries it. */
  readonly paid: readonly { readonly inner: Place; readonly by: Place }[];
  /** Calls of the project's functions, and the inner calls that they end in. */
  readonly wrapped: readonly WrappedCall[];
  /** Models that a file sets for a whole framework. */
  readonly ambient: readonly { readonly sdk: string; readonly path: string; readonly found: FoundModel }[];
  /** Comments that speak to Costlint, of the files that have any. */
  readonly directives: readonly { readonly path: string; readonly directives: Directives }[];
  /** Files of which nothing could be read, or not all, and why. */
  readonly problems: readonly { readonly path: string; readonly reason: string }[];
}

/** Reads the files of a share. What cannot be read is left out; the project knows why. */
export function scan({ project, catalog, aliases, paths, scanned = new Set(paths) }: ScanOptions): Share {
  const folder = createFolder(project);
  const matcher = createMatcher(folder, catalog);
  const reader = createSiteReader({
    folder,
    matcher,
    prompts: createPromptReader(folder, matcher),
    schemas: createSchemaReader(folder, matcher),
    aliases,
    sourceOf: (path) => project.notebook(path)?.program ?? project.text(path),
  });

  const matched = new Map<string, readonly MatchedSite[]>();
  const sitesOf = (path: string): readonly MatchedSite[] => {
    let list = matched.get(path);
    if (!list) {
      const facts = project.facts(path);
      list = facts ? reader.sites(path, facts) : [];
      matched.set(path, list);
    }
    return list;
  };
  const reach = createReach({ folder, sitesOf, isScanned: (path) => scanned.has(path) });

  const directives: { path: string; directives: Directives }[] = [];
  const problems: { path: string; reason: string }[] = [];
  const sites: CallSite[] = [];
  const paid: { inner: Place; by: Place }[] = [];
  const wrapped: WrappedCall[] = [];
  const ambient: { sdk: string; path: string; found: FoundModel }[] = [];
  for (const path of paths) {
    const facts = project.facts(path);
    if (!facts) continue;
    if (facts.directives.length > 0) directives.push({ path, directives: readDirectives(facts.directives) });
    const [problem] = [...(project.notebook(path)?.problems ?? []), ...facts.problems];
    if (problem) problems.push({ path, reason: problem.message });
    const own = sitesOf(path);
    sites.push(...own.map(({ site }) => site), ...agentLoops(path, facts, own, reach.callers(path), folder));
    for (const one of own) if (isPayer(one)) paid.push(...one.carries.map((inner) => ({ inner, by: one.site.place })));
    const outer = wrappedCalls(path, facts, reach, reader);
    sites.push(...outer.sites);
    wrapped.push(...outer.calls);
    for (const { sdk, model } of ambientModels(path, facts, catalog, folder, matcher))
      ambient.push({ sdk, path, found: readModel(model, matcher, aliases, 0) });
  }
  const inShare = new Set(paths);
  const sent = sentTexts(sites);
  for (const path of new Set([...paths, ...sent.keys()])) {
    const facts = project.facts(path);
    if (facts) {
      sites.push(...promptsIn(path, facts, sent.get(path) ?? [], inShare.has(path)));
      continue;
    }
    const text = project.text(path);
    const site = text === undefined ? undefined : promptFile(path, text, sent.get(path) ?? []);
    if (site) sites.push(site);
  }
  return { sites: sites.map(withoutValues), paid, wrapped, ambient, directives, problems };
}

const isPayer = ({ site }: MatchedSite): boolean => site.kind === 'llm-call' || site.kind === 'agent' || site.kind === 'embedding-call';
