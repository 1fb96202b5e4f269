/** What git cannot give is a matter of the call, not a failure of ours. */
import { GitError } from '../node/git.ts';
import { UsageError } from './usage-error.ts';

export async function askGit<T>(ask: () => T | Promise<T>): Promise<T> {
  try {
    return await ask();
  } catch (error) {
    throw error instanceof GitError ? new UsageError(error.message) : error;
  }
}
