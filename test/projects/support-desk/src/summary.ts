import { openai } from '@ai-sdk/openai';
import { generateText } from 'ai';
import { SUMMARY_MODEL } from './models.js';
import { SUMMARY_PROMPT } from './prompts/summary.js';
import type { Comment } from './ticket.js';

/** Condenses a ticket before a person takes it over. */
export async function summarise(comments: Comment[]): Promise<string> {
  const thread = comments.map(({ author, text }) => `${author}: ${text}`).join('\n\n');
  const { text } = await generateText({
    model: openai(SUMMARY_MODEL),
    system: SUMMARY_PROMPT,
    prompt: thread,
  });
  return text;
}
