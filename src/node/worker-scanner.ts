/** A scanner in a thread of its own, and the thread's side of it. */
import { parentPort, Worker, workerData } from 'node:worker_threads';
import type { Share } from '../core/analysis/scan.ts';
import { createScanner, type Scanner, type ScannerOptions, type Sifted } from './scanner.ts';
import type { Read } from './store.ts';

type Question =
  | { readonly ask: 'sift'; readonly files: readonly string[] }
  | { readonly ask: 'share'; readonly paths: readonly string[] }
  | { readonly ask: 'reads' };
/** No question: nothing is answered. */
type Notice = { readonly scanned: ReadonlySet<string> };
type Answer = Sifted | Share | readonly Read[];
type Reply = { readonly answer: Answer } | { readonly error: string };

/** The bundle of the thread stands beside this one. */
const THREAD = new URL('scan-worker.js', import.meta.url);

/**
 * Starts the thread; `close` ends it. It may be asked for more before it has answered, so that it need not wait for a busy asker;
 * a thread that dies fails all that it was asked.
 */
export function workerScanner(options: ScannerOptions): Scanner {
  const worker = new Worker(THREAD, { workerData: options });
  const pending: { resolve(answer: Answer): void; reject(error: Error): void }[] = [];
  worker.on('message', (reply: Reply) => {
    const asked = pending.shift();
    if ('error' in reply) asked?.reject(new Error(reply.error));
    else asked?.resolve(reply.answer);
  });
  worker.on('error', (error) => {
    for (const asked of pending.splice(0)) asked.reject(error);
  });

  const ask = <T extends Answer>(question: Question): Promise<T> =>
    new Promise((resolve, reject) => {
      pending.push({ resolve: resolve as (answer: Answer) => void, reject });
      worker.postMessage(question);
    });

  return {
    sift: (files) => ask<Sifted>({ ask: 'sift', files }),
    expect: (scanned) => worker.postMessage({ scanned } satisfies Notice),
    share: (paths) => ask<Share>({ ask: 'share', paths }),
    reads: () => ask<readonly Read[]>({ ask: 'reads' }),
    close: () => void worker.terminate(),
  };
}

/** What runs in the thread: answers come in the order of the questions. */
export function answerQuestions(): void {
  const scanner = createScanner(workerData as ScannerOptions);
  const answerTo = (question: Question): Promise<Answer> => {
    if (question.ask === 'sift') return scanner.sift(question.files);
    return question.ask === 'share' ? scanner.share(question.paths) : scanner.reads();
  };
  const reply = async (message: Question | Notice) => {
    if ('scanned' in message) return scanner.expect(message.scanned);
    let made: Reply;
    try {
      made = { answer: await answerTo(message) };
    } catch (error) {
      made = { error: (error as Error)?.stack ?? String(error) };
    }
    parentPort?.postMessage(made);
  };
  let before = Promise.resolve();
  parentPort?.on('message', (message: Question | Notice) => {
    before = before.then(() => reply(message));
  });
}
