/** What the numbers rest on: prices, declared values with the line of each, assumed ones with the key that would set them. */

import { CAUSE_WORDS } from '../../core/report/economy-words.ts';
import { placeOf } from '../../core/report/formats/cost-table.ts';
import { amount, amountRange, counted, percent, separated } from '../../core/report/words.ts';
import type { Interval } from '../../core/tokens/interval.ts';
import { ASSUMED, begun, INSIDE } from '../assumed.ts';
import { Panel, Quoted, Table } from '../panel.tsx';
import { calls, data, economy, host } from '../state.ts';

export function Assumptions() {
  const page = data.value;
  const { value } = economy;
  if (!page || !value) return null;
  const { prices, assumptions, totals, files, tool } = page.report;
  return (
    <Panel id="assumptions" title="Why these numbers" help="Everything that was assumed, and who says what was not.">
      <p class="facts">
        Prices of {prices.asOf} ({prices.sources.join(', ')}), valid on {prices.at}. {percent(totals.evidence.resolved)} of the money rests
        on code and configuration, {percent(totals.evidence.measured)} on measured traffic, {percent(totals.evidence.assumed)} on
        assumptions.
        {value.dominant &&
          ` ${percent(value.dominant.share)} of the range comes from ${CAUSE_WORDS[value.dominant.cause] ?? value.dominant.cause}.`}{' '}
        {files.seen} files seen, {files.analysed} with LLM code. Costlint {tool.version}.
      </p>
      {files.failed.length > 0 && (
        <p class="facts">Read in part: {files.failed.map(({ path, reason }) => `${path}: ${reason}`).join('; ')}.</p>
      )}
      {value.missing.length > 0 && (
        <ul>
          {value.missing.map(({ key, says }) => (
            <li key={key}>
              <Key name={key} assumed={assumptions[key.slice(key.lastIndexOf('.') + 1)]} /> would say <Quoted>{says}</Quoted>.
            </li>
          ))}
        </ul>
      )}
      <Declared />
      <Assumed />
    </Panel>
  );
}

/** Nothing that a control moves stands in it, nor in what is assumed: neither is drawn again then. */
function Declared() {
  const declared = data.value?.declared ?? [];
  const comments = calls.value.filter(({ declaredAt }) => declaredAt);
  return (
    <details>
      <summary>Declared: {counted(declared.length + comments.length, 'value')}</summary>
      {declared.length + comments.length === 0 ? (
        <p class="facts">No configuration and no comment in the code declares anything.</p>
      ) : (
        <Table
          heads={[
            ['Key', 'In the configuration, or the call that a comment in the code is about.'],
            ['Value', 'As it is declared; ranges are low to high.'],
            ['Set by', 'The line that sets it.'],
          ]}
          rows={[
            ...declared.map(({ key, value: said, by, at }) => [key, said, at ? <Line key="at" {...at} /> : by]),
            ...comments.map((site) => [
              placeOf(site, ''),
              site.callsPerMonth?.from === 'directive' ? `${amount(site.callsPerMonth)} calls a month` : 'what the comment says',
              <Line key="at" path={site.path} line={site.declaredAt?.line ?? 1} column={site.declaredAt?.column ?? 1} />,
            ]),
          ]}
        />
      )}
    </details>
  );
}

function Assumed() {
  const assumptions = data.value?.report.assumptions ?? {};
  return (
    <details>
      <summary>Assumed by this tool, where nothing is declared</summary>
      <Table
        heads={[
          ['Assumption', 'What is not known from the code.'],
          ['Value', 'Low to high, and what is expected.'],
          ['Would be set by', 'The key of costlint.config.json that says it for this project.'],
        ]}
        rows={Object.entries(assumptions).flatMap(([name, assumed]) => rowsOf(name, assumed))}
      />
    </details>
  );
}

/** In an editor the line opens. */
function Line(at: { readonly path: string; readonly line: number; readonly column: number }) {
  const text = `${at.path}:${at.line}`;
  if (!host.isEditor) return <Quoted>{text}</Quoted>;
  return (
    <button type="button" class="link" onClick={() => host.send({ type: 'open', ...at })}>
      <Quoted>{text}</Quoted>
    </button>
  );
}

/** In an editor it is written with a value to begin with; in a file it can be copied. */
function Key({ name, assumed }: { readonly name: string; readonly assumed: unknown }) {
  const features = data.value?.report.usage.features ?? [];
  const about = features.find(({ outcome }) => !(name.endsWith('outcome') && outcome))?.name ?? 'app';
  const hole = calls.value
    .filter(({ feature }) => feature === about)
    .flatMap(({ parts }) => parts)
    .find((part) => part.hole !== undefined && !part.retrieved && !part.history)?.hole;
  const { path, value } = begun(name, assumed, name === 'usage.features' ? 'app' : about, hole ?? 'question');
  const shown = path.join('.');
  return (
    <>
      <code>
        <Quoted>{shown}</Quoted>
      </code>{' '}
      {host.isEditor ? (
        <button type="button" aria-label={`Set ${shown}`} onClick={() => host.send({ type: 'declare', path, value })}>
          Set
        </button>
      ) : (
        <button type="button" aria-label={`Copy ${shown}`} onClick={() => host.send({ type: 'copy', text: nested(path, value) })}>
          Copy
        </button>
      )}
    </>
  );
}

/** As it stands in the configuration. */
const nested = (path: readonly string[], value: unknown): string =>
  JSON.stringify(
    path.reduceRight((inner, key) => ({ [key]: inner }), value),
    null,
    2,
  );

const isInterval = (value: unknown): value is Interval => typeof value === 'object' && value !== null && 'expected' in value;

function rowsOf(name: string, assumed: unknown) {
  const { label, key } = ASSUMED[name] ?? { label: name };
  const setBy = (inner: unknown) => (key === undefined ? 'no key: a default of the tool' : <Key name={key} assumed={inner} />);
  if (typeof assumed !== 'object' || assumed === null || isInterval(assumed)) return [[label, textOf(assumed), setBy(assumed)]];
  return Object.entries(assumed).map(([inside, inner], at) => [
    `${label}: ${INSIDE[inside] ?? inside}`,
    textOf(inner),
    at === 0 ? setBy(assumed) : key === undefined ? '' : 'the same',
  ]);
}

function textOf(value: unknown): string {
  if (!isInterval(value)) return typeof value === 'number' ? separated(value) : String(value ?? 'unknown');
  return value.high <= 4
    ? `${value.low}–${value.high}, ${value.expected} expected`
    : `${amountRange(value)}, ${separated(value.expected)} expected`;
}
