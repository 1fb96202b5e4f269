import assert from 'node:assert/strict';
import OpenAI from 'openai';
import { triage } from '../src/triage.js';

const openai = new OpenAI();

const tickets = [
  { subject: 'Charged twice', description: 'I see two payments for order 4711 on my card.' },
  { subject: 'Boots too small', description: 'Can I swap them for a 44? They are unworn.' },
];

/** Asks a larger model whether it agrees with the queue that triage chose. */
for (const ticket of tickets) {
  const queue = await triage({ id: 'eval', customerId: 'eval', ...ticket });
  const verdict = await openai.chat.completions.create({
    model: 'gpt-5.4',
    max_completion_tokens: 4,
    messages: [{ role: 'user', content: `Does the ticket "${ticket.subject}: ${ticket.description}" belong to the queue "${queue}"? Answer yes or no.` }],
  });
  assert.match(verdict.choices[0]?.message.content ?? '', /yes/i, `${ticket.subject} went to ${queue}`);
}
