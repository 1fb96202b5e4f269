import { defineRule } from './rule.ts';

export default defineRule({
  id: 'unused-suppression',
  summary: 'Delete comments that suppress nothing any more.',
  why: 'A comment that outlives its finding hides the next one, and tells readers of a problem that is not there.',
  category: 'governance',
  severity: 'warning',
  fix: 'safe',
  options: {},
});
