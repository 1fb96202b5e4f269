/** Precision, recall and the truth of models, caps, bounds and k: from matched findings to the numbers that are printed. */
import type { Finding } from './finding.ts';
import { type Label, type LabelKind, type LabelledFile, placeOf, type Stated } from './labels.ts';
import { type Matched, type MatchOptions, match, type Outcome } from './match.ts';

/** Of what was found and of what should have been. A ratio without a denominator is undefined. */
export interface Score {
  readonly right: number;
  readonly false: number;
  readonly missed: number;
  readonly precision: number | undefined;
  readonly recall: number | undefined;
  readonly f1: number | undefined;
}

/** Counts by verdict; `accuracy` is the share of `right`. */
export interface Truth {
  readonly right: number;
  readonly wrong: number;
  /** The tool says that it does not know. */
  readonly none: number;
  readonly accuracy: number | undefined;
}

export interface Scores {
  readonly matched: Matched;
  readonly outcomes: Readonly<Record<Outcome, number>>;
  readonly byKind: Table<Score>;
  readonly byLanguage: Table<Score>;
  readonly byKindAndLanguage: Table<Score>;
  /** Recall of everything but prompts, by the labels' SDK. */
  readonly recallBySdk: Table<Score>;
  readonly callRecallBySdk: Table<Score>;
  /** Precision by the report's SDK, whose names differ from the labels'. */
  readonly precisionBySdk: Table<Score>;
  readonly negativeFilesHit: number;
  /** By how the code says the model, and `all`. */
  readonly model: Table<Truth>;
  /** Where the label has no model: did the tool stay silent or name one? */
  readonly modelUnknown: { readonly silent: number; readonly named: number };
  readonly outputCap: Truth;
  readonly loopBound: Truth;
  readonly topK: Truth;
  /** Share of the prompts whose static length is right to a tenth. */
  readonly promptLength: number | undefined;
  readonly misses: readonly Label[];
  readonly falsePositives: readonly Finding[];
  readonly wrongModels: readonly { readonly label: Label; readonly finding: Finding }[];
  readonly wrongValues: readonly { readonly label: Label; readonly finding: Finding; readonly field: StatedField }[];
}

export type Table<Cell> = ReadonlyMap<string, Cell>;
type Verdict = 'right' | 'wrong' | 'none';
export type StatedField = 'outputCap' | 'loopBound' | 'topK';

const MODELLED: readonly LabelKind[] = ['llm-call', 'embedding-call', 'model-constructor', 'agent'];
const STATED: Readonly<Record<StatedField, readonly LabelKind[]>> = {
  outputCap: ['llm-call', 'model-constructor'],
  loopBound: ['agent', 'agent-loop'],
  topK: ['retriever'],
};

export function score(
  labels: readonly Label[],
  files: readonly LabelledFile[],
  findings: readonly Finding[],
  options: MatchOptions = {},
): Scores {
  const matched = match(labels, files, findings, options);
  const wanted = [...matched.wanted];
  const falsePositives = [...matched.outcomes].filter(([, outcome]) => outcome === 'false').map(([finding]) => finding);
  const hits = wanted.flatMap(([label, finding]) => (finding ? [{ label, finding }] : []));
  const family = (lang: string) => (lang === 'py' ? 'py' : 'ts+js');
  const langOf = (finding: Finding) => matched.fileOf.get(finding)?.lang ?? '';
  const table = (keyOfLabel: (label: Label) => string | undefined, keyOfFalse: (finding: Finding) => string | undefined) => {
    const keys = [...wanted.map(([label]) => keyOfLabel(label)), ...falsePositives.map(keyOfFalse)].filter((key) => key !== undefined);
    return new Map(
      [...new Set(keys)].sort().map((key) => {
        const mine = wanted.filter(([label]) => keyOfLabel(label) === key);
        const right = mine.filter(([, finding]) => finding).length;
        return [key, ratios(right, falsePositives.filter((finding) => keyOfFalse(finding) === key).length, mine.length - right)];
      }),
    );
  };
  const none = () => undefined;
  const outcomes = { hit: 0, optional: 0, duplicate: 0, 'cross-kind': 0, false: 0 };
  for (const outcome of matched.outcomes.values()) outcomes[outcome]++;
  const hitSdks = new Map(hits.map(({ label, finding }) => [label, finding.sdk ?? '?']));
  const modelled = hits.filter(({ label }) => MODELLED.includes(label.kind));
  const verdicts = modelled.flatMap(({ label, finding }) =>
    label.model ? [{ label, finding, verdict: modelVerdict(finding, label) }] : [],
  );
  const unknown = modelled.filter(({ label, finding }) => !label.model && finding.model !== undefined);
  const stated = (Object.keys(STATED) as StatedField[]).flatMap((field) =>
    hits
      .filter(({ label }) => STATED[field].includes(label.kind))
      .map((hit) => ({ ...hit, field, verdict: statedVerdict(hit.finding, hit.label, field) })),
  );
  const truthOf = (field: StatedField) => truth(stated.filter((value) => value.field === field).map(({ verdict }) => verdict));
  const measured = hits.filter(({ label, finding }) => label.kind === 'prompt' && finding.textChars && label.text_chars !== undefined);

  return {
    matched,
    outcomes,
    byKind: table(
      (label) => label.kind,
      (finding) => finding.kind,
    ),
    byLanguage: table((label) => label.lang, langOf),
    byKindAndLanguage: table(
      (label) => `${label.kind}/${family(label.lang)}`,
      (finding) => `${finding.kind}/${family(langOf(finding))}`,
    ),
    recallBySdk: table((label) => (label.kind === 'prompt' ? undefined : label.sdk), none),
    callRecallBySdk: table((label) => (label.kind === 'llm-call' ? label.sdk : undefined), none),
    precisionBySdk: table(
      (label) => hitSdks.get(label),
      (finding) => finding.sdk ?? '?',
    ),
    negativeFilesHit: new Set(falsePositives.map((finding) => matched.fileOf.get(finding)).filter((file) => file?.role === 'negative'))
      .size,
    model: new Map(
      [...new Set(['all', ...verdicts.map(({ label }) => label.modelHow)])]
        .sort()
        .map((how) => [how, truth(verdicts.filter(({ label }) => how === 'all' || label.modelHow === how).map(({ verdict }) => verdict))]),
    ),
    modelUnknown: {
      silent: unknown.filter(({ finding }) => !finding.model?.length).length,
      named: unknown.filter(({ finding }) => finding.model?.length).length,
    },
    outputCap: truthOf('outputCap'),
    loopBound: truthOf('loopBound'),
    topK: truthOf('topK'),
    promptLength: share(
      measured.filter(({ label, finding }) => Math.abs((finding.textChars ?? 0) - (label.text_chars ?? 0)) <= 0.1 * (label.text_chars ?? 0))
        .length,
      measured.length,
    ),
    misses: wanted.filter(([, finding]) => !finding).map(([label]) => label),
    falsePositives,
    wrongModels: verdicts.filter(({ verdict }) => verdict === 'wrong'),
    wrongValues: stated.filter(({ verdict }) => verdict === 'wrong'),
  };
}

