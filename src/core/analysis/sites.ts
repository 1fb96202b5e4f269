/** Matched calls of one file → call sites: model, cap, bound, prompt parts and everything else that is read from the code. */
import type { Matched, Matcher } from '../catalog/match.ts';
import type { Sdk } from '../catalog/sdk.ts';
import type { Call, FileFacts } from '../facts/facts.ts';
import type { Folder } from '../resolve/fold.ts';
import { type Frame, type Piece, type Place, staticText } from '../resolve/known.ts';
import type { CallSite, Note, SiteKind } from './analysis.ts';
import { createAnchorReader } from './anchors.ts';
import { findModel, isEmbeddingModel } from './model.ts';
import { capOf, givenCap, numberOf, ownBound, toolChoiceOf, topKOf } from './parameters.ts';
import type { PromptReader } from './prompt.ts';
import { repetitionOf, timesOf } from './repetition.ts';
import { createRequestReader } from './request.ts';
import type { SchemaReader } from './schema.ts';
import { type Chain, chainOf } from './slots.ts';
import { surroundingsOf } from './surroundings.ts';
import { waitsForOthers } from './waits.ts';

export interface SiteReader {
  /** The sites of a file that the catalogue's calls make, in source order. */
  sites(path: string, facts: FileFacts): readonly MatchedSite[];
  /** All calls of a file that the catalogue knows, in order of their end: also clients, sessions and tools, which are no sites. */
  matches(path: string, facts: FileFacts): readonly Matched[];
  /** A site as it is inside an activation of the function around it. */
  inFrame(of: MatchedSite, frame: Frame, place: Place): CallSite;
}

/** A site with the call behind it and what made its receiver. */
export interface MatchedSite {
  readonly site: CallSite;
  readonly matched: Matched;
  readonly chain: Chain;
  /** Places of the agents, models and retrievers whose month this site carries. */
  readonly carries: readonly Place[];
}

export interface Reading {
  readonly folder: Folder;
  readonly matcher: Matcher;
  readonly prompts: PromptReader;
  readonly schemas: SchemaReader;
  readonly aliases: Readonly<Record<string, string>>;
  /** The text that offsets refer to: of a notebook its program. */
  readonly sourceOf: (path: string) => string | undefined;
}

const SITE_KINDS: ReadonlySet<string> = new Set<SiteKind>(['llm-call', 'embedding-call', 'model-constructor', 'agent', 'retriever']);

