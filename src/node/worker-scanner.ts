/** A scanner in a thread of its own, and the thread's side of it. */
import { parentPort, Worker, workerData } from 'node:worker_threads';
import type { Share } from '../core/analysis/scan.ts';
import { createScanner, type Scanner, type ScannerOptions, type Sifted } from './scanner.ts';
import type { Read } from './store.ts';

type Question =
  | { readonly ask: 'sift'; readonly files: readonly string[] }
  | { readonly ask: 'begin'; readonly scanned: ReadonlySet<string> }
  | { readonly ask: 'share'; readonly paths: readonly string[] }
  | { readonly ask: 'reads' };
type Answer = Sifted | Share | readonly Read[];
type Reply = { readonly answer: Answer } | { readonly error: string };

/** The bundle of the thread stands beside this one. */
const THREAD = new URL('scan-worker.js', import.meta.url);

/** Starts the thread; `close` ends it. Questions are answered in their order; a thread that dies fails all that it was asked. */
export function workerScanner(options: ScannerOptions): Scanner {
  const worker = new Worker(THREAD, { workerData: options });
  const pending: { resolve(answer: Answer): void; reject(error: Error): void }[] = [];
  worker.on('message', (reply: Reply) => {
    const asked = pending.shift();
    if ('error' in reply) asked?.reject(new Error(reply.error));
    else asked?.resolve(reply.answer);
  });
  let failed: Error | undefined;
  worker.on('error', (error) => {
    failed = error;
    for (const asked of pending.splice(0)) asked.reject(error);
  });

  const ask = <T extends Answer>(question: Question): Promise<T> =>
    new Promise((resolve, reject) => {
      if (failed) return reject(failed);
      pending.push({ resolve: resolve as (answer: Answer) => void, reject });
      worker.postMessage(question);
    });

  return {
    abreast: 4,
    sift: (files) => ask<Sifted>({ ask: 'sift', files }),
    begin: (scanned) => worker.postMessage({ ask: 'begin', scanned } satisfies Question),
    share: (paths) => ask<Share>({ ask: 'share', paths }),
    reads: () => ask<readonly Read[]>({ ask: 'reads' }),
    close: () => void worker.terminate(),
  };
}

/** What runs in the thread. */
export function answerQuestions(): void {
  const scanner = createScanner(workerData as ScannerOptions);
  const answerTo = (question: Exclude<Question, { ask: 'begin' }>): Promise<Answer> => {
    if (question.ask === 'sift') return scanner.sift(question.files);
    return question.ask === 'share' ? scanner.share(question.paths) : scanner.reads();
  };
  parentPort?.on('message', async (question: Question) => {
    if (question.ask === 'begin') return scanner.begin(question.scanned);
    let reply: Reply;
    try {
      reply = { answer: await answerTo(question) };
    } catch (error) {
      reply = { error: (error as Error)?.stack ?? String(error) };
    }
    parentPort?.postMessage(reply);
  });
}
