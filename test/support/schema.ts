/** Checks a value against the part of JSON Schema that our own schemas use. */

interface Schema {
  readonly $ref?: string;
  readonly definitions?: Readonly<Record<string, Schema>>;
  readonly type?: string | readonly string[];
  readonly const?: unknown;
  readonly enum?: readonly unknown[];
  readonly pattern?: string;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly anyOf?: readonly Schema[];
  readonly allOf?: readonly Schema[];
  readonly items?: Schema | readonly Schema[];
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly required?: readonly string[];
  readonly additionalProperties?: boolean | Schema;
}

/** What is wrong with a value, each with its place; empty when it keeps the schema. */
export function violations(value: unknown, schema: Schema, root: Schema = schema, at = ''): string[] {
  const place = (key: string | number) => (at === '' ? String(key) : `${at}.${key}`);
  const check = (part: unknown, of: Schema, key: string | number) => violations(part, of, root, place(key));
  const wrong = (message: string) => [`${at}: ${message}`];

  if (schema.$ref !== undefined)
    return violations(value, root.definitions?.[schema.$ref.split('/').at(-1) as string] ?? { enum: [] }, root, at);
  if (schema.allOf) return schema.allOf.flatMap((one) => violations(value, one, root, at));
  if (schema.anyOf) {
    const tried = schema.anyOf.map((one) => violations(value, one, root, at));
    return tried.some((found) => found.length === 0) ? [] : (tried.sort((a, b) => depth(b) - depth(a))[0] ?? []);
  }
  if (schema.enum && !schema.enum.includes(value)) return wrong(`not one of ${schema.enum.join(', ')}`);
  if ('const' in schema && value !== schema.const) return wrong(`not ${schema.const}`);
  const types = schema.type === undefined ? [] : [schema.type].flat();
  if (types.length > 0 && !types.includes(typeOf(value))) return wrong(`no ${types.join(' or ')}`);
  if (typeof value === 'string' && schema.pattern !== undefined && !new RegExp(schema.pattern).test(value))
    return wrong(`not like ${schema.pattern}`);
  if (typeof value === 'number' && (value < (schema.minimum ?? value) || value > (schema.maximum ?? value))) return wrong('out of bounds');
  if (Array.isArray(value))
    return value.flatMap((item, index) => check(item, (Array.isArray(schema.items) ? schema.items[index] : schema.items) ?? {}, index));
  if (typeof value !== 'object' || value === null) return [];

  const missing = (schema.required ?? [])
    .filter((key) => (value as Record<string, unknown>)[key] === undefined)
    .map((key) => `${place(key)}: missing`);
  const inside = Object.entries(value).flatMap(([key, part]) => {
    const known = schema.properties?.[key];
    if (part === undefined) return [];
    if (known) return check(part, known, key);
    if (schema.additionalProperties === false) return [`${place(key)}: unknown`];
    return typeof schema.additionalProperties === 'object' ? check(part, schema.additionalProperties, key) : [];
  });
  return [...missing, ...inside];
}

/** The alternative that was followed furthest says most. */
const depth = (found: readonly string[]): number => Math.max(...found.map((one) => one.split('.').length));

const typeOf = (value: unknown): string => (value === null ? 'null' : Array.isArray(value) ? 'array' : typeof value);
