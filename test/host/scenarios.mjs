// The windows in which suites run: what is open, which suites, and what differs in the settings.

export const SCENARIOS = {
  /** The sample application: what the editor shows, through the interface and on screen. */
  sample: { folder: 'test/projects/support-desk', suites: 'commands|sample|untitled|window' },
  /** The report page in its panel. */
  report: { folder: 'test/projects/support-desk', suites: 'report' },
  /** The window is reloaded between the two suites. */
  reload: { folder: 'test/projects/support-desk', suites: 'before-reload', afterReload: 'after-reload' },
  /** The sample application as a repository with a branch. */
  branch: { folder: 'test/projects/support-desk', suites: 'branch' },
  /** The server is killed: alone, because it disturbs all else. */
  crash: { folder: 'test/projects/support-desk', suites: 'crash' },
  /** Two folders with settings of their own, prompt files, a notebook. */
  folders: { folder: 'test/workspaces/folders', workspace: 'both.code-workspace', suites: 'folders' },
  /** A workspace that nobody has trusted. */
  restricted: {
    folder: 'test/workspaces/restricted',
    suites: 'restricted',
    trust: true,
    settings: { 'security.workspace.trust.startupPrompt': 'never', 'security.workspace.trust.banner': 'never' },
  },
  /** A folder that stands in memory and on no disk. */
  virtual: { folder: 'test/workspaces/virtual', workspace: 'memory.code-workspace', suites: 'virtual' },
  /** A project that calls no model: nothing may start. First the extension is activated and taken away many times. */
  quiet: { folder: 'test/workspaces/quiet', suites: 'activation|quiet' },
  /** Measures the report page in its panel, over many calls; part of `npm run bench`, not of the tests. */
  panel: { folder: 'test/workspaces/quiet', suites: 'panel', bench: true },
  /** In the browser's own extension host. Suites run where an extension under development runs, so it must be an installed one. */
  web: {
    folder: 'test/projects/support-desk',
    suites: 'web',
    packaged: true,
    settings: { 'remote.extensionKind': { 'costlint.costlint': ['web'] } },
  },
};
