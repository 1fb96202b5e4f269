// A sample: change it freely, and watch the line above each call.
import OpenAI from 'openai';

const openai = new OpenAI();

const SYSTEM = `You answer questions of customers of an online shop.
Be friendly, and be brief: two or three sentences.
If a question is about an order, ask for its number.
Never promise a refund; say that a colleague will look into it.
Answer in the language of the question.`;

export async function answer(question: string): Promise<string> {
  const completion = await openai.chat.completions.create({
    model: 'gpt-5.4-mini',
    // Without a cap one answer may cost as much as the model allows: the light bulb adds one.
    messages: [
      { role: 'system', content: SYSTEM },
      { role: 'user', content: question },
    ],
  });
  return completion.choices[0]?.message.content ?? '';
}
