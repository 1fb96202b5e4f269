/** The settings of the editor, as data: `package.json` is generated from them. What concerns a project stands in its configuration file. */

export interface Setting {
  readonly key: string;
  readonly scope: 'resource' | 'window' | 'machine';
  /** Not read from an untrusted workspace. */
  readonly restricted?: true;
  /** Markdown. `#costlint.…#` links to another setting. */
  readonly description: string;
  /** JSON schema of the value, with its default. */
  readonly schema: Readonly<Record<string, unknown>>;
}

const LEVELS = ['off', 'info', 'warning', 'error'];

/** In the order in which the settings editor shows them. `rules` are the ids and summaries of all rules. */
export const settings = (rules: readonly { readonly id: string; readonly summary: string }[]): readonly Setting[] => [
  {
    key: 'costlint.enable',
    scope: 'resource',
    description: 'Show what calls of language models cost.',
    schema: { type: 'boolean', default: true },
  },
  {
    key: 'costlint.usage.callsPerMonth',
    scope: 'resource',
    description:
      'Calls a month that are assumed for every call that nothing else declares; `null`: unknown. A configuration file goes before this setting.',
    schema: { type: ['number', 'null'], default: 10_000, minimum: 0 },
  },
  {
    key: 'costlint.rules',
    scope: 'resource',
    description: 'Severity of findings by rule. A configuration file goes before this setting.',
    schema: {
      type: 'object',
      default: {},
      additionalProperties: false,
      properties: Object.fromEntries(rules.map(({ id, summary }) => [id, { enum: LEVELS, markdownDescription: summary }])),
    },
  },
  {
    key: 'costlint.diagnostics.minimumSaving',
    scope: 'resource',
    description: 'USD a month: a finding that would save less is shown as a hint instead of a problem.',
    schema: { type: 'number', default: 5, minimum: 0 },
  },
  {
    key: 'costlint.codeLens.enable',
    scope: 'resource',
    description: 'Show cost and tokens above each call. See also `#costlint.inlayHints.show#`.',
    schema: { type: 'boolean', default: true },
  },
  {
    key: 'costlint.codeLens.thresholds',
    scope: 'window',
    description: 'USD per call from which a call counts as dear, and as very dear: the cost view and the status bar colour it.',
    schema: { type: 'array', items: { type: 'number', minimum: 0 }, minItems: 2, maxItems: 2, default: [0.01, 0.1] },
  },
  {
    key: 'costlint.codeLens.showDelta',
    scope: 'resource',
    description: 'Show beside the cost of a call how it has changed against `#costlint.diff.base#`.',
    schema: { type: 'boolean', default: true },
  },
  {
    key: 'costlint.diff.base',
    scope: 'resource',
    description: 'Branch or commit to compare with, from where the work has left it; `auto`: the default branch.',
    schema: { type: 'string', default: 'auto' },
  },
  {
    key: 'costlint.inlayHints.show',
    scope: 'resource',
    description: 'Show token counts at the end of prompt parts. What is large says `#costlint.inlayHints.minimumTokens#`.',
    schema: {
      type: 'string',
      enum: ['off', 'large', 'all'],
      enumDescriptions: ['None.', 'Parts of some size.', 'Every part.'],
      default: 'large',
    },
  },
  {
    key: 'costlint.inlayHints.minimumTokens',
    scope: 'resource',
    description: 'Tokens from which a prompt part is large. Applies to `#costlint.inlayHints.show#` = `large`.',
    schema: { type: 'integer', default: 50, minimum: 0 },
  },
  {
    key: 'costlint.notebook.codeLens',
    scope: 'window',
    description: 'Show lenses in the cells of notebooks, besides the cost in the status bar of the cell.',
    schema: { type: 'boolean', default: false },
  },
  {
    key: 'costlint.statusBar.show',
    scope: 'window',
    description: 'Show in the status bar what the calls of the active file cost a month, and the tokens of the selection.',
    schema: { type: 'boolean', default: true },
  },
  {
    key: 'costlint.config.path',
    scope: 'resource',
    restricted: true,
    description: 'A configuration file to use instead of looking for `costlint.config.json`, relative to the folder.',
    schema: { type: 'string', default: '' },
  },
  {
    key: 'costlint.server.path',
    scope: 'machine',
    restricted: true,
    description: 'Another language server than the bundled one: the path of its `cli.js`. For the development of Costlint.',
    schema: { type: 'string', default: '' },
  },
  {
    key: 'costlint.trace.server',
    scope: 'window',
    description: 'Write the messages between editor and language server into the log.',
    schema: { type: 'string', enum: ['off', 'messages', 'verbose'], default: 'off' },
  },
];

/** `contributes.configuration` of `package.json`. */
export const settingsContribution = (rules: Parameters<typeof settings>[0]) => ({
  title: 'Costlint',
  properties: Object.fromEntries(
    settings(rules).map(({ key, scope, description, schema }, order) => [
      key,
      { order, scope, markdownDescription: description, ...schema },
    ]),
  ),
});

/** Keys that an untrusted workspace must not set. */
export const RESTRICTED: readonly string[] = settings([])
  .filter(({ restricted }) => restricted)
  .map(({ key }) => key);
