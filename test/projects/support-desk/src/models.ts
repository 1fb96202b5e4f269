/** The models in use; one place, so that an upgrade is one line. */
export const AGENT_MODEL = 'gpt-5.4';
export const ANSWER_MODEL = 'claude-sonnet-4-6';
export const SUMMARY_MODEL = 'gpt-5.4-mini';
