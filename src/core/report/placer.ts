/** Offsets → lines and columns of the file; of a notebook, of the `.ipynb` around its program. */
import type { Place } from '../analysis/analysis.ts';
import type { Project } from '../analysis/project.ts';
import type { Notebook } from '../languages/notebook.ts';
import type { PlacedEdit, RuleFix } from '../rules/rule.ts';
import { Lines } from '../text/lines.ts';
import type { Interval } from '../tokens/interval.ts';
import type { Fix, LineRange } from './report.ts';
import { money } from './words.ts';

export interface Placer {
  /** The lines of a text, the same object as long as the text is the same. */
  lines(path: string): Lines;
  place(of: Place): { readonly range: LineRange; readonly cell?: { readonly number: number; readonly line: number } };
  /** Undefined when an edit cannot be made in the file as it is written. */
  fix(of: RuleFix): Fix | undefined;
}

/** Where the lines of a project's texts begin: kept with the text, because an editor asks for a report with every key. */
const known = new WeakMap<Project, Map<string, { readonly text: string; readonly lines: Lines }>>();

function linesIn(project: Project): (path: string) => Lines {
  const kept = known.get(project) ?? new Map<string, { readonly text: string; readonly lines: Lines }>();
  known.set(project, kept);
  const now = new Map<string, Lines>();
  return (path) => {
    const own = now.get(path);
    if (own) return own;
    const text = project.text(path) ?? '';
    const before = kept.get(path);
    const made = before?.text === text ? before : { text, lines: new Lines(text) };
    kept.set(path, made);
    now.set(path, made.lines);
    return made.lines;
  };
}

/** Places in the texts as they are when it first asks for each. */
export function createPlacer(project: Project): Placer {
  const linesOf = linesIn(project);

  function edit({ path, range, newText }: PlacedEdit): Fix['edits'][number] | undefined {
    const own = linesOf(path);
    const notebook = project.notebook(path);
    const text = project.text(path);
    if (text === undefined) return undefined;
    if (!notebook) return { path, range: { start: own.at(range.start), end: own.at(range.end) }, newText };
    const inFile = rangeInNotebook(notebook, text, range);
    return inFile && { path, range: { start: own.at(inFile.start), end: own.at(inFile.end) }, newText: inString(newText) };
  }

  return {
    lines: linesOf,
    place({ path, start, end }) {
      const own = linesOf(path);
      const notebook = project.notebook(path);
      if (!notebook) return { range: { start: own.at(start), end: own.at(end) } };
      const from = notebook.place(start);
      const to = notebook.place(Math.max(start, end - 1));
      return { range: { start: own.at(from.fileOffset), end: own.at(to.fileOffset + 1) }, cell: { number: from.cell, line: from.line } };
    },
    fix({ title, saving, safety, edits }) {
      const placed = edits.map(edit);
      const whole = placed.filter((one) => one !== undefined);
      return whole.length === placed.length
        ? { title: saving ? `${title}${savingWords(saving)}` : title, safety, edits: whole }
        : undefined;
    },
  };
}

/** ` (−$120/mo)`; where the usual month does not change, what the worst saves: ` (−$120/mo at worst)`. */
function savingWords({ expected, high }: Interval): string {
  if (expected >= 0.01) return ` (−${money(expected)}/mo)`;
  return high >= 0.01 ? ` (−${money(high)}/mo at worst)` : '';
}

/** The range inside one string of the notebook's JSON; undefined when it reaches over several or what stands there is not the program. */
function rangeInNotebook(
  { program, place }: Notebook,
  text: string,
  { start, end }: PlacedEdit['range'],
): { readonly start: number; readonly end: number } | undefined {
  const from = place(start).fileOffset;
  // The last character may be written as an escape, which ends where the next one begins.
  const to = start === end ? from : Math.max(place(end).fileOffset, place(end - 1).fileOffset + 1);
  const candidates = start === end ? [from] : [to, place(end - 1).fileOffset + 1];
  const found = candidates.find((candidate) => stringOf(text.slice(from, candidate)) === program.slice(start, end));
  return found === undefined ? undefined : { start: from, end: found };
}

function stringOf(inner: string): string | undefined {
  try {
    return JSON.parse(`"${inner}"`) as string;
  } catch {
    return undefined;
  }
}

/** Text as it stands inside a JSON string. */
const inString = (text: string): string => JSON.stringify(text).slice(1, -1);
