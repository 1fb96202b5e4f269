/** Asks about a repository in a thread of its own, because git and a whole commit take longer than an editor should wait; one question each. */
import { parentPort, Worker, workerData } from 'node:worker_threads';
import type { ConfigProblem } from '../../core/config/parse.ts';
import type { Diff } from '../../core/report/diff.ts';
import { GitError } from '../git.ts';
import { type Base, type BaseOptions, readBase, textAt } from './base.ts';
import { type DiffOptions, diffProject } from './diff.ts';

interface Questions {
  readonly base: { readonly options: BaseOptions; readonly answer: Base };
  readonly diff: {
    readonly options: DiffOptions;
    readonly answer: { readonly diff: Diff } | { readonly problems: readonly ConfigProblem[] };
  };
  readonly text: {
    readonly options: { readonly root: string; readonly commit: string; readonly file: string };
    readonly answer: string | undefined;
  };
}

type Question = { readonly [Q in keyof Questions]: { readonly ask: Q; readonly options: Questions[Q]['options'] } }[keyof Questions];
type Reply = { readonly answer: unknown } | { readonly error: string; readonly ofGit: boolean };

/** `thread`: the bundle that calls `answerApart`. Rejects with a `GitError` where git cannot answer. */
export function askApart<Q extends keyof Questions>(
  thread: string | URL,
  ask: Q,
  options: Questions[Q]['options'],
): Promise<Questions[Q]['answer']> {
  return new Promise((resolve, reject) => {
    const worker = new Worker(thread, { workerData: { ask, options } });
    // It does not keep a process that wants to end.
    worker.unref();
    worker.on('message', (reply: Reply) => {
      if ('answer' in reply) resolve(reply.answer as Questions[Q]['answer']);
      else reject(reply.ofGit ? new GitError(reply.error) : new Error(reply.error));
    });
    worker.on('error', reject);
    worker.on('exit', () => reject(new Error('the thread has ended without an answer')));
  });
}

/** What runs in the thread. */
export async function answerApart(): Promise<void> {
  let reply: Reply;
  try {
    reply = { answer: await answerTo(workerData as Question) };
  } catch (error) {
    const ofGit = error instanceof GitError;
    reply = { error: ofGit ? error.message : ((error as Error)?.stack ?? String(error)), ofGit };
  }
  parentPort?.postMessage(reply);
}

async function answerTo(question: Question): Promise<unknown> {
  switch (question.ask) {
    case 'base':
      return readBase(question.options);
    case 'text':
      return textAt(question.options.root, question.options.commit, question.options.file);
    case 'diff': {
      const diffed = await diffProject(question.options);
      return 'diff' in diffed ? { diff: diffed.diff } : diffed;
    }
  }
}
