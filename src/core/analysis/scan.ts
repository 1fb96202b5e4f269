/** The sites of a share of a project's files. What one share learns about files of another travels in it, so shares can be made apart. */
import { createMatcher } from '../catalog/match.ts';
import type { Sdk } from '../catalog/sdk.ts';
import { type Directives, readDirectives } from '../config/directives.ts';
import type { FileFacts, Problem } from '../facts/facts.ts';
import { promptComments } from '../languages/prompt-comments.ts';
import { createFolder } from '../resolve/fold.ts';
import type { Place } from '../resolve/known.ts';
import { Lines } from '../text/lines.ts';
import { ambientModels } from './ambient.ts';
import type { CallSite } from './analysis.ts';
import { type Leads, leadsOf } from './leads.ts';
import { agentLoops } from './loops.ts';
import { bySource } from './merge.ts';
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
  /** All files of the scan, of every share: code files and prompt files, relative to the root. */
  readonly scanned: ReadonlySet<string>;
}

/** Plain data, fit to be sent between threads or written down. */
export interface Share {
  /** By file and position. */
  readonly sites: readonly CallSite[];
  /** Sites without a month of their own, and the place that carries it. */
  readonly paid: readonly { readonly inner: Place; readonly by: Place }[];
  /** Calls of the project's functions, and the inner calls that they end in. */
  readonly wrapped: readonly WrappedCall[];
  /** Models that a file sets for a whole framework. */
  readonly ambient: readonly { readonly sdk: string; readonly path: string; readonly found: FoundModel }[];
  /** Names behind which a model stands, of the files that have any. */
  readonly leads: readonly Leads[];
  /** Comments that speak to Costlint, of the files that have any. */
  readonly directives: readonly { readonly path: string; readonly directives: Directives }[];
  /** Files of which nothing could be read, or not all, and why. */
  readonly problems: readonly { readonly path: string; readonly reason: string }[];
}

export interface Scan {
  /** Reads one file as a share of its own. What cannot be read is left out; the project knows why. */
  read(path: string): Share;
  /** Has to follow every change of a text or of the files: until then readers remember what they have followed. */
  forget(): void;
}

export function createScan({ project, catalog, aliases, scanned }: ScanOptions): Scan {
  const folder = createFolder(project);
  const matcher = createMatcher(folder, catalog);
  const reader = createSiteReader({
    folder,
    matcher,
    prompts: createPromptReader(folder, matcher),
    schemas: createSchemaReader(folder, matcher),
    aliases,
    sourceOf: project.program,
  });

  const matched = folder.memory.map<string, readonly MatchedSite[]>();
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

  return { read, forget: () => folder.memory.forget() };

  function read(path: string): Share {
    const facts = project.facts(path);
    const text = facts ? undefined : project.text(path);
    const sites: CallSite[] = [];
    const paid: { inner: Place; by: Place }[] = [];
    let wrapped: readonly WrappedCall[] = [];
    if (facts) {
      const own = sitesOf(path);
      const outer = wrappedCalls(path, facts, reach, reader, folder);
      sites.push(...own.map(({ site }) => site), ...agentLoops(path, facts, own, reach.callers(path), folder), ...outer.sites);
      for (const one of own) if (isPayer(one)) paid.push(...one.carries.map((inner) => ({ inner, by: one.site.place })));
      wrapped = outer.calls;
    }
    const sent = sentTexts(sites);
    const leads = facts && leadsOf(path, facts, sites, reader.matches(path, facts));
    if (facts) sites.push(...promptsIn(path, facts, sent.get(path) ?? [], true));
    else if (text !== undefined) sites.push(...promptFile(path, text, sent.get(path) ?? []));
    for (const [other, texts] of sent) if (other !== path) sites.push(...sentPrompts(other, texts));
    return {
      sites: sites.map(withoutValues).sort(bySource),
      paid,
      wrapped,
      ambient: facts
        ? ambientModels(path, facts, catalog, folder, matcher).map(({ sdk, model }) => ({
            sdk,
            path,
            found: readModel(model, matcher, aliases, 0),
          }))
        : [],
      leads: leads ? [leads] : [],
      directives: [path, ...sent.keys()].flatMap((one) => (one === path || !project.facts(one) ? directivesOf(project, one) : [])),
      problems: facts ? problemsOf(project, path, facts) : [],
    };
  }

  /** Prompts of another file that sites of this one send. */
  function sentPrompts(path: string, sent: Parameters<typeof promptsIn>[2]): readonly CallSite[] {
    const facts = project.facts(path);
    if (facts) return promptsIn(path, facts, sent, false);
    const text = project.text(path);
    return text === undefined ? [] : promptFile(path, text, sent);
  }
}

/** Shares as one. */
export const joinShares = (shares: readonly Share[]): Share => ({
  sites: shares.flatMap(({ sites }) => sites),
  paid: shares.flatMap(({ paid }) => paid),
  wrapped: shares.flatMap(({ wrapped }) => wrapped),
  ambient: shares.flatMap(({ ambient }) => ambient),
  leads: shares.flatMap(({ leads }) => leads),
  directives: shares.flatMap(({ directives }) => directives),
  problems: shares.flatMap(({ problems }) => problems),
});

/** Of code the comments that the parser found, of a prompt file those of its markup. */
function directivesOf(project: Project, path: string): Share['directives'] {
  const notebook = project.notebook(path);
  const facts = project.facts(path);
  const text = notebook?.program ?? project.text(path) ?? '';
  const comments = facts ? facts.directives : promptComments(path, text);
  return comments.length === 0 ? [] : [{ path, directives: readDirectives(comments, text, notebook === undefined) }];
}

/** The first place of a file where something could not be read. */
function problemsOf(project: Project, path: string, { problems }: FileFacts): Share['problems'] {
  const notebook = project.notebook(path);
  const damaged = notebook?.problems[0];
  if (damaged) return [{ path, reason: reasonAt(damaged, `line ${lineOf(project.text(path), damaged.start)}`) }];
  const [first] = problems;
  if (!first) return [];
  const text = project.program(path);
  if (first.start === 0 && first.end === text?.length) return [{ path, reason: first.message }];
  const at = notebook?.place(first.start);
  return [{ path, reason: reasonAt(first, at ? `cell ${at.cell}, line ${at.line}` : `line ${lineOf(text, first.start)}`) }];
}

const reasonAt = ({ message }: Problem, where: string): string => `${message.replace(/\.$/, '')} (${where})`;

const lineOf = (text: string | undefined, offset: number): number => new Lines(text ?? '').at(offset).line;

const isPayer = ({ site }: MatchedSite): boolean => site.kind === 'llm-call' || site.kind === 'agent' || site.kind === 'embedding-call';
