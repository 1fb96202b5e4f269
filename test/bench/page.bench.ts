/** Measures the report page in headless Chromium, from disk: what a slider's step adds to a frame, beside a frame in which nothing happens. */

import { type Page, Pages } from '../page/opened.ts';
import { report, site } from '../report/samples.ts';
import { median } from './measure.ts';

const CALLS = 500;

/** In the page: times of frames in which the slider moves, and of empty ones, taking turns. A frame ends when it has been painted. */
const FRAMES = `(async () => {
  const painted = () => new Promise((resolve) => requestAnimationFrame(() => {
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = () => resolve(undefined);
    port2.postMessage(0);
  }));
  const slider = document.getElementById('what-if-traffic');
  const timed = async (run) => {
    await painted();
    const start = performance.now();
    run();
    await painted();
    return performance.now() - start;
  };
  const step = (at) => () => {
    slider.value = String(-2 + (at % 80) * 0.05);
    slider.dispatchEvent(new Event('input', { bubbles: true }));
  };
  const times = { step: [], empty: [] };
  for (let at = 0; at < 120; at++) {
    times.empty.push(await timed(() => {}));
    times.step.push(await timed(step(at)));
  }
  return times;
})()`;

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
    const { step, empty } = await page.evaluate<{ step: number[]; empty: number[] }>(FRAMES);
    const p95 = [...step].sort((a, b) => a - b)[Math.floor(step.length * 0.95)] as number;
    print(
      `   ${calls} calls: a slider's step ${(median(step) / median(empty)).toFixed(2)} × an empty frame ` +
        `(${median(step).toFixed(1)} ms beside ${median(empty).toFixed(1)} ms, p95 ${p95.toFixed(1)} ms); first paint ${paint.toFixed(0)} ms`,
    );
  });
}

const firstPaint = (page: Page): Promise<number> =>
  page.evaluate<number>("performance.getEntriesByName('first-contentful-paint')[0]?.startTime ?? NaN");
