/** The cost report as a document: the same Markdown that the command line writes, folder by folder. */
import { markdown } from '../core/report/formats/markdown.ts';
import type { FolderReport } from './reports.ts';

export function reportText(all: readonly FolderReport[]): string {
  const parts = all.map(({ folder, report }) => {
    // Folded where the reader has other things to read; here it is what was asked for.
    const text = markdown(report, { base: '', color: false, width: 120, textOf: () => undefined }).replaceAll(
      '<details>',
      '<details open>',
    );
    return all.length > 1 && folder ? `## ${folder.name}\n\n${text}` : text;
  });
  return ['# Cost report', ...parts].join('\n\n');
}
