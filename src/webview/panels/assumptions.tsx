/** What the numbers rest on: prices, declared and assumed values, and what would say more. */

import { CAUSE_WORDS } from '../../core/report/economy-words.ts';
import { amountRange, percent } from '../../core/report/words.ts';
import type { Interval } from '../../core/tokens/interval.ts';
import { Panel } from '../panel.tsx';
import { data, economy, host } from '../state.ts';

const WORDS: Readonly<Record<string, string>> = {
  callsPerMonth: 'Calls a month of a call that nobody declares',
  currency: 'Currency',
  holeTokens: 'Tokens of a value that is only known at run time',
  topK: 'Documents of a retrieval',
  chunkTokens: 'Tokens of a document',
  chatTurns: 'Turns of a conversation',
  agentSteps: 'Model calls of an agent run',
  outputTokens: 'Tokens of an answer without a cap',
  capShare: 'Share of a cap that an answer takes',
  schemaShare: 'Tokens of a JSON answer over those of its schema',
  reasoningTokens: 'Tokens of reasoning by effort',
  thinkingShare: 'Share of a thinking budget that is used',
};

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
      {value.missing.length > 0 && (
        <ul>
          {value.missing.map(({ key, says }) => (
            <li key={key}>
              {host.isEditor ? (
                <button
                  type="button"
                  class="link"
                  onClick={() => host.send({ type: 'open', path: 'costlint.config.json', line: 1, column: 1 })}
                >
                  {key}
                </button>
              ) : (
                <code>{key}</code>
              )}{' '}
              would say {says}.
            </li>
          ))}
        </ul>
      )}
      <details>
        <summary>All assumptions</summary>
        <table>
          <tbody>{Object.entries(assumptions).flatMap(([name, assumed]) => rowsOf(WORDS[name] ?? name, assumed))}</tbody>
        </table>
      </details>
    </Panel>
  );
}

const isInterval = (value: unknown): value is Interval => typeof value === 'object' && value !== null && 'expected' in value;

function rowsOf(label: string, value: unknown) {
  if (typeof value === 'object' && value !== null && !isInterval(value)) {
    return Object.entries(value).map(([name, inner]) => <Row key={`${label} ${name}`} label={`${label}: ${name}`} value={inner} />);
  }
  return [<Row key={label} label={label} value={value} />];
}

function Row({ label, value }: { readonly label: string; readonly value: unknown }) {
  const text = isInterval(value)
    ? value.high <= 4
      ? `${value.low}–${value.high}, ${value.expected} expected`
      : `${amountRange(value)}, ${value.expected} expected`
    : String(value ?? 'unknown');
  return (
    <tr>
      <th scope="row">{label}</th>
      <td>{text}</td>
    </tr>
  );
}
