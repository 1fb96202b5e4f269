/** What changed between two texts, as a unified diff. */

/** Lines around a change that are shown as well. */
const CONTEXT = 3;
/** Changed lines beyond which everything between the first and the last is shown as replaced. */
const MOST_CHANGES = 1000;

interface Change {
  /** Lines `from` to `to` of the old text became `into` to `upTo` of the new one. */
  readonly from: number;
  readonly to: number;
  readonly into: number;
  readonly upTo: number;
}

/** The patch that makes `after` of `before`, '' when they are equal. Line ends are kept as they are. */
export function patch(path: string, before: string, after: string): string {
  if (before === after) return '';
  const old = linesOf(before);
  const now = linesOf(after);
  const hunks: string[] = [];
  const changes = changesBetween(old, now);
  for (let i = 0; i < changes.length; ) {
    const group = [changes[i++] as Change];
    while (i < changes.length && (changes[i] as Change).from - (group.at(-1) as Change).to <= 2 * CONTEXT)
      group.push(changes[i++] as Change);
    hunks.push(hunk(old, now, group));
  }
  return `--- a/${path}\n+++ b/${path}\n${hunks.join('')}`;
}

function hunk(old: readonly string[], now: readonly string[], changes: readonly Change[]): string {
  const [first, last] = [changes[0] as Change, changes.at(-1) as Change];
  const from = Math.max(0, first.from - CONTEXT);
  const into = first.into - (first.from - from);
  const to = Math.min(old.length, last.to + CONTEXT);
  const upTo = last.upTo + (to - last.to);
  let text = `@@ -${rangeWords(from, to)} +${rangeWords(into, upTo)} @@\n`;
  let at = from;
  for (const change of changes) {
    for (; at < change.from; at++) text += shown(' ', old[at] as string);
    for (; at < change.to; at++) text += shown('-', old[at] as string);
    for (let line = change.into; line < change.upTo; line++) text += shown('+', now[line] as string);
  }
  for (; at < to; at++) text += shown(' ', old[at] as string);
  return text;
}

const rangeWords = (from: number, to: number): string =>
  to - from === 1 ? String(from + 1) : `${to > from ? from + 1 : from},${to - from}`;

const shown = (sign: string, line: string): string =>
  line.endsWith('\n') ? `${sign}${line}` : `${sign}${line}\n\\ No newline at end of file\n`;

/** With their line ends. */
const linesOf = (text: string): string[] => text.split(/(?<=\n)/);

/** The fewest changes between two lists of lines (Myers, "An O(ND) Difference Algorithm", 1986), those at one place together. */
function changesBetween(old: readonly string[], now: readonly string[]): Change[] {
  let start = 0;
  while (start < old.length && start < now.length && old[start] === now[start]) start++;
  let same = 0;
  while (same < old.length - start && same < now.length - start && old[old.length - 1 - same] === now[now.length - 1 - same]) same++;
  const a = old.slice(start, old.length - same);
  const b = now.slice(start, now.length - same);
  const moved = (change: Change): Change => ({
    from: change.from + start,
    to: change.to + start,
    into: change.into + start,
    upTo: change.upTo + start,
  });
  return (shortest(a, b) ?? [{ from: 0, to: a.length, into: 0, upTo: b.length }]).map(moved);
}

function shortest(a: readonly string[], b: readonly string[]): Change[] | undefined {
  const trace: Map<number, number>[] = [];
  let reached = new Map<number, number>([[1, 0]]);
  for (let d = 0; d <= Math.min(a.length + b.length, MOST_CHANGES); d++) {
    const next = new Map<number, number>();
    for (let k = -d; k <= d; k += 2) {
      const down = k === -d || (k !== d && far(reached, k - 1) < far(reached, k + 1));
      let x = down ? far(reached, k + 1) : far(reached, k - 1) + 1;
      while (x < a.length && x - k < b.length && a[x] === b[x - k]) x++;
      next.set(k, x);
      if (x >= a.length && x - k >= b.length) return walkedBack([...trace, reached], a.length, b.length);
    }
    trace.push(reached);
    reached = next;
  }
  return undefined;
}

const far = (reached: ReadonlyMap<number, number>, k: number): number => reached.get(k) ?? -1;

function walkedBack(trace: readonly ReadonlyMap<number, number>[], endX: number, endY: number): Change[] {
  const changes: Change[] = [];
  let x = endX;
  let y = endY;
  for (let d = trace.length - 1; d > 0; d--) {
    const reached = trace[d] as ReadonlyMap<number, number>;
    const k = x - y;
    const down = k === -d || (k !== d && far(reached, k - 1) < far(reached, k + 1));
    const beforeX = far(reached, down ? k + 1 : k - 1);
    const beforeY = beforeX - (down ? k + 1 : k - 1);
    const [toX, toY] = down ? [beforeX, beforeY + 1] : [beforeX + 1, beforeY];
    const later = changes.at(-1);
    if (later && later.from === toX && later.into === toY) changes[changes.length - 1] = { ...later, from: beforeX, into: beforeY };
    else changes.push({ from: beforeX, to: toX, into: beforeY, upTo: toY });
    x = beforeX;
    y = beforeY;
  }
  return changes.reverse();
}
