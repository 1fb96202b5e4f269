/** What a scan finds and how often it is billed: every scene of the pages beside this file. */
import { pagesIn } from '../support/literate.ts';
import { suite } from './scenes.ts';

for (const page of pagesIn('test/analysis')) suite(page);
