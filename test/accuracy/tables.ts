/** The scorer's results as text. */
import { placeOf } from './labels.ts';
import { nameOf, type Score, type Scores, type Table, type Truth } from './score.ts';
import type { Compared, UsageScore } from './usage.ts';

/** `list`: how many misses, false positives and wrong values to name. */
export function showScores(scores: Scores, list: number): string {
  const { outcomes, matched, modelUnknown } = scores;
  const counts = Object.entries(outcomes)
    .map(([name, n]) => `${n} ${name}`)
    .join(', ');
  return [
    `findings in labelled files: ${counts}; ${matched.outside} elsewhere, ${matched.short} short prompts and ${matched.otherKinds} of other kinds left out`,
    scoreTable('by kind', scores.byKind),
    scoreTable('by language', scores.byLanguage),
    scoreTable('by kind and language', scores.byKindAndLanguage),
    scoreTable('by SDK of the label (recall; prompts left out)', scores.recallBySdk),
    scoreTable('LLM calls by SDK of the label (recall)', scores.callRecallBySdk),
    scoreTable('by SDK of the report (precision)', scores.precisionBySdk),
    `negative files with a false positive: ${scores.negativeFilesHit}`,
    '',
    'facts of what was found              right  wrong  none  accuracy',
    ...[...scores.model].map(([how, truth]) => truthRow(how === 'all' ? 'model' : `  model, ${how}`, truth)),
    `  model where the label has none: ${modelUnknown.silent} silent, ${modelUnknown.named} named`,
    truthRow('output cap', scores.outputCap),
    truthRow('loop bound', scores.loopBound),
    truthRow('top k', scores.topK),
    `static length of prompts within a tenth: ${percent(scores.promptLength)} %`,
    listed('misses', scores.misses.map(nameOf), list),
    listed(
      'false positives',
      scores.falsePositives.map((finding) => `${finding.path}:${finding.line} ${finding.kind} ${finding.sdk ?? ''}`),
      list,
    ),
    listed(
      'wrong models',
      scores.wrongModels.map(
        ({ label, finding }) => `${nameOf(label)}: ${String(finding.model)} instead of ${label.model} (${label.modelHow})`,
      ),
      list,
    ),
    listed(
      'wrong caps, bounds and k',
      scores.wrongValues.map(({ label, finding, field }) => `${nameOf(label)}: ${field} ${finding[field]} instead of ${label[field]}`),
      list,
    ),
  ].join('\n');
}

export function showUsage(table: ReadonlyMap<string, UsageScore>, compared: readonly Compared[], list: number): string {
  const rows = [...table].map(([key, score]) => {
    const of = (n: number, whole: number) => percent(whole ? n / whole : undefined);
    const { rows, found, counted, inside, exact, median, p90 } = score;
    return `  ${key.padEnd(28)}${[rows, of(found, rows), of(counted, rows), of(inside, counted), of(exact, counted), doublings(median), doublings(p90)].map((cell) => String(cell).padStart(9)).join('')}`;
  });
  const worst = compared
    .filter((one) => one.doublings !== undefined)
    .sort((a, b) => (b.doublings ?? 0) - (a.doublings ?? 0))
    .map(({ row, site, doublings: gap }) => {
      const { low, expected, high } = site?.tokens?.input ?? { low: 0, expected: 0, high: 0 };
      return `${doublings(gap)} ${placeOf(row)}:${row.line} ${row.model} (${row.degree}) recorded ${row.prompt_tokens}, said ${low}/${expected}/${high}`;
    });
  const missed = compared.filter(({ site }) => !site).map(({ row }) => `${placeOf(row)}:${row.line} ${row.provider} ${row.degree}`);
  return [
    `${'recorded input tokens'.padEnd(30)}     rows  found %counted %inside %  exact %   median      p90   (|log2| of expected over recorded)`,
    ...rows,
    listed('recorded calls not found', missed, list),
    listed('farthest from the record', worst, list, 'compared'),
  ].join('\n');
}

function scoreTable(title: string, table: Table<Score>): string {
  const head = `\n${title.padEnd(50)}right false missed    P %    R %   F1 %`;
  const rows = [...table].map(([key, score]) => {
    const counts = [score.right, score.false, score.missed].map((n) => String(n).padStart(6)).join('');
    return `  ${key.padEnd(47)}${counts} ${[score.precision, score.recall, score.f1].map((x) => percent(x).padStart(6)).join(' ')}`;
  });
  return [head, ...rows].join('\n');
}

function truthRow(name: string, { right, wrong, none, accuracy }: Truth): string {
  return `${name.padEnd(36)}${[right, wrong, none].map((n) => String(n).padStart(6)).join(' ')}  ${percent(accuracy).padStart(6)} %`;
}

function listed(title: string, lines: readonly string[], list: number, unit = ''): string {
  return [`\n${title}: ${lines.length}${unit && ` ${unit}`}`, ...lines.slice(0, list).map((line) => `  ${line}`)].join('\n');
}

const percent = (x: number | undefined): string => (x === undefined ? '–' : (100 * x).toFixed(1));
const doublings = (x: number | undefined): string => (x === undefined ? '–' : x.toFixed(2));
