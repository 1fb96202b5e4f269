// The windows in which suites run: what is open, which suites, and what differs in the settings.

export const SCENARIOS = {
  /** The server is killed: alone, because it disturbs all else. */
  crash: { folder: 'test/projects/support-desk', suites: 'crash' },
  /** A project that calls no model: nothing may start. */
  quiet: { folder: 'test/workspaces/quiet', suites: 'quiet' },
};
