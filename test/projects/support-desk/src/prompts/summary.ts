/** What a person needs who takes over a ticket in the middle. */
export const SUMMARY_PROMPT = `Summarise a support ticket for the colleague who takes it over.

Write four short paragraphs with these headings: Problem, What was tried, What the customer expects, Next step.
Keep names, order numbers, amounts and dates exactly as they stand in the ticket.
Say who promised what and by when. If somebody is upset, say so in plain words and name the reason.
Leave out greetings, signatures and everything that was settled before.`;