export function createSiteReader(reading: Reading): SiteReader {
  const { folder, matcher, prompts, schemas, aliases } = reading;
  const requests = createRequestReader(matcher, prompts, schemas);
  const anchors = createAnchorReader(folder, matcher, reading.sourceOf);

  /** Files with the same text may share their facts: what is kept holds for one path. */
  const known = folder.memory.weak<FileFacts, { readonly path: string; readonly list: readonly Matched[] }>();

  function matchesOf(path: string, facts: FileFacts): readonly Matched[] {
    const kept = known.get(facts);
    if (kept?.path === path) return kept.list;
    const list = facts.calls.flatMap((call) => matcher.match(path, call) ?? []);
    known.set(facts, { path, list });
    return list;
  }

  function sites(path: string, facts: FileFacts): readonly MatchedSite[] {
    const matches = matchesOf(path, facts).filter(({ call }) => SITE_KINDS.has(call.kind));
    const sent = new Map<Call, Call>();
    for (const matched of matches) {
      const outer = matched.call.sentBy && senderOf(facts, matched);
      if (outer) sent.set(matched.at.call, outer);
    }
    return matches
      .filter((matched) => !isInlineModel(matched, matches, facts))
      .map((matched) => read(matched, facts, sent.get(matched.at.call)))
      .sort((a, b) => a.site.place.start - b.site.place.start || b.site.place.end - a.site.place.end);
  }

  /** The call that sends a request object: `client.send(new ConverseCommand(…))`, also through a variable. */
  function senderOf(facts: FileFacts, matched: Matched): Call | undefined {
    const { call, path } = matched.at;
    return facts.calls.find((outer) => {
      if (outer === call || outer.callee.kind !== 'member' || !matched.call.sentBy?.includes(outer.callee.name)) return false;
      if (outer.start <= call.start && call.end <= outer.end) return true;
      const first = outer.args[0]?.value;
      if (first?.kind !== 'name') return false;
      const known = folder.fold(path, first);
      const options = known.kind === 'choice' ? known.options : [known];
      return options.some((option) => option.kind === 'ref' && option.step?.kind === 'call' && option.step.at.call === call);
    });
  }

  /** `generateText({ model: openai('gpt-4o') })`: a model written where it is used is part of that call. */
  function isInlineModel(matched: Matched, all: readonly Matched[], facts: FileFacts): boolean {
    const { call } = matched.at;
    if (
      matched.call.kind !== 'model-constructor' ||
      call.construct ||
      facts.language !== 'ecmascript' ||
      matched.call.id.startsWith('init')
    )
      return false;
    return all.some((other) => other !== matched && other.call.kind !== 'model-constructor' && inArguments(other.at.call, call));
  }

  const inArguments = (outer: Call, inner: Call) => outer.args.some((arg) => arg.value.start <= inner.start && inner.end <= arg.value.end);

  function read(matched: Matched, facts: FileFacts, sender: Call | undefined): MatchedSite {
    const chain = chainOf(matched, matcher);
    const call = sender ?? matched.at.call;
    const place: Place = { path: matched.at.path, start: call.start, end: call.end };
    const makers = chain.links.slice(1).map((link): Place => ({ path: link.at.path, start: link.at.call.start, end: link.at.call.end }));
    const site = siteOf(matched, chain, facts, call, place);
    return { site, matched, chain, carries: [...makers, ...site.parts.flatMap((part) => retrieversIn(part.pieces))] };
  }

  function inFrame(of: MatchedSite, frame: Frame, place: Place): CallSite {
    const matched: Matched = { ...of.matched, at: { ...of.matched.at, frame } };
    const facts = folder.program.facts(of.matched.at.path) as FileFacts;
    return { ...siteOf(matched, chainOf(matched, matcher), facts, matched.at.call, of.site.place), place };
  }

  function siteOf(matched: Matched, chain: Chain, facts: FileFacts, call: Call, place: Place): CallSite {
    const notes: Note[] = [];
    const found = findModel(chain, matcher, aliases, matched.call.kind === 'embedding-call');
    const kind = kindOf(matched, found.model?.id);
    if (!found.model && found.unknown !== undefined && kind !== 'retriever')
      notes.push({ code: 'model-unresolved', message: `The model is decided at run time (${found.unknown}).` });
    if (matched.evidence === 'shape')
      notes.push({ code: 'by-shape', message: 'Counted by its path and arguments: the type of the receiver is not known.' });
    const billed = kind === 'llm-call' || kind === 'agent' || kind === 'embedding-call';
    const prompt = billed ? requests.read(matched, chain, kind) : { parts: [], complete: true, grows: false };
    const loop =
      kind === 'agent' || kind === 'llm-call' ? ownBound(matched, chain, prompt.parts, folder, matcher) : { state: 'none' as const };
    const repeats = kind === 'llm-call' || kind === 'agent' ? repetitionOf(facts, call, matched.at.path, folder) : undefined;
    return {
      kind,
      place,
      symbol: symbolAt(facts, call),
      sdk: matched.sdk.id,
      api: matched.call.id,
      evidence: matched.evidence,
      provider:
        found.provider ??
        matched.call.provider ??
        chain.links.find((link) => link.call.provider !== undefined)?.call.provider ??
        matched.sdk.provider,
      baseUrl: staticText(chain.get('baseUrl').value),
      model: found.model,
      otherModels: found.others,
      outputCap:
        kind === 'llm-call' || kind === 'model-constructor'
          ? capOf(chain, matcher)
          : kind === 'agent'
            ? givenCap(chain, matcher)
            : { state: 'not-applicable' },
      loop: repeats && loop.state === 'none' ? repeats.bound : loop,
      topK: kind === 'retriever' ? topKOf(chain) : undefined,
      reranked: kind === 'retriever' && isReranked(facts),
      parts: prompt.parts,
      complete: prompt.complete,
      samples: numberOf(chain.get('samples').value) ?? 1,
      retries: numberOf(chain.get('retries').value) ?? chain.default('retries') ?? 0,
      ...toolChoiceOf(matched, matcher),
      tier: staticText(chain.get('tier').value),
      batch: chain.links.some((link) => link.call.batch === true),
      effort: staticText(chain.get('effort').value),
      thinkingBudget: numberOf(chain.get('thinkingBudget').value),
      inLoop: repeats?.loop,
      interactive:
        asksPerson(chain, matched.sdk) ||
        (repeats !== undefined && repeats.loop >= 0 && waitsForOthers(matched.at.path, facts, repeats.loop, folder)),
      grows: prompt.grows,
      keptSteps: undefined,
      times: timesOf(facts, call, matched.at.path, folder),
      ...(billed ? surroundingsOf(matched.at.path, facts, call, folder) : { perItem: undefined, retriedBy: [] }),
      textChars: undefined,
      paidBy: undefined,
      payers: [],
      anchors: anchors.read(chain, found.place, matched.at.frame !== undefined),
      notes,
    };
  }

  /** A model for embeddings behind a general call (`invoke_model`) makes it an embedding call. */
  const kindOf = (matched: Matched, model: string | undefined): SiteKind =>
    matched.call.kind === 'llm-call' && matched.call.slots?.model !== undefined && model !== undefined && isEmbeddingModel(model)
      ? 'embedding-call'
      : (matched.call.kind as SiteKind);

  function symbolAt(facts: FileFacts, call: Call): string | undefined {
    const fn = facts.functions[call.function];
    return fn && fn.symbol !== '' ? fn.symbol : undefined;
  }

  /** One of a team's agents is a person. */
  function asksPerson(chain: Chain, { people }: Sdk): boolean {
    const team = people && chain.get('agent').value;
    return team?.kind === 'list' && team.items.some((agent) => people?.includes(matcher.madeBy(agent)?.path ?? ''));
  }

  return { sites, matches: matchesOf, inFrame };
}

/** The retrievers whose results stand in a text, and what made them. */
const retrieversIn = (pieces: readonly Piece[]): readonly Place[] =>
  pieces.flatMap((piece) => ('text' in piece ? [] : [...(piece.retrieved?.by ?? []), ...(piece.options ?? []).flatMap(retrieversIn)]));

/** A name in the same file tells: rerankers are used in many ways, and their results reach the prompt in as many. */
const isReranked = (facts: FileFacts): boolean =>
  facts.calls.some(({ callee, args }) => {
    const name = callee.kind === 'member' || callee.kind === 'name' ? callee.name : '';
    return (
      /rerank|cross_?encoder|contextual_?compression/i.test(name) || args.some((arg) => /rerank|node_?postprocessors/i.test(arg.name ?? ''))
    );
  });
