/** Checks a catalogue entry that a user wrote as JSON, and says in plain words what is wrong and where. */
import type { Sdk } from './sdk.ts';

export interface SdkProblem {
  /** Where: `calls[2].slots.model`; '' for the entry itself. */
  readonly path: string;
  readonly message: string;
}

/** Reports one problem of a value; `at` is the path to it. */
type Check = (value: unknown, at: string, report: (at: string, message: string) => void) => void;
type Shape = Readonly<Record<string, { readonly check: Check; readonly required?: true }>>;

const LANGUAGES = ['ecmascript', 'python'];

const SLOTS = [
  'model',
  'system',
  'messages',
  'prompt',
  'tools',
  'schema',
  'outputCap',
  'stream',
  'cache',
  'steps',
  'budget',
  'documents',
  'topK',
  'retries',
  'tier',
  'samples',
  'effort',
  'input',
  'agent',
  'baseUrl',
  'attribution',
  'history',
  'chunkSize',
  'thinkingBudget',
  'name',
  'description',
] as const satisfies readonly (keyof NonNullable<Sdk['calls'][number]['slots']>)[];

/**
 * The entry, when it has the shape of `Sdk`; otherwise every problem found. Whether packages, types and vendors exist is not
 * checked, only that types named by calls are declared.
 */
export function validateSdk(value: unknown): { readonly sdk?: Sdk; readonly problems: readonly SdkProblem[] } {
  const problems: SdkProblem[] = [];
  sdkShape(value, '', (path, message) => problems.push({ path, message }));
  if (problems.length > 0) return { problems };
  const sdk = value as Sdk;
  problems.push(...danglingTypes(sdk), ...repeatedIds(sdk));
  return problems.length > 0 ? { problems } : { sdk, problems };
}

function danglingTypes(sdk: Sdk): SdkProblem[] {
  const types = new Set(Object.keys(sdk.types ?? {}));
  const owners = [
    ...sdk.calls.map((call, i) => ({ on: call.on, at: `calls[${i}].on` })),
    ...(sdk.http ?? []).map((http, i) => ({ on: http.on, at: `http[${i}].on` })),
  ];
  return owners.flatMap(({ on, at }) =>
    [on ?? []]
      .flat()
      .filter((type) => type !== '' && !type.includes(':') && !types.has(type))
      .map((type) => ({ path: at, message: `the type "${type}" is not declared in "types"` })),
  );
}

function repeatedIds(sdk: Sdk): SdkProblem[] {
  const repeated = (ids: readonly string[], list: string) =>
    ids.flatMap((id, i) =>
      ids.indexOf(id) < i ? [{ path: `${list}[${i}].id`, message: `"${id}" stands here a second time; every id names one entry` }] : [],
    );
  return [
    ...repeated(
      sdk.calls.map((call) => call.id),
      'calls',
    ),
    ...repeated(
      (sdk.endpoints ?? []).map((endpoint) => endpoint.id),
      'endpoints',
    ),
  ];
}

// ── values ─────────────────────────────────────────────────────────────────────────────────────────────────────────────

const shown = (value: unknown): string => {
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'a list';
  return typeof value === 'object' ? 'an object' : typeof value === 'string' ? `"${value}"` : String(value);
};

const isRecord = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null && !Array.isArray(value);

const text: Check = (value, at, report) => {
  if (typeof value !== 'string' || value === '') report(at, `must be a text that is not empty, not ${shown(value)}`);
};

const anyText: Check = (value, at, report) => {
  if (typeof value !== 'string') report(at, `must be a text, not ${shown(value)}`);
};

const boolean: Check = (value, at, report) => {
  if (typeof value !== 'boolean') report(at, `must be true or false, not ${shown(value)}`);
};

const count: Check = (value, at, report) => {
  if (typeof value !== 'number' || !Number.isInteger(value) || value < 0)
    report(at, `must be a whole number from 0 on, not ${shown(value)}`);
};

