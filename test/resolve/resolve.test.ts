/** What resolution follows, by language: every scene of the pages beside this file. */
import { suite } from '../analysis/scenes.ts';
import { pagesIn } from '../support/literate.ts';

for (const page of pagesIn('test/resolve')) suite(page);
