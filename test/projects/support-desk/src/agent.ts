import OpenAI from 'openai';
import type { ChatCompletionMessageParam } from 'openai/resources/chat/completions';
import { AGENT_MODEL } from './models.js';
import { HANDBOOK } from './prompts/handbook.js';
import type { Ticket } from './ticket.js';
import { runTool, tools } from './tools.js';

const openai = new OpenAI({ maxRetries: 1 });

/** Works on a ticket about an order until the model has nothing more to look up. */
export async function resolveTicket({ customerId, description }: Ticket): Promise<string> {
  const messages: ChatCompletionMessageParam[] = [
    { role: 'system', content: HANDBOOK },
    { role: 'user', content: `Customer ${customerId} writes:\n\n${description}` },
  ];

  while (true) {
    const completion = await openai.chat.completions.create({
      model: AGENT_MODEL,
      max_completion_tokens: 800,
      tools,
      messages,
    });
    const message = completion.choices[0]!.message;
    messages.push(message);
    if (!message.tool_calls?.length) return message.content ?? '';

    for (const call of message.tool_calls) {
      messages.push({ role: 'tool', tool_call_id: call.id, content: await runTool(call) });
    }
  }
}
