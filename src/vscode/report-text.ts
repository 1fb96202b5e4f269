/** The cost report as a document: what `costlint report` prints, folder by folder. */
import { stylish } from '../core/report/formats/stylish.ts';
import type { FolderReport } from './reports.ts';

export function reportText(all: readonly FolderReport[]): string {
  const parts = all.map(({ folder, report }) => {
    const text = stylish(report, { color: false, width: 120, base: '' });
    return `${all.length > 1 && folder ? `## ${folder.name}\n\n` : ''}\`\`\`text\n${text}\`\`\`\n`;
  });
  return ['# Cost report\n', ...parts].join('\n');
}
