/** The commands of the palette and of lenses, by their ids; `package.json` contributes exactly these. */

export const COMMANDS = [
  'costlint.showReport',
  'costlint.showInReport',
  'costlint.explain',
  'costlint.compareModels',
  'costlint.compareWithBranch',
  'costlint.setTraffic',
  'costlint.addBudget',
  'costlint.countTokens',
  'costlint.openPrice',
  'costlint.updatePrices',
  'costlint.createConfig',
  'costlint.scanWorkspace',
  'costlint.openSample',
  'costlint.restartServer',
  'costlint.showLogs',
  'costlint.copyDiagnostics',
  'costlint.fixAll',
  // Of lenses and quick fixes: they need arguments, and the palette hides them.
  'costlint.openChanges',
  'costlint.showFixes',
  'costlint.suppress',
  'costlint.openRule',
] as const;

export type CommandId = (typeof COMMANDS)[number];
