import { defineRule } from './rule.ts';

export default defineRule({
  id: 'invalid-directive',
  summary: 'Write comments for Costlint so that they can be read.',
  why: 'A misspelt comment does nothing: the finding it was to silence stays, the traffic it was to declare is assumed.',
  category: 'governance',
  severity: 'warning',
  fix: 'none',
  options: {},
});
