// What a test inside VS Code may ask of the window in front of it.
import path from 'node:path';

/** Answers one question { op, … } about `page`; throws when what was asked for does not appear in time. */
export async function answer(page, { op, selector, name, key, text, clip, timeout = 10_000 }, shots) {
  const first = selector === undefined ? undefined : page.locator(selector).first();
  switch (op) {
    case 'wait':
      return first.waitFor({ timeout });
    case 'click':
      return first.click({ timeout });
    case 'hover':
      return first.hover({ timeout });
    case 'texts':
      return page.locator(selector).allTextContents();
    case 'frames':
      // Webviews: the texts of all frames of the window, those that are just being replaced left out.
      return Promise.all(page.frames().map((frame) => frame.evaluate(() => document.body?.innerText ?? '').catch(() => '')));
    case 'press':
      return page.keyboard.press(key);
    case 'type':
      return page.keyboard.type(text);
    case 'move':
      return page.mouse.move(640, 790);
    case 'screenshot': {
      const file = path.join(shots, name);
      await page.screenshot({ path: file, ...(clip && { clip }) });
      return file;
    }
    default:
      throw new Error(`no such question: ${op}`);
  }
}
