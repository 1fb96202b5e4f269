/** What one call sends: its prompt in parts, its tools, the schema of its answer. */
import type { Matched, Matcher } from '../catalog/match.ts';
import { type Known, mergeFields, type Place } from '../resolve/known.ts';
import { holeOf } from '../resolve/pieces.ts';
import type { PartRole, PromptPart, SiteKind } from './analysis.ts';
import type { Parts, PromptReader } from './prompt.ts';
import type { SchemaReader } from './schema.ts';
import type { Chain } from './slots.ts';

export interface RequestReader {
  /** In the order in which it is sent; not complete where arguments are put together at run time. */
  read(matched: Matched, chain: Chain, kind: SiteKind): Parts;
}

export function createRequestReader(matcher: Matcher, prompts: PromptReader, schemas: SchemaReader): RequestReader {
  function read(matched: Matched, chain: Chain, kind: SiteKind): Parts {
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
    return { parts: withMarker(parts, chain), complete, grows };
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

  /** A cache marker on the request as a whole stands behind its last part. */
  function withMarker(parts: readonly PromptPart[], chain: Chain): readonly PromptPart[] {
    const { value, address } = chain.get('cache');
    if (!value || !/cache_?(control|point)/i.test(String(address))) return parts;
    return parts.map((part, i) => (i === parts.length - 1 ? { ...part, marked: true } : part));
  }

  return { read };
}
