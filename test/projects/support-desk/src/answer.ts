import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import Anthropic from '@anthropic-ai/sdk';
import { ANSWER_MODEL } from './models.js';
import { helpCentre } from './search.js';

const anthropic = new Anthropic();
const instructions = readFileSync(join(import.meta.dirname, '../prompts/answer.md'), 'utf8');

/** Drafts an answer from the help centre; a person approves it before it is sent. */
export async function answer(question: string): Promise<string> {
  const documents = await helpCentre.invoke(question);
  const articles = documents.map((document) => document.pageContent).join('\n\n---\n\n');

  const message = await anthropic.messages.create({
    model: ANSWER_MODEL,
    max_tokens: 700,
    system: [{ type: 'text', text: instructions, cache_control: { type: 'ephemeral' } }],
    messages: [{ role: 'user', content: `<articles>\n${articles}\n</articles>\n\n<question>\n${question}\n</question>` }],
  });
  return message.content.map((block) => (block.type === 'text' ? block.text : '')).join('');
}
