/** Pairs findings with labels: same file, same kind, a start line at most two away or overlapping ranges; nearest first. */
import type { Finding } from './finding.ts';
import { KINDS, type Label, type LabelKind, type LabelledFile, placeOf } from './labels.ts';

export interface MatchOptions {
  /** Lines that two starts may differ by. */
  readonly tolerance?: number;
  /** Wrapper functions of a project are wanted, not merely allowed. */
  readonly wrappers?: boolean;
  /** Retry, batch, REPL and recursion loops are wanted, not merely allowed. */
  readonly allLoops?: boolean;
}

/**
 * `duplicate`: a second finding on a label that is hit already. `cross-kind`: the place is right, the kind a neighbouring one
 * (an agent's run called an LLM call). Neither counts as false.
 */
export type Outcome = 'hit' | 'optional' | 'duplicate' | 'cross-kind' | 'false';

export interface Matched {
  /** Wanted labels, each with what hit it. */
  readonly wanted: ReadonlyMap<Label, Finding | undefined>;
  /** Every finding in a labelled file. */
  readonly outcomes: ReadonlyMap<Finding, Outcome>;
  readonly fileOf: ReadonlyMap<Finding, LabelledFile>;
  /** Findings in files that nobody labelled. */
  readonly outside: number;
  /** Prompts under 200 characters: labels begin there. */
  readonly short: number;
  /** Findings of kinds that labels do not know. */
  readonly otherKinds: number;
}

const SHORTEST_PROMPT = 200;

const NEIGHBOURS: Readonly<Record<LabelKind, readonly LabelKind[]>> = {
  'llm-call': ['agent', 'model-constructor', 'embedding-call'],
  'model-constructor': ['llm-call', 'agent'],
  agent: ['agent-loop', 'llm-call', 'model-constructor'],
  'agent-loop': ['agent'],
  retriever: ['embedding-call'],
  'embedding-call': ['retriever', 'model-constructor'],
  prompt: [],
};

export function match(
  labels: readonly Label[],
  files: readonly LabelledFile[],
  findings: readonly Finding[],
  options: MatchOptions = {},
): Matched {
  const tolerance = options.tolerance ?? 2;
  const fileAt = new Map(files.map((file) => [placeOf(file), file]));
  const labelsAt = new Map(files.map((file) => [placeOf(file), labels.filter((label) => placeOf(label) === placeOf(file))]));
  const fileOf = new Map<Finding, LabelledFile>();
  let outside = 0;
  let short = 0;
  let otherKinds = 0;
  for (const finding of findings) {
    const file = labelledFile(finding.path, fileAt);
    if (!file) outside++;
    else if (!isLabelKind(finding.kind)) otherKinds++;
    else if (finding.kind === 'prompt' && (finding.textChars ?? SHORTEST_PROMPT) < SHORTEST_PROMPT) short++;
    else fileOf.set(finding, file);
  }

  const hits = new Map<Label, Finding>();
  const labelOf = new Map<Finding, Label>();
  const assign = (eligible: (label: Label) => boolean) => {
    const pairs = [...fileOf].flatMap(([finding, file]) =>
      (labelsAt.get(placeOf(file)) ?? [])
        .filter((label) => label.kind === finding.kind && eligible(label) && !hits.has(label) && !labelOf.has(finding))
        .filter((label) => near(finding, label, tolerance))
        .map((label) => ({
          finding,
          label,
          distance: Math.abs(finding.line - label.line),
          before: finding.line < label.line || finding.line > lastLine(label),
        })),
    );
    // Array.sort is stable, so equal distances keep the order of the findings and of the labels.
    pairs.sort((a, b) => a.distance - b.distance || Number(a.before) - Number(b.before));
    for (const { finding, label } of pairs) {
      if (hits.has(label) || labelOf.has(finding)) continue;
      hits.set(label, finding);
      labelOf.set(finding, label);
    }
  };
  const isOptional = (label: Label) => optional(label, options);
  assign((label) => !isOptional(label));
  assign(isOptional);

  const outcomes = new Map<Finding, Outcome>();
  for (const [finding, file] of fileOf) {
    const label = labelOf.get(finding);
    outcomes.set(
      finding,
      label ? (isOptional(label) ? 'optional' : 'hit') : outcomeOfUnmatched(finding, labelsAt.get(placeOf(file)) ?? [], tolerance),
    );
  }
  const wanted = new Map(labels.filter((label) => !isOptional(label)).map((label) => [label, hits.get(label)]));
  return { wanted, outcomes, fileOf, outside, short, otherKinds };
}

const isLabelKind = (kind: string): kind is LabelKind => (KINDS as readonly string[]).includes(kind);
const lastLine = ({ line, endLine }: { line: number; endLine?: number }): number => Math.max(line, endLine ?? line);

/** A report's path may have folders before the place that labels know. */
function labelledFile(path: string, fileAt: ReadonlyMap<string, LabelledFile>): LabelledFile | undefined {
  const steps = path.replaceAll('\\', '/').split('/');
  for (let from = 0; from < steps.length; from++) {
    const file = fileAt.get(steps.slice(from).join('/'));
    if (file) return file;
  }
  return undefined;
}

function optional(label: Label, { wrappers, allLoops }: MatchOptions): boolean {
  const loop = label.kind === 'agent-loop' && label.ambiguousWhy === 'loop-kind';
  if (label.ambiguous) return !(allLoops && loop && (label.via === 'sdk' || wrappers));
  return label.via === 'wrapper' && !wrappers;
}

function overlaps(finding: Finding, label: Label): boolean {
  return finding.line <= lastLine(label) && label.line <= lastLine(finding);
}

function near(finding: Finding, label: Label, tolerance: number): boolean {
  if (Math.abs(finding.line - label.line) <= tolerance) return true;
  if (!overlaps(finding, label)) return false;
  if (label.kind !== 'agent-loop' || finding.line <= label.line) return true;
  // A smaller loop inside the labelled one is another loop: it must cover half of it.
  const shared = Math.min(lastLine(finding), lastLine(label)) - finding.line + 1;
  return shared * 2 >= lastLine(label) - label.line + 1;
}

function outcomeOfUnmatched(finding: Finding, labels: readonly Label[], tolerance: number): Outcome {
  const here = (label: Label) => Math.abs(finding.line - label.line) <= tolerance;
  if (labels.some((label) => label.kind === finding.kind && (here(label) || overlaps(finding, label)))) return 'duplicate';
  const neighbours = NEIGHBOURS[finding.kind as LabelKind];
  return labels.some((label) => neighbours.includes(label.kind) && here(label)) ? 'cross-kind' : 'false';
}
