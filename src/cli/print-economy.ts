/** The cost under a scenario, or by something else than calls: as text, or in the JSON of the report. */
import { modelTerms } from '../core/analysis/model-terms.ts';
import { economyOf } from '../core/economics/economy.ts';
import { type Scenario, scenarioPairs } from '../core/economics/scenario.ts';
import { readScenario } from '../core/economics/scenario-reading.ts';
import type { ModelTerms } from '../core/economics/what-if.ts';
import { bookOf } from '../core/prices/shipped.ts';
import { payingSites } from '../core/report/formats/cost-table.ts';
import { economyText } from '../core/report/formats/economy.ts';
import { nearest } from '../core/text/nearest.ts';
import type { Flags } from './args.ts';
import { outputsOf, sinceBase, textOrJson, write } from './print-report.ts';
import type { Run } from './run-scan.ts';
import { columns, usesColor } from './terminal.ts';
import { UsageError } from './usage-error.ts';

/** Throws a `UsageError` for a question that cannot be asked. */
export async function printEconomy({ report, target }: Run, flags: Flags): Promise<void> {
  const scenario = scenarioOf(flags, target.config.scenarios);
  const models = modelTerms(bookOf(target.config, target.prices), report.prices.at);
  for (const model of [scenario.model, scenario.route?.model]) if (model !== undefined) priced(model, models(model, null));
  if (outputsOf(flags).every(({ format }) => format === 'html')) {
    const text = (await import('./page.ts')).pageText({ report, target }, { scenario, diff: await sinceBase(flags) });
    for (const { file } of outputsOf(flags)) write(text, file);
    return;
  }
  const { json, file } = textOrJson('report with a question', flags);
  const economy = economyOf({ sites: payingSites(report), usage: report.usage, scenario, context: { modelOf: models } });
  const options = { color: file === undefined && usesColor(flags), width: file === undefined ? columns() : 100, by: flags.by ?? 'feature' };
  const document = { ...report, whatIf: Object.fromEntries(scenarioPairs(scenario)), economy };
  write(json ? `${JSON.stringify(document, null, 2)}\n` : economyText(economy, scenario, options), file);
}

function priced(model: string, terms: ModelTerms | undefined): void {
  if (!terms) throw new UsageError(`what if model=${model}? No price is known of it: costlint prices show lists those that are.`);
}

/** The named scenario first, then what the command line changes of it. */
function scenarioOf(flags: Flags, scenarios: Readonly<Record<string, unknown>>): Scenario {
  const named = flags.scenario === undefined ? [] : entriesOf(flags.scenario, scenarios);
  const asked = (flags['what-if'] ?? []).map((text): [string, string] => {
    const at = text.indexOf('=');
    if (at <= 0) throw new UsageError(`--what-if ${text}: expected key=value, such as traffic=2x or model=gpt-5.4-mini.`);
    return [text.slice(0, at), text.slice(at + 1)];
  });
  const { scenario, problems } = readScenario([...named, ...asked]);
  if (problems.length > 0) throw new UsageError(problems.join('\n'));
  return scenario;
}

function entriesOf(name: string, scenarios: Readonly<Record<string, unknown>>): [string, unknown][] {
  const found = Object.hasOwn(scenarios, name) ? scenarios[name] : undefined;
  if (typeof found === 'object' && found !== null) return Object.entries(found);
  const known = Object.keys(scenarios);
  const meant = nearest(name, known);
  throw new UsageError(
    `--scenario ${name}: ${meant ? `did you mean "${meant}"?` : known.length > 0 ? `the configuration has ${known.map((one) => `"${one}"`).join(', ')}.` : 'the configuration has no "scenarios".'}`,
  );
}
