/** What generated files must say: the schemas in media/, and the tables of the README between their markers. */
import { readdirSync, readFileSync } from 'node:fs';
import { flagTable } from '../cli/args.ts';
import { catalog } from '../core/catalog/index.ts';
import type { Sdk } from '../core/catalog/sdk.ts';
import { configShape } from '../core/config/options.ts';
import { jsonSchema } from '../core/config/shape.ts';
import { rules } from '../core/rules/index.ts';
import { CODE_LANGUAGES, CONFIGURATION_NAMES, PLAIN_PROMPTS, PROMPT_LANGUAGES } from '../vscode/documents.ts';
import { RESTRICTED, settings, settingsContribution } from '../vscode/settings.ts';
import { schemaOfType } from './type-schema.ts';

/** File → its right content. Run in the root of the repository. */
export async function generatedFiles(): Promise<Readonly<Record<string, string>>> {
  return {
    'media/config.schema.json': json({
      $schema: 'http://json-schema.org/draft-07/schema#',
      title: 'Costlint configuration',
      ...jsonSchema(configShape(rules)),
    }),
    'media/report.schema.json': json({
      title: 'Costlint report, format 1',
      ...(await schemaOfType('src/core/report/report.ts', 'Report')),
    }),
    'media/diff.schema.json': json({
      title: 'Costlint diff, format 1',
      ...(await schemaOfType('src/core/report/diff.ts', 'Diff')),
    }),
    'media/baseline.schema.json': json({
      title: 'Costlint baseline, format 1',
      ...(await schemaOfType('src/core/report/baseline.ts', 'Baseline')),
    }),
    'media/l10n/bundle.l10n.json': json(translatable()),
    'package.json': json(manifest(JSON.parse(readFileSync('package.json', 'utf8')))),
    'README.md': withTables(readFileSync('README.md', 'utf8'), {
      flags: flagTable(),
      rules: ruleTable(),
      sdks: sdkTable(),
      settings: settingTable(),
      commands: commandTable(),
    }),
  };
}

/** Every text that the extension shows, as the bundle that translators start from. */
function translatable(): Readonly<Record<string, string>> {
  const texts = readdirSync('src/vscode').flatMap((file) =>
    [...readFileSync(`src/vscode/${file}`, 'utf8').matchAll(/\bl10n\.t\(\s*'((?:[^'\\]|\\.)*)'/g)].map(([, text = '']) =>
      text.replace(/\\(.)/g, '$1'),
    ),
  );
  return Object.fromEntries([...new Set(texts)].sort().map((text) => [text, text]));
}

/** What stands in the extension's manifest and elsewhere too; the rest of it is written by hand. */
function manifest(written: Record<string, unknown> & { capabilities: { untrustedWorkspaces: object }; contributes: object }) {
  const { capabilities, contributes } = written;
  return {
    ...written,
    activationEvents: [
      ...[...CODE_LANGUAGES, ...PROMPT_LANGUAGES].map((id) => `onLanguage:${id}`),
      'onNotebook:jupyter-notebook',
      ...[...CONFIGURATION_NAMES, ...PLAIN_PROMPTS].map((name) => `workspaceContains:${name}`),
      'onWebviewPanel:costlint.report',
    ],
    capabilities: { ...capabilities, untrustedWorkspaces: { ...capabilities.untrustedWorkspaces, restrictedConfigurations: RESTRICTED } },
    contributes: {
      ...contributes,
      configuration: settingsContribution(rules),
      jsonValidation: CONFIGURATION_NAMES.map((fileMatch) => ({ fileMatch, url: './media/config.schema.json' })),
      languages: [
        { id: 'jsonc', filenames: CONFIGURATION_NAMES },
        { id: 'prompty', aliases: ['Prompty'], extensions: ['.prompty'] },
      ],
    },
  };
}

const json = (value: unknown): string => `${JSON.stringify(value, null, 2)}\n`;

/** Replaces what stands between `<!-- generated:name -->` and `<!-- /generated:name -->`. Throws for a marker without a table. */
function withTables(text: string, tables: Readonly<Record<string, string>>): string {
  return text.replace(/(<!-- generated:(\w+) -->\n)[\s\S]*?(<!-- \/generated:\2 -->)/g, (_, open: string, name: string, close: string) => {
    const table = tables[name];
    if (table === undefined) throw new Error(`README.md: nothing is generated under the name ${name}`);
    return `${open}${table}\n${close}`;
  });
}

function settingTable(): string {
  const rows = settings(rules).map(({ key, description, schema }) => {
    const links = description.replace(/`#([\w.]+)#`/g, '`$1`').replaceAll('|', '\\|');
    return `| \`${key}\` | \`${JSON.stringify(schema.default)}\` | ${links} |`;
  });
  return ['| Setting | Default | |', '| --- | --- | --- |', ...rows].join('\n');
}

/** Those of the palette, by their titles. */
function commandTable(): string {
  const { commands, menus } = JSON.parse(readFileSync('package.json', 'utf8')).contributes as {
    readonly commands: readonly { readonly command: string; readonly title: string }[];
    readonly menus: { readonly commandPalette: readonly { readonly command: string; readonly when: string }[] };
  };
  const hidden = new Set(menus.commandPalette.filter(({ when }) => when === 'false').map(({ command }) => command));
  return `Commands, all under \`Costlint:\` — ${commands
    .filter(({ command }) => !hidden.has(command))
    .map(({ title }) => title)
    .join(', ')}.`;
}

function ruleTable(): string {
  const rows = rules.map(({ id, severity, summary }) => `| [\`${id}\`](test/rules/${id}.md) | ${severity} | ${summary} |`);
  return ['| Rule | Severity | |', '| --- | --- | --- |', ...rows].join('\n');
}

function sdkTable(): string {
  const rows = [...catalog]
    .sort((a, b) => a.title.localeCompare(b.title, 'en'))
    .map((sdk) => `| [${sdk.title}](${sdk.homepage}) | ${mark(sdk, 'ecmascript')} | ${mark(sdk, 'python')} |`);
  return ['| SDK | TypeScript, JavaScript | Python |', '| --- | --- | --- |', ...rows].join('\n');
}

const mark = ({ packages }: Sdk, language: 'ecmascript' | 'python'): string => (packages[language]?.length ? '✓' : '');
