/** Measures the report page in headless Chromium, from disk: what a slider's step adds to a frame, beside a frame in which nothing happens. */

import { type Page, Pages } from '../page/opened.ts';
import { report, site } from '../report/samples.ts';
import { FRAMES, type Frames, frameWords } from './frames.ts';

const CALLS = 500;

export async function bench(print: (line: string) => void): Promise<void> {
  const pages = await Pages.open();
  try {
    for (const calls of [CALLS, 10_000]) await one(pages, calls, print);
  } finally {
    await pages.close();
  }
}

async function one(pages: Pages, calls: number, print: (line: string) => void): Promise<void> {
  const sites = Array.from({ length: calls }, (_, at) =>
    site({ id: `s${at}`, path: `src/part-${at % 40}/call-${at}.ts`, feature: `feature ${at % 12}` }),
  );
  const file = pages.ofReport(
    report({ sites, usage: { activeUsers: 5000, planPrice: 10, heavyUsers: null, tokenShare: null, features: [] } }),
  );
  await pages.look(file, async (page) => {
    const paint = await firstPaint(page);
    print(`   ${calls} calls: ${frameWords(await page.evaluate<Frames>(FRAMES))}; first paint ${paint.toFixed(0)} ms`);
  });
}

const firstPaint = (page: Page): Promise<number> =>
  page.evaluate<number>("performance.getEntriesByName('first-contentful-paint')[0]?.startTime ?? NaN");
