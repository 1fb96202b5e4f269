import { defineRule } from './rule.ts';

export default defineRule({
  id: 'over-budget',
  summary: 'Stay within the budget.',
  why: 'A budget is what somebody agreed to pay. It is reported when it is nearly used up, and fails the check when it is overdrawn.',
  category: 'governance',
  severity: 'error',
  fix: 'none',
  options: {},
});
