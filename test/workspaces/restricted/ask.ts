import OpenAI from 'openai';

export const ask = (question: string) =>
  new OpenAI().responses.create({
    model: 'gpt-5.4-mini',
    max_output_tokens: 100,
    instructions: 'Answer in one sentence.',
    input: question,
  });
