/** Matched calls of one file → call sites: model, cap, bound, prompt parts and everything else that is read from the code. */
import type { Matched, Matcher } from '../catalog/match.ts';
import type { Sdk } from '../catalog/sdk.ts';
import { loopsAround } from '../facts/enclosing.ts';
import type { Call, FileFacts } from '../facts/facts.ts';
import type { Folder } from '../resolve/fold.ts';
import { type Frame, type Known, mergeFields, type Piece, type Place, staticText } from '../resolve/known.ts';
import { holeOf } from '../resolve/pieces.ts';
import type { CallSite, Cap, LoopBound, Note, PartRole, PromptPart, SiteKind, TopK } from './analysis.ts';
import { createAnchorReader } from './anchors.ts';
import { wayBack } from './graphs.ts';
import { findModel, isEmbeddingModel } from './model.ts';
import type { Parts, PromptReader } from './prompt.ts';
import { recursionAround } from './recursion.ts';
import { boundOf, isOpenEnded } from './repeats.ts';
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
  const anchors = createAnchorReader(folder, matcher, reading.sourceOf);

  const known = new WeakMap<FileFacts, readonly Matched[]>();

  function matchesOf(path: string, facts: FileFacts): readonly Matched[] {
    let list = known.get(facts);
    if (!list) {
      list = facts.calls.flatMap((call) => matcher.match(path, call) ?? []);
      known.set(facts, list);
    }
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
    const prompt = billed ? readPrompt(matched, chain, kind) : { parts: [], complete: true, grows: false };
    const loop = kind === 'agent' || kind === 'llm-call' ? ownBound(matched, chain, prompt.parts) : { state: 'none' as const };
    const repeats = kind === 'llm-call' || kind === 'agent' ? repetitionOf(facts, call, matched.at.path) : undefined;
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
          ? capOf(chain)
          : kind === 'agent'
            ? givenCap(chain)
            : { state: 'not-applicable' },
      loop: repeats && loop.state === 'none' ? repeats.bound : loop,
      topK: kind === 'retriever' ? topKOf(chain) : undefined,
      reranked: kind === 'retriever' && isReranked(facts),
      parts: withMarker(prompt.parts, chain),
      complete: prompt.complete,
      samples: numberOf(chain.get('samples').value) ?? 1,
      retries: numberOf(chain.get('retries').value) ?? chain.default('retries') ?? 0,
      ...toolChoiceOf(matched),
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
      times: timesOf(facts, call, matched.at.path),
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

  // ── the prompt ─────────────────────────────────────────────────────────────────────────────────────────────────────

  function readPrompt(matched: Matched, chain: Chain, kind: SiteKind): Parts {
    const parts: PromptPart[] = [];
    let complete = true;
    let grows = false;
    const take = (known: Known | undefined, role: PartRole) => {
      if (!known) return false;
      const made = prompts.parts(known, role);
      parts.push(...made.parts);
      complete &&= made.complete;
      grows ||= made.grows;
      return true;
    };
    const tools = chain.get('tools').value;
    if (tools && kind !== 'embedding-call') {
      const part = toolsPart(tools);
      if (part) parts.push(part);
    }
    take(chain.get('system').value, 'system');
    take(chain.get('history').value, 'history');
    const input = ['messages', 'prompt', 'input', 'documents'] as const;
    let given = false;
    const templates = chain.members.filter((member) => member.kind === 'ref');
    const values = mapped(chain, chain.get('input').value ?? chain.get('messages').value);
    for (const member of templates) given = takeTemplate(member, values, take) || given;
    if (!given) for (const slot of input) given = take(slot === 'documents' ? undefined : chain.get(slot).value, 'user') || given;
    if (!given && kind === 'llm-call') {
      const open = matched.at.call.args.some((arg) => arg.spread) || chain.get('messages').open || chain.get('prompt').open;
      complete = false;
      if (open || matched.at.call.args.length > 0) {
        const place: Place = { path: matched.at.path, start: matched.at.call.start, end: matched.at.call.end };
        parts.push({
          role: 'user',
          place,
          pieces: [{ hole: 'request', kind: 'unknown', why: 'the request is put together at run time', place }],
        });
      }
    }
    const schema = chain.get('schema').value;
    if (schema && schema.kind !== 'flag' && kind === 'llm-call') {
      const json = schemas.schema(schema);
      parts.push({
        role: 'schema',
        place: schema.place,
        pieces: json === undefined ? [holeOf(schema, 'a schema known at run time')] : [],
        ...(json === undefined ? {} : { json }),
      });
    }
    return { parts, complete, grows };
  }

  /** What a chain puts into its templates: its input, and what records in it (`{ context: retriever } | prompt`) make of that. */
  function mapped(chain: Chain, input: Known | undefined): Known | undefined {
    const records = chain.members.filter((member) => member.kind === 'record');
    const [first] = records;
    if (!first) return input;
    const fields = new Map(input?.kind === 'record' ? input.fields : []);
    for (const record of records) mergeFields(fields, record);
    return { ...first, fields };
  }

  /** A template in a chain, with the values it is run on put in. */
  function takeTemplate(member: Known, values: Known | undefined, take: (known: Known | undefined, role: PartRole) => boolean): boolean {
    const made = matcher.madeBy(member);
    if (!made?.sdk.templates?.some((shape) => shape.path.includes(made.path))) return false;
    if (values?.kind !== 'record' || member.kind !== 'ref') return take(member, 'user');
    const parts = prompts.filled(member, values, 'user');
    if (!parts) return take(member, 'user');
    for (const part of parts.parts) take({ kind: 'text', pieces: part.pieces, via: 'constant', place: part.place }, part.role);
    return true;
  }

  function toolsPart(tools: Known): PromptPart | undefined {
    const list: unknown[] = [];
    let open = false;
    const add = (known: Known, name?: string) => {
      if (known.kind === 'flag') return;
      const json = schemas.tool(known, name);
      if (json === undefined) open = true;
      else list.push(json);
    };
    if (tools.kind === 'list') {
      for (const item of tools.items) add(item);
      open ||= tools.open;
    } else if (tools.kind === 'record') {
      const inner = tools.fields.get('tools');
      if (inner && tools.fields.size <= 2) return toolsPart(inner);
      for (const [name, tool] of tools.fields) add(tool, name);
      open ||= tools.open;
    } else if (tools.kind === 'choice') {
      const option = tools.options.find((one) => one.kind === 'list' || one.kind === 'record');
      return option ? toolsPart(option) : toolsPart(tools.options[0] as Known);
    } else open = true;
    if (list.length === 0 && !open) return undefined;
    const pieces = open ? [holeOf(tools, 'tools known at run time')] : [];
    return { role: 'tools', place: tools.place, pieces, ...(list.length > 0 ? { json: list } : {}) };
  }

  function toolChoiceOf(matched: Matched): Pick<CallSite, 'toolChoice' | 'forcedTool'> {
    const value = matcher.read(matched.at, ['tool_choice', 'toolChoice', 'toolConfig.toolChoice', 'function_call']).value;
    const fields = value?.kind === 'record' ? value.fields : undefined;
    const text = staticText(value) ?? staticText(fields?.get('type'));
    if (text === 'none' || text === 'auto' || (text === undefined && !fields))
      return { toolChoice: text === 'none' ? 'none' : 'auto', forcedTool: undefined };
    const inner = fields?.get('function') ?? fields?.get('tool');
    const named = inner?.kind === 'record' ? inner.fields.get('name') : (fields?.get('name') ?? fields?.get('toolName'));
    return { toolChoice: 'forced', forcedTool: staticText(named) };
  }

  /** A cache marker on the request as a whole stands behind its last part. */
  function withMarker(parts: readonly PromptPart[], chain: Chain): readonly PromptPart[] {
    const { value, address } = chain.get('cache');
    if (!value || !/cache_?(control|point)/i.test(String(address))) return parts;
    return parts.map((part, i) => (i === parts.length - 1 ? { ...part, marked: true } : part));
  }

  /** A name in the same file tells: rerankers are used in many ways, and their results reach the prompt in as many. */
  const isReranked = (facts: FileFacts): boolean =>
    facts.calls.some(({ callee, args }) => {
      const name = callee.kind === 'member' || callee.kind === 'name' ? callee.name : '';
      return (
        /rerank|cross_?encoder|contextual_?compression/i.test(name) ||
        args.some((arg) => /rerank|node_?postprocessors/i.test(arg.name ?? ''))
      );
    });

  // ── numbers ────────────────────────────────────────────────────────────────────────────────────────────────────────

  function capOf(chain: Chain): Cap {
    const { value, applicable, parameter, open, by } = chain.get('outputCap');
    if (!applicable) return { state: 'not-applicable' };
    const name = nameOfParameter(parameter);
    if (!value)
      return open && by === undefined && openOwn(chain)
        ? { state: 'dynamic', parameter: name ?? 'max_tokens' }
        : { state: 'absent', parameter: name };
    const tokens = numberOf(value);
    if (tokens !== undefined && tokens > 0) return { state: 'set', tokens, parameter: name ?? '', place: value.place };
    if (tokens !== undefined) return { state: 'absent', parameter: name };
    return { state: 'dynamic', parameter: name ?? '', place: value.place };
  }

  /** An agent's cap is told when there is one; frameworks rarely have a place for it. */
  const givenCap = (chain: Chain): Cap => {
    const cap = capOf(chain);
    return cap.state === 'set' ? cap : { state: 'not-applicable' };
  };

  /** The call itself takes arguments that cannot be seen: they may hold a cap. */
  const openOwn = (chain: Chain): boolean => {
    const own = chain.links[0];
    return own !== undefined && own.call.slots?.outputCap !== undefined && matcher.slot(own.at, own.call, 'outputCap').open;
  };

  const nameOfParameter = (parameter: string | number | undefined): string | undefined =>
    typeof parameter === 'string'
      ? parameter.slice(parameter.lastIndexOf('.') + 1)
      : parameter === undefined
        ? undefined
        : String(parameter);

  /** The bound that a framework puts on the steps of this call. */
  function ownBound(matched: Matched, chain: Chain, parts: readonly PromptPart[]): LoopBound {
    const { value } = chain.get('steps');
    const steps = value && stepsOf(value, 0);
    if (steps !== undefined)
      return Number.isFinite(steps)
        ? steps <= 1 && matched.call.kind === 'llm-call'
          ? { state: 'none' }
          : { state: 'bounded', steps }
        : { state: 'unbounded' };
    if (value || chain.get('budget').value) return { state: 'dynamic' };
    const fallback = chain.default('steps');
    if (fallback === undefined) return { state: 'none' };
    const graphs = chain.links.flatMap(({ at, call }) => (call.graph ? [wayBack(at, call.graph, folder)] : []));
    if (graphs.includes('none')) return { state: 'none' };
    const repeats = matched.call.kind === 'agent' || matched.call.slots?.tools === undefined || parts.some((part) => part.role === 'tools');
    if (!repeats || fallback === 1) return { state: 'none' };
    return fallback === 'unbounded'
      ? { state: 'unbounded' }
      : { state: 'framework-default', steps: fallback, ...(graphs.includes('unknown') && { maybeLess: true }) };
  }

  /** One of a team's agents is a person. */
  function asksPerson(chain: Chain, { people }: Sdk): boolean {
    const team = people && chain.get('agent').value;
    return team?.kind === 'list' && team.items.some((agent) => people?.includes(matcher.madeBy(agent)?.path ?? ''));
  }

  /** `5`, `stepCountIs(5)`, `[stepCountIs(5), hasToolCall('x')]`, `UsageLimits(request_limit=5)`, infinity. */
  function stepsOf(known: Known, depth: number): number | undefined {
    const direct = numberOf(known);
    if (direct !== undefined) return direct;
    if (depth > 3) return undefined;
    if (known.kind === 'list') return known.items.map((item) => stepsOf(item, depth + 1)).find((n) => n !== undefined);
    if (known.kind === 'ref' && known.root.kind === 'global' && /^(Infinity|inf)$/.test(known.root.name)) return Number.POSITIVE_INFINITY;
    if (known.kind === 'ref' && known.step?.kind === 'call') {
      const args = folder.args(known.step.at);
      if (known.of?.root.kind === 'global' && known.of.root.name === 'float') return Number.POSITIVE_INFINITY;
      return [...args.positional, ...args.named.values()].map((one) => numberOf(one)).find((n) => n !== undefined);
    }
    return undefined;
  }

  function topKOf(chain: Chain): TopK {
    const { value, open } = chain.get('topK');
    // What callers can change is no fixed k, whatever its default.
    const k = value?.kind === 'choice' ? undefined : numberOf(value);
    const size = chain.default('chunkSize');
    const chunk = size === undefined ? {} : { chunk: size };
    if (k !== undefined && k > 0) return { state: 'set', k, ...chunk };
    if (value) return { state: 'dynamic' };
    const fallback = chain.default('topK');
    return fallback === undefined || open ? { state: 'dynamic' } : { state: 'default', k: fallback, ...chunk };
  }

  /** A number, also written as text; the default stands for what may be overridden from outside. */
  function numberOf(known: Known | undefined): number | undefined {
    if (known?.kind === 'number') return known.value;
    const text = staticText(known);
    if (text !== undefined && /^\d+$/.test(text.trim())) return Number(text);
    if (known?.kind === 'choice' && known.fallback) return numberOf(known.options.at(-1));
    return undefined;
  }

  // ── repetition ─────────────────────────────────────────────────────────────────────────────────────────────────────

  /** The innermost loop around a call, in its own function, that goes on by a condition or a count; else a recursion, as loop -1. */
  function repetitionOf(facts: FileFacts, call: Call, path: string): { readonly loop: number; readonly bound: LoopBound } | undefined {
    for (const index of loopsAround(facts, call.loop)) {
      const loop = facts.loops[index];
      if (!loop || !isOpenEnded(facts, loop, path, folder)) continue;
      const { start, end } = loop.test ?? loop.over ?? { start: loop.start, end: loop.start };
      const bound = boundOf(facts, index, path, folder);
      return {
        loop: index,
        bound: bound.state === 'none' || bound.state === 'framework-default' ? bound : { place: { path, start, end }, ...bound },
      };
    }
    const recursion = recursionAround(facts, call, path, folder);
    return recursion && { loop: -1, bound: recursion.bound };
  }

  /** How often one run of the code makes the call: over a collection whose length is known, or texts embedded one by one. */
  function timesOf(facts: FileFacts, call: Call, path: string): CallSite['times'] {
    let times = 1;
    let known = false;
    for (const index of loopsAround(facts, call.loop)) {
      const loop = facts.loops[index];
      if (!loop?.over || loop.kind === 'while' || loop.kind === 'do' || loop.kind === 'count' || isOpenEnded(facts, loop, path, folder))
        continue;
      const over = folder.fold(path, loop.over);
      if (over.kind !== 'list' || over.open) continue;
      times *= over.items.length;
      known = true;
    }
    return known ? { low: times, expected: times, high: times } : undefined;
  }

  return { sites, matches: matchesOf, inFrame };
}

/** The retrievers whose results stand in a text, and what made them. */
const retrieversIn = (pieces: readonly Piece[]): readonly Place[] =>
  pieces.flatMap((piece) => ('text' in piece ? [] : [...(piece.retrieved?.by ?? []), ...(piece.options ?? []).flatMap(retrieversIn)]));
