/** The definitions of tools as a request carries them, read from any vendor's JSON, and the text that OpenAI makes of them. */

export interface ToolDefinition {
  readonly name: string;
  readonly description: string;
  readonly parameters: unknown;
}

/** Schemas nest; deeper than this a schema is printed as `any`. */
const DEEPEST = 24;

type Json = Readonly<Record<string, unknown>>;

const isRecord = (value: unknown): value is Json => typeof value === 'object' && value !== null && !Array.isArray(value);
const textOf = (value: unknown): string => (typeof value === 'string' ? value : '');

/**
 * The functions in a request's `tools`: OpenAI (chat, responses, legacy `functions`), Anthropic, Gemini, Bedrock. Entries
 * that are no function, such as a vendor's own `web_search`, stand in `others`.
 */
export function readTools(json: unknown): { readonly functions: readonly ToolDefinition[]; readonly others: readonly unknown[] } {
  const functions: ToolDefinition[] = [];
  const others: unknown[] = [];
  const visit = (value: unknown, depth: number): void => {
    if (Array.isArray(value)) {
      if (depth < DEEPEST) for (const item of value) visit(item, depth + 1);
      return;
    }
    if (!isRecord(value)) return;
    const group = value.tools ?? value.functionDeclarations ?? value.function_declarations;
    if (Array.isArray(group)) {
      visit(group, depth + 1);
      return;
    }
    const tool = [value.function, value.toolSpec, value].find((candidate) => isRecord(candidate) && typeof candidate.name === 'string') as
      | Json
      | undefined;
    const hosted = typeof value.type === 'string' && !['function', 'custom', 'object'].includes(value.type) && !('input_schema' in value);
    if (!tool || hosted) {
      others.push(value);
      return;
    }
    functions.push({
      name: textOf(tool.name),
      description: textOf(tool.description),
      parameters: schemaOf(tool.parameters ?? tool.input_schema ?? tool.inputSchema ?? tool.parametersJsonSchema ?? tool.schema),
    });
  };
  visit(json, 0);
  return { functions, others };
}

/** Bedrock wraps the schema as `{ json: schema }`. */
const schemaOf = (schema: unknown): unknown => (isRecord(schema) && isRecord(schema.json) && !('type' in schema) ? schema.json : schema);

/**
 * The functions as the TypeScript namespace that OpenAI's models are shown. The format is not documented; recorded usage
 * agrees with it within a few tokens (see `request.ts`).
 */
export function renderNamespace(functions: readonly ToolDefinition[]): string {
  const lines = ['namespace functions {', ''];
  for (const { name, description, parameters } of functions) {
    if (description !== '') lines.push(...comment(description, ''));
    const body = isRecord(parameters) ? properties(parameters, parameters, 0) : [];
    if (body.length === 0) lines.push(`type ${name} = () => any;`, '');
    else lines.push(`type ${name} = (_: {`, ...body, '}) => any;', '');
  }
  lines.push('} // namespace functions');
  return lines.join('\n');
}

/** The words of a declaration without the marks of JSON: names, types, descriptions, choices. */
export function declaredWords({ name, description, parameters }: ToolDefinition): string {
  const words = [name, description];
  const visit = (value: unknown, depth: number): void => {
    if (depth > DEEPEST || value === null) return;
    if (typeof value === 'string') words.push(value);
    else if (Array.isArray(value)) for (const item of value) visit(item, depth + 1);
    else if (isRecord(value)) {
      for (const [key, inner] of Object.entries(value)) {
        if (key === 'properties' && isRecord(inner)) words.push(...Object.keys(inner));
        if (key !== 'required' && key !== 'additionalProperties') visit(inner, depth + 1);
      }
    }
  };
  visit(parameters, 0);
  return words.filter((word) => word !== '').join('\n');
}

const comment = (text: string, indent: string): string[] => text.split('\n').map((line) => `${indent}// ${line}`);

function properties(schema: Json, root: Json, depth: number): string[] {
  const fields = schema.properties;
  if (!isRecord(fields)) return [];
  const required = Array.isArray(schema.required) ? schema.required : [];
  const indent = '  '.repeat(depth);
  const lines: string[] = [];
  for (const [name, value] of Object.entries(fields)) {
    const field = isRecord(value) ? dereferenced(value, root) : {};
    lines.push(...remarks(field, indent, depth));
    const note = field.default === undefined || field.default === null ? '' : ` // default: ${shown(field.default)}`;
    lines.push(`${indent}${name}${required.includes(name) ? '' : '?'}: ${typeName(field, root, depth)},${note}`);
  }
  return lines;
}

/** Title and description; a title alone is billed twice, and titles below the first level are not billed (recorded). */
function remarks(field: Json, indent: string, depth: number): string[] {
  const title = depth === 0 ? textOf(field.title) : '';
  const description = textOf(field.description);
  if (title === '') return description === '' ? [] : comment(description, indent);
  return description === ''
    ? [...comment(title, indent), ...comment(title, indent)]
    : [...comment(title, indent), `${indent}//`, ...comment(description, indent)];
}

const shown = (value: unknown): string => (typeof value === 'string' ? value : (JSON.stringify(value) ?? ''));

/** Follows `#/$defs/Name`; anything else stays as it is. */
function dereferenced(schema: Json, root: Json): Json {
  const path = textOf(schema.$ref);
  if (!path.startsWith('#/')) return schema;
  let target: unknown = root;
  for (const step of path.slice(2).split('/')) target = isRecord(target) ? target[step] : undefined;
  return isRecord(target) ? target : schema;
}

function typeName(given: unknown, root: Json, depth: number): string {
  if (!isRecord(given) || depth > DEEPEST) return 'any';
  const schema = dereferenced(given, root);
  if (Array.isArray(schema.enum)) return schema.enum.map((value) => JSON.stringify(value) ?? 'null').join(' | ');
  if (schema.const !== undefined) return JSON.stringify(schema.const) ?? 'any';
  const choices = schema.anyOf ?? schema.oneOf;
  if (Array.isArray(choices)) return ['', ...choices.map((choice) => ` | ${typeName(choice, root, depth + 1)}`), ''].join('\n');
  const type = schema.type;
  if (Array.isArray(type)) return type.map((one) => typeName({ ...schema, type: one }, root, depth + 1)).join(' | ');
  switch (typeof type === 'string' ? type.toLowerCase() : type) {
    case 'string':
    case 'boolean':
    case 'null':
      return type as string;
    case 'number':
    case 'integer':
      return 'number';
    case 'array':
      return arrayType(typeName(schema.items, root, depth + 1));
    case 'object':
      return objectType(schema, root, depth);
    default:
      return isRecord(schema.properties) ? objectType(schema, root, depth) : 'any';
  }
}

const arrayType = (item: string): string => (/ \| /.test(item) && !item.startsWith('{') ? `(${item})[]` : `${item}[]`);

function objectType(schema: Json, root: Json, depth: number): string {
  const body = properties(schema, root, depth + 1);
  return body.length === 0 ? 'object' : ['{', ...body, `${'  '.repeat(depth)}}`].join('\n');
}
