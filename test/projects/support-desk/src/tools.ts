import type { ChatCompletionMessageToolCall, ChatCompletionTool } from 'openai/resources/chat/completions';
import { orders } from './orders.js';

export const tools: ChatCompletionTool[] = [
  {
    type: 'function',
    function: {
      name: 'find_orders',
      description: 'Orders of a customer with their items, newest first.',
      parameters: {
        type: 'object',
        properties: {
          customer_id: { type: 'string' },
          since: { type: 'string', description: 'ISO date; orders before it are left out.' },
        },
        required: ['customer_id'],
      },
    },
  },
  {
    type: 'function',
    function: {
      name: 'track_parcel',
      description: 'Where a parcel is and when it is expected.',
      parameters: {
        type: 'object',
        properties: { order_id: { type: 'string' } },
        required: ['order_id'],
      },
    },
  },
  {
    type: 'function',
    function: {
      name: 'refund',
      description: 'Refunds items of an order to the original payment method.',
      parameters: {
        type: 'object',
        properties: {
          order_id: { type: 'string' },
          items: { type: 'array', items: { type: 'string' }, description: 'Item numbers; empty for the whole order.' },
          reason: { type: 'string', enum: ['damaged', 'late', 'returned', 'goodwill'] },
        },
        required: ['order_id', 'reason'],
      },
    },
  },
];

/** Runs one tool call and returns its result as text for the model. */
export async function runTool(call: ChatCompletionMessageToolCall): Promise<string> {
  if (call.type !== 'function') return 'Unknown tool.';
  const input = JSON.parse(call.function.arguments);
  switch (call.function.name) {
    case 'find_orders':
      return JSON.stringify(await orders.of(input.customer_id, input.since));
    case 'track_parcel':
      return JSON.stringify(await orders.parcel(input.order_id));
    case 'refund':
      return JSON.stringify(await orders.refund(input.order_id, input.items ?? [], input.reason));
    default:
      return 'Unknown tool.';
  }
}
