/** What the scorer compares with a label: one site of a report, reduced to place, kind and the facts that labels state. */
import type { Report, Site } from '../../src/core/report/report.ts';
import type { Stated } from './labels.ts';

export interface Finding {
  readonly path: string;
  readonly line: number;
  readonly endLine: number;
  readonly kind: string;
  readonly sdk?: string;
  readonly model?: string | readonly string[] | null;
  readonly outputCap?: Stated;
  readonly loopBound?: Stated;
  readonly topK?: Stated;
  readonly textChars?: number;
}

/** `wrappers` gives calls of the project's own wrapper functions as LLM calls. */
export function findingsOf(report: Pick<Report, 'sites'>, { wrappers = false } = {}): Finding[] {
  return report.sites.map((site) => ({
    path: site.path,
    line: site.range.start.line,
    endLine: site.range.end.line,
    kind: wrappers && site.kind === 'wrapped-call' ? 'llm-call' : site.kind,
    sdk: site.sdk,
    ...(site.model === undefined ? {} : { model: site.model?.id ?? null }),
    ...outputCap(site),
    ...loopBound(site),
    ...topK(site),
    ...(site.textChars === undefined ? {} : { textChars: site.textChars }),
  }));
}

function outputCap({ outputCap: cap }: Site): { outputCap?: Stated } {
  if (!cap || cap.state === 'not-applicable') return {};
  return { outputCap: cap.state === 'set' ? (cap.tokens ?? null) : cap.state };
}

function loopBound({ loop }: Site): { loopBound?: Stated } {
  if (!loop || loop.state === 'none') return {};
  return { loopBound: loop.state === 'bounded' ? (loop.steps ?? null) : loop.state };
}

function topK({ topK: top }: Site): { topK?: Stated } {
  if (!top) return {};
  return { topK: top.state === 'set' ? (top.k ?? null) : top.state };
}
