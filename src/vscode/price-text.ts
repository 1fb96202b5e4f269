/** The price of a model as a document, with where it is from. */
import { separated } from '../core/report/words.ts';
import type { PriceAnswer } from '../server/protocol.ts';

export function priceText(model: string, { rows, reason, source, asOf, url }: PriceAnswer): string {
  if (rows.length === 0)
    return `# ${model}\n\nNo price: ${reason ?? 'unknown model'}.\n\nA price of your own goes under \`prices\` in costlint.config.json.\n`;
  const usd = (amount: number | null) => (amount === null ? '–' : `$${amount}`);
  const lines = rows.map(
    (row) =>
      `| ${row.provider} | ${row.model} | ${usd(row.input)} | ${usd(row.output)} | ${usd(row.cacheRead)} | ${usd(row.cacheWrite)} | ${row.window === null ? '–' : separated(row.window)} |`,
  );
  return [
    `# ${model}`,
    '',
    'USD per 1M tokens.',
    '',
    '| Provider | Model | Input | Output | Cache read | Cache write | Context window |',
    '| --- | --- | ---: | ---: | ---: | ---: | ---: |',
    ...lines,
    '',
    `Prices of ${asOf}, from ${url === null ? source : `[${source}](${url})`}.`,
    '',
  ].join('\n');
}