const share = (part: number, whole: number): number | undefined => (whole ? part / whole : undefined);

function ratios(right: number, wrong: number, missed: number): Score {
  const precision = share(right, right + wrong);
  const recall = share(right, right + missed);
  const both = (precision ?? 0) + (recall ?? 0);
  const f1 = precision === undefined && recall === undefined ? undefined : both && (2 * (precision ?? 0) * (recall ?? 0)) / both;
  return { right, false: wrong, missed, precision, recall, f1 };
}

function truth(verdicts: readonly (Verdict | undefined)[]): Truth {
  const count = (wanted: Verdict) => verdicts.filter((verdict) => verdict === wanted).length;
  const [right, wrong, none] = [count('right'), count('wrong'), count('none')];
  return { right, wrong, none, accuracy: share(right, right + wrong + none) };
}

/** Undefined where the tool does not report models at all. */
function modelVerdict({ model }: Finding, label: Label): Verdict | undefined {
  if (model === undefined) return undefined;
  if (model === null || model.length === 0) return 'none';
  const named = typeof model === 'string' ? [model] : model;
  const right = label.modelAlternatives?.length ? label.modelAlternatives : [label.model ?? ''];
  return named.some((name) => right.some((other) => sameModel(name, other))) ? 'right' : 'wrong';
}

/** Equal but for case, quotes and a provider's prefix. */
export function sameModel(a: string, b: string): boolean {
  const plain = (name: string) =>
    name
      .trim()
      .toLowerCase()
      .replace(/^['"]+|['"]+$/g, '');
  const withoutProvider = (name: string) =>
    plain(name).replace(/^(openai|anthropic|google|google_genai|google-vertexai|groq|ollama|azure|gateway)[:/]/, '');
  // Bedrock's ids end in `:0`, which is no prefix's colon.
  const last = (name: string) =>
    plain(name)
      .split(plain(name).endsWith(':0') ? '/' : /[:/]/)
      .at(-1);
  return withoutProvider(a) === withoutProvider(b) || last(a) === last(b);
}

/** Undefined where the label states nothing or the tool does not report it. */
function statedVerdict(finding: Finding, label: Label, field: StatedField): Verdict | undefined {
  const want: Stated | undefined = label[field];
  const reported = finding[field];
  if (reported === undefined || want === undefined || want === null || want === 'n/a') return undefined;
  const got = typeof reported === 'string' && /^\d+$/.test(reported) ? Number(reported) : reported;
  const right = (ok: boolean): Verdict => (ok ? 'right' : 'wrong');
  switch (want) {
    case 'unbounded':
      return right(got === 'unbounded' || got === null || got === 'none');
    case 'absent':
    case 'default':
    case 'framework-default':
      return right(got === null || ['absent', 'none', 'default', 'framework-default', 'unbounded'].includes(String(got)));
    case 'dynamic':
      return right(got === 'dynamic' || (got !== null && got === label[`${field}Default`]));
    default:
      return right(got === want);
  }
}

/** How a label is named in lists. */
export const nameOf = (label: Label): string => `${placeOf(label)}:${label.line} ${label.kind} ${label.sdk} ${label.api ?? ''}`.trimEnd();
