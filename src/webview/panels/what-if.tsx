/** Questions to the numbers: each control is one key of a scenario, recomputed while it moves. */
import type { Economy } from '../../core/economics/economy.ts';
import { type Scenario, scenarioPairs } from '../../core/economics/scenario.ts';
import { counted, money, percent, separated } from '../../core/report/words.ts';
import { clipped, Panel, Term } from '../panel.tsx';
import { calls, data, economy, host, scenario } from '../state.ts';

const set = (change: { readonly [K in keyof Scenario]?: Scenario[K] | undefined }): void => {
  const next = { ...scenario.value, ...change };
  // A key that is taken back is no part of the question.
  scenario.value = Object.fromEntries(Object.entries(next).filter(([, value]) => value !== undefined)) as Scenario;
};

export function WhatIf() {
  const pairs = scenarioPairs(scenario.value);
  const names = Object.keys(data.value?.scenarios ?? {});
  return (
    <Panel id="what-if" title="What if" help="Move a control to see what the month would cost. Nothing is changed in the code.">
      <div class="controls">
        <Slider
          name="traffic"
          label="Traffic"
          says="Factor on the calls a month."
          min={-2}
          max={2}
          step={0.05}
          value={Math.log2(scenario.value.traffic ?? 1)}
          text={`×${round(scenario.value.traffic ?? 1)}`}
          onInput={(value) => set({ traffic: value === 0 ? undefined : round(2 ** value) })}
        />
        <Slider
          name="output"
          label="Answer length"
          says="Tokens of an answer, of every call."
          min={0}
          max={4000}
          step={10}
          value={scenario.value.output ?? 0}
          text={scenario.value.output === undefined ? 'as it is' : `${separated(scenario.value.output)} tokens`}
          onInput={(value) => set({ output: value === 0 ? undefined : value })}
        />
        <Slider
          name="cache-hit"
          label="Cache hits"
          says="Share of the cacheable beginning of prompts that is read from the vendor's cache."
          min={-0.05}
          max={1}
          step={0.05}
          value={scenario.value.cacheHit ?? -0.05}
          text={scenario.value.cacheHit === undefined ? 'as it is' : percent(scenario.value.cacheHit)}
          onInput={(value) => set({ cacheHit: value < 0 ? undefined : round(value) })}
        />
        <Slider
          name="steps"
          label="Agent steps"
          says="Model calls of one agent run, at most."
          min={0}
          max={30}
          step={1}
          value={scenario.value.steps ?? 0}
          text={scenario.value.steps === undefined ? 'as it is' : counted(scenario.value.steps, 'step')}
          onInput={(value) => set({ steps: value === 0 ? undefined : value })}
        />
        <Slider
          name="top-k"
          label="Documents"
          says="Documents that one retrieval puts into the prompt (top-k)."
          min={0}
          max={40}
          step={1}
          value={scenario.value.topK ?? 0}
          text={scenario.value.topK === undefined ? 'as it is' : String(scenario.value.topK)}
          onInput={(value) => set({ topK: value === 0 ? undefined : value })}
        />
        <Slider
          name="batch"
          label="Batched"
          says="Share of the calls that move to the vendor's batch interface, which answers within a day at a lower price."
          min={0}
          max={1}
          step={0.05}
          value={scenario.value.batch ?? 0}
          text={percent(scenario.value.batch ?? 0)}
          onInput={(value) => set({ batch: value === 0 ? undefined : round(value) })}
        />
        <ModelChoice />
        <FeatureChoice />
      </div>
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
            <select value="" onChange={(event) => (scenario.value = data.value?.scenarios[event.currentTarget.value] ?? {})}>
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
      {economy.value?.hosting && <Hosting hosting={economy.value.hosting} />}
      {economy.value?.problems.map((problem) => (
        <p key={problem} class="warn" role="status">
          {problem}
        </p>
      ))}
    </Panel>
  );
}

function Hosting({ hosting: { gpus, perMonth, crossover } }: { readonly hosting: NonNullable<Economy['hosting']> }) {
  return (
    <p class="facts">
      On own GPUs: {counted(gpus, 'GPU')}, {money(perMonth)} a month with the people who run them
      {crossover === null ? '; never cheaper than the vendor.' : `; cheaper from ${separated(Math.round(crossover))} calls a month.`}
    </p>
  );
}

const round = (value: number): number => Math.round(value * 100) / 100;

/** Quoted for a shell where it must be. */
const command = (pairs: readonly (readonly [string, string])[]): string =>
  ['costlint report', ...pairs.map(([key, value]) => `--what-if ${quoted(`${key}=${value}`)}`)].join(' ');

const quoted = (text: string): string => (/^[\w=.:/%-]+$/.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`);

interface SliderProps {
  readonly name: string;
  readonly label: string;
  readonly says: string;
  readonly min: number;
  readonly max: number;
  readonly step: number;
  readonly value: number;
  readonly text: string;
  readonly onInput: (value: number) => void;
}

function Slider({ name, label, says, min, max, step, value, text, onInput }: SliderProps) {
  return (
    <div class="slider">
      <label for={`what-if-${name}`}>
        <Term says={says}>{label}</Term>
      </label>
      <input
        id={`what-if-${name}`}
        type="range"
        min={min}
        max={max}
        step={step}
        value={value}
        aria-valuetext={text}
        onInput={(event) => onInput(event.currentTarget.valueAsNumber)}
      />
      <output for={`what-if-${name}`}>{text}</output>
    </div>
  );
}

function ModelChoice() {
  const models = data.value?.models ?? [];
  return (
    <div class="slider">
      <label for="what-if-model">
        <Term says="Every call uses this model. Tokens stay as they were counted for the model in the code.">Model</Term>
      </label>
      <select
        id="what-if-model"
        value={scenario.value.model ?? ''}
        onChange={(event) => set({ model: event.currentTarget.value || undefined })}
      >
        <option value="">as it is</option>
        {models
          .filter(({ price }) => price.output > 0)
          .map(({ price }) => (
            <option key={`${price.provider}/${price.model}`} value={price.model}>
              {price.model} ({price.provider})
            </option>
          ))}
      </select>
    </div>
  );
}

function FeatureChoice() {
  const features = [...new Set(calls.value.flatMap(({ feature }) => (feature === null ? [] : [feature])))].sort();
  if (features.length < 2) return null;
  return (
    <div class="slider">
      <label for="what-if-feature">
        <Term says="Only the calls of this feature change.">Only feature</Term>
      </label>
      <select
        id="what-if-feature"
        value={scenario.value.feature ?? ''}
        onChange={(event) => set({ feature: event.currentTarget.value || undefined })}
      >
        <option value="">all</option>
        {features.map((name) => (
          <option key={name} value={name}>
            {clipped(name, 60)}
          </option>
        ))}
      </select>
    </div>
  );
}
