import { defineRule } from './rule.ts';

export default defineRule({
  id: 'suppression-without-reason',
  summary: 'Say why a finding is suppressed.',
  why: 'Whoever reads the comment later has to know whether its reason still holds. Without one nothing is suppressed.',
  category: 'governance',
  severity: 'warning',
  fix: 'none',
  options: {},
});
