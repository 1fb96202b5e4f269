/** What a value in the configuration may look like: one description from which validation and the JSON schema are made. */

export type Shape = { readonly description?: string } & (
  | { readonly type: 'boolean' }
  | { readonly type: 'text'; readonly choices?: readonly string[]; readonly pattern?: string }
  /** A number that is not negative, or a text such as "50k". */
  | { readonly type: 'amount'; readonly maximum?: number; readonly nullable?: true }
  /** An amount, or `{ low, expected, high }`. */
  | { readonly type: 'interval' }
  | { readonly type: 'list'; readonly of: Shape }
  /** Names of the user's own to values of one shape. */
  | { readonly type: 'map'; readonly of: Shape }
  /** Known keys; `open` lets others through unread. `noun` is what messages call a key: "rule". */
  | {
      readonly type: 'object';
      readonly keys: Readonly<Record<string, Shape>>;
      readonly required?: readonly string[];
      readonly open?: true;
      readonly noun?: string;
    }
  /** A value of one of these shapes: told apart by JSON type. */
  | { readonly type: 'either'; readonly of: readonly Shape[] }
  | { readonly type: 'pair'; readonly of: readonly [Shape, Shape] }
  | { readonly type: 'any' }
);

/** What the shape wants, for messages: `a number or a text such as "50k"`. */
export function wanted(shape: Shape): string {
  switch (shape.type) {
    case 'boolean':
      return 'true or false';
    case 'text':
      return shape.choices ? shape.choices.map((choice) => `"${choice}"`).join(', ') : 'a text';
    case 'amount':
      return `a number${shape.maximum === undefined ? ' such as 50000 or "50k"' : ` from 0 to ${shape.maximum}`}${shape.nullable ? ', or null' : ''}`;
    case 'interval':
      return 'a number such as 3200 or "3k", or { "low", "expected", "high" }';
    case 'list':
      return `a list of ${plural(wanted(shape.of))}`;
    case 'map':
    case 'object':
      return 'an object';
    case 'pair':
      return `[${shape.of.map(wanted).join(', ')}]`;
    case 'either':
      return shape.of.map(wanted).join(' or ');
    case 'any':
      return 'a value';
  }
}

const plural = (phrase: string): string => (phrase === 'a text' ? 'texts' : phrase === 'an object' ? 'objects' : phrase);

/** JSON Schema (draft 7, which editors read) of a shape. */
export function jsonSchema(shape: Shape): Record<string, unknown> {
  const { description } = shape;
  return { ...(description !== undefined && { description }), ...bare(shape) };
}

function bare(shape: Shape): Record<string, unknown> {
  switch (shape.type) {
    case 'boolean':
      return { type: 'boolean' };
    case 'text':
      return { type: 'string', ...(shape.choices && { enum: shape.choices }), ...(shape.pattern && { pattern: shape.pattern }) };
    case 'amount':
      return shape.maximum === undefined
        ? { type: ['number', 'string', ...(shape.nullable ? ['null'] : [])], minimum: 0, pattern: '^[0-9.,_]+ *[kKmMbB]?$' }
        : { type: 'number', minimum: 0, maximum: shape.maximum };
    case 'interval':
      return {
        anyOf: [
          bare({ type: 'amount' }),
          {
            type: 'object',
            properties: { low: bare({ type: 'amount' }), expected: bare({ type: 'amount' }), high: bare({ type: 'amount' }) },
            required: ['low', 'high'],
            additionalProperties: false,
          },
        ],
      };
    case 'list':
      return { type: 'array', items: jsonSchema(shape.of) };
    case 'map':
      return { type: 'object', additionalProperties: jsonSchema(shape.of) };
    case 'object':
      return {
        type: 'object',
        properties: Object.fromEntries(Object.entries(shape.keys).map(([key, of]) => [key, jsonSchema(of)])),
        ...(shape.required && { required: shape.required }),
        additionalProperties: shape.open === true,
      };
    case 'pair':
      return { type: 'array', items: shape.of.map(jsonSchema), minItems: 1, maxItems: 2 };
    case 'either':
      return { anyOf: shape.of.map(jsonSchema) };
    case 'any':
      return {};
  }
}
