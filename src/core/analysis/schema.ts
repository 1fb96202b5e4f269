/** Tools and response schemas as the JSON that is sent: plain objects, zod, pydantic models, documented functions. */

import type { Matcher } from '../catalog/match.ts';
import type { Value } from '../facts/facts.ts';
import type { Folder } from '../resolve/fold.ts';
import { fromRef, type Known, staticText } from '../resolve/known.ts';

export interface SchemaReader {
  /** JSON of a tool: name, description, parameters; undefined when nothing of it is known. */
  tool(known: Known, name?: string): Json | undefined;
  /** JSON schema of a response format, a zod object or a pydantic model. */
  schema(known: Known): Json | undefined;
}

export type Json = string | number | boolean | null | readonly Json[] | { readonly [key: string]: Json };

const MAX_DEPTH = 12;

export function createSchemaReader(folder: Folder, matcher: Matcher): SchemaReader {
  function schema(known: Known, depth = 0): Json | undefined {
    if (depth > MAX_DEPTH) return undefined;
    switch (known.kind) {
      case 'text':
        return known.pieces.map((piece) => ('text' in piece ? piece.text : `<${piece.hole}>`)).join('');
      case 'number':
        return known.value;
      case 'flag':
        return known.value;
      case 'list':
        return known.items.flatMap((item) => schema(item, depth + 1) ?? []);
      case 'record': {
        const out: Record<string, Json> = {};
        for (const [key, field] of known.fields) {
          if (field.kind === 'function') continue;
          const json = schema(field, depth + 1);
          if (json !== undefined) out[key] = json;
        }
        return out;
      }
      case 'class':
        return pydantic(known.path, known.class, depth);
      case 'instance':
        return undefined;
      case 'choice':
        return known.options.map((option) => schema(option, depth + 1)).find((json) => json !== undefined);
      case 'ref':
        return zod(known, depth) ?? made(known, depth);
      default:
        return undefined;
    }
  }

  /** `zodResponseFormat(Schema, 'name')`, `Output.object({ schema })`, `Schema.model_json_schema()`: what stands inside. */
  function made(known: Known, depth: number): Json | undefined {
    if (known.kind !== 'ref' || known.step?.kind !== 'call') return undefined;
    const args = folder.args(known.step.at);
    const fields = args.positional[0]?.kind === 'record' ? args.positional[0].fields : args.named;
    for (const name of ['schema', 'jsonSchema', 'parameters', 'inputSchema', 'input_schema']) {
      const inner = fields.get(name);
      if (inner) return schema(inner, depth + 1);
    }
    const first = args.positional[0];
    return first && first.kind !== 'text' ? schema(first, depth + 1) : undefined;
  }

  // ── zod ────────────────────────────────────────────────────────────────────────────────────────────────────────────

  function zod(known: Known, depth: number): Json | undefined {
    if (known.kind !== 'ref' || known.step?.kind !== 'call' || !known.of) return undefined;
    const name = fromRef(known.of);
    if (name === undefined || !/^(zod|zod\/v\d|zod\/mini|zod\.z|@hono\/zod-openapi)\b/.test(name)) return undefined;
    const method = name.slice(name.lastIndexOf('.') + 1);
    const args = folder.args(known.step.at);
    const [first, second] = args.positional;
    const inner = () => (known.of?.of ? zod(known.of.of, depth + 1) : undefined);
    const plain = (json: Json | undefined): Json => json ?? {};
    switch (method) {
      case 'object':
      case 'strictObject':
      case 'looseObject': {
        const properties: Record<string, Json> = {};
        const required: string[] = [];
        if (first?.kind === 'record') {
          for (const [key, field] of first.fields) {
            properties[key] = plain(schema(field, depth + 1));
            if (!isOptional(field)) required.push(key);
          }
        }
        return { type: 'object', properties, required, additionalProperties: false };
      }
      case 'string':
        return { type: 'string' };
      case 'number':
        return { type: 'number' };
      case 'int':
        return inner() ? { ...(inner() as object), type: 'integer' } : { type: 'integer' };
      case 'boolean':
        return { type: 'boolean' };
      case 'date':
        return { type: 'string', format: 'date-time' };
      case 'array':
        return first ? { type: 'array', items: plain(schema(first, depth + 1)) } : { type: 'array', items: plain(inner()) };
      case 'enum':
      case 'nativeEnum': {
        const values =
          first?.kind === 'list'
            ? first.items.flatMap((item) => staticText(item) ?? [])
            : first?.kind === 'record'
              ? [...first.fields.values()].flatMap((item) => staticText(item) ?? [])
              : [];
        return { type: 'string', enum: values };
      }
      case 'literal': {
        const value = first && schema(first, depth + 1);
        return value === undefined ? {} : { const: value };
      }
      case 'union':
      case 'discriminatedUnion': {
        const list = method === 'union' ? first : second;
        return { anyOf: list?.kind === 'list' ? list.items.map((item) => plain(schema(item, depth + 1))) : [] };
      }
      case 'record':
        return { type: 'object', additionalProperties: plain((second ?? first) && schema((second ?? first) as Known, depth + 1)) };
      case 'describe':
      case 'meta': {
        const text = staticText(first) ?? (first?.kind === 'record' ? staticText(first.fields.get('description')) : undefined);
        const of = inner();
        return typeof of === 'object' && of !== null && !Array.isArray(of) && text !== undefined ? { ...of, description: text } : of;
      }
      default:
        return inner();
    }
  }

  const isOptional = (known: Known): boolean => {
    for (let ref: Known | undefined = known; ref?.kind === 'ref'; ref = ref.of) {
      if (ref.step?.kind === 'member' && /^(optional|nullish|default)$/.test(ref.step.name)) return true;
    }
    return false;
  };

  // ── Python types ───────────────────────────────────────────────────────────────────────────────────────────────────

  function pydantic(path: string, index: number, depth: number): Json | undefined {
    const facts = folder.program.facts(path);
    const own = facts?.classes[index];
    if (!facts || !own || depth > MAX_DEPTH) return undefined;
    const properties: Record<string, Json> = {};
    const required: string[] = [];
    const values: Json[] = [];
    for (const base of own.bases) {
      const of = folder.fold(path, base);
      if (of.kind !== 'class' || (of.path === path && of.class === index)) continue;
      const inherited = pydantic(of.path, of.class, depth + 1);
      if (inherited && typeof inherited === 'object' && 'properties' in inherited)
        Object.assign(properties, inherited.properties as object);
    }
    for (const [name, binding] of facts.scopes[own.scope]?.bindings ?? []) {
      const write = binding.writes.at(-1);
      if (!write || write.how === 'function' || write.how === 'class' || name.startsWith('_') || name === 'model_config') continue;
      if (!write.annotation) {
        const value = write.how === 'assign' ? staticText(folder.fold(path, write.value)) : undefined;
        if (value !== undefined) values.push(value);
        continue;
      }
      const type = annotation(path, write.annotation, depth + 1);
      const field = write.how === 'assign' && write.value.kind === 'call' ? facts.calls[write.value.call] : undefined;
      const given = field && folder.args({ path, call: field, frame: undefined });
      const described = staticText(given?.named.get('description'));
      properties[name] = {
        title: titleOf(name),
        ...(typeof type === 'object' && !Array.isArray(type) ? (type as object) : {}),
        ...(described === undefined ? {} : { description: described }),
      };
      const hasDefault =
        given && (given.named.has('default') || given.named.has('default_factory') || given.positional.some((one) => one.kind !== 'ref'));
      if (write.how === 'declare' || (given && !hasDefault)) required.push(name);
    }
    if (Object.keys(properties).length === 0 && values.length > 0) return { type: 'string', enum: values };
    const doc = own.doc === '' ? {} : { description: own.doc };
    return { ...doc, type: 'object', title: own.name, properties, required };
  }

  const titleOf = (name: string) =>
    name
      .split('_')
      .map((word) => word.slice(0, 1).toUpperCase() + word.slice(1))
      .join(' ');

  const SIMPLE: Readonly<Record<string, string>> = {
    str: 'string',
    int: 'integer',
    float: 'number',
    bool: 'boolean',
    dict: 'object',
    Dict: 'object',
    string: 'string',
    number: 'number',
    boolean: 'boolean',
  };

  function annotation(path: string, value: Value, depth: number): Json {
    if (depth > MAX_DEPTH) return {};
    if (value.kind === 'name' || value.kind === 'member') {
      if (value.name in SIMPLE) return { type: SIMPLE[value.name] as string };
      if (/^(list|List|Sequence|Iterable|set|tuple)$/.test(value.name)) return { type: 'array' };
      const of = folder.fold(path, value);
      return of.kind === 'class' ? (pydantic(of.path, of.class, depth + 1) ?? {}) : {};
    }
    if (value.kind === 'text') return { const: value.text };
    if (value.kind === 'operation' && value.operator === '|') {
      return { anyOf: [annotation(path, value.left, depth + 1), annotation(path, value.right, depth + 1)] };
    }
    if (value.kind === 'literal') return { type: 'null' };
    if (value.kind !== 'index') return {};
    const name = value.of.kind === 'name' || value.of.kind === 'member' ? value.of.name : '';
    const inner = value.key.kind === 'list' ? value.key.items : [value.key];
    if (/^(list|List|Sequence|Iterable|set|Set|Array)$/.test(name))
      return { type: 'array', items: inner[0] ? annotation(path, inner[0], depth + 1) : {} };
    if (/^(dict|Dict|Mapping|Record)$/.test(name))
      return { type: 'object', additionalProperties: inner[1] ? annotation(path, inner[1], depth + 1) : {} };
    if (name === 'Literal') return { type: 'string', enum: inner.flatMap((one) => (one.kind === 'text' ? [one.text] : [])) };
    if (name === 'Optional') return { anyOf: [inner[0] ? annotation(path, inner[0], depth + 1) : {}, { type: 'null' }] };
    if (name === 'Union') return { anyOf: inner.map((one) => annotation(path, one, depth + 1)) };
    if (name === 'Annotated' && inner[0]) {
      const text = inner.slice(1).find((one) => one.kind === 'text');
      const described =
        text ??
        inner
          .slice(1)
          .map((one) => folder.fold(path, one))
          .find((one) => one.kind === 'ref' && one.step?.kind === 'call');
      const of = annotation(path, inner[0], depth + 1);
      const description =
        described && 'text' in described
          ? described.text
          : described && described.kind === 'ref' && described.step?.kind === 'call'
            ? staticText(folder.args(described.step.at).named.get('description'))
            : undefined;
      return typeof of === 'object' && !Array.isArray(of) && description !== undefined ? { ...(of as object), description } : of;
    }
    return inner[0] ? annotation(path, inner[0], depth + 1) : {};
  }

  // ── tools ──────────────────────────────────────────────────────────────────────────────────────────────────────────

  function tool(known: Known, name?: string): Json | undefined {
    if (known.kind === 'function') return functionTool(known.path, known.function, name);
    if (known.kind === 'instance') return undefined;
    if (known.kind === 'class') {
      const of = pydantic(known.path, known.class, 0);
      const own = folder.program.facts(known.path)?.classes[known.class];
      return of && { name: own?.name ?? name ?? '', ...(own?.doc ? { description: own.doc } : {}), parameters: of };
    }
    if (known.kind === 'ref' && known.step?.kind === 'call') {
      const args = folder.args(known.step.at);
      const options = args.positional.find((one) => one.kind === 'record');
      const fields = new Map([...(options?.kind === 'record' ? options.fields : []), ...args.named]);
      const fn = args.positional.find((one) => one.kind === 'function');
      if (fn?.kind === 'function' && !fields.has('description')) {
        const plain = functionTool(fn.path, fn.function, name);
        if (plain) return plain;
      }
      const listed = matcher.madeBy(known)?.sdk;
      const schemaOf = ['parameters', 'inputSchema', 'input_schema', 'schema', 'args_schema']
        .map((key) => fields.get(key))
        .find((one) => one !== undefined);
      const description = staticText(fields.get('description'));
      const own = staticText(fields.get('name')) ?? staticText(args.positional[0]) ?? name;
      if (listed === undefined && schemaOf === undefined && description === undefined) return undefined;
      return { name: own ?? '', ...(description === undefined ? {} : { description }), parameters: (schemaOf && schema(schemaOf)) ?? {} };
    }
    if (known.kind === 'record' && name !== undefined) {
      const json = schema(known);
      return json !== undefined && json !== null && typeof json === 'object' && !Array.isArray(json) && !('name' in json)
        ? { name, ...(json as object) }
        : json;
    }
    return schema(known);
  }

  function functionTool(path: string, index: number, name?: string): Json | undefined {
    const facts = folder.program.facts(path);
    const fn = facts?.functions[index];
    if (!facts || !fn) return undefined;
    const properties: Record<string, Json> = {};
    const required: string[] = [];
    for (const param of fn.params) {
      if (param.name === '' || param.rest || /^(self|cls|ctx|context|run_context|config|runtime|callbacks?)$/.test(param.name)) continue;
      properties[param.name] = {
        title: titleOf(param.name),
        ...(param.annotation ? (annotation(path, param.annotation, 1) as object) : {}),
      };
      if (!param.default) required.push(param.name);
    }
    return { name: fn.name || name || '', description: fn.doc, parameters: { type: 'object', properties, required } };
  }

  return { tool, schema: (known) => schema(known) };
}
