/** What a slider's step adds to a frame of the report page, beside a frame in which nothing happens. */
import { median } from './measure.ts';

export interface Frames {
  /** Milliseconds. */
  readonly step: readonly number[];
  readonly empty: readonly number[];
}

/** In the page: times of frames in which the slider moves, and of empty ones, taking turns. A frame ends when it has been painted. */
export const FRAMES = `(async () => {
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

export function frameWords({ step, empty }: Frames): string {
  const p95 = [...step].sort((a, b) => a - b)[Math.floor(step.length * 0.95)] as number;
  return (
    `a slider's step ${(median(step) / median(empty)).toFixed(2)} × an empty frame ` +
    `(${median(step).toFixed(1)} ms beside ${median(empty).toFixed(1)} ms, p95 ${p95.toFixed(1)} ms)`
  );
}
