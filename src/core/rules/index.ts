/** The rules, in alphabetical order. */
import batchableOfflineCall from './batchable-offline-call.ts';
import bloatedSystemPrompt from './bloated-system-prompt.ts';
import cacheHostilePrefix from './cache-hostile-prefix.ts';
import callInLoop from './call-in-loop.ts';
import contextWindowOverflow from './context-window-overflow.ts';
import duplicatePromptText from './duplicate-prompt-text.ts';
import excessiveRetrieval from './excessive-retrieval.ts';
import fewShotBloat from './few-shot-bloat.ts';
import frontierModelForSmallTask from './frontier-model-for-small-task.ts';
import growingHistory from './growing-history.ts';
import hardCodedModel from './hard-coded-model.ts';
import highReasoningEffort from './high-reasoning-effort.ts';
import inlineBinary from './inline-binary.ts';
import invalidDirective from './invalid-directive.ts';
import longContextTier from './long-context-tier.ts';
import looseAgentBound from './loose-agent-bound.ts';
import missingCacheControl from './missing-cache-control.ts';
import missingOutputCap from './missing-output-cap.ts';
import multipleSamples from './multiple-samples.ts';
import overBudget from './over-budget.ts';
import oversizedOutputCap from './oversized-output-cap.ts';
import prefixBelowCacheMinimum from './prefix-below-cache-minimum.ts';
import priceChangeAhead from './price-change-ahead.ts';
import repeatedEmbedding from './repeated-embedding.ts';
import retiredModel from './retired-model.ts';
import retryAmplification from './retry-amplification.ts';
import type { Rule } from './rule.ts';
import suppressionWithoutReason from './suppression-without-reason.ts';
import unboundedAgentLoop from './unbounded-agent-loop.ts';
import uncappedContext from './uncapped-context.ts';
import unpricedModel from './unpriced-model.ts';
import unresolvedCost from './unresolved-cost.ts';
import untaggedCall from './untagged-call.ts';
import unusedPromptVariable from './unused-prompt-variable.ts';
import unusedSuppression from './unused-suppression.ts';
import verboseToolSchema from './verbose-tool-schema.ts';
import whitespaceHeavyPrompt from './whitespace-heavy-prompt.ts';

export const rules: readonly Rule[] = [
  batchableOfflineCall,
  bloatedSystemPrompt,
  cacheHostilePrefix,
  callInLoop,
  contextWindowOverflow,
  duplicatePromptText,
  excessiveRetrieval,
  fewShotBloat,
  frontierModelForSmallTask,
  growingHistory,
  hardCodedModel,
  highReasoningEffort,
  inlineBinary,
  invalidDirective,
  longContextTier,
  looseAgentBound,
  missingCacheControl,
  missingOutputCap,
  multipleSamples,
  overBudget,
  oversizedOutputCap,
  prefixBelowCacheMinimum,
  priceChangeAhead,
  repeatedEmbedding,
  retiredModel,
  retryAmplification,
  suppressionWithoutReason,
  unboundedAgentLoop,
  uncappedContext,
  unpricedModel,
  unresolvedCost,
  untaggedCall,
  unusedPromptVariable,
  unusedSuppression,
  verboseToolSchema,
  whitespaceHeavyPrompt,
];
