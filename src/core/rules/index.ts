/** The rules, in alphabetical order. */
import batchableOfflineCall from './batchable-offline-call.ts';
import bloatedSystemPrompt from './bloated-system-prompt.ts';
import callInLoop from './call-in-loop.ts';
import contextWindowOverflow from './context-window-overflow.ts';
import frontierModelForSmallTask from './frontier-model-for-small-task.ts';
import growingHistory from './growing-history.ts';
import hardCodedModel from './hard-coded-model.ts';
import highReasoningEffort from './high-reasoning-effort.ts';
import invalidDirective from './invalid-directive.ts';
import longContextTier from './long-context-tier.ts';
import looseAgentBound from './loose-agent-bound.ts';
import missingOutputCap from './missing-output-cap.ts';
import multipleSamples from './multiple-samples.ts';
import overBudget from './over-budget.ts';
import oversizedOutputCap from './oversized-output-cap.ts';
import retryAmplification from './retry-amplification.ts';
import type { Rule } from './rule.ts';
import suppressionWithoutReason from './suppression-without-reason.ts';
import unboundedAgentLoop from './unbounded-agent-loop.ts';
import unusedSuppression from './unused-suppression.ts';

export const rules: readonly Rule[] = [
  batchableOfflineCall,
  bloatedSystemPrompt,
  callInLoop,
  contextWindowOverflow,
  frontierModelForSmallTask,
  growingHistory,
  hardCodedModel,
  highReasoningEffort,
  invalidDirective,
  longContextTier,
  looseAgentBound,
  missingOutputCap,
  multipleSamples,
  overBudget,
  oversizedOutputCap,
  retryAmplification,
  suppressionWithoutReason,
  unboundedAgentLoop,
  unusedSuppression,
];
