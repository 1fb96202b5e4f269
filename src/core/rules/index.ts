/** The rules, in alphabetical order. */
import bloatedSystemPrompt from './bloated-system-prompt.ts';
import missingOutputCap from './missing-output-cap.ts';
import type { Rule } from './rule.ts';
import unboundedAgentLoop from './unbounded-agent-loop.ts';

export const rules: readonly Rule[] = [bloatedSystemPrompt, missingOutputCap, unboundedAgentLoop];