const date: Check = (value, at, report) => {
  if (typeof value !== 'string' || !/^\d{4}-\d{2}-\d{2}$/.test(value) || Number.isNaN(Date.parse(value))) {
    report(at, `must be a day such as "2026-11-21", not ${shown(value)}`);
  }
};

const kebab: Check = (value, at, report) => {
  if (typeof value !== 'string' || !/^[a-z0-9]+(-[a-z0-9]+)*$/.test(value))
    report(at, `must be kebab-case such as "my-sdk", not ${shown(value)}`);
};

const oneOf =
  (words: readonly string[]): Check =>
  (value, at, report) => {
    if (typeof value !== 'string' || !words.includes(value))
      report(at, `must be one of ${words.map((word) => `"${word}"`).join(', ')}, not ${shown(value)}`);
  };

const listOf =
  (item: Check, least = 0): Check =>
  (value, at, report) => {
    if (!Array.isArray(value)) return report(at, `must be a list, not ${shown(value)}`);
    if (value.length < least) report(at, 'must not be empty');
    for (const [i, one] of value.entries()) item(one, `${at}[${i}]`, report);
  };

const mapOf =
  (item: Check): Check =>
  (value, at, report) => {
    if (!isRecord(value)) return report(at, `must be an object, not ${shown(value)}`);
    for (const [key, one] of Object.entries(value)) item(one, join(at, key), report);
  };

const join = (at: string, key: string): string => (at === '' ? key : `${at}.${key}`);

const shape =
  (fields: Shape): Check =>
  (value, at, report) => {
    if (!isRecord(value)) return report(at, `must be an object, not ${shown(value)}`);
    for (const [key, one] of Object.entries(value)) {
      const field = Object.hasOwn(fields, key) ? fields[key] : undefined;
      if (field) field.check(one, join(at, key), report);
      else report(join(at, key), `is not known here; known are ${Object.keys(fields).join(', ')}`);
    }
    for (const [key, field] of Object.entries(fields))
      if (field.required && !Object.hasOwn(value, key)) report(join(at, key), 'is missing');
  };

const needed = (check: Check) => ({ check, required: true as const });
const may = (check: Check) => ({ check });

// ── the parts of an entry ──────────────────────────────────────────────────────────────────────────────────────────────

const address: Check = (value, at, report) => {
  if (typeof value === 'number') return count(value, at, report);
  if (typeof value !== 'string' || !/^[^.\s]+(\.[^.\s]+)*$/.test(value)) {
    report(at, `must be a position (0), a keyword ("model") or a path of these ("config.max_tokens"), not ${shown(value)}`);
  }
};

const addresses: Check = (value, at, report) => (Array.isArray(value) ? listOf(address, 1) : address)(value, at, report);

const perLanguage = (check: Check): Check => shape(Object.fromEntries(LANGUAGES.map((language) => [language, may(check)])));

const slot: Check = (value, at, report) => (isRecord(value) ? perLanguage(addresses) : addresses)(value, at, report);

const slots = (check: Check): Check => shape(Object.fromEntries(SLOTS.map((name) => [name, may(check)])));

