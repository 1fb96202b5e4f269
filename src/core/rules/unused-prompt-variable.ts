import { isRequest } from './parts.ts';
import { defineRule } from './rule.ts';

export default defineRule({
  id: 'unused-prompt-variable',
  summary: 'Give a template only the values that it has a place for.',
  why: 'A value without a place in the template never reaches the model: it was fetched or computed for nothing, and the prompt lacks what its author thinks it says.',
  category: 'context',
  severity: 'warning',
  fix: 'none',
  options: {},
  check(priced, cx) {
    const { site } = priced;
    if (!isRequest(priced)) return;
    for (const part of site.parts) {
      if (!part.unused) continue;
      const { names, place } = part.unused;
      const [is, it] = names.length === 1 ? ['is', 'it'] : ['are', 'them'];
      cx.report({ at: place, message: `${names.join(', ')} ${is} given to this template, which has no place for ${it}.` });
    }
  },
});
