/** Questions to the numbers: each control is one key of a scenario, recomputed while it moves. */
import { computed } from '@preact/signals';
import { useRef } from 'preact/hooks';
import { type Scenario, scenarioPairs } from '../../core/economics/scenario.ts';
import {
  type About,
  type Change,
  CONTROLS,
  type Control,
  type Select as SelectControl,
  type Slider as SliderControl,
} from '../controls.ts';
import { clipped, Panel, Term } from '../panel.tsx';
import { calls, data, economy, host, isWhole, scenario } from '../state.ts';

/** A key that is taken back is no part of the question. */
const change = (by: Change): void => {
  scenario.value = Object.fromEntries(Object.entries({ ...scenario.value, ...by }).filter(([, value]) => value !== undefined)) as Scenario;
};

const [FIRST, MORE] = [CONTROLS.filter(({ main }) => main), CONTROLS.filter(({ main }) => !main)];

export function WhatIf() {
  const page = data.value;
  const pairs = scenarioPairs(scenario.value);
  // A question that stands among the folded ones unfolds them; taking it back folds nothing under the reader's hand.
  const isAsked = useRef(false);
  isAsked.current ||= MORE.some(({ name }) => pairs.some(([key]) => key === name));
  if (!page) return null;
  const names = Object.keys(page.scenarios);
  const shown = (list: readonly Control[]) => (
    <div class="controls">
      {list.map((control) => (
        <ControlRow key={control.name} control={control} />
      ))}
    </div>
  );
  return (
    <Panel id="what-if" title="What if" help="Move a control to see what the month would cost. Nothing is changed in the code.">
      {shown(FIRST)}
      <details class="more" open={isAsked.current}>
        <summary>More questions</summary>
        {shown(MORE)}
      </details>
      <p class="actions">
        <button type="button" disabled={pairs.length === 0} onClick={() => (scenario.value = {})}>
          Reset
        </button>
        <button type="button" disabled={pairs.length === 0} onClick={() => host.send({ type: 'copy', text: command(pairs) })}>
          Copy as command
        </button>
        {host.isEditor && (
          <button type="button" disabled={pairs.length === 0} onClick={() => host.send({ type: 'saveScenario', pairs })}>
            Save as scenario
          </button>
        )}
        {names.length > 0 && (
          <label>
            Scenario{' '}
            <select value="" onChange={(event) => (scenario.value = page.scenarios[event.currentTarget.value] ?? {})}>
              <option value="">of the configuration…</option>
              {names.map((name) => (
                <option key={name} value={name}>
                  {name}
                </option>
              ))}
            </select>
          </label>
        )}
        {pairs.length > 0 && <code class="command">{command(pairs)}</code>}
      </p>
      {economy.value?.problems.map((problem) => (
        <p key={problem} class="warn" role="status">
          {problem}
        </p>
      ))}
    </Panel>
  );
}

/** Quoted for a shell where it must be. */
const command = (pairs: readonly (readonly [string, string])[]): string =>
  ['costlint report', ...pairs.map(([key, value]) => `--what-if ${quoted(`${key}=${value}`)}`)].join(' ');

const quoted = (text: string): string => (/^[\w=.:/%-]+$/.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`);

/** Moves with the data only: what reads it alone is not drawn again while a control moves. */
const about = computed<About | undefined>(() => data.value && { data: data.value, calls: calls.value });

function ControlRow({ control }: { readonly control: Control }) {
  const { value } = about;
  if (!value) return null;
  const { name, label, says } = control;
  const idle = control.idle?.(value, scenario.value);
  return (
    <div class="control">
      <label for={`what-if-${name}`}>
        <Term says={says}>{label}</Term>
      </label>
      {control.kind === 'slider' ? <Slider control={control} about={value} idle={idle} /> : <Select control={control} idle={idle} />}
    </div>
  );
}

interface InputProps<C extends Control> {
  readonly control: C;
  readonly idle: string | undefined;
}

function Slider({ control: { name, range, at, text, moved }, about, idle }: InputProps<SliderControl> & { readonly about: About }) {
  const id = `what-if-${name}`;
  const says = idle ?? text(scenario.value, about);
  return (
    <>
      <input
        id={id}
        type="range"
        {...range(about)}
        value={at(scenario.value, about)}
        disabled={idle !== undefined}
        aria-valuetext={says}
        onInput={(event) => change(moved(event.currentTarget.valueAsNumber, scenario.value, about))}
      />
      <output for={id}>{says}</output>
    </>
  );
}

function Select({ control, idle }: InputProps<SelectControl>) {
  const { name, none, value, chosen } = control;
  const now = value(scenario.value);
  return (
    <select
      id={`what-if-${name}`}
      value={now ?? ''}
      disabled={idle !== undefined}
      onChange={(event) => change(chosen(event.currentTarget.value || undefined, scenario.value))}
    >
      <option value="">{idle ?? none}</option>
      <Options control={control} now={now} />
    </select>
  );
}

/** Lists of all models are long: until the first screen is painted only what is chosen stands in them, and is chosen again in the long one. */
function Options({ control, now }: { readonly control: SelectControl; readonly now: string | undefined }) {
  const known = isWhole.value && about.value ? control.options(about.value) : [];
  return (
    <>
      {now !== undefined && !known.some(([one]) => one === now) && (
        <option key="" value={now} selected>
          {clipped(now, 60)}
        </option>
      )}
      {known.map(([one, text]) => (
        <option key={text} value={one} selected={one === now}>
          {clipped(text, 60)}
        </option>
      ))}
    </>
  );
}
