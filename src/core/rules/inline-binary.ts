import type { PromptPart } from '../analysis/analysis.ts';
import { count, isHole, isRequest, isText, textOf, withPart } from './parts.ts';
import { defineRule, type PricedSite, type RuleContext } from './rule.ts';

export default defineRule({
  id: 'inline-binary',
  summary: 'Send images and files as such, never as base64 text, and at the detail that the task needs.',
  why: 'As text, every four bytes of a file are about three tokens: a photo of 200 KB is a prompt of 150,000 tokens. As an image it is about a thousand, at low detail less than a hundred.',
  category: 'waste',
  severity: 'warning',
  fix: 'none',
  options: {
    characters: { type: 'number', default: 1000, description: 'Characters of base64 in a static text from which it is reported.' },
    detail: { type: 'boolean', default: false, description: 'Report images that are sent at high detail, too.' },
  },
  check(priced, cx) {
    if (!isRequest(priced)) return;
    priced.site.parts.forEach((part, at) => {
      if (isText(part)) base64Text(priced, cx, at);
      else if (part.role === 'image' && part.image?.detail === 'high' && cx.option<boolean>('detail')) highDetail(priced, cx, at);
    });
  },
});

/** Long runs of the alphabet with upper and lower case and digits: words, paths and hexadecimal numbers lack one of these. */
const BASE64 = /[A-Za-z0-9+/]{200,}={0,2}/g;

function base64Text(priced: PricedSite, cx: RuleContext, at: number): void {
  const { site } = priced;
  const part = site.parts[at] as PromptPart;
  const limit = cx.option<number>('characters');
  for (const [i, piece] of part.pieces.entries()) {
    if (isHole(piece)) {
      if (!piece.binary || isAttachment(part, i)) continue;
      cx.report({ at: piece.place, message: `${piece.hole} goes into the text of the prompt as base64. Send it as an image or a file.` });
      continue;
    }
    if (piece.text.length < limit) continue;
    const found =
      piece.text.match(BASE64)?.filter((run) => run.length >= limit && /[a-z]/.test(run) && /[A-Z]/.test(run) && /\d/.test(run)) ?? [];
    if (found.length === 0) continue;
    const text = found.reduce((rest, run) => rest.replace(run, ''), piece.text);
    const pieces = part.pieces.map((other) => (other === piece ? { ...piece, text } : other));
    cx.report({
      at: piece.place,
      message: `${count(found.join('').length)} characters of base64 stand in the text of the prompt. Send them as an image or a file.`,
      impact: cx.saving(priced, { parts: withPart(site.parts, at, { ...part, pieces }) }),
    });
  }
}

/** `{ type: 'file', media_type: …, data }`: a file that the vendor reads, in a form that is written here as JSON. */
const isAttachment = (part: PromptPart, at: number): boolean =>
  /"(media_?type|mime_?type|file(_data)?|input_\w+|inline_?data|image\w*|document|audio|format|source)"/i.test(
    textOf(part.pieces.slice(0, at)),
  );

function highDetail(priced: PricedSite, cx: RuleContext, at: number): void {
  const { site } = priced;
  const part = site.parts[at] as PromptPart;
  const low: PromptPart = { ...part, image: { ...part.image, detail: 'low' } };
  cx.report({
    at: part.place,
    message: 'This image is sent at high detail: labels, colours and large text are seen at low detail as well.',
    impact: cx.saving(priced, { parts: withPart(site.parts, at, low) }),
  });
}
