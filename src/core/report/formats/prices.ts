/** Prices as a table, or as JSON: of the models that were asked for, or of all that their makers sell. */
import { type Answer, bookDate, bookSources, listModels, type Price, type PriceBook, price, staleness } from '../../prices/book.ts';
import { fitStart, painter, printable, wrap } from './paint.ts';

export interface PricesOptions {
  readonly at: string;
  readonly color: boolean;
  readonly width: number;
  readonly json: boolean;
}

interface Asked {
  readonly name: string;
  readonly answer: Answer;
}

/** `names` are models or providers; none stands for every provider that makes models of its own. */
export function prices(book: PriceBook, names: readonly string[], { at, color, width, json }: PricesOptions): string {
  const makers = [...book.providers].flatMap(([id, { owns }]) => (owns ? [id] : []));
  const asked = (names.length > 0 ? names : makers).flatMap((name): Asked[] =>
    book.providers.has(name)
      ? listModels(book, at, name).map((found) => ({ name: found.model, answer: { state: 'priced', price: found } }))
      : [{ name, answer: price(book, { model: name, at }) }],
  );
  if (json) return `${JSON.stringify({ asOf: bookDate(book), at, sources: bookSources(book), prices: asked }, null, 2)}\n`;

  const paint = painter(color);
  const stale = staleness(book, at);
  const lines = [
    paint.dim(row('provider', 'model', ['input', 'output', 'cached', 'write'], 'source')),
    ...asked.flatMap(({ name, answer }) =>
      answer.state === 'priced' ? priced(answer.price, names.length > 0, width) : [`${printable(name)}: ${unpriced(answer)}`],
    ),
    '',
    paint.dim(`USD per 1M tokens, valid on ${at}. Sources: ${bookSources(book).join(', ')}; as of ${bookDate(book)}.`),
    ...(stale === undefined ? [] : [paint.yellow(stale)]),
  ];
  return `${lines.map((line) => line.trimEnd()).join('\n')}\n`;
}

const row = (provider: string, model: string, rates: readonly string[], source: string): string =>
  `${fitStart(provider, 12)}  ${fitStart(model, 38)}${rates.map((rate) => rate.padStart(9)).join('')}  ${source}`;

function priced({ provider, model, rates, layer, asOf, notes }: Price, detailed: boolean, width: number): string[] {
  const cells = [rates.input, rates.output, rates.cacheRead, rates.cacheWrite].map((rate) => (rate === undefined ? '' : String(rate)));
  const lines = [row(provider, model, cells, `${layer} ${asOf}`)];
  if (!detailed) return lines;
  const steps = (rates.above ?? []).map(
    ({ tokens, input, output }) => `above ${tokens} input tokens: input ${input ?? rates.input}, output ${output ?? rates.output}`,
  );
  return [
    ...lines,
    ...[...steps, ...notes.map(({ message }) => message)].flatMap((text) => wrap(text, width - 4).map((line) => `    ${line}`)),
  ];
}

function unpriced(answer: Exclude<Answer, { state: 'priced' }>): string {
  return answer.state === 'local' ? answer.note : `unpriced: ${answer.reason}; ${answer.hint}`;
}
