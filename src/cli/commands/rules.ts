/** `costlint rules [id]`: all rules with their severity, or one with its reason, its options, and how to configure it. */
import { version } from '../../../package.json';
import { painter, wrap } from '../../core/report/formats/paint.ts';
import { rules as all } from '../../core/rules/index.ts';
import { rulePage } from '../../core/rules/page.ts';
import type { Rule } from '../../core/rules/rule.ts';
import { nearest } from '../../core/text/nearest.ts';
import type { Flags } from '../args.ts';
import { textOrJson, write } from '../print-report.ts';
import { columns, usesColor } from '../terminal.ts';
import { UsageError } from '../usage-error.ts';

export async function rules([id, ...more]: readonly string[], flags: Flags): Promise<number> {
  if (more.length > 0) throw new UsageError('rules wants one id at most: costlint rules missing-output-cap');
  const { json, file } = textOrJson('rules', flags);
  const rule = all.find((one) => one.id === id);
  if (id !== undefined && !rule) {
    const meant = nearest(
      id,
      all.map((one) => one.id),
    );
    throw new UsageError(`no such rule: ${id}.${meant ? ` Did you mean ${meant}?` : ' costlint rules lists them all.'}`);
  }
  const color = file === undefined && usesColor(flags);
  const width = Math.min(Math.max(file === undefined ? columns() : 100, 60), 120);
  const listed = (rule ? [rule] : all).map(({ check, checkAll, ...plain }) => ({ ...plain, page: rulePage(plain.id, version) }));
  if (json) write(`${JSON.stringify(rule ? listed[0] : listed, null, 2)}\n`, file);
  else write(rule ? pageOf(rule, width, color) : listOf(width, color), file);
  return 0;
}

function listOf(width: number, color: boolean): string {
  const paint = painter(color);
  const longest = Math.max(...all.map(({ id }) => id.length));
  const rows = all.map(({ id, severity, fix, summary }) => {
    const head = `${id.padEnd(longest)}  ${severity.padEnd(7)}  ${(fix === 'none' ? '' : fix).padEnd(10)}  `;
    const [first = '', ...rest] = wrap(summary, Math.max(24, width - head.length));
    return [paint.bold(head.slice(0, longest)) + head.slice(longest) + first, ...rest.map((line) => ' '.repeat(head.length) + line)].join(
      '\n',
    );
  });
  return `${rows.join('\n')}\n\n${paint.dim('costlint rules <id> explains one.')}\n`;
}

function pageOf({ id, summary, why, category, severity, fix, options }: Rule, width: number, color: boolean): string {
  const paint = painter(color);
  const names = Object.entries(options);
  const example = names[0] ? `["error", { ${JSON.stringify(names[0][0])}: ${JSON.stringify(names[0][1].default)} }]` : '"error"';
  const fixes = { safe: 'safe: --fix applies it', suggestion: 'a suggestion: --fix-suggestions applies it', none: 'none' }[fix];
  const lines = [
    paint.bold(id),
    ...wrap(summary, width),
    '',
    ...wrap(why, width),
    '',
    `Severity  ${severity}`,
    `Category  ${category}`,
    `Fix       ${fixes}`,
    ...(names.length > 0 ? ['', 'Options'] : []),
    ...names.flatMap(([name, { default: value, description }]) =>
      wrap(`${name} (${JSON.stringify(value)}): ${description}`, width - 2).map((line, i) => (i === 0 ? `  ${line}` : `    ${line}`)),
    ),
    '',
    'In costlint.config.json',
    `  "rules": { ${JSON.stringify(id)}: ${example} }`,
    'For one place',
    `  costlint-ignore ${id}: <reason>`,
    '',
    `Examples  ${paint.underline(rulePage(id, version))}`,
    '',
  ];
  return lines.join('\n');
}
