/** A scanner in a thread of its own, and the thread's side of it. */
import { parentPort, Worker, workerData } from 'node:worker_threads';
import { createScanner, type Scanner, type ScannerOptions, type Shared, type Sifted } from './scanner.ts';

type Question =
  | { readonly ask: 'sift'; readonly files: readonly string[] }
  | { readonly ask: 'share'; readonly paths: readonly string[]; readonly scanned: ReadonlySet<string> };
type Reply = { readonly answer: Sifted | Shared } | { readonly error: string };

/** The bundle of the thread stands beside this one. */
const THREAD = new URL('scan-worker.js', import.meta.url);

/** Starts the thread; `close` ends it. One question at a time; a thread that dies fails the one it was asked. */
export function workerScanner(options: ScannerOptions): Scanner {
  const worker = new Worker(THREAD, { workerData: options });
  let pending: { resolve(answer: Sifted | Shared): void; reject(error: Error): void } | undefined;
  worker.on('message', (reply: Reply) => ('error' in reply ? pending?.reject(new Error(reply.error)) : pending?.resolve(reply.answer)));
  worker.on('error', (error) => pending?.reject(error));

  const ask = <T extends Sifted | Shared>(question: Question): Promise<T> =>
    new Promise((resolve, reject) => {
      pending = { resolve: resolve as (answer: Sifted | Shared) => void, reject };
      worker.postMessage(question);
    });

  return {
    sift: (files) => ask<Sifted>({ ask: 'sift', files }),
    share: (paths, scanned) => ask<Shared>({ ask: 'share', paths, scanned }),
    close: () => void worker.terminate(),
  };
}

/** What runs in the thread. */
export function answerQuestions(): void {
  const scanner = createScanner(workerData as ScannerOptions);
  parentPort?.on('message', async (question: Question) => {
    let reply: Reply;
    try {
      reply = {
        answer: question.ask === 'sift' ? await scanner.sift(question.files) : await scanner.share(question.paths, question.scanned),
      };
    } catch (error) {
      reply = { error: (error as Error)?.stack ?? String(error) };
    }
    parentPort?.postMessage(reply);
  });
}