const accessPath: Check = (value, at, report) => {
  if (typeof value !== 'string' || !/^[^\s]+$/.test(value.replaceAll(/\('[^']*'\)/g, '()'))) {
    report(at, `must be an access path such as "OpenAI()" or "Client.chats.create()", not ${shown(value)}`);
  }
};

/** What is called: without parentheses, but for `()` itself. */
const calleePath: Check = (value, at, report) => {
  if (typeof value !== 'string' || !/^(\(\)|[^\s()]+(\(\)\.[^\s()]+)*)$/.test(value)) {
    report(at, `must be a path without parentheses at its end such as "chat.completions.create", or "()", not ${shown(value)}`);
  }
};

const oneOrMoreTypes: Check = (value, at, report) => (Array.isArray(value) ? listOf(anyText, 1) : anyText)(value, at, report);

const steps: Check = (value, at, report) => {
  if (value !== 'unbounded' && !(typeof value === 'number' && Number.isInteger(value) && value > 0)) {
    report(at, `must be a whole number above 0 or "unbounded", not ${shown(value)}`);
  }
};

const defaultsShape = shape({
  model: may(text),
  outputCap: may(count),
  steps: may(steps),
  topK: may(count),
  retries: may(count),
  samples: may(count),
  chunkSize: may(count),
});

const defaults: Check = (value, at, report) =>
  (isRecord(value) && LANGUAGES.some((language) => Object.hasOwn(value, language)) ? perLanguage(defaultsShape) : defaultsShape)(
    value,
    at,
    report,
  );

const role = oneOf(['system', 'user', 'assistant', 'tool']);

const call = shape({
  id: needed(text),
  kind: needed(oneOf(['llm-call', 'embedding-call', 'model-constructor', 'agent', 'retriever', 'client', 'session', 'tool'])),
  on: may(oneOrMoreTypes),
  path: needed(listOf(calleePath, 1)),
  languages: may(listOf(oneOf(LANGUAGES), 1)),
  options: may(count),
  slots: may(slots(slot)),
  defaults: may(defaults),
  role: may(oneOf(['build', 'run'])),
  telling: may((value, at, report) => (isRecord(value) ? perLanguage(listOf(text)) : listOf(text))(value, at, report)),
  needs: may(listOf(address, 1)),
  cachedSystem: may((value, at, report) => {
    if (!JSON.stringify(value).includes('"$text"')) report(at, 'must hold "$text" where the system prompt stands');
  }),
  batch: may(boolean),
  repeats: may(address),
  elsewhere: may(slots(address)),
  graph: may(
    shape({
      on: needed(oneOf(['receiver', 'result'])),
      steps: needed(listOf(text, 1)),
      edges: needed(listOf(text, 1)),
      branches: may(listOf(text, 1)),
      jumps: may(listOf(text, 1)),
      port: may(text),
    }),
  ),
  provider: may(text),
  sentBy: may(listOf(text, 1)),
});

const sdkShape = shape({
  id: needed(kebab),
  title: needed(text),
  homepage: needed(text),
  checked: needed(date),
  packages: needed(perLanguage(listOf(text, 1))),
  provider: may(text),
  types: may(mapOf(listOf(accessPath, 1))),
  calls: needed(listOf(call)),
  messages: may(
    listOf(
      shape({
        path: needed(listOf(calleePath, 1)),
        role: needed((value, at, report) => (isRecord(value) ? shape({ at: needed(addresses) }) : role)(value, at, report)),
        content: needed(slot),
      }),
    ),
  ),
  templates: may(
    listOf(
      shape({
        path: needed(listOf(calleePath, 1)),
        text: may(slot),
        messages: may(slot),
        placeholder: may(slot),
        role: may(role),
        syntax: needed(oneOf(['brace', 'double-brace', 'jinja', 'none'])),
      }),
    ),
  ),
  passes: may(listOf(shape({ path: needed(listOf(accessPath, 1)), argument: needed(slot) }))),
  lookups: may(listOf(shape({ path: needed(listOf(accessPath, 1)), in: needed(slot), separator: may(text) }))),
  ambient: may(listOf(shape({ path: needed(text), argument: may(slot) }))),
  chains: may(listOf(text)),
  people: may(listOf(text)),
  typed: may(perLanguage(listOf(text))),
  endpoints: may(
    listOf(
      shape({
        id: needed(text),
        kind: needed(oneOf(['llm-call', 'embedding-call'])),
        provider: may(text),
        url: needed(text),
        slots: needed(slots(addresses)),
        batch: may(boolean),
      }),
    ),
  ),
  http: may(
    listOf(
      shape({
        on: may(oneOrMoreTypes),
        path: needed(listOf(calleePath, 1)),
        global: may(boolean),
        languages: may(listOf(oneOf(LANGUAGES), 1)),
        options: may(count),
        url: needed(slot),
        method: may(slot),
        body: needed(slot),
      }),
    ),
  ),
});
