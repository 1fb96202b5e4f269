import OpenAI from 'openai';
import type { Ticket } from './ticket.js';

const openai = new OpenAI();

export const QUEUES = ['billing', 'delivery', 'returns', 'account', 'bug', 'other'] as const;
export type Queue = (typeof QUEUES)[number];

const TRIAGE_PROMPT = `You sort incoming tickets of an online shop into queues.

billing: charges, invoices, refunds that did not arrive, payment methods
delivery: where a parcel is, a wrong address, damage on the way
returns: sending an item back, exchanges, return labels
account: sign-in, passwords, personal data, newsletters
bug: the shop or the app does not work as it should
other: everything else, spam included

Answer with the name of one queue in lower case and nothing else.
If two queues fit, choose the one whose team must act first.`;

/** Picks the queue of a new ticket. */
export async function triage({ subject, description }: Ticket): Promise<Queue> {
  const completion = await openai.chat.completions.create({
    model: process.env.TRIAGE_MODEL ?? 'gpt-5.4-nano',
    max_completion_tokens: 16,
    messages: [
      { role: 'system', content: TRIAGE_PROMPT },
      { role: 'user', content: `Subject: ${subject}\n\n${description}` },
    ],
  });
  const name = completion.choices[0]?.message.content?.trim();
  return QUEUES.find((queue) => queue === name) ?? 'other';
}
