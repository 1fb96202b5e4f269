import OpenAI from 'openai';

/** Describes a product for the catalogue. */
export async function describe(product: string): Promise<string> {
  const response = await new OpenAI().responses.create({
    model: 'gpt-5.4-mini',
    max_output_tokens: 300,
    instructions: 'You write short, honest descriptions of products for a catalogue. No superlatives, no promises.',
    input: product,
  });
  return response.output_text;
}
