// What a test inside VS Code may ask of the window in front of it.
import path from 'node:path';

/** Answers one question { op, … } about `page`; throws when what was asked for does not appear in time. */
export async function answer(page, { op, selector, name, key, text, script, clip, timeout = 10_000 }, shots) {
  const first = selector === undefined ? undefined : page.locator(selector).first();
  switch (op) {
    case 'wait':
      return first.waitFor({ timeout });
    case 'click':
      return first.click({ timeout });
    case 'hover':
      return first.hover({ timeout });
    case 'attribute':
      return first.getAttribute(name, { timeout });
    case 'texts':
      return page.locator(selector).allTextContents();
    case 'frames':
      // Webviews: the texts of all frames of the window, those that are just being replaced left out.
      return Promise.all(page.frames().map((frame) => frame.evaluate(() => document.body?.innerText ?? '').catch(() => '')));
    case 'in-frame': {
      // Webviews: clicks an element, presses a key on it, gives its text, or what a script in the frame gives, whichever frame has it.
      const end = Date.now() + timeout;
      do {
        for (const frame of page.frames()) {
          const found = frame.locator(selector).first();
          if ((await found.count().catch(() => 0)) === 0) continue;
          if (script !== undefined) return frame.evaluate(script);
          if (key) await found.press(key, { timeout });
          else if (text === undefined) await found.click({ timeout });
          return found.textContent({ timeout }).catch(() => null);
        }
        await new Promise((resolve) => setTimeout(resolve, 60));
      } while (Date.now() < end);
      throw new Error(`no frame has ${selector}`);
    }
    case 'press':
      return page.keyboard.press(key);
    case 'type':
      return page.keyboard.type(text);
    case 'stored':
      return page.evaluate(stored, text);
    case 'reload':
      return page.reload({ waitUntil: 'domcontentloaded' });
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

/** In the window: whether what the browser keeps of it, beyond a reload, has a text. Windows write it a while after it has changed. */
async function stored(text) {
  const done = (request) =>
    new Promise((resolve) => Object.assign(request, { onsuccess: () => resolve(request.result), onerror: () => resolve() }));
  for (const { name } of await indexedDB.databases()) {
    const database = await done(indexedDB.open(name));
    for (const store of database?.objectStoreNames ?? []) {
      const values = await done(database.transaction(store).objectStore(store).getAll());
      if (values?.some((value) => typeof value === 'string' && value.includes(text))) return true;
    }
    database?.close();
  }
  return false;
}
