/** What a call is made of: one bar a call, one hue a part, in dollars, tokens or shares. */

import { placeOf } from '../../core/report/formats/cost-table.ts';
import type { Site } from '../../core/report/report.ts';
import { money, percent, separated } from '../../core/report/words.ts';
import { costOfInput } from '../anatomy.ts';
import { CALL, CALL_USD, Choice, clipped, Panel, Plot, Term, Twin } from '../panel.tsx';
import { calls, moneyOf, open, select, selected, termsNow, unit } from '../state.ts';

/** Bars at once: the dearest calls. */
const MOST = 12;
const BAR = 18;
const ROW = 44;

const NAMES: Readonly<Record<string, string>> = {
  system: 'system prompt',
  user: 'user',
  assistant: 'assistant',
  'few-shot': 'few-shot',
  tools: 'tools',
  schema: 'schema',
  context: 'context',
  history: 'history',
  image: 'images',
  overhead: 'framing',
  output: 'output',
};

const BADGES: Readonly<Record<string, string>> = {
  'no cap': 'Nothing limits how long an answer may be.',
  loop: 'One run makes several calls.',
};

const SAYS: Readonly<Record<string, string>> = {
  system: 'Instructions that the application sends with every request.',
  user: 'What the user, or the application for them, asks.',
  assistant: 'Answers that are sent along.',
  'few-shot': 'Examples of good answers.',
  tools: 'Descriptions of functions that the model may call.',
  schema: 'The form that the answer must have.',
  context: 'Documents that were looked up for the question.',
  history: 'The conversation so far.',
  image: 'Pictures, counted in tokens.',
  overhead: 'Marks that the vendor puts around messages.',
  output: 'The answer, with reasoning that nobody sees.',
};

export function Anatomy() {
  const top = [...calls.value]
    .filter((site) => moneyOf.value.has(site.id))
    .sort((a, b) => monthOf(b) - monthOf(a))
    .slice(0, MOST);
  if (top.length === 0) return null;
  const bars = top.map((site) => ({
    site,
    segments: costOfInput(site, termsNow(site), moneyOf.value.get(site.id)?.perCall.expected ?? 0),
  }));
  const measure = unit.value === 'tokens' ? 'tokens' : 'money';
  const longest = Math.max(...bars.map(({ segments }) => segments.reduce((sum, segment) => sum + segment[measure], 0)), 1e-12);
  const roles = [...new Set(bars.flatMap(({ segments }) => segments.map(({ role }) => role)))];
  return (
    <Panel
      id="anatomy"
      title="Anatomy of a call"
      help="The parts of one call of the dearest calls: what is sent, and what is answered."
      aside={
        <Choice
          label="Measure"
          value={unit.value}
          options={[
            ['money', '$'],
            ['tokens', 'tokens'],
            ['share', '100 %'],
          ]}
          onChange={(value) => (unit.value = value)}
        />
      }
    >
      <ul class="legend">
        {roles.map((role) => (
          <li key={role}>
            <span class={`swatch part-${role}`} /> <Term says={SAYS[role] ?? 'A part of the request.'}>{NAMES[role] ?? role}</Term>
          </li>
        ))}
      </ul>
      <Plot class="bars" height={bars.length * ROW} label="Parts of the dearest calls; the table below has the numbers.">
        {(width) =>
          bars.map(({ site, segments }, at) => (
            <Bar
              key={site.id}
              site={site}
              segments={segments}
              y={at * ROW}
              width={width}
              longest={unit.value === 'share' ? undefined : longest}
              measure={measure}
            />
          ))
        }
      </Plot>
      <Twin
        caption="Parts of one call of the dearest calls"
        heads={[
          CALL,
          ['Part', 'What of the request or the answer it is.'],
          ['Tokens', 'Pieces of words that are counted and billed.', true],
          CALL_USD,
        ]}
        rows={bars.flatMap(({ site, segments }) =>
          segments.map(({ role, tokens, money: usd, estimated }) => [
            placeOf(site, ''),
            NAMES[role] ?? role,
            `${estimated ? '~' : ''}${separated(Math.round(tokens))}`,
            `${estimated ? '~' : ''}${money(usd)}`,
          ]),
        )}
      />
    </Panel>
  );
}

const monthOf = (site: Site): number => moneyOf.value.get(site.id)?.perMonth.expected ?? 0;

interface BarProps {
  readonly site: Site;
  readonly segments: ReturnType<typeof costOfInput>;
  readonly y: number;
  readonly width: number;
  /** Undefined: every bar is as long as can be. */
  readonly longest: number | undefined;
  readonly measure: 'money' | 'tokens';
}

function Bar({ site, segments, y, width: room, longest, measure }: BarProps) {
  const total = segments.reduce((sum, segment) => sum + segment[measure], 0);
  const scale = room / Math.max(1e-12, longest ?? total);
  const badges = [...(site.outputCap.state === 'absent' ? ['no cap'] : []), ...(site.loop.state === 'none' ? [] : ['loop'])];
  let x = 0;
  return (
    <g class={selected.value === site.id ? 'selected' : undefined}>
      <text x={0} y={y + 12} class="label" onClick={() => open(site)}>
        <title>{badges.map((badge) => BADGES[badge]).join(' ')}</title>
        {clipped(placeOf(site, ''), 90)}
        {badges.map((badge) => ` · ${badge}`)}
      </text>
      {segments.map((segment) => {
        const width = segment[measure] * scale;
        const from = x;
        x += width;
        return (
          <rect
            key={segment.key}
            class={`part part-${segment.role}${segment.estimated ? ' estimated' : ''}`}
            x={from}
            y={y + 17}
            width={Math.max(1, width - 0.5)}
            height={BAR}
            onClick={() => select(site.id)}
          >
            <title>
              {`${NAMES[segment.role] ?? segment.role}: ${separated(Math.round(segment.tokens))} tokens, ${money(segment.money)}, ${percent(segment[measure] / Math.max(1e-12, total))}${segment.says ? ` (${segment.says})` : ''}`}
            </title>
          </rect>
        );
      })}
    </g>
  );
}
